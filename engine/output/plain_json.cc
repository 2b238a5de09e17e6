#include "engine/output/plain_json.h"

#include <array>
#include <cstdint>
#include <string>
#include <utility>

#include "engine/json.h"

namespace papergraph::engine {
namespace {

constexpr int kDeepestPlain = 32;
constexpr int kMostDigits = 18;  // always fit into 64 bits

// Which bytes of a string stand for themselves.
constexpr std::array<bool, 256> MakePlain() {
  std::array<bool, 256> plain{};
  for (int c = 0x20; c < 0x80; ++c) plain[static_cast<size_t>(c)] = c != '"' && c != '\\';
  return plain;
}
constexpr std::array<bool, 256> kPlain = MakePlain();

class PlainReader {
 public:
  explicit PlainReader(std::string_view json) : at_(json.data()), end_(json.data() + json.size()) {}

  bool Whole(Value& out) {
    if (!Read(out, 0)) return false;
    SkipSpace();
    return at_ == end_;
  }

  bool Query(JsonQuery& out) {
    bool has_op = false, has_text = false, has_params = false;
    std::string_view word;
    SkipSpace();
    if (!Take('{')) return false;
    do {
      SkipSpace();
      if (!Text(word)) return false;
      bool* const seen = word == "query"    ? &has_text
                         : word == "params" ? &has_params
                         : word == "op"     ? &has_op
                                            : nullptr;
      if (seen == nullptr || *seen) return false;
      *seen = true;
      SkipSpace();
      if (!Take(':')) return false;
      if (seen == &has_params) {
        if (!Read(out.params, 1) || (out.params.kind() != ValueKind::kMap && !out.params.is_null())) return false;
      } else {
        SkipSpace();
        if (!Text(word) || (seen == &has_op && word != "query")) return false;
        if (seen == &has_text) {
          out.text = word;
          if (word.data() == unescaped_.data()) out.text = out.unescaped = word;
        }
      }
      SkipSpace();
    } while (Take(','));
    if (!Take('}') || !has_op || !has_text) return false;
    SkipSpace();
    return at_ == end_;
  }

 private:
  void SkipSpace() {
    while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\n' || *at_ == '\r')) ++at_;
  }
  bool Take(char c) {
    if (at_ == end_ || *at_ != c) return false;
    ++at_;
    return true;
  }
  bool TakeWord(std::string_view word) {
    if (std::string_view(at_, static_cast<size_t>(end_ - at_)).substr(0, word.size()) != word) return false;
    at_ += word.size();
    return true;
  }

  bool Read(Value& out, int depth) {
    SkipSpace();
    if (at_ == end_ || depth > kDeepestPlain) return false;
    switch (*at_) {
      case '{':
        return Map(out, depth);
      case '[':
        return List(out, depth);
      case '"': {
        std::string_view text;
        if (!Text(text)) return false;
        out = Value::String(text);
        return true;
      }
      case 't':
        out = Value::Bool(true);
        return TakeWord("true");
      case 'f':
        out = Value::Bool(false);
        return TakeWord("false");
      case 'n':
        out = Value();
        return TakeWord("null");
      default:
        return Number(out);
    }
  }

  bool Number(Value& out) {
    const bool negative = Take('-');
    const char* first = at_;
    int64_t number = 0;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') {
      if (at_ - first == kMostDigits) return false;
      number = number * 10 + (*at_++ - '0');
    }
    if (at_ == first || (*first == '0' && (negative || at_ - first > 1))) return false;
    if (at_ != end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E')) return false;
    out = Value::Int(negative ? -number : number);
    return true;
  }

  // The view lives until the next Text.
  bool Text(std::string_view& out) {
    if (!Take('"')) return false;
    const char* first = at_;
    while (at_ != end_ && kPlain[static_cast<unsigned char>(*at_)]) ++at_;
    if (at_ == end_) return false;
    if (*at_ == '"') {
      out = {first, static_cast<size_t>(at_++ - first)};
      return true;
    }
    unescaped_.assign(first, at_);
    while (at_ != end_ && *at_ != '"') {
      if (kPlain[static_cast<unsigned char>(*at_)]) {
        unescaped_ += *at_++;
        continue;
      }
      if (*at_ != '\\' || ++at_ == end_) return false;
      constexpr std::string_view kNames = "\"\\/bfnrt", kMeanings = "\"\\/\b\f\n\r\t";
      const size_t escape = kNames.find(*at_++);
      if (escape == kNames.npos) return false;
      unescaped_ += kMeanings[escape];
    }
    out = unescaped_;
    return Take('"');
  }

  bool List(Value& out, int depth) {
    ++at_;
    ValueList items;
    SkipSpace();
    if (!Take(']')) {
      do {
        if (!Read(items.emplace_back(), depth + 1)) return false;
        SkipSpace();
      } while (Take(','));
      if (!Take(']')) return false;
    }
    out = Value::List(std::move(items));
    return true;
  }

  bool Map(Value& out, int depth) {
    ++at_;
    ValueMap entries;
    SkipSpace();
    if (!Take('}')) {
      entries.reserve(4);
      do {
        SkipSpace();
        std::string_view key;
        if (!Text(key) || key == "_type") return false;
        auto& entry = entries.emplace_back(std::string(key), Value());
        SkipSpace();
        if (!Take(':') || !Read(entry.second, depth + 1)) return false;
        SkipSpace();
      } while (Take(','));
      if (!Take('}')) return false;
    }
    out = Value::Map(std::move(entries));
    return true;
  }

  const char* at_;
  const char* const end_;
  std::string unescaped_;
};

}  // namespace

bool ReadJsonQuery(std::string_view line, JsonQuery& out) { return PlainReader(line).Query(out); }

std::optional<Value> ReadPlainJson(std::string_view json) {
  std::optional<Value> value(std::in_place);
  if (!PlainReader(json).Whole(*value)) return std::nullopt;
  return value;
}

}  // namespace papergraph::engine
