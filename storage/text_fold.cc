#include "storage/text_fold.h"

#include <utf8proc.h>

#include <array>
#include <vector>

namespace papergraph {
namespace {

// Whether the text is ASCII and the Chinese characters U+4E00 to U+9FA5 alone: these fold to themselves, and most names
// are made of them.
bool IsPlain(std::string_view text) {
  for (size_t at = 0; at < text.size();) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c < 0x80) {
      ++at;
      continue;
    }
    if (c < 0xE4 || c > 0xE9 || at + 2 >= text.size()) return false;
    const auto second = static_cast<unsigned char>(text[at + 1]);
    const auto third = static_cast<unsigned char>(text[at + 2]);
    const bool trails = (second & 0xC0) == 0x80 && (third & 0xC0) == 0x80;
    if (!trails || (c == 0xE4 && second < 0xB8) || (c == 0xE9 && (second > 0xBE || (second == 0xBE && third > 0xA5))))
      return false;
    at += 3;
  }
  return true;
}

bool IsLetterDigitOrMark(utf8proc_int32_t code) {
  if (code == '+' || code == '#') return true;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
      return true;
    default:
      return false;
  }
}

// The code points of the text; bytes that are not UTF-8 are passed over.
std::vector<utf8proc_int32_t> Decode(std::string_view text) {
  std::vector<utf8proc_int32_t> codes;
  codes.reserve(text.size());
  auto* at = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  auto left = static_cast<utf8proc_ssize_t>(text.size());
  while (left > 0) {
    utf8proc_int32_t code = 0;
    utf8proc_ssize_t used = utf8proc_iterate(at, left, &code);
    if (used > 0) {
      codes.push_back(code);
    } else {
      used = 1;
    }
    at += used;
    left -= used;
  }
  return codes;
}

// NFKC of the case-folded text. Folding can undo the normal form and the other way round, so that both go together;
// utf8proc decomposes, folds and recombines in one pass, and a second pass makes the result a fixed point.
std::vector<utf8proc_int32_t> Fold(std::vector<utf8proc_int32_t> codes) {
  const auto options =
      static_cast<utf8proc_option_t>(UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STABLE);
  for (int pass = 0; pass < 2; ++pass) {
    std::vector<utf8proc_int32_t> decomposed;
    int last_boundary = 0;
    for (utf8proc_int32_t code : codes) {
      utf8proc_int32_t parts[32];
      utf8proc_ssize_t count = utf8proc_decompose_char(code, parts, 32, options, &last_boundary);
      if (count > 0 && count <= 32) decomposed.insert(decomposed.end(), parts, parts + count);
    }
    // Canonical order of combining marks, which utf8proc_decompose would have made.
    for (size_t i = 1; i < decomposed.size(); ++i) {
      int combining = utf8proc_get_property(decomposed[i])->combining_class;
      if (combining == 0) continue;
      for (size_t j = i; j > 0; --j) {
        if (utf8proc_get_property(decomposed[j - 1])->combining_class <= combining) break;
        std::swap(decomposed[j - 1], decomposed[j]);
      }
    }
    utf8proc_ssize_t length =
        utf8proc_normalize_utf32(decomposed.data(), static_cast<utf8proc_ssize_t>(decomposed.size()), options);
    if (length >= 0) decomposed.resize(static_cast<size_t>(length));
    codes = std::move(decomposed);
  }
  return codes;
}

void Append(utf8proc_int32_t code, std::string& out) {
  utf8proc_uint8_t bytes[4];
  utf8proc_ssize_t count = utf8proc_encode_char(code, bytes);
  out.append(reinterpret_cast<char*>(bytes), static_cast<size_t>(count));
}

constexpr char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// What FoldName keeps of ASCII, in lower case; 0 for what it leaves out.
constexpr std::array<char, 128> kKept = [] {
  std::array<char, 128> kept = {};
  for (int i = 0; i < 128; ++i) {
    const char c = LowerAscii(static_cast<char>(i));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '#') kept[static_cast<size_t>(i)] = c;
  }
  return kept;
}();

}  // namespace

std::string FoldName(std::string_view text) {
  std::string out;
  if (IsPlain(text)) {  // the general way gives the same
    out.resize(text.size());
    size_t size = 0;
    for (const char c : text) {
      out[size] = static_cast<unsigned char>(c) < 0x80 ? kKept[static_cast<unsigned char>(c)] : c;
      size += out[size] != '\0' ? 1 : 0;
    }
    out.resize(size);
    return out;
  }
  out.reserve(text.size());
  for (utf8proc_int32_t code : Fold(Decode(text))) {
    if (IsLetterDigitOrMark(code)) Append(code, out);
  }
  return out;
}

std::string FoldCase(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  if (IsPlain(text)) {
    for (char c : text) out += LowerAscii(c);
    return out;
  }
  for (utf8proc_int32_t code : Fold(Decode(text))) Append(code, out);
  return out;
}

}  // namespace papergraph
