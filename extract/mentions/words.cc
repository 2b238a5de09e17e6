#include "extract/mentions/words.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

bool Is(std::string_view text, size_t at, std::string_view what) { return text.substr(at, what.size()) == what; }

/// Letters of names beyond ASCII: Greek, superscript and subscript digits, infinity, accented Latin.
uint32_t WideLetterAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t k) { return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0; };
  switch (byte(0)) {
    case '$': {  // "$\pi$-Diff"
      if (byte(1) != '\\') return 0;
      size_t end = at + 2;
      while (end < text.size() && end < at + 12 && IsLower(text[end])) ++end;
      return end > at + 2 && end < text.size() && text[end] == '$' ? static_cast<uint32_t>(end + 1 - at) : 0;
    }
    case 0xCE:
    case 0xCF:
      return at + 1 < text.size() ? 2 : 0;
    case 0xC3:
      return at + 1 < text.size() && byte(1) != 0x97 && byte(1) != 0xB7 ? 2 : 0;
    case 0xC2:
      return byte(1) == 0xB2 || byte(1) == 0xB3 || byte(1) == 0xB9 ? 2 : 0;  // superscripts
    case 0xE2: {
      if (at + 2 >= text.size()) return 0;
      const bool subscript = byte(1) == 0x82 && byte(2) >= 0x80 && byte(2) <= 0x9C;
      const bool infinity = byte(1) == 0x88 && byte(2) == 0x9E;
      return subscript || infinity ? 3 : 0;
    }
    default:
      return 0;
  }
}

uint32_t LetterAt(std::string_view text, size_t at) { return IsAlnum(text[at]) ? 1 : WideLetterAt(text, at); }

uint32_t HyphenAt(std::string_view text, size_t at) {
  if (text[at] == '-' || text[at] == '_') return 1;
  if (static_cast<unsigned char>(text[at]) != 0xE2) return 0;
  if (Is(text, at, "‑") || Is(text, at, "‐") || Is(text, at, "–")) return 3;
  return 0;
}

uint32_t JoinerAt(std::string_view text, size_t at, uint32_t begin) {
  if (const uint32_t hyphen = HyphenAt(text, at)) return hyphen;
  if (text[at] == '.') {
    if (at + 1 >= text.size() || at == 0) return 0;
    const bool digit_after = IsDigit(text[at + 1]);
    const bool digit_before = IsDigit(text[at - 1]);
    const bool short_head = at - begin <= 4 && IsAlnum(text[at + 1]);  // "Dr.GRPO", "dots.ocr"
    return digit_after || (digit_before && IsAlnum(text[at + 1])) || short_head ? 1 : 0;
  }
  if (text[at] == '\'' || text[at] == '+' || text[at] == '&') return 1;
  if (static_cast<unsigned char>(text[at]) < 0x80) return 0;
  if (Is(text, at, "’")) return 3;
  if (Is(text, at, "·")) return 2;
  return 0;
}

/// What letters of names may begin with.
constexpr ByteSet kWordBytes = [] {
  ByteSet letters = {'$', 0xC2, 0xC3, 0xCE, 0xCF, 0xE2};
  for (int c = 0; c < 128; ++c) {
    if (IsAlnum(static_cast<char>(c))) letters.Add(c);
  }
  return letters;
}();

}  // namespace

std::vector<Word> FindWords(std::string_view text) {
  std::vector<Word> words;
  words.reserve(16 + text.size() / 32);
  const auto size = static_cast<uint32_t>(text.size());
  for (uint32_t at = kWordBytes.First(text, 0, size); at < size; at = kWordBytes.First(text, at, size)) {
    uint32_t step = LetterAt(text, at);
    if (step == 0) {
      at += CharWidth(text, at);
      continue;
    }
    const uint32_t begin = at;
    uint32_t end = at;
    while (at < text.size()) {
      step = LetterAt(text, at);
      if (step > 0) {
        at += step;
        end = at;
        continue;
      }
      const uint32_t joiner = JoinerAt(text, at, begin);
      if (joiner == 0 || at + joiner >= text.size() || LetterAt(text, at + joiner) == 0) break;
      // "GRPO's" ends before the mark.
      if ((text[at] == '\'' || Is(text, at, "’")) && !IsDigit(text[at + joiner])) break;
      at += joiner;
    }
    while (end < text.size() && text[end] == '+' && end - begin < 40) ++end;
    at = std::max(at, end);
    const bool glued = !words.empty() && words.back().span.end + 1 == begin && text[begin - 1] == ' ';
    words.push_back({{begin, end}, glued});
    at = end;
  }
  return words;
}

WordShape ShapeOf(std::string_view word) {
  WordShape shape;
  bool lower_before = false;
  int run = 0;  // upper-case letters in a row
  for (size_t i = 0; i < word.size(); ++i) {
    const char c = word[i];
    if (IsUpper(c)) {
      if (i == 0) shape.first_upper = true;
      ++shape.upper;
      ++run;
      if (lower_before) shape.inner_upper = true;
      lower_before = false;
      continue;
    }
    if (IsLower(c)) {
      if (run >= 2 && !(c == 's' && i + 1 == word.size())) shape.inner_upper = true;
      ++shape.lower;
      lower_before = true;
    } else {
      if (IsDigit(c)) ++shape.digits;
      if (c == '-' || c == '_') ++shape.hyphens;
      lower_before = false;
    }
    run = 0;
  }
  return shape;
}

double SizeOf(std::string_view word) {
  double value = 0;
  const auto [end, code] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (code != std::errc() || end == word.data() || value <= 0) return 0;
  const std::string_view rest = word.substr(static_cast<size_t>(end - word.data()));
  if (rest.empty()) return 0;
  const bool alone = rest.size() == 1 || rest[1] == '-' || rest[1] == '+';
  if (!alone) return 0;
  if (rest[0] == 'B' || rest[0] == 'b') return value;
  if (rest[0] == 'M') return value / 1000;
  if (rest[0] == 'T') return value < 50 ? value * 1000 : 0;
  return 0;
}

size_t FindSize(std::string_view name, double* billions) {
  for (size_t at = 1; at < name.size(); ++at) {
    if (!IsDigit(name[at]) || IsDigit(name[at - 1]) || name[at - 1] == '.') continue;
    if (name[at - 1] != '-' && name[at - 1] != ' ' && name[at - 1] != '_') continue;
    const std::string_view rest = name.substr(at);
    const double size = SizeOf(rest.substr(0, std::min(rest.find_first_of("- _"), rest.size())));
    if (size > 0) {
      if (billions != nullptr) *billions = size;
      return at;
    }
  }
  return std::string_view::npos;
}

}  // namespace papergraph::extract
