#include "engine/sentence/tokens.h"

#include <algorithm>
#include <array>
#include <utility>

#include "storage/text_fold.h"

namespace papergraph::engine {
namespace {

struct CodePoint {
  char32_t value;
  uint32_t length;
};

/// The code point at `at`; a byte that is no UTF-8 stands for itself.
CodePoint Decode(std::string_view text, uint32_t at) {
  const auto byte = [&](uint32_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at);
  const uint32_t length = first < 0x80   ? 1
                          : first < 0xC2 ? 1
                          : first < 0xE0 ? 2
                          : first < 0xF0 ? 3
                          : first < 0xF5 ? 4
                                         : 1;
  if (length == 1 || at + length > text.size()) return {first, 1};
  char32_t value = first & (0xFF >> (length + 1));
  for (uint32_t i = 1; i < length; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return {first, 1};
    value = (value << 6) | (byte(at + i) & 0x3F);
  }
  return {value, length};
}

bool In(char32_t c, std::u32string_view set) { return set.find(c) != std::u32string_view::npos; }
bool IsSpace(char32_t c) { return c <= ' ' || In(c, U"\u00A0\u2002\u2003\u2009\u3000\uFEFF"); }
bool IsComma(char32_t c) { return In(c, U",;，；、"); }
bool IsEnd(char32_t c) { return In(c, U"?!？！。"); }
bool IsMark(char32_t c) { return In(c, U"()[]{}<>（）【】《》〈〉「」『』:："); }
bool IsHan(char32_t c) {
  return (c >= 0x2E80 && c <= 0x2FDF) || (c >= 0x3040 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7AF) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/// The mark that closes a quotation opened by `c`; 0 for what opens none.
char32_t ClosingQuote(char32_t c) {
  static constexpr std::array<std::pair<char32_t, char32_t>, 5> kQuotes{
      {{U'"', U'"'}, {U'“', U'”'}, {U'`', U'`'}, {U'\'', U'\''}, {U'‘', U'’'}}};
  for (const auto& [open, close] : kQuotes) {
    if (c == open) return close;
  }
  return 0;
}

class Cutter {
 public:
  Cutter(std::string_view text, uint32_t begin) : text_(text), at_(begin) {}

  std::vector<Atom> Run() {
    while (at_ < text_.size()) {
      const CodePoint c = Decode(text_, at_);
      if (IsSpace(c.value) || IsEnd(c.value)) {
        at_ += c.length;
      } else if (IsComma(c.value)) {
        Add(Atom::Kind::kComma, at_, at_ + c.length);
      } else if (IsHan(c.value)) {
        Add(Atom::Kind::kHan, at_, at_ + c.length);
      } else if (!Quotation(c) && !IsMark(c.value)) {
        Word();
      } else if (IsMark(c.value)) {
        Add(Atom::Kind::kMark, at_, at_ + c.length);
      }
    }
    return std::move(atoms_);
  }

 private:
  void Add(Atom::Kind kind, uint32_t start, uint32_t end) {
    const bool joined = !atoms_.empty() && atoms_.back().span.end == start;
    atoms_.push_back({kind, Span{start, end}, FoldCase(text_.substr(start, end - start)), joined});
    at_ = end;
  }

  bool Quotation(CodePoint open) {
    const char32_t close = ClosingQuote(open.value);
    if (close == 0) return false;
    const uint32_t start = at_ + open.length;
    for (uint32_t i = start; i < text_.size();) {
      const CodePoint c = Decode(text_, i);
      if (c.value == close && i > start) {
        Add(Atom::Kind::kQuoted, start, i);
        at_ = i + c.length;
        return true;
      }
      i += c.length;
    }
    return false;
  }

  void Word() {
    const uint32_t start = at_;
    uint32_t end = at_;
    while (end < text_.size()) {
      const CodePoint c = Decode(text_, end);
      if (IsSpace(c.value) || IsComma(c.value) || IsEnd(c.value) || IsHan(c.value) || IsMark(c.value)) break;
      if (end > start && ClosingQuote(c.value) != 0 && c.value != U'\'' && c.value != U'‘') break;
      end += c.length;
    }
    const uint32_t stop = end;
    // A full stop or a quotation mark at the end of a word ends the sentence or a quotation; within, it is the word's
    // own ("2.5").
    while (end > start + 1 && (text_[end - 1] == '.' || text_[end - 1] == '\'' || text_[end - 1] == '"')) --end;
    const std::string_view word = text_.substr(start, end - start);
    for (std::string_view possessive : {"'s", "’s"}) {
      if (word.size() <= possessive.size() || !word.ends_with(possessive)) continue;
      const uint32_t middle = end - static_cast<uint32_t>(possessive.size());
      Add(Atom::Kind::kWord, start, middle);
      Add(Atom::Kind::kWord, middle, end);
      at_ = stop;
      return;
    }
    Add(Atom::Kind::kWord, start, end);
    at_ = stop;
  }

  std::string_view text_;
  uint32_t at_;
  std::vector<Atom> atoms_;
};

}  // namespace

std::vector<Atom> CutIntoAtoms(std::string_view text, uint32_t begin) { return Cutter(text, begin).Run(); }

}  // namespace papergraph::engine
