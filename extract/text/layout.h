// The layout of a passage: items, sentences, clauses, bold, quotes and parentheses. Spans are bytes of the text.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "extract/text/byte_set.h"

namespace papergraph::extract {

struct Span {
  uint32_t begin = 0, end = 0;
  bool Holds(uint32_t at) const { return begin <= at && at < end; }
  bool operator==(const Span&) const = default;
};

/// REQUIRES: the span is within the text.
inline std::string_view Cut(std::string_view text, Span span) { return text.substr(span.begin, span.end - span.begin); }

struct Layout {
  std::vector<Span> items;  // lines, without bullets and numbers
  std::vector<Span> leads;  // the head of an item up to its colon ("**Causal Issue Graph (CIG)**："), marks left out;
                            // empty span: none
  std::vector<Span> sentences;  // never across items
  std::vector<Span> bolds;      // inside of **...**
  std::vector<Span> quotes;     // inside of “...”, "...", 「...」, 《...》
  std::vector<Span> parens;     // inside of (...) and （...）, outermost only

  /// Positions in the vectors above; -1 when outside of all.
  int SentenceAt(uint32_t at) const;
  int ItemAt(uint32_t at) const;
  int BoldAt(uint32_t at) const;
  int QuoteAt(uint32_t at) const;
  int ParenAt(uint32_t at) const;
};

/// O(text).
Layout LayOut(std::string_view text);

/// What clause marks and parentheses may begin with.
inline constexpr ByteSet kClauseMarks = {'\n', '!', '(', ')', ',', '.', ':', ';', '?', 0xE2, 0xE3, 0xEF};

uint32_t WideClauseMarkAt(std::string_view text, uint32_t at);  // REQUIRES: kClauseMarks.Holds(text[at])

/// Whether a clause ends at this byte (， ； 。 : and the like), and how long the mark is; 0 when not.
inline uint32_t ClauseMarkAt(std::string_view text, uint32_t at) {
  return kClauseMarks.Holds(text[at]) ? WideClauseMarkAt(text, at) : 0;
}

/// Bytes of the UTF-8 character at `at`. REQUIRES: valid UTF-8, at < text.size().
inline uint32_t CharWidth(std::string_view text, size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  const uint32_t width = c < 0xC0 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  return std::min<uint32_t>(width, static_cast<uint32_t>(text.size() - at));
}

/// Whether `mark`, a literal, stands at byte `at`. Its length is a constant: this is asked at nearly every byte.
template <size_t N>
bool StandsAt(std::string_view text, size_t at, const char (&mark)[N]) {
  return at + N - 1 <= text.size() && std::memcmp(text.data() + at, mark, N - 1) == 0;
}

/// Whether one of the literals stands at byte `at`: how long it is; 0 when none.
template <size_t... N>
uint32_t OneStandsAt(std::string_view text, size_t at, const char (&... mark)[N]) {
  uint32_t length = 0;
  static_cast<void>(((StandsAt(text, at, mark) ? (length = static_cast<uint32_t>(N - 1), true) : false) || ...));
  return length;
}

/// Whether the byte begins an ideograph of U+4E00 to U+9FFF (and a few before), nearly all of a Chinese text: 3 bytes.
inline bool BeginsHan(char byte) {
  const auto lead = static_cast<unsigned char>(byte);
  return lead >= 0xE4 && lead <= 0xE9;
}

/// CJK ideographs and kana.
inline bool IsHan(std::string_view text, size_t at) {
  const auto c = static_cast<unsigned char>(text[at]);
  if (c < 0xE3 || at + 2 >= text.size()) return false;
  const auto second = static_cast<unsigned char>(text[at + 1]);
  if (c >= 0xF0) return c == 0xF0 && second >= 0xA0;
  const uint32_t code =
      ((c & 0x0Fu) << 12) | ((second & 0x3Fu) << 6) | (static_cast<unsigned char>(text[at + 2]) & 0x3Fu);
  return (code >= 0x3400 && code <= 0x9FFF) || (code >= 0x3041 && code <= 0x30FF) || (code >= 0xF900 && code <= 0xFAFF);
}

inline bool HasHan(std::string_view text) {
  for (size_t at = 0; at < text.size(); at += CharWidth(text, at)) {
    if (IsHan(text, at)) return true;
  }
  return false;
}

}  // namespace papergraph::extract
