// FindFacts() takes any text, and every fact stands where it says: its evidence is a part of the passage, no longer
// than promised, and names what was found. The paragraphs of the input are a paper's sections in turn.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "extract/entities/vocabulary.h"
#include "extract/findings.h"
#include "extract/mentions/name_trie.h"
#include "extract/readers/utf8.h"
#include "storage/text_fold.h"
#include "tests/fuzz/disagree.h"

namespace papergraph::extract {
namespace {

constexpr size_t kLongestEvidence = 400;
constexpr std::array kSections = {SectionKind::kTitle,    SectionKind::kContribution, SectionKind::kDomain,
                                  SectionKind::kUsage,    SectionKind::kInnovation,   SectionKind::kResults,
                                  SectionKind::kAbstract, SectionKind::kOther};

size_t CodePoints(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

PaperText PaperOf(std::string_view text) {
  PaperText paper;
  paper.id = "2601.00001";
  for (size_t at = 0, section = 0; at <= text.size(); ++section) {
    const size_t end = std::min(text.find("\n\n", at), text.size());
    Passage passage;
    passage.kind = kSections[section % kSections.size()];
    passage.text = std::string(text.substr(at, end - at));
    passage.start = at;
    if (section == 0) paper.title = passage.text;
    paper.passages.push_back(std::move(passage));
    at = end + 2;
  }
  return paper;
}

void CheckEvidence(const Evidence& evidence, std::string_view text) {
  if (evidence.start > evidence.end || evidence.end > text.size() ||
      text.substr(evidence.start, evidence.end - evidence.start) != evidence.text)
    Disagree("evidence does not stand where it says", evidence.text, std::string(text));
}

bool Stands(const Evidence& evidence, const std::string& name) {
  return evidence.text.find(name) != std::string::npos ||
         MatchingForm(evidence.text).find(MatchingForm(name)) != std::string::npos ||
         FoldName(evidence.text).find(FoldName(name)) != std::string::npos;  // "８０％" is 80%
}

// A name that was cut before a bracket closes it (TidyForm), whether the text does or not.
bool Holds(const Evidence& evidence, const std::string& name) {
  if (Stands(evidence, name)) return true;
  for (const std::string_view close : {")", "]", "}", "）", "】", "」", "》", "”"}) {
    if (name.ends_with(close) && Stands(evidence, name.substr(0, name.size() - close.size()))) return true;
  }
  return false;
}

void Check(std::string_view text) {
  if (FirstInvalidUtf8(text) != text.size()) return;  // the readers let nothing else through
  const PaperFindings findings = FindFacts(PaperOf(text), Vocabulary::BuiltIn());
  for (const EntityFinding& entity : findings.entities) {
    CheckEvidence(entity.evidence, text);
    if (CodePoints(entity.evidence.text) > kLongestEvidence)
      Disagree("evidence is too long", entity.name, entity.evidence.text);
    const auto held = [&](const std::string& name) { return Holds(entity.evidence, name); };
    if (!held(entity.name) && std::none_of(entity.aliases.begin(), entity.aliases.end(), held))
      Disagree("evidence does not name what was found", entity.name, entity.evidence.text);
    if (!(entity.confidence > 0 && entity.confidence <= 1)) Disagree("no confidence", entity.name, "");
  }
  for (const ResultFinding& result : findings.results) {
    CheckEvidence(result.evidence, text);
    const auto found = [&](const std::string& name) {
      return std::any_of(findings.entities.begin(), findings.entities.end(),
                         [&](const EntityFinding& entity) { return entity.name == name; });
    };
    if (!result.benchmark.empty() && !found(result.benchmark))
      Disagree("a number on a benchmark that was not found", result.benchmark, result.evidence.text);
    for (const std::string& subject : result.subjects)
      if (!found(subject)) Disagree("a number of a thing that was not found", subject, result.evidence.text);
  }
}

}  // namespace
}  // namespace papergraph::extract

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::extract::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
