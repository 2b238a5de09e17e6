#include "engine/terminal_text.h"

#include <utf8proc.h>

namespace papergraph::engine {
namespace {

// How many bytes the UTF-8 sequence at `at` has; 0 when it is none.
size_t CharacterLength(std::string_view text, size_t at) {
  utf8proc_int32_t code = 0;
  const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  const auto length = utf8proc_iterate(data, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  return length > 0 ? static_cast<size_t>(length) : 0;
}

void AppendPicture(std::string& out, unsigned char control) {
  out += "\xe2\x90";  // U+2400 … are the pictures of the control characters
  out += static_cast<char>(control == 0x7f ? 0xa1 : 0x80 + control);
}

std::string Shown(std::string_view text, std::string_view line_feed, std::string_view tab) {
  std::string out;
  out.reserve(text.size());
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x80) {
      ++at;
      if (byte == '\n') {
        out += line_feed;
      } else if (byte == '\t') {
        out += tab;
      } else if (byte < 0x20 || byte == 0x7f) {
        AppendPicture(out, byte);
      } else {
        out += static_cast<char>(byte);
      }
    } else if (const uint32_t hidden = HiddenCode(text, at)) {
      hidden == 0x2028 || hidden == 0x2029 ? void(out += line_feed) : AppendUnicodeEscape(out, hidden);
      at += HiddenLength(hidden);
    } else if (const size_t length = CharacterLength(text, at)) {
      out += text.substr(at, length);
      at += length;
    } else {
      out += "\xef\xbf\xbd";
      ++at;
    }
  }
  return out;
}

}  // namespace

std::string Harmless(std::string_view text) { return Shown(text, "\n", "\t"); }
std::string OneLine(std::string_view text) { return Shown(text, "↵", " "); }

void AppendUnicodeEscape(std::string& out, uint32_t code) {
  constexpr char kHex[] = "0123456789abcdef";
  out += "\\u";
  for (int shift = 12; shift >= 0; shift -= 4) out += kHex[code >> shift & 15];
}

}  // namespace papergraph::engine
