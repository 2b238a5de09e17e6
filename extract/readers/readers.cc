#include "extract/readers/readers.h"

#include <fmt/format.h>

#include <algorithm>

#include "extract/readers/arxiv_atom.h"
#include "extract/readers/daily_json.h"
#include "extract/readers/daily_report.h"
#include "extract/readers/leaderboard_json.h"
#include "extract/readers/utf8.h"
#include "extract/text/ascii.h"
#include "extract/text/byte_set.h"

namespace papergraph::extract {
namespace {

/// Length of "2601.22628" at `at`, 0 when there is none.
size_t PaperIdLength(std::string_view text, size_t at) {
  size_t digits = 0;
  while (at + digits < text.size() && IsDigit(text[at + digits])) ++digits;
  if (digits != 4 || at + 4 >= text.size() || text[at + 4] != '.') return 0;
  size_t tail = 0;
  while (at + 5 + tail < text.size() && IsDigit(text[at + 5 + tail])) ++tail;
  return tail == 4 || tail == 5 ? 5 + tail : 0;
}

/// What no text file holds: control characters except \b \t \n \v \f \r and escape.
constexpr ByteSet kBinary = {0,  1,  2,  3,  4,  5,  6,  7,  14, 15, 16, 17, 18,
                             19, 20, 21, 22, 23, 24, 25, 26, 28, 29, 30, 31};

bool IsBinary(std::string_view bytes, uint64_t& at) {
  const auto odd = std::find_if(bytes.begin(), bytes.end(), [](char c) { return kBinary.Holds(c); });
  at = static_cast<uint64_t>(odd - bytes.begin());
  return odd != bytes.end();
}

/// In code points, from 1.
uint64_t ColumnOf(std::string_view bytes, uint64_t offset) {
  const size_t end = std::min<uint64_t>(offset, bytes.size());
  const size_t line = bytes.substr(0, end).rfind('\n') + 1;  // npos + 1 is 0
  const std::string_view before = bytes.substr(line, end - line);
  return 1 + static_cast<uint64_t>(std::count_if(
                 before.begin(), before.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

const std::vector<Reader>& Readers() {
  static const std::vector<Reader> readers = {
      {"arxiv-atom", IsArxivAtom, ReadArxivAtom},
      {"leaderboard-json", IsLeaderboardJson, ReadLeaderboardJson},
      {"daily-json", IsDailyJson, ReadDailyJson},
      {"daily-report", IsDailyReport, ReadDailyReport},
  };
  return readers;
}

uint64_t LineOf(std::string_view bytes, uint64_t offset) {
  const size_t end = std::min<uint64_t>(offset, bytes.size());
  return 1 + static_cast<uint64_t>(std::count(bytes.begin(), bytes.begin() + static_cast<ptrdiff_t>(end), '\n'));
}

std::string PaperIdInLink(std::string_view text) {
  for (size_t at = 0; (at = text.find('/', at)) != std::string_view::npos; ++at) {
    const std::string_view before = text.substr(0, at);
    if (!before.ends_with("papers") && !before.ends_with("abs") && !before.ends_with("pdf")) continue;
    if (const size_t length = PaperIdLength(text, at + 1)) return std::string(text.substr(at + 1, length));
  }
  return {};
}

std::string DayOf(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || text.size() - begin < 10) return {};
  const std::string_view day = text.substr(begin, 10);
  for (size_t i = 0; i < day.size(); ++i) {
    if (i == 4 || i == 7 ? day[i] != '-' : !IsDigit(day[i])) return {};
  }
  return std::string(day);
}

ReadResult ReadDocument(const std::string& source, std::string_view bytes) {
  ReadResult result;
  const auto refuse = [&](uint64_t byte, std::string message) {
    const uint64_t column = byte > 0 ? ColumnOf(bytes, byte) : 0;
    result.diagnostics.push_back({source, byte, LineOf(bytes, byte), std::move(message), true, column});
  };
  // Bytes that are no UTF-8 cost a report only the papers that hold them (it looks at each), and any other file itself.
  const bool is_report = IsDailyReport(bytes);
  uint64_t at = 0;
  if (bytes.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    refuse(0,
           "the file is empty; expected a daily report (Markdown), JSON (papers, or a leaderboard), or a listing of "
           "arXiv (Atom)");
  } else if (IsBinary(bytes, at)) {
    refuse(at, fmt::format(
                   "byte {} (0x{:02x}) is not text: this is a binary file; expected a daily report (Markdown), JSON "
                   "(papers, or a leaderboard), or a listing of arXiv (Atom), in UTF-8",
                   at, static_cast<unsigned char>(bytes[at])));
  } else if (!is_report && (at = FirstInvalidUtf8(bytes)) < bytes.size()) {
    refuse(at, fmt::format("byte {} (0x{:02x}) is not UTF-8; convert the file to UTF-8 and read it again", at,
                           static_cast<unsigned char>(bytes[at])));
  }
  if (!result.diagnostics.empty()) return result;
  const auto reads = [](const auto& asked) { return std::find_if(Readers().begin(), Readers().end(), asked); };
  auto reader = reads([&](const Reader& each) { return each.recognises(bytes); });
  if (is_report && reader->read != ReadDailyReport && FirstInvalidUtf8(bytes) < bytes.size())
    reader = reads([](const Reader& each) { return each.read == ReadDailyReport; });
  if (reader != Readers().end()) {
    Document document;
    document.source = source;
    reader->read(bytes, document, result.diagnostics);
    for (Diagnostic& diagnostic : result.diagnostics) {
      diagnostic.file = source;
      diagnostic.line = LineOf(bytes, diagnostic.byte);
      diagnostic.column = diagnostic.byte > 0 ? ColumnOf(bytes, diagnostic.byte) : 0;
      // Whole files may be one line.
      if (diagnostic.byte > 0) diagnostic.message = fmt::format("byte {}: {}", diagnostic.byte, diagnostic.message);
    }
    const bool refused = std::any_of(result.diagnostics.begin(), result.diagnostics.end(), [&](const auto& d) {
      return d.refused && (!d.one_paper || document.papers.empty());
    });
    if (!refused) {
      result.document = std::move(document);
    } else {
      for (Diagnostic& diagnostic : result.diagnostics) diagnostic.one_paper = false;
    }
    return result;
  }
  refuse(0,
         "unknown form: expected a daily report with headings like \"## 📄 title\", JSON (papers, or a "
         "leaderboard), or a listing of arXiv (Atom)");
  return result;
}

}  // namespace papergraph::extract
