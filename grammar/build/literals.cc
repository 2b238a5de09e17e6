#include "grammar/build/literals.h"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <system_error>

#include "grammar/build/source.h"

namespace papergraph::build {
namespace {

std::string WithoutUnderscores(std::string_view text) {
  std::string digits;
  for (char c : text) {
    if (c != '_') digits += c;
  }
  return digits;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

void AppendUtf8(std::string& out, uint32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | (c >> 6));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | (c >> 12));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | (c >> 18));
    out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

class StringReader {
 public:
  StringReader(std::string_view text, Span span) : text_(text), span_(span) {}

  std::string Read() {
    const char quote = text_.front();
    std::string value;
    at_ = 1;
    while (at_ + 1 < text_.size()) {
      const char c = text_[at_];
      if (c == '\\') {
        ReadEscape(value);
      } else {
        at_ += c == quote ? 2 : 1;  // a quote inside is written twice
        value += c;
      }
    }
    return value;
  }

 private:
  Span At(size_t start, size_t end) const {
    return {span_.start + static_cast<uint32_t>(start), span_.start + static_cast<uint32_t>(end)};
  }

  void ReadEscape(std::string& value) {
    const size_t start = at_;
    const char c = text_[at_ + 1];
    at_ += 2;
    switch (c) {
      case '\\':
      case '\'':
      case '"':
      case '`':
      case '/':
        value += c;
        return;
      case 't':
        value += '\t';
        return;
      case 'b':
        value += '\b';
        return;
      case 'n':
        value += '\n';
        return;
      case 'r':
        value += '\r';
        return;
      case 'f':
        value += '\f';
        return;
      case 'u':
        AppendUtf8(value, ReadBmp(start));
        return;
      case 'U':
        AppendUtf8(value, ReadCodePoint(start, 6));
        return;
      default: {
        while (at_ < text_.size() && (static_cast<unsigned char>(text_[at_]) & 0xC0) == 0x80) ++at_;
        FailSyntax(At(start, at_), fmt::format("There is no escape `{}`; a backslash itself is written `\\\\`.",
                                               text_.substr(start, at_ - start)));
      }
    }
  }

  uint32_t ReadHex(size_t start, size_t digits) {
    uint32_t value = 0;
    for (size_t i = 0; i < digits; ++i) {
      const int digit = at_ + 1 < text_.size() ? HexDigit(text_[at_]) : -1;
      if (digit < 0) {
        Fail("InvalidUnicodeLiteral", At(start, at_),
             fmt::format("`\\{}` needs {} hexadecimal digits, as in `\\{}`.", digits == 4 ? 'u' : 'U', digits,
                         digits == 4 ? "u00e9" : "U01f600"));
      }
      value = value * 16 + static_cast<uint32_t>(digit);
      ++at_;
    }
    return value;
  }

  uint32_t ReadCodePoint(size_t start, size_t digits) {
    const uint32_t value = ReadHex(start, digits);
    if (value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) {
      Fail("InvalidUnicodeLiteral", At(start, at_), fmt::format("U+{:04X} is not a Unicode character.", value));
    }
    return value;
  }

  // \uXXXX, or two of them that are a surrogate pair.
  uint32_t ReadBmp(size_t start) {
    const uint32_t high = ReadHex(start, 4);
    if (high < 0xD800 || high > 0xDFFF) return high;
    if (high <= 0xDBFF && text_.substr(at_).starts_with("\\u")) {
      at_ += 2;
      const uint32_t low = ReadHex(start, 4);
      if (low >= 0xDC00 && low <= 0xDFFF) return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    }
    Fail("InvalidUnicodeLiteral", At(start, at_), "Half of a surrogate pair is not a character; write both halves.");
  }

  std::string_view text_;
  Span span_;
  size_t at_ = 0;
};

}  // namespace

int64_t ReadInteger(std::string_view text, bool negative, Span span) {
  std::string digits = WithoutUnderscores(text);
  int base = 10;
  if (digits.size() > 2 && digits[0] == '0' && (digits[1] == 'x' || digits[1] == 'X')) base = 16;
  if (digits.size() > 2 && digits[0] == '0' && (digits[1] == 'o' || digits[1] == 'O')) base = 8;
  if (base != 10) digits.erase(0, 2);
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, base);
  const uint64_t limit = uint64_t{INT64_MAX} + (negative ? 1 : 0);
  if (error != std::errc() || end != digits.data() + digits.size() || value > limit) {
    Fail("IntegerOverflow", span,
         fmt::format("{}{} does not fit into 64 bits; integers go from {} to {}. A float is written with a point.",
                     negative ? "-" : "", text, INT64_MIN, INT64_MAX));
  }
  return negative ? static_cast<int64_t>(-value) : static_cast<int64_t>(value);
}

double ReadFloat(std::string_view text, Span span) {
  std::string digits = WithoutUnderscores(text);
  if (digits.find_first_of("fFdD") != std::string::npos) digits.pop_back();
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) {
    // from_chars does not say which side it left; strtod does (the C locale's point is '.').
    value = std::strtod(digits.c_str(), nullptr);
    if (value > 1) Fail("FloatingPointOverflow", span, fmt::format("{} is too large for a 64-bit float.", text));
  }
  return value;
}

std::string ReadString(std::string_view text, Span span) { return StringReader(text, span).Read(); }

std::string ReadName(std::string_view text) {
  if (!text.starts_with('`')) return std::string(text);
  std::string name;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    name += text[i];
    if (text[i] == '`') ++i;
  }
  return name;
}

}  // namespace papergraph::build
