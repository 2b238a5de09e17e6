#include "extract/readers/arxiv_atom.h"

#include <expat.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <new>

#include "extract/readers/decoded_text.h"
#include "extract/readers/own_words.h"
#include "extract/readers/readers.h"
#include "extract/readers/utf8.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kAtom = "http://www.w3.org/2005/Atom";
constexpr size_t kDeepestElement = 100;
constexpr size_t kNamespaceWithin = 4096;  // bytes in which the feed has begun

/// What of an element is read.
enum class Field { kNone, kFeed, kEntry, kId, kTitle, kSummary, kPublished, kAuthor, kName };

Field FieldNamed(std::string_view name, Field parent) {
  const size_t blank = name.find(' ');
  if (blank == std::string_view::npos || name.substr(0, blank) != kAtom) return Field::kNone;
  name.remove_prefix(blank + 1);
  if (name == "feed" && parent == Field::kNone) return Field::kFeed;
  if (name == "entry" && (parent == Field::kFeed || parent == Field::kNone)) return Field::kEntry;
  if (parent == Field::kAuthor) return name == "name" ? Field::kName : Field::kNone;
  if (parent != Field::kEntry) return Field::kNone;
  if (name == "id") return Field::kId;
  if (name == "title") return Field::kTitle;
  if (name == "summary") return Field::kSummary;
  if (name == "published") return Field::kPublished;
  return name == "author" ? Field::kAuthor : Field::kNone;
}

/// Expat calls back; nothing is thrown through it but bad_alloc, which the listing cannot outlive anyway.
class FeedReader {
 public:
  FeedReader(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics)
      : bytes_(bytes),
        document_(document),
        diagnostics_(diagnostics),
        parser_(XML_ParserCreateNS("UTF-8", ' '), &XML_ParserFree) {
    if (!parser_) throw std::bad_alloc();
    XML_SetUserData(parser_.get(), this);
    XML_SetElementHandler(parser_.get(), &FeedReader::Open, &FeedReader::Close);
    XML_SetCharacterDataHandler(parser_.get(), &FeedReader::Text);
    XML_SetDoctypeDeclHandler(parser_.get(), &FeedReader::Doctype, nullptr);
  }

  void Read() {
    const auto status = XML_Parse(parser_.get(), bytes_.data(), static_cast<int>(bytes_.size()), XML_TRUE);
    if (status == XML_STATUS_OK && document_.papers.empty() && diagnostics_.empty())
      diagnostics_.push_back({{}, 0, 0, "no papers; expected elements `entry` in the feed", false});
    if (status == XML_STATUS_OK || stopped_) return;
    Refuse(At(), fmt::format("not XML: {}; expected an Atom feed as the API of arXiv gives it",
                             XML_ErrorString(XML_GetErrorCode(parser_.get()))));
  }

 private:
  uint64_t At() const {
    const auto at = XML_GetCurrentByteIndex(parser_.get());
    return at < 0 ? 0 : std::min(static_cast<uint64_t>(at), static_cast<uint64_t>(bytes_.size()));
  }

  void Refuse(uint64_t byte, std::string message) {
    diagnostics_.push_back({{}, byte, 0, std::move(message), true});
    stopped_ = true;
    XML_StopParser(parser_.get(), XML_FALSE);
  }

  /// The entry is left out, and nothing else.
  void RefuseEntry(std::string message) {
    diagnostics_.push_back({{}, entry_at_, 0, std::move(message), true, 0, true});
  }

  static void Open(void* self, const XML_Char* name, const XML_Char**) {
    auto& reader = *static_cast<FeedReader*>(self);
    if (reader.stopped_) return;
    if (reader.open_.size() == kDeepestElement)
      return reader.Refuse(reader.At(), fmt::format("elements nested deeper than {} levels", kDeepestElement));
    const Field parent = reader.open_.empty() ? Field::kNone : reader.open_.back();
    const Field field = FieldNamed(name, parent);
    if (reader.open_.empty() && field != Field::kFeed && field != Field::kEntry)
      return reader.Refuse(reader.At(), fmt::format("expected the element `feed` of {}", kAtom));
    reader.open_.push_back(field);
    if (field == Field::kEntry) {
      reader.paper_ = {};
      reader.id_ = {};
      reader.title_ = reader.summary_ = {};
      reader.entry_at_ = reader.At();
    }
    if (field == Field::kName) reader.name_ = {};
  }

  static void Close(void* self, const XML_Char*) {
    auto& reader = *static_cast<FeedReader*>(self);
    if (reader.stopped_) return;
    const Field field = reader.open_.back();
    reader.open_.pop_back();
    if (field == Field::kName && !reader.name_.text().empty()) reader.paper_.authors.push_back(reader.name_.text());
    if (field == Field::kEntry) reader.FinishEntry();
  }

  static void Text(void* self, const XML_Char* text, int size) {
    auto& reader = *static_cast<FeedReader*>(self);
    if (reader.stopped_ || reader.open_.empty()) return;
    const std::string_view piece(text, static_cast<size_t>(size));
    const uint64_t from = reader.At();
    const bool escaped = from < reader.bytes_.size() && reader.bytes_[from] == '&';
    const uint64_t to =
        escaped ? from + static_cast<uint64_t>(XML_GetCurrentByteCount(reader.parser_.get())) : from + piece.size();
    switch (reader.open_.back()) {
      case Field::kId:
        return reader.id_.Append(piece, from, to);
      case Field::kTitle:
        return reader.title_.Append(piece, from, to);
      case Field::kSummary:
        return reader.summary_.Append(piece, from, to);
      case Field::kName:
        return reader.name_.Append(piece, from, to);
      case Field::kPublished:
        reader.paper_.date.append(piece);
        return;
      default:
        return;
    }
  }

  static void Doctype(void* self, const XML_Char*, const XML_Char*, const XML_Char*, int) {
    auto& reader = *static_cast<FeedReader*>(self);
    if (!reader.stopped_) reader.Refuse(reader.At(), "a document type is not read; expected an Atom feed without one");
  }

  void FinishEntry() {
    const std::string id = id_.text();
    if (id.find("arxiv.org/api/errors") != std::string::npos) {
      return Refuse(entry_at_, fmt::format("arXiv answered with an error: {}", summary_.text()));
    }
    paper_.id = PaperIdInLink(id);
    if (paper_.id.empty()) {
      if (id.find("arxiv.org/abs/") == std::string::npos) {
        return RefuseEntry(
            fmt::format("an entry without an arXiv number; expected `id` like "
                        "\"http://arxiv.org/abs/2601.22628v1\"{}",
                        id.empty() ? "" : ", not \"" + id + "\""));
      }
      diagnostics_.push_back(
          {{}, entry_at_, 0, fmt::format("\"{}\" is left out: a number from before April 2007", id), false});
      return;
    }
    Passage title = WithoutTex(title_.Take(SectionKind::kTitle));
    if (title.text.empty()) return RefuseEntry(fmt::format("paper {} has no title; expected `title`", paper_.id));
    const Passage summary = WithoutTex(summary_.Take(SectionKind::kAbstract));
    paper_.title = title.text;
    paper_.url = fmt::format("https://arxiv.org/abs/{}", paper_.id);
    paper_.date = DayOf(paper_.date);
    paper_.passages.push_back(std::move(title));
    if (!summary.text.empty()) AddOwnWords(summary);
    paper_.summary = AbstractOf(paper_.passages);
    document_.papers.push_back(std::move(paper_));
  }

  /// The abstract without links and their labels.
  void AddOwnWords(const Passage& summary) {
    auto parts = OwnWords(summary.text, paper_.title);
    if (parts.empty()) parts.emplace_back(0, summary.text.size());
    for (const auto& [from, to] : parts) paper_.passages.push_back(PartOf(summary, from, to));
  }

  std::string_view bytes_;
  Document& document_;
  std::vector<Diagnostic>& diagnostics_;
  std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
  std::vector<Field> open_;
  bool stopped_ = false;
  // Of the entry that is read:
  uint64_t entry_at_ = 0;
  PaperText paper_;
  DecodedText id_, title_, summary_, name_;
};

}  // namespace

bool IsArxivAtom(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  const size_t begin = bytes.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos || bytes[begin] != '<') return false;
  return bytes.starts_with("<?xml") || bytes.substr(0, kNamespaceWithin).find(kAtom) != std::string_view::npos;
}

void ReadArxivAtom(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics) {
  FeedReader(bytes, document, diagnostics).Read();
}

}  // namespace papergraph::extract
