#include "grammar/span.h"

#include <algorithm>
#include <iterator>

namespace papergraph {
namespace {

struct CodePoint {
  uint32_t value;
  uint32_t length;  // bytes
};

// Broken UTF-8 counts as one code point a byte: errors must be shown for it, too.
CodePoint CodePointAt(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) -> uint32_t { return static_cast<unsigned char>(text[i]); };
  const uint32_t first = byte(at);
  const uint32_t length = first < 0x80             ? 1
                          : (first & 0xE0) == 0xC0 ? 2
                          : (first & 0xF0) == 0xE0 ? 3
                          : (first & 0xF8) == 0xF0 ? 4
                                                   : 1;
  if (length == 1 || at + length > text.size()) return {first, 1};
  uint32_t value = first & (0xFF >> (length + 1));
  for (size_t i = at + 1; i < at + length; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return {first, 1};
    value = (value << 6) | (byte(i) & 0x3F);
  }
  return {value, length};
}

struct Range {
  uint32_t first, last;
};

// East Asian Width W and F (UAX #11, Unicode 15), neighbouring ranges joined where what lies between is unassigned.
constexpr Range kWide[] = {
    {0x1100, 0x115F},   {0x231A, 0x231B},   {0x2329, 0x232A},   {0x23E9, 0x23EC},   {0x23F0, 0x23F0},
    {0x23F3, 0x23F3},   {0x25FD, 0x25FE},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267F, 0x267F},
    {0x2693, 0x2693},   {0x26A1, 0x26A1},   {0x26AA, 0x26AB},   {0x26BD, 0x26BE},   {0x26C4, 0x26C5},
    {0x26CE, 0x26CE},   {0x26D4, 0x26D4},   {0x26EA, 0x26EA},   {0x26F2, 0x26F3},   {0x26F5, 0x26F5},
    {0x26FA, 0x26FA},   {0x26FD, 0x26FD},   {0x2705, 0x2705},   {0x270A, 0x270B},   {0x2728, 0x2728},
    {0x274C, 0x274C},   {0x274E, 0x274E},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27B0, 0x27B0},   {0x27BF, 0x27BF},   {0x2B1B, 0x2B1C},   {0x2B50, 0x2B50},   {0x2B55, 0x2B55},
    {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF},   {0xA960, 0xA97F},   {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},   {0xFE10, 0xFE19},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60},   {0xFFE0, 0xFFE6},
    {0x16FE0, 0x18DFF}, {0x1AFF0, 0x1B2FF}, {0x1F004, 0x1F004}, {0x1F0CF, 0x1F0CF}, {0x1F18E, 0x1F18E},
    {0x1F191, 0x1F19A}, {0x1F200, 0x1F320}, {0x1F32D, 0x1F335}, {0x1F337, 0x1F37C}, {0x1F37E, 0x1F393},
    {0x1F3A0, 0x1F3CA}, {0x1F3CF, 0x1F3D3}, {0x1F3E0, 0x1F3F0}, {0x1F3F4, 0x1F3F4}, {0x1F3F8, 0x1F43E},
    {0x1F440, 0x1F440}, {0x1F442, 0x1F4FC}, {0x1F4FF, 0x1F53D}, {0x1F54B, 0x1F54E}, {0x1F550, 0x1F567},
    {0x1F57A, 0x1F57A}, {0x1F595, 0x1F596}, {0x1F5A4, 0x1F5A4}, {0x1F5FB, 0x1F64F}, {0x1F680, 0x1F6C5},
    {0x1F6CC, 0x1F6CC}, {0x1F6D0, 0x1F6D2}, {0x1F6D5, 0x1F6DF}, {0x1F6EB, 0x1F6EC}, {0x1F6F4, 0x1F6FC},
    {0x1F7E0, 0x1F7F0}, {0x1F90C, 0x1F93A}, {0x1F93C, 0x1F945}, {0x1F947, 0x1F9FF}, {0x1FA70, 0x1FAFF},
    {0x20000, 0x3FFFD},
};

// Combining marks, joiners and variation selectors: they sit on the character before them.
constexpr Range kNone[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x064B, 0x065F},   {0x1AB0, 0x1AFF},
    {0x1DC0, 0x1DFF}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0x302A, 0x302D},   {0x3099, 0x309A},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}, {0xFEFF, 0xFEFF}, {0xE0100, 0xE01EF},
};

template <size_t N>
bool Contains(const Range (&ranges)[N], uint32_t c) {
  const Range* end = std::end(ranges);
  const Range* range =
      std::lower_bound(std::begin(ranges), end, c, [](const Range& r, uint32_t v) { return r.last < v; });
  return range != end && range->first <= c;
}

uint32_t CellsOf(uint32_t c) {
  if (c < 0x300) return 1;
  if (Contains(kNone, c)) return 0;
  return Contains(kWide, c) ? 2 : 1;
}

// `\r\n` and `\n` end a line.
size_t LineStart(std::string_view text, size_t offset) {
  const size_t newline = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  return newline == std::string_view::npos ? 0 : newline + 1;
}

}  // namespace

Position PositionOf(std::string_view text, uint32_t offset) {
  const size_t end = std::min<size_t>(offset, text.size());
  const size_t start = LineStart(text, end);
  Position position;
  position.line =
      1 + static_cast<uint32_t>(std::count(text.begin(), text.begin() + static_cast<ptrdiff_t>(start), '\n'));
  for (size_t at = start; at < end;) {
    at += CodePointAt(text, at).length;
    if (at <= end) ++position.column;
  }
  return position;
}

std::string Caret(std::string_view text, Span span) {
  const size_t offset = std::min<size_t>(span.start, text.size());
  const size_t start = LineStart(text, offset);
  size_t line_end = std::min(text.find('\n', start), text.size());
  if (line_end > start && text[line_end - 1] == '\r') --line_end;
  const std::string_view line = text.substr(start, line_end - start);
  const size_t span_end = std::min<size_t>(span.end, line_end);
  std::string marks;
  for (size_t at = start; at < span_end || at < offset;) {
    if (at >= text.size()) break;
    const CodePoint c = CodePointAt(text, at);
    if (at < offset) {
      // A tab stays a tab, so that the marks stand below the text however wide tabs are.
      marks += c.value == '\t' ? std::string("\t") : std::string(CellsOf(c.value), ' ');
    } else {
      const std::string more(CellsOf(c.value), '~');
      marks += more;
    }
    at += c.length;
  }
  const size_t mark = marks.find('~');
  if (mark == std::string::npos) {
    marks += '^';
  } else {
    marks[mark] = '^';
  }
  return std::string(line) + "\n" + marks;
}

}  // namespace papergraph
