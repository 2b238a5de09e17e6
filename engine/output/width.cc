// How text lies on a terminal: cells, and where a line may break.
#include <utf8proc.h>

#include <algorithm>

#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

struct Cluster {
  size_t bytes;
  size_t cells;
  utf8proc_int32_t first;  // code point; -1 for a byte that is not UTF-8
};

utf8proc_int32_t Decode(std::string_view text, size_t at, size_t& bytes) {
  if (static_cast<unsigned char>(text[at]) < 0x80) {
    bytes = 1;
    return text[at];
  }
  utf8proc_int32_t code = -1;
  const auto* data = reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at);
  const auto length = utf8proc_iterate(data, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  bytes = length > 0 ? static_cast<size_t>(length) : 1;
  return length > 0 ? code : -1;
}

constexpr utf8proc_int32_t kEmojiStyle = 0xfe0f;  // the variation selector that makes a sign an emoji, two cells wide

// The grapheme cluster (UAX #29) at `at`: a family emoji is one, and a letter with its accents.
Cluster ClusterAt(std::string_view text, size_t at) {
  Cluster cluster{0, 0, -1};
  size_t bytes = 0;
  utf8proc_int32_t state = 0;
  utf8proc_int32_t previous = cluster.first = Decode(text, at, bytes);
  cluster.bytes = bytes;
  cluster.cells = previous < 0 ? 1 : static_cast<size_t>(std::max(0, utf8proc_charwidth(previous)));
  while (previous >= 0 && at + cluster.bytes < text.size()) {
    const auto next_byte = static_cast<unsigned char>(text[at + cluster.bytes]);
    if (previous < 0x80 && next_byte < 0x80) break;
    const utf8proc_int32_t next = Decode(text, at + cluster.bytes, bytes);
    if (next < 0 || utf8proc_grapheme_break_stateful(previous, next, &state)) break;
    cluster.bytes += bytes;
    const auto cells = next == kEmojiStyle ? 2 : static_cast<size_t>(std::max(0, utf8proc_charwidth(next)));
    cluster.cells = std::max(cluster.cells, cells);
    previous = next;
  }
  return cluster;
}

// Signs that should not begin a line.
bool IsClosing(utf8proc_int32_t code) {
  if (code < 0) return false;
  switch (utf8proc_category(code)) {
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
      return true;
    default:
      return false;
  }
}

// Signs that should not end one.
bool IsOpening(utf8proc_int32_t code) {
  if (code < 0) return false;
  const auto category = utf8proc_category(code);
  return category == UTF8PROC_CATEGORY_PS || category == UTF8PROC_CATEGORY_PI;
}

}  // namespace

size_t DisplayWidth(std::string_view text) {
  size_t width = 0;
  for (size_t at = 0; at < text.size();) {
    const Cluster cluster = ClusterAt(text, at);
    width += cluster.cells;
    at += cluster.bytes;
  }
  return width;
}

std::vector<std::string_view> Wrap(std::string_view text, size_t width) {
  std::vector<std::string_view> lines;
  size_t start = 0, cells = 0;     // of the line
  size_t break_end = 0, next = 0;  // where it may end, and where the next would begin
  size_t cells_at_next = 0;
  bool after_wide = false, after_opening = false;
  for (size_t at = 0; at < text.size();) {
    const Cluster cluster = ClusterAt(text, at);
    const bool wide = cluster.cells == 2;
    if (at > start && (wide || after_wide) && !after_opening && !IsClosing(cluster.first) && cluster.first != ' ') {
      break_end = next = at;
      cells_at_next = cells;
    }
    if (cells + cluster.cells > width) {
      if (cluster.first == ' ') {
        lines.push_back(text.substr(start, at - start));
        start = at = at + cluster.bytes;
        cells = 0;
        break_end = start;
        after_wide = false;
        continue;
      }
      if (break_end <= start) {
        break_end = next = at;
        cells_at_next = cells;
      }
      lines.push_back(text.substr(start, break_end - start));
      start = next;
      cells -= cells_at_next;
      break_end = start;
    }
    if (cluster.first == ' ') {
      break_end = at;
      next = at + cluster.bytes;
      cells_at_next = cells + cluster.cells;
    }
    cells += cluster.cells;
    at += cluster.bytes;
    after_wide = wide;
    after_opening = IsOpening(cluster.first);
  }
  if (start < text.size() || lines.empty()) lines.push_back(text.substr(start));
  return lines;
}

}  // namespace papergraph::engine
