#include "extract/readers/json_scanner.h"

#include <fmt/format.h>

#include "extract/readers/utf8.h"
#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

constexpr int kDeepestValue = 64;

class ValueScanner {
 public:
  ValueScanner(std::string_view bytes, uint64_t at, JsonFault& fault) : bytes_(bytes), at_(at), fault_(fault) {}
  uint64_t at() const { return at_; }

  bool Value(JsonValue& value, int depth) {
    SkipJsonBlanks(bytes_, at_);
    value.start = at_;
    bool good = false;
    switch (Peek()) {
      case '{':
        good = Members(value, depth);
        break;
      case '[':
        good = Elements(value, depth);
        break;
      case '"':
        good = String(value);
        break;
      case 't':
        good = Word("true", JsonValue::Kind::kBool, value);
        break;
      case 'f':
        good = Word("false", JsonValue::Kind::kBool, value);
        break;
      case 'n':
        good = Word("null", JsonValue::Kind::kNull, value);
        break;
      default:
        good = Number(value);
    }
    value.end = at_;
    return good;
  }

 private:
  char Peek() const { return at_ < bytes_.size() ? bytes_[at_] : '\0'; }

  bool Fail(uint64_t byte, std::string_view expected) {
    fault_.byte = byte;
    fault_.message = byte >= bytes_.size() ? fmt::format("the JSON ends too early; expected {}", expected)
                                           : fmt::format("not JSON here; expected {}", expected);
    return false;
  }

  bool Members(JsonValue& value, int depth) {
    value.kind = JsonValue::Kind::kObject;
    if (depth >= kDeepestValue) return Fail(at_, "at most 64 levels");
    ++at_;
    SkipJsonBlanks(bytes_, at_);
    if (Peek() == '}') return ++at_, true;
    for (;;) {
      SkipJsonBlanks(bytes_, at_);
      JsonValue key;
      if (Peek() != '"') return Fail(at_, "a key in quotes");
      if (!String(key)) return false;
      SkipJsonBlanks(bytes_, at_);
      if (Peek() != ':') return Fail(at_, "`:` after the key");
      ++at_;
      value.keys.push_back(std::move(key.text));
      if (!Value(value.items.emplace_back(), depth + 1)) return false;
      SkipJsonBlanks(bytes_, at_);
      if (Peek() == '}') return ++at_, true;
      if (Peek() != ',') return Fail(at_, "`,` or `}`");
      ++at_;
    }
  }

  bool Elements(JsonValue& value, int depth) {
    value.kind = JsonValue::Kind::kArray;
    if (depth >= kDeepestValue) return Fail(at_, "at most 64 levels");
    ++at_;
    SkipJsonBlanks(bytes_, at_);
    if (Peek() == ']') return ++at_, true;
    for (;;) {
      if (!Value(value.items.emplace_back(), depth + 1)) return false;
      SkipJsonBlanks(bytes_, at_);
      if (Peek() == ']') return ++at_, true;
      if (Peek() != ',') return Fail(at_, "`,` or `]`");
      ++at_;
    }
  }

  bool Word(std::string_view word, JsonValue::Kind kind, JsonValue& value) {
    if (!bytes_.substr(at_).starts_with(word)) return Fail(at_, "a value");
    value.kind = kind;
    value.text = word;
    at_ += word.size();
    return true;
  }

  bool Digits() {
    const uint64_t from = at_;
    while (IsDigit(Peek())) ++at_;
    return at_ > from;
  }

  bool Number(JsonValue& value) {
    value.kind = JsonValue::Kind::kNumber;
    const uint64_t from = at_;
    if (Peek() == '-') ++at_;
    if (!Digits()) return Fail(from, "a value");
    if (Peek() == '.') {
      ++at_;
      if (!Digits()) return Fail(at_, "a digit");
    }
    if (Peek() == 'e' || Peek() == 'E') {
      ++at_;
      if (Peek() == '+' || Peek() == '-') ++at_;
      if (!Digits()) return Fail(at_, "a digit");
    }
    value.text = bytes_.substr(from, at_ - from);
    return true;
  }

  bool Hex(uint64_t from, uint32_t& code) {
    code = 0;
    for (uint64_t i = from; i < from + 4; ++i) {
      if (i >= bytes_.size()) return Fail(bytes_.size(), "four hexadecimal digits");
      const char c = bytes_[i];
      const int digit = IsDigit(c)             ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) return Fail(i, "four hexadecimal digits");
      code = code * 16 + static_cast<uint32_t>(digit);
    }
    return true;
  }

  /// One escape, `at_` on the backslash.
  bool Escape(std::string& text) {
    static constexpr std::string_view kLetters = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
    if (at_ + 1 >= bytes_.size()) return Fail(bytes_.size(), "the rest of an escape");
    const char letter = bytes_[at_ + 1];
    if (const size_t known = kLetters.find(letter); known != std::string_view::npos) {
      text.push_back(kMeanings[known]);
      at_ += 2;
      return true;
    }
    if (letter != 'u') return Fail(at_, "one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u");
    uint32_t code = 0;
    if (!Hex(at_ + 2, code)) return false;
    at_ += 6;
    if (code >= 0xD800 && code <= 0xDBFF && bytes_.substr(at_).starts_with("\\u")) {
      uint32_t low = 0;
      if (!Hex(at_ + 2, low)) return false;
      if (low >= 0xDC00 && low <= 0xDFFF) {
        at_ += 6;
        AppendUtf8(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00), text);
        return true;
      }
    }
    AppendUtf8(code >= 0xD800 && code <= 0xDFFF ? 0xFFFD : code, text);
    return true;
  }

  bool String(JsonValue& value) {
    value.kind = JsonValue::Kind::kString;
    value.start = at_;
    ++at_;
    for (;;) {
      const size_t stop = bytes_.find_first_of("\"\\", at_);
      if (stop == std::string_view::npos) return Fail(bytes_.size(), "the closing quote of a string");
      value.text.append(bytes_.substr(at_, stop - at_));
      at_ = stop;
      if (bytes_[at_] == '"') break;
      if (!Escape(value.text)) return false;
      value.breaks.emplace_back(static_cast<uint32_t>(value.text.size()), at_);
    }
    value.end = ++at_;
    return true;
  }

  std::string_view bytes_;
  uint64_t at_;
  JsonFault& fault_;
};

}  // namespace

const JsonValue* JsonValue::Find(std::string_view key) const {
  if (kind != Kind::kObject) return nullptr;
  for (size_t i = keys.size(); i-- > 0;) {
    if (keys[i] == key) return &items[i];
  }
  return nullptr;
}

void SkipJsonBlanks(std::string_view bytes, uint64_t& at) {
  while (at < bytes.size() && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\n' || bytes[at] == '\r')) ++at;
}

bool ScanJson(std::string_view bytes, uint64_t& at, JsonValue& value, JsonFault& fault) {
  ValueScanner scanner(bytes, at, fault);
  const bool good = scanner.Value(value, 0);
  at = scanner.at();
  return good;
}

}  // namespace papergraph::extract
