#include "grammar/build/source.h"

#include <algorithm>

namespace papergraph::build {
namespace {

// The length of the well-formed UTF-8 sequence at `at` (Unicode 15, table 3-7), or 0.
size_t SequenceLength(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) -> unsigned { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
  const auto continues = [&](size_t from, size_t count) {
    for (size_t i = from; i < from + count; ++i) {
      if ((byte(i) & 0xC0) != 0x80) return false;
    }
    return true;
  };
  const unsigned first = byte(at);
  const unsigned second = byte(at + 1);
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return continues(at + 1, 1) ? 2 : 0;
  if (first >= 0xE0 && first <= 0xEF) {
    const bool overlong = first == 0xE0 && second < 0xA0;
    const bool surrogate = first == 0xED && second > 0x9F;
    return !overlong && !surrogate && continues(at + 1, 2) ? 3 : 0;
  }
  if (first >= 0xF0 && first <= 0xF4) {
    const bool overlong = first == 0xF0 && second < 0x90;
    const bool too_large = first == 0xF4 && second > 0x8F;
    return !overlong && !too_large && continues(at + 1, 3) ? 4 : 0;
  }
  return 0;
}

}  // namespace

Source::Source(std::string_view text) : text_(text) {
  if (text.size() > UINT32_MAX / 2) {
    FailSyntax({0, 0}, "A statement of more than 2 GiB cannot be read; split it, or use LOAD CSV or import.");
  }
  if (text.starts_with("\xEF\xBB\xBF")) first_byte_ = 3;
  if (std::all_of(text.begin() + first_byte_, text.end(),
                  [](char c) { return static_cast<unsigned char>(c) < 0x80; })) {
    return;
  }
  for (size_t at = first_byte_; at < text.size();) {
    const size_t length = SequenceLength(text, at);
    if (length == 0) {
      const auto start = static_cast<uint32_t>(at);
      Fail("InvalidUnicodeCharacter", {start, start + 1}, "The statement is not valid UTF-8 here; save it as UTF-8.");
    }
    bytes_.push_back(static_cast<uint32_t>(at));
    at += length;
  }
}

uint32_t Source::ByteOf(size_t index) const {
  const size_t byte = !bytes_.empty() ? (index < bytes_.size() ? bytes_[index] : text_.size()) : first_byte_ + index;
  return static_cast<uint32_t>(std::min(byte, text_.size()));
}

void Fail(std::string detail, Span span, const std::string& message) {
  throw QueryError(ErrorType::kSyntaxError, std::move(detail), span, message);
}

void FailSyntax(Span span, const std::string& message) { Fail("UnexpectedSyntax", span, message); }

}  // namespace papergraph::build
