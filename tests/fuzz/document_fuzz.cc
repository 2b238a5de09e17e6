// Every reader takes any text; what it made of it maps back to the bytes that it was made from, and whoever is refused
// is told where.
#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>

#include "extract/readers/readers.h"
#include "extract/readers/utf8.h"
#include "tests/fuzz/disagree.h"

namespace papergraph::extract {
namespace {

// In step with the source but for escapes: a decoded byte that differs stands at or just behind a backslash or an
// ampersand, or is the space for a line break.
void CheckPassage(const Passage& passage, std::string_view bytes) {
  if (FirstInvalidUtf8(passage.text) != passage.text.size()) Disagree("a passage is no UTF-8", passage.text, "");
  uint64_t last = passage.start;
  for (size_t i = 0; i < passage.text.size(); ++i) {
    const uint64_t at = passage.SourceOffset(i);
    if (at < last || at >= bytes.size()) Disagree("offsets go back or leave the source", passage.text, "");
    last = at;
    const bool blank = passage.text[i] == ' ' && std::string_view("\n\r\t").find(bytes[at]) != bytes.npos;
    if (bytes[at] == passage.text[i] || blank) continue;
    const uint64_t from = at < 3 ? 0 : at - 3;
    if (passage.breaks.empty() || bytes.substr(from, at + 1 - from).find_first_of("\\&") == bytes.npos)
      Disagree("a passage differs from its source", passage.text, std::string(bytes.substr(at)));
  }
  const uint64_t end = passage.SourceOffset(passage.text.size());
  if (end < last || end > bytes.size()) Disagree("the end of a passage lies outside the source", passage.text, "");
}

void CheckAll(const Document& document, std::string_view bytes) {
  for (const PaperText& paper : document.papers) {
    if (paper.id.empty()) Disagree("a paper without an id", paper.title, "");
    for (const Passage& passage : paper.passages) CheckPassage(passage, bytes);
    for (const StatedResult& row : paper.stated) {
      if (row.end > bytes.size() || bytes.substr(row.start, row.end - row.start) != row.text)
        Disagree("a row differs from its source", row.text, "");
      if (row.dataset.empty() || row.model.empty()) Disagree("a row without names", row.text, "");
      if (FirstInvalidUtf8(row.text) != row.text.size()) Disagree("a row is no UTF-8", row.text, "");
    }
  }
}

void CheckDiagnostics(const std::vector<Diagnostic>& diagnostics, std::string_view bytes) {
  for (const Diagnostic& diagnostic : diagnostics) {
    if (diagnostic.byte > bytes.size()) Disagree("a remark on bytes that are not there", diagnostic.message, "");
    if (diagnostic.message.empty()) Disagree("a remark without words", std::string(bytes), "");
  }
}

// As a whole; a paper that cannot be read loses only itself.
bool Refused(const std::vector<Diagnostic>& diagnostics) {
  return std::any_of(diagnostics.begin(), diagnostics.end(),
                     [](const auto& diagnostic) { return diagnostic.refused && !diagnostic.one_paper; });
}

void Check(std::string_view bytes) {
  const ReadResult result = ReadDocument("source", bytes);
  CheckDiagnostics(result.diagnostics, bytes);
  if (result.document.has_value() == Refused(result.diagnostics))
    Disagree("taken and refused, or neither", std::string(bytes), "");
  if (result.document) CheckAll(*result.document, bytes);
  if (FirstInvalidUtf8(bytes) != bytes.size()) return;
  for (const Reader& reader : Readers()) {  // also those that would not have been asked
    reader.recognises(bytes);
    Document document;
    std::vector<Diagnostic> diagnostics;
    reader.read(bytes, document, diagnostics);
    CheckDiagnostics(diagnostics, bytes);
    if (!Refused(diagnostics)) CheckAll(document, bytes);
  }
}

}  // namespace
}  // namespace papergraph::extract

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::extract::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
