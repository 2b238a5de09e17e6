// Readers: each turns one form of input into Documents. A new form is a new file here and a row in readers.cc.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "extract/document.h"
#include "extract/ingest.h"

namespace papergraph::extract {

/// What a reader made of one file. `document` is empty when the file is refused. A paper that cannot be told from
/// others (no id, no title) is left out and said so; any other fault refuses the document as a whole.
struct ReadResult {
  std::optional<Document> document;
  std::vector<Diagnostic> diagnostics;  // remarks, or why it is refused
};

/// One form of input. Readers look at bytes, never at names, and never touch the store.
struct Reader {
  std::string_view name;
  /// Cheap: looks at the beginning, or at the shape of headings. REQUIRES: valid UTF-8; of a report any bytes.
  bool (*recognises)(std::string_view bytes);
  /// A refusal is a diagnostic with `refused` set; then what stands in the document does not count, but for refusals of
  /// `one_paper`.
  void (*read)(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics);
};

/// The rows in the order of asking.
const std::vector<Reader>& Readers();

/// Reads one source that lies in memory: checks that it is text (not empty, not binary, UTF-8), asks the readers, and
/// says what was expected where something is wrong. `source` is the base name.
ReadResult ReadDocument(const std::string& source, std::string_view bytes);

/// Line of a byte, from 1.
uint64_t LineOf(std::string_view bytes, uint64_t offset);

/// The arXiv number ("2601.22628") in `text` behind one of "papers/", "abs/", "pdf/"; empty when there is none.
std::string PaperIdInLink(std::string_view text);

/// The day that a text begins with ("2026-01-30T17:59:59Z" -> "2026-01-30"), blanks before it left out; else empty.
std::string DayOf(std::string_view text);

}  // namespace papergraph::extract
