// VoteByEnding: what the end of an English name says of its kind.
#include <algorithm>
#include <array>
#include <iterator>

#include "extract/mentions/head_words.h"
#include "extract/mentions/shapes.h"
#include "extract/mentions/words.h"
#include "extract/text/ascii.h"
#include "extract/text/phrase_table.h"

namespace papergraph::extract {
namespace {

/// What the end of a name's last word says of its kind; the first that fits counts. Those with a capital are letters
/// that stand for words: the FT of "RFT" is not that of "Craft".
struct Ending {
  std::string_view text;
  EntityKind kind;
  float vote;
  bool whole = true;  // it may be the whole word
  char last = Lower(text.back());

  bool Ends(std::string_view word) const {
    if (word.size() < text.size() + (whole ? 0 : 1)) return false;
    const std::string_view end = word.substr(word.size() - text.size());
    const bool spelled = IsUpper(text.front());
    const auto same = [&](char a, char b) { return a == (spelled ? b : Lower(b)); };
    return std::equal(text.begin(), text.end(), end.begin(), same);
  }
};
constexpr Ending kEndings[] = {
    {"bench", EntityKind::kBenchmark, 1.5F},   {"benchmark", EntityKind::kBenchmark, 1.5F},
    {"dataset", EntityKind::kBenchmark, 1.5F}, {"bench+", EntityKind::kBenchmark, 1.5F},
    {"bench++", EntityKind::kBenchmark, 1.5F}, {"QA", EntityKind::kBenchmark, 1.5F, false},
    {"eval", EntityKind::kBenchmark, 1.5F},    {"arena", EntityKind::kBenchmark, 1.5F},
    {"gym", EntityKind::kBenchmark, 1.5F},     {"corpus", EntityKind::kBenchmark, 1.5F},
    {"world", EntityKind::kBenchmark, 1.5F},   {"GPT", EntityKind::kModel, 0.5F},
    {"LM", EntityKind::kModel, 0.5F},          {"VLA", EntityKind::kModel, 0.5F},
    {"llama", EntityKind::kModel, 0.5F},       {"llava", EntityKind::kModel, 0.5F},
    {"vit", EntityKind::kModel, 0.5F},         {"bert", EntityKind::kModel, 0.5F},
    {"clip", EntityKind::kModel, 0.5F},        {"PO", EntityKind::kMethod, 0.8F},
    {"lora", EntityKind::kMethod, 0.8F},       {"net", EntityKind::kMethod, 0.8F},
    {"former", EntityKind::kMethod, 0.8F},     {"RAG", EntityKind::kMethod, 0.8F},
    {"CoT", EntityKind::kMethod, 0.8F},        {"RL", EntityKind::kMethod, 0.8F},
    {"agent", EntityKind::kMethod, 0.8F},      {"attention", EntityKind::kMethod, 0.8F},
    {"loss", EntityKind::kMethod, 0.8F},       {"FT", EntityKind::kMethod, 0.8F},
    {"sampler", EntityKind::kMethod, 0.8F},    {"prompt", EntityKind::kMethod, 0.8F},
};

}  // namespace

void VoteByEnding(std::string_view name, std::array<float, 4>* votes) {
  if (FindSize(name, nullptr) != std::string_view::npos) (*votes)[Index(EntityKind::kModel)] += 1.5F;
  const size_t cut = std::max(name.rfind(' ') + 1, name.rfind('-') + 1);  // 0: one word
  const std::string_view last = name.substr(cut);
  const char letter = last.empty() ? '\0' : Lower(last.back());
  const auto* const ending = std::find_if(std::begin(kEndings), std::end(kEndings),
                                          [&](const Ending& e) { return e.last == letter && e.Ends(last); });
  if (ending != std::end(kEndings)) {
    (*votes)[Index(ending->kind)] += ending->vote;
  } else if (const PhraseTable::Row* row = cut > 0 ? NameHeads().Find(last) : nullptr; row != nullptr) {
    (*votes)[Index(row->cell(1) == "benchmark" ? EntityKind::kBenchmark : EntityKind::kMethod)] += 0.8F;
  }
  // "DAPO-17K", "s1K-1.1": a number of examples.
  if (last.size() >= 2 && (last.back() == 'K' || last.back() == 'k') && IsDigit(last[last.size() - 2]) && cut > 0) {
    (*votes)[Index(EntityKind::kBenchmark)] += 0.8F;
  }
}

}  // namespace papergraph::extract
