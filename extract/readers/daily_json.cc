#include "extract/readers/daily_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "extract/readers/decoded_text.h"
#include "extract/readers/json_scanner.h"
#include "extract/readers/own_words.h"
#include "extract/readers/readers.h"
#include "extract/readers/utf8.h"
#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

const JsonValue* FindString(const JsonValue& object, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    const JsonValue* found = object.Find(name);
    if (found != nullptr && found->is_string() && !found->text.empty()) return found;
  }
  return nullptr;
}

/// An arXiv number that is the whole string ("2601.22628", "2601.22628v2").
std::string BareId(std::string_view text) { return PaperIdInLink("abs/" + std::string(text)); }

std::string IdOf(const JsonValue& element, const JsonValue& details) {
  for (const JsonValue* object : {&element, &details}) {
    for (const std::string_view name : {"paper_url", "page_url", "arxiv_page_url", "url", "pdf_url"}) {
      if (const JsonValue* link = FindString(*object, {name})) {
        if (std::string id = PaperIdInLink(link->text); !id.empty()) return id;
      }
    }
    if (const JsonValue* id = FindString(*object, {"arxiv_id", "id"})) {
      if (std::string bare = BareId(id->text); !bare.empty()) return bare;
    }
  }
  return {};
}

bool IsDate(std::string_view text) {
  if (text.size() < 10) return false;
  for (size_t i = 0; i < 10; ++i) {
    const bool digit = IsDigit(text[i]);
    if (i == 4 || i == 7 ? text[i] != '-' : !digit) return false;
  }
  return true;
}

std::vector<std::string> StringsOf(const JsonValue* list) {
  std::vector<std::string> strings;
  if (list == nullptr || list->kind != JsonValue::Kind::kArray) return strings;
  for (const JsonValue& item : list->items) {
    const JsonValue* name = item.is_string() ? &item : FindString(item, {"name", "fullname"});
    if (name != nullptr && !name->text.empty()) strings.push_back(name->text);
  }
  return strings;
}

std::optional<int64_t> WholeNumber(const JsonValue* value) {
  if (value == nullptr || (value->kind != JsonValue::Kind::kNumber && !value->is_string())) return std::nullopt;
  int64_t number = 0;
  const char* end = value->text.data() + value->text.size();
  const auto [stop, error] = std::from_chars(value->text.data(), end, number);
  if (error != std::errc() || stop != end) return std::nullopt;
  return number;
}

/// Bytes [from, to) of the decoded string as a passage.
Passage SliceOf(const JsonValue& string, size_t from, size_t to, SectionKind kind) {
  Passage whole;
  whole.start = string.start + 1;
  whole.breaks = string.breaks;
  whole.kind = kind;
  whole.text = string.text;
  return PartOf(whole, from, to);
}

class PapersReader {
 public:
  PapersReader(Document& document, std::vector<Diagnostic>& diagnostics)
      : document_(document), diagnostics_(diagnostics) {}

  /// A paper, or whatever holds papers. `date` is that of an object around them.
  void Read(const JsonValue& value, const std::string& date, int depth) {
    if (value.kind == JsonValue::Kind::kArray) {
      for (const JsonValue& item : value.items) Read(item, date, depth + 1);
    } else if (value.kind != JsonValue::Kind::kObject) {
      Refuse(value, "expected a paper: an object with `title` and `paper_url`");
    } else if (value.Find("title") != nullptr || value.Find("paper_url") != nullptr ||
               value.Find("details") != nullptr) {
      ReadPaper(value, date);
    } else {
      ReadWrapper(value, date, depth);
    }
  }

 private:
  void Refuse(const JsonValue& value, std::string message) {
    diagnostics_.push_back({{}, value.start, 0, std::move(message), true, 0, true});
  }

  void ReadWrapper(const JsonValue& object, const std::string& outer_date, int depth) {
    const JsonValue* own_date = FindString(object, {"date", "scraped_date"});
    const std::string date = own_date != nullptr && IsDate(own_date->text) ? own_date->text.substr(0, 10) : outer_date;
    bool found = false;
    for (const JsonValue& member : object.items) {
      if (member.kind != JsonValue::Kind::kArray && member.kind != JsonValue::Kind::kObject) continue;
      if (member.kind == JsonValue::Kind::kObject && depth > 0) continue;
      found = true;
      Read(member, date, depth + 1);
    }
    if (!found) Refuse(object, "expected a paper: an object with `title` and `paper_url`");
  }

  void ReadPaper(const JsonValue& element, const std::string& outer_date) {
    static const JsonValue kNothing;
    const JsonValue* inner = element.Find("details");
    const JsonValue& details = inner != nullptr ? *inner : kNothing;
    PaperText paper;
    paper.id = IdOf(element, details);
    if (paper.id.empty()) {
      return Refuse(element,
                    "a paper without an id; expected `paper_url` with an arXiv number, like "
                    "\"https://huggingface.co/papers/2601.22628\"");
    }
    const JsonValue* title = FindString(element, {"title"});
    if (title == nullptr) title = FindString(details, {"title"});
    if (title == nullptr) return Refuse(element, fmt::format("paper {} has no title; expected `title`", paper.id));
    paper.title = OneLine(title->text);
    if (const JsonValue* url = FindString(element, {"paper_url", "url", "page_url"})) paper.url = url->text;
    if (const JsonValue* date = FindString(element, {"scraped_date", "date"}); date != nullptr && IsDate(date->text)) {
      paper.date = date->text.substr(0, 10);
    } else if (const JsonValue* seen = FindString(details, {"scraped_at"}); seen != nullptr && IsDate(seen->text)) {
      paper.date = seen->text.substr(0, 10);
    } else {
      paper.date = outer_date;
    }
    paper.authors = StringsOf(element.Find("authors"));
    if (paper.authors.empty()) paper.authors = StringsOf(details.Find("authors"));
    paper.code = StringsOf(details.Find("github_links"));
    if (paper.code.empty()) paper.code = StringsOf(element.Find("github_links"));
    // `stars` are those of the repository, not votes for the paper.
    paper.upvotes = WholeNumber(element.Find("upvotes"));
    paper.passages.push_back(SliceOf(*title, 0, title->text.size(), SectionKind::kTitle));
    const JsonValue* abstract = FindString(details, {"abstract", "summary"});
    if (abstract == nullptr) abstract = FindString(element, {"abstract", "summary"});
    if (abstract != nullptr) {
      for (const auto& [from, to] : OwnWords(abstract->text, paper.title)) {
        paper.passages.push_back(SliceOf(*abstract, from, to, SectionKind::kAbstract));
      }
    }
    paper.summary = AbstractOf(paper.passages);
    document_.papers.push_back(std::move(paper));
  }

  Document& document_;
  std::vector<Diagnostic>& diagnostics_;
};

}  // namespace

bool IsDailyJson(std::string_view bytes) {
  uint64_t at = bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  SkipJsonBlanks(bytes, at);
  if (at >= bytes.size() || (bytes[at] != '[' && bytes[at] != '{')) return false;
  const char opening = bytes[at++];
  SkipJsonBlanks(bytes, at);
  // Markdown may begin with a link: "[text](…)".
  if (at >= bytes.size()) return true;
  return opening == '{' ? bytes[at] == '"' || bytes[at] == '}'
                        : std::string_view("{[]").find(bytes[at]) != std::string_view::npos;
}

void ReadDailyJson(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics) {
  PapersReader reader(document, diagnostics);
  uint64_t at = bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (;;) {
    while (at < bytes.size() && bytes[at] == ',') ++at;
    SkipJsonBlanks(bytes, at);
    if (at >= bytes.size()) break;
    if (bytes[at] == ',') continue;
    JsonValue value;
    JsonFault fault;
    if (!ScanJson(bytes, at, value, fault)) {
      diagnostics.push_back({{}, fault.byte, 0, std::move(fault.message), true});
      return;
    }
    reader.Read(value, {}, 0);
  }
  if (document.papers.empty() && diagnostics.empty()) {
    diagnostics.push_back({{},
                           0,
                           0,
                           "no papers; expected objects like {\"title\": \"...\", \"paper_url\": "
                           "\"https://huggingface.co/papers/2601.22628\"} in the array",
                           false});
  }
}

}  // namespace papergraph::extract
