// A vocabulary file gives the same entries without the lines that have mistakes, and then there are no mistakes.
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "extract/entities/vocabulary.h"
#include "tests/fuzz/disagree.h"

namespace papergraph::extract {
namespace {

std::string Shown(const std::vector<VocabularyEntry>& entries) {
  std::string out;
  for (const VocabularyEntry& entry : entries) {
    out += std::to_string(static_cast<int>(entry.kind)) + "\t" + entry.name;
    for (const auto* list : {&entry.aliases, &entry.part_of, &entry.domain}) {
      out += "\t";
      for (const std::string& item : *list) out += item + "|";
    }
    out += "\t" + (entry.parameters ? std::to_string(*entry.parameters) : "") + "\t" + entry.origin;
    out += std::string(entry.exact_case ? " case" : "") + (entry.generic ? " generic" : "") + "\n";
  }
  return out;
}

void Check(const std::string& text) {
  std::vector<VocabularyEntry> entries;
  std::vector<VocabularyError> errors;
  ParseVocabulary({"file", text, "user"}, &entries, &errors);
  std::vector<std::string> lines(1);
  for (const char c : text) {
    if (c == '\n') {
      lines.emplace_back();
    } else {
      lines.back() += c;
    }
  }
  std::set<uint64_t> wrong;
  for (const VocabularyError& error : errors) {
    if (error.line < 1 || error.line > lines.size() || error.column < 1 ||
        error.column > lines[error.line - 1].size() + 1)
      Disagree("a mistake outside the file", text, error.message);
    wrong.insert(error.line);
  }
  for (const VocabularyEntry& entry : entries)
    if (entry.name.empty()) Disagree("an entry without a name", text, Shown(entries));
  std::string rest;
  for (size_t i = 0; i < lines.size(); ++i)
    if (!wrong.contains(i + 1)) rest += lines[i] + "\n";
  // A header that cannot be read ends the file: what follows it is nobody's.
  if (entries.empty() && !errors.empty()) return;
  std::vector<VocabularyEntry> again;
  std::vector<VocabularyError> none;
  ParseVocabulary({"file", rest, "user"}, &again, &none);
  if (!none.empty()) Disagree("a mistake in lines that had none", rest, none[0].message);
  if (Shown(again) != Shown(entries)) Disagree("other entries", Shown(entries), Shown(again));
}

}  // namespace
}  // namespace papergraph::extract

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::extract::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
