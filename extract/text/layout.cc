#include "extract/text/layout.h"

#include <algorithm>
#include <array>

#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

int Holder(const std::vector<Span>& spans, uint32_t at) {
  const auto after =
      std::upper_bound(spans.begin(), spans.end(), at, [](uint32_t a, const Span& s) { return a < s.begin; });
  if (after == spans.begin()) return -1;
  const auto found = std::prev(after);
  return found->Holds(at) ? static_cast<int>(found - spans.begin()) : -1;
}

/// Bytes of "•", "▪", "●", "– ", "· " and the like; 0 when there is none.
uint32_t BulletMark(std::string_view text, uint32_t at, uint32_t end) {
  if (at < end && static_cast<unsigned char>(text[at]) < 0x80 && text[at] != '-' && text[at] != '*') return 0;
  const uint32_t mark = OneStandsAt(text, at, "•", "◦", "▪", "▫", "●", "○", "■", "□", "◆", "◇", "▶", "►", "▸", "▹", "‣",
                                    "⁃", "∙", "➤", "➢", "→", "※");
  if (mark > 0) return mark;
  const uint32_t dash = OneStandsAt(text, at, "– ", "— ", "· ", "-\t", "*\t");
  return at + dash < end ? dash : 0;
}

bool IsHanDigit(std::string_view text, uint32_t at) {
  return OneStandsAt(text, at, "一", "二", "三", "四", "五", "六", "七", "八", "九", "十") > 0;
}

/// Bytes of "①", "1、", "（1）", "1）", "(1) ", "一、", "（一）"; 0 when there is none.
uint32_t WideNumber(std::string_view text, uint32_t at, uint32_t end) {
  const uint32_t from = at;
  if (at + 3 < end && text[at] == '\xE2' && text[at + 1] == '\x91') return 3;  // "①" to "⑳"
  const bool wide = StandsAt(text, at, "（"), narrow = !wide && at < end && text[at] == '(';
  at += wide ? 3 : narrow ? 1 : 0;
  uint32_t digits = 0;
  while (at < end && digits < 3) {
    if (IsDigit(text[at])) {
      ++at;
    } else if (IsHanDigit(text, at)) {
      at += 3;
    } else {
      break;
    }
    ++digits;
  }
  if (digits == 0) return 0;
  const bool closed = StandsAt(text, at, "）") || (!wide && !narrow && OneStandsAt(text, at, "、", "．") > 0);
  if (closed && at + 3 < end) return at + 3 - from;
  if ((wide || narrow) && at + 1 < end && text[at] == ')' && (text[at + 1] == ' ' || text[at + 1] == '*'))
    return at + 1 - from;
  return 0;
}

/// Behind blanks, bullets and numbers: "   *   ", "1. ", "- ", "(2) ", "### ".
uint32_t SkipBullet(std::string_view text, uint32_t at, uint32_t end) {
  const auto blanks = [&] {
    while (at < end && (text[at] == ' ' || text[at] == '\t')) ++at;
  };
  blanks();
  while (at + 1 < end && text[at] == '>' && text[at + 1] == ' ') {  // quoted lines
    at += 2;
    blanks();
  }
  if (at < end && text[at] == '#') {
    while (at < end && text[at] == '#') ++at;
    blanks();
  }
  if (at + 1 < end && (text[at] == '*' || text[at] == '-' || text[at] == '+') && text[at + 1] == ' ') {
    at += 2;
    blanks();
  } else if (const uint32_t mark = BulletMark(text, at, end); mark > 0) {
    at += mark;
    blanks();
  }
  if (at + 3 < end && text[at] == '[' && text[at + 2] == ']' && text[at + 3] == ' ') {  // "- [x] "
    at += 4;
    blanks();
  }
  uint32_t digits = at;
  while (digits < end && digits < at + 2 && IsDigit(text[digits])) ++digits;
  if (digits > at && digits + 1 < end && (text[digits] == '.' || text[digits] == ')') && text[digits + 1] == ' ') {
    at = digits + 2;
    blanks();
  } else if (const uint32_t number = WideNumber(text, at, end); number > 0) {
    at += number;
    blanks();
  }
  return at;
}

/// The bold head of an item: "**name**：..." or "**name：**...".
Span LeadOf(std::string_view text, Span item) {
  if (!StandsAt(text, item.begin, "**")) return {};
  const uint32_t begin = item.begin + 2;
  const size_t close = text.find("**", begin);
  if (close == std::string_view::npos || close >= item.end) return {};
  auto end = static_cast<uint32_t>(close);
  if (end > begin && text[end - 1] == ':') --end;
  if (end >= begin + 3 && StandsAt(text, end - 3, "：")) end -= 3;
  return {begin, end};
}

bool EndsEnglishSentence(std::string_view text, uint32_t at, uint32_t end) {
  const char c = text[at];
  if (c == '!' || c == '?') return at + 1 >= end || text[at + 1] == ' ';
  if (c != '.') return false;
  if (at + 1 < end && text[at + 1] != ' ' && text[at + 1] != '*' && text[at + 1] != ')') return false;
  uint32_t word = at;
  while (word > 0 && text[word - 1] != ' ' && text[word - 1] != '(') --word;
  const std::string_view before = text.substr(word, at - word);
  static constexpr std::array<std::string_view, 12> kAbbreviations = {"e.g", "i.e", "et", "al",  "vs",   "Fig",
                                                                      "Sec", "Dr",  "cf", "etc", "resp", "approx"};
  if (before != "etc" && std::find(kAbbreviations.begin(), kAbbreviations.end(), before) != kAbbreviations.end())
    return false;
  if (before.size() == 1 && IsUpper(before[0])) return false;
  uint32_t next = at + 1;
  while (next < end && text[next] == ' ') ++next;
  return next >= end || IsUpper(text[next]) || static_cast<unsigned char>(text[next]) >= 0x80 || IsDigit(text[next]) ||
         text[next] == '*' || text[next] == '(' || text[next] == '$' || text[next] == '\\';
}

/// What a sentence may end with, and parentheses.
constexpr ByteSet kEnds = {'(', ')', '.', '!', '?', 0xE3, 0xEF};

void CutSentences(std::string_view text, Span item, std::vector<Span>* sentences) {
  uint32_t begin = item.begin;
  int depth = 0;
  const auto close = [&](uint32_t end) {
    while (begin < end && text[begin] == ' ') ++begin;
    uint32_t last = end;
    while (last > begin && (text[last - 1] == ' ' || text[last - 1] == '\r')) --last;
    if (last > begin) sentences->push_back({begin, last});
    begin = end;
  };
  for (uint32_t at = kEnds.First(text, item.begin, item.end); at < item.end; at = kEnds.First(text, at, item.end)) {
    const uint32_t width = CharWidth(text, at);
    if (text[at] == '(' || StandsAt(text, at, "（")) ++depth;
    if (text[at] == ')' || StandsAt(text, at, "）")) depth = std::max(0, depth - 1);
    const bool chinese = StandsAt(text, at, "。") || StandsAt(text, at, "！") || StandsAt(text, at, "？") ||
                         (StandsAt(text, at, "；") && depth == 0);
    if ((chinese && depth == 0) || (depth == 0 && EndsEnglishSentence(text, at, item.end))) {
      uint32_t end = at + width;
      while (end < item.end && (StandsAt(text, end, "**") || StandsAt(text, end, "”"))) {
        end += StandsAt(text, end, "**") ? 2 : 3;
      }
      close(end);
      at = end;
      continue;
    }
    at += width;
  }
  close(item.end);
}

/// What closes the quotation that opens here; empty when none does.
std::string_view ClosingOf(std::string_view text, uint32_t at) {
  if (text[at] == '"') return "\"";
  if (StandsAt(text, at, "“")) return "”";
  if (StandsAt(text, at, "‘")) return "’";
  if (StandsAt(text, at, "「")) return "」";
  if (StandsAt(text, at, "《")) return "》";
  return {};
}

/// What FindMarks looks at: ends of lines, bold, parentheses and quotes.
constexpr ByteSet kFrames = {'\n', '"', '(', ')', '*', 0xE2, 0xE3, 0xEF};

void FindMarks(std::string_view text, Layout* layout) {
  uint32_t bold = 0, open = 0, quote = 0;
  bool in_bold = false;
  int depth = 0;
  std::string_view closing;
  const auto end = static_cast<uint32_t>(text.size());
  for (uint32_t at = kFrames.First(text, 0, end); at < end; at = kFrames.First(text, at, end)) {
    const uint32_t width = CharWidth(text, at);
    if (text[at] == '\n') {
      in_bold = false;
      depth = 0;
      closing = {};
    } else if (StandsAt(text, at, "**")) {
      if (in_bold && at > bold) layout->bolds.push_back({bold, at});
      in_bold = !in_bold;
      bold = at + 2;
      at += 2;
      continue;
    } else if (OneStandsAt(text, at, "(", "（") > 0) {
      if (depth++ == 0) open = at + width;
    } else if (depth > 0 && OneStandsAt(text, at, ")", "）") > 0) {
      if (--depth == 0) layout->parens.push_back({open, at});
    } else if (closing.empty()) {
      closing = ClosingOf(text, at);
      quote = at + width;
    } else if (text.substr(at, width) == closing) {
      if (at > quote) layout->quotes.push_back({quote, at});
      closing = {};
    }
    at += width;
  }
}

}  // namespace

uint32_t WideClauseMarkAt(std::string_view text, uint32_t at) {
  switch (text[at]) {
    case '\n':
    case ';':
    case '!':
    case '?':
      return 1;
    case ',':
    case ':':
    case '.':
      return at + 1 == text.size() || text[at + 1] == ' ' ? 1 : 0;
    default:
      break;
  }
  return OneStandsAt(text, at, "，", "。", "；", "：", "！", "？", "——", "…");
}

int Layout::SentenceAt(uint32_t at) const { return Holder(sentences, at); }
int Layout::ItemAt(uint32_t at) const { return Holder(items, at); }
int Layout::BoldAt(uint32_t at) const { return Holder(bolds, at); }
int Layout::QuoteAt(uint32_t at) const { return Holder(quotes, at); }
int Layout::ParenAt(uint32_t at) const { return Holder(parens, at); }

Layout LayOut(std::string_view text) {
  Layout layout;
  layout.items.reserve(8);
  layout.leads.reserve(8);
  layout.sentences.reserve(16);
  layout.bolds.reserve(8);
  layout.quotes.reserve(4);
  layout.parens.reserve(8);
  for (uint32_t at = 0; at < text.size();) {
    const auto end = static_cast<uint32_t>(std::min(text.find('\n', at), text.size()));
    const uint32_t begin = SkipBullet(text, at, end);
    if (begin < end) {
      const Span item{begin, end};
      layout.items.push_back(item);
      layout.leads.push_back(LeadOf(text, item));
      CutSentences(text, item, &layout.sentences);
    }
    at = end + 1;
  }
  FindMarks(text, &layout);
  return layout;
}

}  // namespace papergraph::extract
