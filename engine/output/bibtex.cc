// bibtex: an entry for each paper of the answer, once, however the row carries it.
#include "engine/output/bibtex.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "engine/output/rows.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                        "jul", "aug", "sep", "oct", "nov", "dec"};
/// First words of titles that say nothing.
constexpr std::string_view kSmallWords[] = {"a", "an", "the", "on", "in", "of", "for", "to", "towards", "toward"};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsLatin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

/// Behind the last digit of "2501.12948", 0 when that is not how the text begins.
size_t ArxivIdEnd(std::string_view text) {
  if (text.size() < 9 || text[4] != '.' || !std::all_of(text.begin(), text.begin() + 4, IsDigit)) return 0;
  size_t end = 5;
  while (end < text.size() && IsDigit(text[end])) ++end;
  return end == 9 || end == 10 ? end : 0;
}

struct YearAndMonth {
  int year = 0, month = 0;  // 0: not known
};
YearAndMonth WhenOf(const BibliographyEntry& entry) {
  YearAndMonth when;
  const auto number = [](std::string_view digits) {
    return std::all_of(digits.begin(), digits.end(), IsDigit) ? std::stoi(std::string(digits)) : 0;
  };
  if (IsArxivId(entry.id)) {
    when = {2000 + number(entry.id.substr(0, 2)), number(entry.id.substr(2, 2))};
  } else if (entry.date.size() >= 4) {
    when.year = number(entry.date.substr(0, 4));
    if (entry.date.size() >= 7 && entry.date[4] == '-') when.month = number(entry.date.substr(5, 2));
  }
  if (when.month < 1 || when.month > 12) when.month = 0;
  return when;
}

/// The letters and digits of the first word that is not `small`, in lower case; empty when it is not in Latin letters.
std::string FirstWord(std::string_view text) {
  std::string word;
  for (size_t at = 0; at <= text.size(); ++at) {
    const bool in_word = at < text.size() && (IsLatin(text[at]) || IsDigit(text[at]) || text[at] == '-');
    if (in_word && text[at] != '-') word.push_back(Lower(text[at]));
    if (in_word) continue;
    const bool small = std::find(std::begin(kSmallWords), std::end(kSmallWords), word) != std::end(kSmallWords);
    if (!word.empty() && !small) return word;
    word.clear();
  }
  return word;
}

/// "Łukasz van der Guo" -> "guo"; of "Guo, Daya" what stands before the comma. Empty unless all of it is ASCII.
std::string FamilyName(std::string_view author) {
  author = author.substr(0, author.find(','));
  while (author.ends_with(' ')) author.remove_suffix(1);
  const size_t space = author.rfind(' ');
  if (space != author.npos) author.remove_prefix(space + 1);
  std::string name;
  for (const char c : author) {
    if (static_cast<unsigned char>(c) >= 0x80) return "";
    if (IsLatin(c)) name.push_back(Lower(c));
  }
  return name;
}

std::string BibtexText(const Value& value, const GraphReader& graph) {
  std::string text;
  if (value.kind() == ValueKind::kString) return std::string(value.as_string());
  if (!value.is_null()) AppendText(text, value, graph);
  return text;
}

class BibtexRows : public RowWriter {
 public:
  BibtexRows(std::ostream& out, const RowFormatOptions&) : out_(out) {}

  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    graph_ = &graph;
    names_ = names;
    paper_label_ = graph.FindLabel("Paper");
    for (const IndexInfo& index : graph.Indexes()) {
      const bool seekable = index.kind == IndexInfo::Kind::kUnique || index.kind == IndexInfo::Kind::kRange;
      const auto id = graph.FindProperty("id");
      if (!index.type && seekable && index.label == paper_label_ && id && index.properties == std::vector{*id})
        id_index_ = index.id;
    }
  }

  void Row(std::span<const Value> values) override {
    ++rows_;
    const size_t before = written_;
    for (const Value& value : values) FromValue(value);
    if (written_ == before) FromColumns(values);
  }

  void Finish(const Summary& summary) override {
    out_ << Harmless(summary.plan);
    if (rows_ > 0 && seen_.empty()) {
      out_ << "% no row of this answer is a paper: return a node, or a column `paper` with its id or title\n";
    }
  }
  void Fail(const QueryError&, std::string_view) override {}

 private:
  /// Papers among the values, also inside lists, maps and paths.
  void FromValue(const Value& value) {
    switch (value.kind()) {
      case ValueKind::kNode:
        if (paper_label_ && graph_->HasLabel(value.as_node(), *paper_label_)) FromNode(value.as_node());
        return;
      case ValueKind::kList:
        for (const Value& item : value.as_list()) FromValue(item);
        return;
      case ValueKind::kMap:
        for (const auto& [key, item] : value.as_map()) FromValue(item);
        return;
      case ValueKind::kPath:
        for (const NodeId node : value.as_path().nodes) FromValue(Value::Node(node));
        return;
      default:
        return;
    }
  }

  void FromNode(NodeId node) {
    BibliographyEntry entry;
    const auto property = [&](std::string_view name) {
      const auto id = graph_->FindProperty(name);
      return id ? graph_->NodeProperty(node, *id) : Value();
    };
    entry.id = BibtexText(property("id"), *graph_);
    entry.title = BibtexText(property("title"), *graph_);
    entry.date = BibtexText(property("date"), *graph_);
    entry.url = BibtexText(property("url"), *graph_);
    if (const Value authors = property("authors"); authors.kind() == ValueKind::kList) {
      for (const Value& author : authors.as_list()) {
        if (author.kind() == ValueKind::kString) entry.authors.emplace_back(author.as_string());
      }
    }
    Write(std::move(entry));
  }

  /// `paper` is an id or, in answers about results, a title; the graph knows the rest, and where it does not, the row's
  /// other columns do.
  void FromColumns(std::span<const Value> values) {
    std::map<std::string_view, std::string> texts;
    for (size_t i = 0; i < values.size(); ++i) {
      std::string_view name = names_[i];
      if (const size_t dot = name.rfind('.'); dot != name.npos) name.remove_prefix(dot + 1);
      const bool known = name == "paper" || name == "id" || name == "title" || name == "date" || name == "url";
      if (known && !values[i].is_null()) texts.try_emplace(name, BibtexText(values[i], *graph_));
    }
    const std::string paper = texts.contains("paper") ? texts["paper"] : texts["id"];
    for (const std::string& named : {paper, texts["title"]}) {
      if (const auto node = named.empty() ? std::nullopt : Find(named)) return FromNode(*node);
    }
    const bool is_id = IsArxivId(paper);
    if (!is_id && texts["title"].empty()) return;  // rows of methods or benchmarks
    Write({is_id ? paper : "", texts["title"], texts["date"], texts["url"], {}});
  }

  std::optional<NodeId> Find(const std::string& named) {
    if (id_index_) {
      std::vector<NodeId> nodes;
      graph_->IndexSeek(*id_index_, Value::String(named), nodes);
      if (!nodes.empty()) return nodes.front();
    }
    if (!titles_read_) ReadTitles();
    const auto found = titles_.find(named);
    return found == titles_.end() ? std::nullopt : std::optional(found->second);
  }

  /// Only when some row names a paper otherwise than by its id, and then once.
  void ReadTitles() {
    titles_read_ = true;
    if (!paper_label_) return;
    std::array<NodeId, 512> chunk;
    NodeId from{0};
    for (size_t n = chunk.size(); n == chunk.size(); from = NodeId{Raw(chunk[n - 1]) + 1}) {
      n = graph_->ScanNodes(*paper_label_, from, chunk);
      for (size_t i = 0; i < n; ++i) {
        for (const std::string_view name : {"title", "id"}) {
          const auto property = graph_->FindProperty(name);
          const Value value = property ? graph_->NodeProperty(chunk[i], *property) : Value();
          if (value.kind() == ValueKind::kString) titles_.try_emplace(std::string(value.as_string()), chunk[i]);
        }
      }
      if (n == 0) break;
    }
  }

  void Write(BibliographyEntry entry) {
    if (!seen_.insert(entry.id.empty() ? "title " + entry.title : entry.id).second) {
      ++written_;  // the row is a paper, though written before
      return;
    }
    std::string key = CitationKey(entry);
    if (keys_.contains(key) && !entry.id.empty()) key += "-" + entry.id;
    const std::string base = key;
    for (int i = 2; !keys_.insert(key).second; ++i) key = base + "-" + std::to_string(i);
    if (seen_.size() > 1) out_ << '\n';
    out_ << FormatBibtex(entry, key);
    ++written_;
  }

  std::ostream& out_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::string> names_;
  std::optional<LabelId> paper_label_;
  std::optional<uint32_t> id_index_;
  std::set<std::string> seen_, keys_;
  std::map<std::string, NodeId> titles_;
  bool titles_read_ = false;
  uint64_t rows_ = 0;
  size_t written_ = 0;
};

}  // namespace

bool IsArxivId(std::string_view text) {
  const size_t end = ArxivIdEnd(text);
  if (end == 0) return false;
  const std::string_view version = text.substr(end);
  return version.empty() ||
         (version.size() > 1 && version[0] == 'v' && std::all_of(version.begin() + 1, version.end(), IsDigit));
}

std::string EscapeLatex(std::string_view text) {
  std::string out;
  for (const char c : Harmless(text)) {
    switch (c) {
      case '&':
      case '%':
      case '$':
      case '#':
      case '_':
        out += '\\';
        out += c;
        break;
      // BibTeX counts braces even behind a backslash: an unbalanced one would end the field.
      case '{':
        out += "\\textbraceleft{}";
        break;
      case '}':
        out += "\\textbraceright{}";
        break;
      case '~':
        out += "\\textasciitilde{}";
        break;
      case '^':
        out += "\\textasciicircum{}";
        break;
      case '\\':
        out += "\\textbackslash{}";
        break;
      default:
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
  }
  return out;
}

std::string CitationKey(const BibliographyEntry& entry) {
  const std::string name = entry.authors.empty() ? "" : FamilyName(entry.authors.front());
  const int year = WhenOf(entry).year;
  const std::string word = FirstWord(entry.title);
  if (!name.empty() && year > 0) return name + std::to_string(year) + word;
  if (IsArxivId(entry.id)) return "arxiv-" + entry.id;
  std::string key;
  for (const char c : entry.id) key += IsLatin(c) || IsDigit(c) || c == '.' || c == '-' ? c : '-';
  if (key.empty()) key = word.empty() ? "paper" : word;
  return key;
}

std::string FormatBibtex(const BibliographyEntry& entry, const std::string& key) {
  std::string out = "@misc{" + key;
  const auto field = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) out.append(",\n  ").append(name).append(" = ").append(value);
  };
  const auto braced = [](const std::string& text) { return text.empty() ? "" : "{" + text + "}"; };
  field("title", entry.title.empty() ? "" : "{{" + EscapeLatex(entry.title) + "}}");  // keeps its capitals
  std::string authors;
  for (const std::string& author : entry.authors) {
    if (!authors.empty()) authors += " and ";
    const bool joined = (" " + author + " ").find(" and ") != std::string::npos;  // one name, not two
    authors += joined ? "{" + EscapeLatex(author) + "}" : EscapeLatex(author);
  }
  field("author", braced(authors));
  const YearAndMonth when = WhenOf(entry);
  if (when.year > 0) field("year", braced(std::to_string(when.year)));
  if (when.year > 0 && when.month > 0) field("month", std::string(kMonths[when.month - 1]));
  const bool arxiv = IsArxivId(entry.id);
  if (arxiv) {
    const std::string number = entry.id.substr(0, ArxivIdEnd(entry.id));
    field("eprint", braced(number));
    field("archivePrefix", "{arXiv}");
    field("url", braced("https://arxiv.org/abs/" + number));
    return out + "\n}\n";
  }
  std::string url;
  for (const char c : entry.url) {
    const bool plain = c > ' ' && c < 0x7f && c != '{' && c != '}' && c != '\\';
    if (plain) url += c;
  }
  field("url", url.size() == entry.url.size() ? braced(url) : "");
  return out + "\n}\n";
}

std::unique_ptr<RowWriter> MakeBibtex(std::ostream& out, const RowFormatOptions& options) {
  return std::make_unique<BibtexRows>(out, options);
}

}  // namespace papergraph::engine
