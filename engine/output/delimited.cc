// csv (RFC 4180, for spreadsheets), tsv (exact, for programs) and markdown: rows flow straight through.
#include <algorithm>

#include "engine/json.h"
#include "engine/output/bibtex.h"
#include "engine/output/rows.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

// What a program can read back: strings and temporal values bare, lists, maps and entities as JSON.
void AppendPlain(std::string& out, const Value& value, const GraphReader& graph) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return;
    case ValueKind::kList:
    case ValueKind::kMap:
    case ValueKind::kNode:
    case ValueKind::kRelationship:
    case ValueKind::kPath:
      AppendJson(out, value, graph);
      return;
    default:
      AppendText(out, value, graph);
  }
}

// A spreadsheet takes a text that begins so for a formula (OWASP, "CSV Injection"; the last four are full-width forms).
bool LooksLikeFormula(std::string_view text) {
  for (const std::string_view start : {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"}) {
    if (text.starts_with(start)) return true;
  }
  return false;
}

// Spreadsheets show a text behind ' as it is. A text that begins with ' gets one, too, so that the rule can be undone.
void AppendCsv(std::string& out, std::string_view raw, bool is_string) {
  const bool guarded = is_string && (LooksLikeFormula(raw) || raw.starts_with('\''));
  const std::string text = Harmless(raw);
  // An empty string is quoted, so that it is not taken for an absent value.
  const bool quote = guarded || text.find_first_of(",;\"\t\n") != text.npos || (is_string && text.empty());
  if (quote) out += '"';
  if (guarded) out += '\'';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  if (quote) out += '"';
}

void AppendHexByte(std::string& out, char c) {
  constexpr char kHex[] = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  out += "\\x";
  out += kHex[byte >> 4];
  out += kHex[byte & 15];
}

// As PostgreSQL's COPY reads it: exact, byte for byte.
void AppendTsv(std::string& out, std::string_view text, bool) {
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    switch (c) {
      case '\t':
        out += "\\t";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\\':
        out += "\\\\";
        break;
      default:
        if (const uint32_t hidden = HiddenCode(text, at)) {
          for (size_t end = at + HiddenLength(hidden); at < end; ++at) AppendHexByte(out, text[at]);
          --at;
        } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          AppendHexByte(out, c);
        } else {
          out += c;
        }
    }
  }
}

void AppendMarkdown(std::string& out, std::string_view raw, bool) {
  const std::string text = Harmless(raw);
  for (char c : text) {
    switch (c) {
      case '\n':
        out += "<br>";
        break;
      case '\t':
        out += ' ';
        break;
      case '<':
        out += "&lt;";
        break;
      case '&':
        out += "&amp;";
        break;
      case '|':
      case '\\':
      case '`':
      case '[':
      case '*':
      case '~':
        out += '\\';
        [[fallthrough]];
      default:
        out += c;
    }
  }
}

/// The address that a cell stands for, empty when it is none: a web address, or in a column of papers an arXiv number.
std::string LinkOf(std::string_view column, std::string_view text) {
  if (const size_t dot = column.rfind('.'); dot != column.npos) column.remove_prefix(dot + 1);
  if ((column == "paper" || column == "id") && IsArxivId(text)) return "https://arxiv.org/abs/" + std::string(text);
  const bool web = text.starts_with("https://") || text.starts_with("http://");
  const bool whole = std::none_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) <= ' ' || std::string_view("<>()[]\\|`").find(c) != std::string_view::npos;
  });
  return web && whole ? std::string(text) : "";
}

struct Notation {
  std::string_view begin, between, end;
  void (*append)(std::string& out, std::string_view text, bool is_string);
  bool for_people;
};
constexpr Notation kCsv{"", ",", "\n", AppendCsv, false};
constexpr Notation kTsv{"", "\t", "\n", AppendTsv, false};
constexpr Notation kMarkdown{"| ", " | ", " |\n", AppendMarkdown, true};

class DelimitedRows : public RowWriter {
 public:
  DelimitedRows(std::ostream& out, const RowFormatOptions& options, const Notation& notation)
      : out_(out), null_text_(options.null_text), notation_(notation) {}

  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    graph_ = &graph;
    names_ = names;
    if (names.empty()) return;
    Line(names.size(), [&](size_t i) { notation_.append(line_, names[i], true); });
    if (notation_.for_people) Line(names.size(), [&](size_t) { line_ += "---"; });
  }
  void Row(std::span<const Value> values) override {
    Line(values.size(), [&](size_t i) {
      cell_.clear();
      if (notation_.for_people) {
        values[i].is_null() ? void(cell_ += null_text_) : AppendText(cell_, values[i], *graph_);
      } else {
        AppendPlain(cell_, values[i], *graph_);
      }
      const bool is_string = values[i].kind() == ValueKind::kString;
      const std::string link = notation_.for_people && is_string ? LinkOf(names_[i], cell_) : "";
      if (!link.empty()) line_ += '[';
      notation_.append(line_, cell_, is_string);
      if (!link.empty()) line_ += "](" + link + ")";
    });
  }
  void Finish(const Summary& summary) override { out_ << Harmless(summary.plan); }
  void Fail(const QueryError&, std::string_view) override {}

 private:
  template <typename Append>
  void Line(size_t cells, Append append) {
    line_ = notation_.begin;
    for (size_t i = 0; i < cells; ++i) {
      if (i) line_ += notation_.between;
      append(i);
    }
    line_ += notation_.end;
    out_ << line_;
  }

  std::ostream& out_;
  std::string null_text_;
  const Notation& notation_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::string> names_;
  std::string line_, cell_;
};

}  // namespace

std::unique_ptr<RowWriter> MakeCsv(std::ostream& out, const RowFormatOptions& options) {
  return std::make_unique<DelimitedRows>(out, options, kCsv);
}
std::unique_ptr<RowWriter> MakeTsv(std::ostream& out, const RowFormatOptions& options) {
  return std::make_unique<DelimitedRows>(out, options, kTsv);
}
std::unique_ptr<RowWriter> MakeMarkdown(std::ostream& out, const RowFormatOptions& options) {
  return std::make_unique<DelimitedRows>(out, options, kMarkdown);
}

}  // namespace papergraph::engine
