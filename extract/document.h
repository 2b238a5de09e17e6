// Document: what every reader must produce, whatever the form of the input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace papergraph::extract {

/// What a piece of text is about; headings are recognised by the readers.
enum class SectionKind : uint8_t { kTitle, kDomain, kContribution, kUsage, kInnovation, kResults, kAbstract, kOther };

/// Name of the kind as the edge property `section` holds it: "title", "domain", "contribution", ...
std::string_view NameOf(SectionKind kind);

/// A run of decoded text, and the way back to the bytes of the source.
struct Passage {
  SectionKind kind = SectionKind::kOther;
  std::string heading;  // as written, without marks; may be empty
  std::string text;     // decoded UTF-8; Markdown marks are still there
  uint64_t start = 0;   // source byte of text[0]
  /// Where decoded and source bytes drift apart (JSON escapes): (offset in text, source offset) pairs, ascending; from
  /// each on the bytes run in step until the next. Empty: they run in step throughout, as in a report.
  std::vector<std::pair<uint32_t, uint64_t>> breaks;

  /// The source byte of text[offset]; offset may be text.size().
  uint64_t SourceOffset(size_t offset) const;
};

/// A number that a source gives in a row of a table, and not in words.
struct StatedResult {
  std::string task, dataset, metric, model;  // as written; task and metric may be empty
  double value = 0;
  std::string unit;  // "%", or empty
  std::string text;  // the bytes [start, end) of the source: the row, or its beginning
  uint64_t start = 0, end = 0;
};

/// One paper as one source tells of it.
struct PaperText {
  std::string id;  // "2601.22628"
  std::string title;
  std::string date;  // of the digest, "2026-01-30"
  std::string url;
  std::string summary;  // its one-sentence contribution, marks removed, or else its abstract; may be empty
  std::vector<std::string> authors;
  std::vector<std::string> code;
  std::optional<int64_t> upvotes;
  std::vector<StatedResult> stated;  // in the order of the source
  std::vector<Passage> passages;     // only the paper's own words: no facts are taken from anything else
};

/// What a reader made of one file.
struct Document {
  std::string source;  // what the file is known by: its base name (source_names.h)
  std::vector<PaperText> papers;
};

}  // namespace papergraph::extract
