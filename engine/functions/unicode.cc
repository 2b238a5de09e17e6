#include "engine/functions/unicode.h"

#include <utf8proc.h>

#include <cstdlib>

namespace papergraph::engine {
namespace {

// Code points whose upper case is more than one code point (SpecialCasing.txt, unconditional, without the Greek
// capitals with iota, whose mappings are regular).
struct SpecialCase {
  char32_t from;
  const char* upper;
};
constexpr SpecialCase kSpecialUpper[] = {
    {0x00DF, "SS"},
    {0x0149, "\u02BCN"},
    {0x01F0, "J\u030C"},
    {0x0390, "\u0399\u0308\u0301"},
    {0x03B0, "\u03A5\u0308\u0301"},
    {0x0587, "\u0535\u0552"},
    {0x1E96, "H\u0331"},
    {0x1E97, "T\u0308"},
    {0x1E98, "W\u030A"},
    {0x1E99, "Y\u030A"},
    {0x1E9A, "A\u02BE"},
    {0x1F50, "\u03A5\u0313"},
    {0x1FB6, "\u0391\u0342"},
    {0x1FC6, "\u0397\u0342"},
    {0x1FD6, "\u0399\u0342"},
    {0x1FE4, "\u03A1\u0313"},
    {0x1FE6, "\u03A5\u0342"},
    {0x1FF6, "\u03A9\u0342"},
    {0xFB00, "FF"},
    {0xFB01, "FI"},
    {0xFB02, "FL"},
    {0xFB03, "FFI"},
    {0xFB04, "FFL"},
    {0xFB05, "ST"},
    {0xFB06, "ST"},
    {0xFB13, "\u0544\u0546"},
    {0xFB14, "\u0544\u0535"},
    {0xFB15, "\u0544\u053B"},
    {0xFB16, "\u054E\u0546"},
    {0xFB17, "\u0544\u053D"},
};

struct Decoded {
  utf8proc_int32_t code_point;  // -1: the byte is not UTF-8
  size_t size;
};

Decoded Decode(std::string_view text, size_t offset) {
  utf8proc_int32_t code_point = -1;
  const auto left = static_cast<utf8proc_ssize_t>(text.size() - offset);
  const auto size =
      utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + offset, left, &code_point);
  if (size <= 0) return {-1, 1};
  return {code_point, static_cast<size_t>(size)};
}

void Append(std::string& out, utf8proc_int32_t code_point) {
  utf8proc_uint8_t bytes[4];
  const auto size = utf8proc_encode_char(code_point, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<size_t>(size));
}

bool IsSpace(utf8proc_int32_t c) {
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

// A sigma that ends a word: a letter before it and none behind.
bool IsFinalSigma(std::string_view text, size_t offset) {
  auto is_letter = [](utf8proc_int32_t c) {
    const auto category = utf8proc_category(c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
  };
  const size_t next = offset + CodePointSize(text, offset);
  if (next < text.size() && is_letter(Decode(text, next).code_point)) return false;
  size_t before = offset;
  while (before > 0 && (static_cast<unsigned char>(text[before - 1]) & 0xC0) == 0x80) --before;
  return before > 0 && is_letter(Decode(text, before - 1).code_point);
}

template <typename Drops>
std::string_view TrimWhere(std::string_view text, bool left, bool right, Drops drops) {
  size_t begin = 0;
  while (left && begin < text.size()) {
    const Decoded c = Decode(text, begin);
    if (!drops(text.substr(begin, c.size), c.code_point)) break;
    begin += c.size;
  }
  text.remove_prefix(begin);
  while (right && !text.empty()) {
    size_t start = text.size() - 1;
    while (start > 0 && (static_cast<unsigned char>(text[start]) & 0xC0) == 0x80) --start;
    if (!drops(text.substr(start), Decode(text, start).code_point)) break;
    text = text.substr(0, start);
  }
  return text;
}

}  // namespace

size_t CodePointSize(std::string_view text, size_t offset) { return Decode(text, offset).size; }

size_t CodePointCount(std::string_view text) {
  size_t count = 0;
  for (size_t i = 0; i < text.size(); i += CodePointSize(text, i)) ++count;
  return count;
}

size_t ByteOffset(std::string_view text, size_t index) {
  size_t offset = 0;
  for (; index > 0 && offset < text.size(); --index) offset += CodePointSize(text, offset);
  return offset;
}

std::string ToUpper(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const auto [c, size] = Decode(text, i);
    if (c < 0)
      out += text[i];
    else if (c < 0x80)
      out += static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
    else {
      const char* special = nullptr;
      for (const SpecialCase& entry : kSpecialUpper) {
        if (entry.from == static_cast<char32_t>(c)) special = entry.upper;
      }
      if (special)
        out += special;
      else
        Append(out, utf8proc_toupper(c));
    }
    i += size;
  }
  return out;
}

std::string ToLower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size();) {
    const auto [c, size] = Decode(text, i);
    if (c < 0)
      out += text[i];
    else if (c < 0x80)
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
    else if (c == 0x130)
      out += "i\u0307";
    else if (c == 0x3A3)
      out += IsFinalSigma(text, i) ? "\u03C2" : "\u03C3";
    else
      Append(out, utf8proc_tolower(c));
    i += size;
  }
  return out;
}

std::string_view Trim(std::string_view text, bool left, bool right) {
  return TrimWhere(text, left, right, [](std::string_view, utf8proc_int32_t c) { return IsSpace(c); });
}

std::string_view Trim(std::string_view text, std::string_view characters, bool left, bool right) {
  return TrimWhere(text, left, right, [characters](std::string_view bytes, utf8proc_int32_t) {
    for (size_t i = 0; i < characters.size();) {
      const size_t size = CodePointSize(characters, i);
      if (characters.substr(i, size) == bytes) return true;
      i += size;
    }
    return false;
  });
}

std::string Reverse(std::string_view text) {
  std::string out(text.size(), '\0');
  size_t end = text.size();
  for (size_t i = 0; i < text.size();) {
    const size_t size = CodePointSize(text, i);
    end -= size;
    out.replace(end, size, text.substr(i, size));
    i += size;
  }
  return out;
}

bool Normalize(std::string_view text, std::string_view form, std::string& out) {
  int options = UTF8PROC_STABLE;
  if (form == "NFC")
    options |= UTF8PROC_COMPOSE;
  else if (form == "NFD")
    options |= UTF8PROC_DECOMPOSE;
  else if (form == "NFKC")
    options |= UTF8PROC_COMPOSE | UTF8PROC_COMPAT;
  else if (form == "NFKD")
    options |= UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
  else
    return false;
  utf8proc_uint8_t* result = nullptr;
  const auto size =
      utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
                   &result, static_cast<utf8proc_option_t>(options));
  if (size < 0) return false;
  out.assign(reinterpret_cast<const char*>(result), static_cast<size_t>(size));
  std::free(result);
  return true;
}

}  // namespace papergraph::engine
