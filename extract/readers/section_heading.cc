#include "extract/readers/section_heading.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "extract/readers/utf8.h"
#include "extract/text/ascii.h"
#include "extract/text/plain_text.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

struct HeadingWords {
  SectionKind kind;
  std::string_view words;  // folded
  bool loose = false;      // heads parts of sections, too
};

// Longer words first where one begins with another.
constexpr HeadingWords kHeadingWords[] = {
    {SectionKind::kDomain, "应用领域"},
    {SectionKind::kDomain, "研究领域"},
    {SectionKind::kDomain, "领域"},
    {SectionKind::kDomain, "applicationareas"},
    {SectionKind::kDomain, "applicationarea"},
    {SectionKind::kDomain, "applicationdomains"},
    {SectionKind::kDomain, "applicationdomain"},
    {SectionKind::kDomain, "applicationfields"},
    {SectionKind::kDomain, "applicationfield"},
    {SectionKind::kDomain, "fieldofapplication"},
    {SectionKind::kDomain, "researcharea"},
    {SectionKind::kDomain, "researchfield"},
    {SectionKind::kDomain, "domains"},
    {SectionKind::kDomain, "domain"},
    {SectionKind::kDomain, "field"},
    {SectionKind::kContribution, "一句话核心贡献"},
    {SectionKind::kContribution, "一句话总结"},
    {SectionKind::kContribution, "一句话贡献"},
    {SectionKind::kContribution, "核心贡献"},
    {SectionKind::kContribution, "主要贡献"},
    {SectionKind::kContribution, "onesentencecorecontribution"},
    {SectionKind::kContribution, "onesentencecontribution"},
    {SectionKind::kContribution, "onesentencesummary"},
    {SectionKind::kContribution, "corecontributioninonesentence"},
    {SectionKind::kContribution, "corecontributions"},
    {SectionKind::kContribution, "corecontribution"},
    {SectionKind::kContribution, "contributions"},
    {SectionKind::kContribution, "contribution"},
    {SectionKind::kContribution, "summary"},
    {SectionKind::kContribution, "tldr"},
    {SectionKind::kUsage, "使用指南"},
    {SectionKind::kUsage, "使用方法"},
    {SectionKind::kUsage, "使用说明"},
    {SectionKind::kUsage, "如何使用"},
    {SectionKind::kUsage, "usageguide"},
    {SectionKind::kUsage, "usageguidelines"},
    {SectionKind::kUsage, "userguide"},
    {SectionKind::kUsage, "howtouseit"},
    {SectionKind::kUsage, "howtouse"},
    {SectionKind::kUsage, "usage"},
    {SectionKind::kInnovation, "主要创新点"},
    {SectionKind::kInnovation, "核心创新点"},
    {SectionKind::kInnovation, "主要创新"},
    {SectionKind::kInnovation, "创新点"},
    {SectionKind::kInnovation, "keyinnovations"},
    {SectionKind::kInnovation, "keyinnovation"},
    {SectionKind::kInnovation, "maininnovations"},
    {SectionKind::kInnovation, "maininnovation"},
    {SectionKind::kInnovation, "innovations"},
    {SectionKind::kInnovation, "innovation"},
    {SectionKind::kInnovation, "novelty"},
    {SectionKind::kInnovation, "keyideas"},
    {SectionKind::kResults, "实验效果"},
    {SectionKind::kResults, "实验结果"},
    {SectionKind::kResults, "实验与结果"},
    {SectionKind::kResults, "experimentalresults"},
    {SectionKind::kResults, "experimentresults"},
    {SectionKind::kResults, "experimentaleffects"},
    {SectionKind::kResults, "experimentsandresults"},
    {SectionKind::kResults, "experiments"},
    {SectionKind::kResults, "evaluation"},
    {SectionKind::kResults, "results"},
    // Words that also head a part of a section: as sections they need #.
    {SectionKind::kDomain, "研究方向", true},
    {SectionKind::kDomain, "所属领域", true},
    {SectionKind::kDomain, "应用方向", true},
    {SectionKind::kDomain, "任务领域", true},
    {SectionKind::kDomain, "应用场景", true},
    {SectionKind::kDomain, "applications", true},
    {SectionKind::kDomain, "applicationscenarios", true},
    {SectionKind::kDomain, "researchareas", true},
    {SectionKind::kDomain, "researchfields", true},
    {SectionKind::kDomain, "researchtopic", true},
    {SectionKind::kDomain, "tasks", true},
    {SectionKind::kDomain, "area", true},
    {SectionKind::kContribution, "一句话概括", true},
    {SectionKind::kContribution, "一句话介绍", true},
    {SectionKind::kContribution, "一句话概述", true},
    {SectionKind::kContribution, "贡献", true},
    {SectionKind::kContribution, "论文概述", true},
    {SectionKind::kContribution, "内容概述", true},
    {SectionKind::kContribution, "概述", true},
    {SectionKind::kContribution, "简介", true},
    {SectionKind::kContribution, "摘要", true},
    {SectionKind::kContribution, "keycontributions", true},
    {SectionKind::kContribution, "maincontributions", true},
    {SectionKind::kContribution, "overview", true},
    {SectionKind::kContribution, "abstract", true},
    {SectionKind::kContribution, "atagglance", true},
    {SectionKind::kContribution, "inasentence", true},
    {SectionKind::kUsage, "方法概述", true},
    {SectionKind::kUsage, "方法介绍", true},
    {SectionKind::kUsage, "方法流程", true},
    {SectionKind::kUsage, "技术方案", true},
    {SectionKind::kUsage, "核心方法", true},
    {SectionKind::kUsage, "方法", true},
    {SectionKind::kUsage, "methodology", true},
    {SectionKind::kUsage, "methods", true},
    {SectionKind::kUsage, "method", true},
    {SectionKind::kUsage, "approach", true},
    {SectionKind::kUsage, "howitworks", true},
    {SectionKind::kUsage, "usageinstructions", true},
    {SectionKind::kUsage, "guide", true},
    {SectionKind::kInnovation, "核心创新", true},
    {SectionKind::kInnovation, "技术创新", true},
    {SectionKind::kInnovation, "创新之处", true},
    {SectionKind::kInnovation, "技术亮点", true},
    {SectionKind::kInnovation, "主要亮点", true},
    {SectionKind::kInnovation, "亮点", true},
    {SectionKind::kInnovation, "创新", true},
    {SectionKind::kInnovation, "highlights", true},
    {SectionKind::kInnovation, "whatisnew", true},
    {SectionKind::kInnovation, "technicalinnovations", true},
    {SectionKind::kResults, "实验分析", true},
    {SectionKind::kResults, "实验评估", true},
    {SectionKind::kResults, "实验表现", true},
    {SectionKind::kResults, "实验验证", true},
    {SectionKind::kResults, "性能表现", true},
    {SectionKind::kResults, "评测结果", true},
    {SectionKind::kResults, "评估结果", true},
    {SectionKind::kResults, "主要结果", true},
    {SectionKind::kResults, "实验", true},
    {SectionKind::kResults, "结果", true},
    {SectionKind::kResults, "keyresults", true},
    {SectionKind::kResults, "mainresults", true},
    {SectionKind::kResults, "experiment", true},
    {SectionKind::kResults, "performance", true},
    {SectionKind::kResults, "experimentalevaluation", true},
    {SectionKind::kResults, "evaluationresults", true},
    {SectionKind::kResults, "empiricalresults", true},
    {SectionKind::kResults, "findings", true},
};

bool IsHeadingMark(char c) { return c == '#' || c == '*' || c == '_' || c == ' ' || c == '\t' || c == '`'; }

/// A code point that ends or surrounds a number: . 、 ． ： : ） ) （ ( 】 [ ...
bool IsNumberMark(uint32_t code) {
  static constexpr uint32_t kNumberMarks[] = {'.',    ')',    '(',    ':',    '[',    ']',    0x3001,
                                              0xFF0E, 0xFF1A, 0xFF09, 0xFF08, 0x3010, 0x3011, 0x3002};
  return std::find(std::begin(kNumberMarks), std::end(kNumberMarks), code) != std::end(kNumberMarks);
}

bool IsNumberCharacter(uint32_t code) {
  static constexpr std::u32string_view kChinese = U"一二三四五六七八九十第壹贰叁肆伍";
  return (code >= '0' && code <= '9') || (code >= 0xFF10 && code <= 0xFF19) || (code >= 0x2460 && code <= 0x2473) ||
         (code >= 0x2160 && code <= 0x216B) || kChinese.find(static_cast<char32_t>(code)) != std::u32string_view::npos;
}

/// Where the words begin after "1. ", "（一）", "②", "IV. "; `at` when there is no number. A number needs a mark behind
/// it unless it is a circled one or a '#' stands before the line: "一句话核心贡献" begins with no number.
size_t AfterNumber(std::string_view line, size_t at) {
  size_t i = at;
  bool digits = false, mark = false, circled = false;
  while (i < line.size()) {
    size_t length = 1;
    const uint32_t code = CodePointAt(line, i, length);
    const bool roman = !digits && !mark && (code == 'I' || code == 'V' || code == 'X');
    if (roman) {
      const size_t stop = std::min(line.find_first_not_of("IVX", i), line.size());
      if (stop >= line.size() || line[stop] != '.') break;
      i = stop;
      digits = true;
      continue;
    }
    if (!IsNumberMark(code) && ((mark && digits) || !IsNumberCharacter(code))) break;
    circled |= code >= 0x2460 && code <= 0x2473;
    digits |= IsNumberCharacter(code);
    mark |= digits && IsNumberMark(code);
    i += length;
  }
  return digits && (mark || circled) ? i : at;
}

size_t SkipMarks(std::string_view line, size_t at) {
  while (at < line.size() && IsHeadingMark(line[at])) ++at;
  return at;
}

/// Bytes of `line` from `at` on that spell `words` after folding (blanks and hyphens between letters do not count); 0
/// when they do not.
size_t SpelledLength(std::string_view line, size_t at, std::string_view words) {
  size_t matched = 0, i = at;
  while (i < line.size() && matched < words.size()) {
    const char c = Lower(line[i]);
    if (c == words[matched]) {
      ++matched;
      ++i;
    } else if (matched > 0 && (c == ' ' || c == '-' || c == '&')) {
      ++i;
    } else if (matched > 0 && c == ';') {
      ++i;  // "TL;DR"
    } else {
      return 0;
    }
  }
  return matched == words.size() ? i - at : 0;
}

/// Behind "(Application Area)", "/Application Area", "（…）".
size_t AfterGloss(std::string_view line, size_t at) {
  size_t i = SkipMarks(line, at);
  const std::string_view rest = line.substr(i);
  const bool wide = rest.starts_with("（");
  if (rest.starts_with("(") || wide) {
    const size_t close = std::min(line.find(')', i), line.find("）", i));
    if (close == std::string_view::npos) return at;
    return close + (line[close] == ')' ? 1 : std::string_view("）").size());
  }
  if (rest.starts_with("/") || rest.starts_with("|")) {
    while (i < line.size() && line[i] != ':' && line[i] != '*' && line.substr(i, 3) != "：") ++i;
    return i;
  }
  return at;
}

std::optional<SectionHeading> ReadAsWritten(std::string_view line) {
  const size_t indent = line.find_first_not_of(' ');
  if (indent == std::string_view::npos || indent > 3) return std::nullopt;
  SectionHeading heading;
  size_t at = indent;
  while (line.substr(at).starts_with("> ")) at += 2;  // quoted
  const size_t from = at;
  while (at < line.size() && line[at] == '#') ++at;
  heading.depth = static_cast<int>(at - from);
  const std::string_view lead = line.substr(at);
  if (heading.depth == 0 &&
      (lead.starts_with("* ") || lead.starts_with("- ") || lead.starts_with("+ ") || lead.starts_with("*\t"))) {
    return std::nullopt;
  }
  at = SkipMarks(line, at);
  bool bold = line.substr(from).starts_with("**") || line.substr(0, at).ends_with("**");
  const size_t numbered = AfterNumber(line, at);
  const bool has_number = numbered != at;
  at = SkipMarks(line, numbered);
  bold |= at >= 2 && line.substr(at - 2, 2) == "**";
  if (heading.depth == 0 && !has_number && !bold) return std::nullopt;  // words alone are no heading
  for (const HeadingWords& known : kHeadingWords) {
    const size_t length = SpelledLength(line, at, known.words);
    if (length == 0) continue;
    size_t after = AfterGloss(line, at + length);
    const size_t close = after;
    after = SkipMarks(line, after);
    const bool colon = after < line.size() && (line[after] == ':' || line.substr(after, 3) == "：");
    if (after < line.size() && !colon) continue;
    if (heading.depth == 0 && known.loose) continue;
    if (heading.depth == 0 && !has_number && after < line.size() &&
        line.substr(close, after - close).find("**") == std::string_view::npos &&
        SkipMarks(line, after + (line[after] == ':' ? 1 : 3)) < line.size()) {
      continue;
    }
    heading.kind = known.kind;
    heading.loose = known.loose;
    heading.heading = line.substr(at, close - at);
    heading.text_from = colon ? SkipMarks(line, after + (line[after] == ':' ? 1 : 3)) : line.size();
    return heading;
  }
  if (heading.depth == 0) return std::nullopt;
  heading.heading = line.substr(at);
  while (!heading.heading.empty() && IsHeadingMark(heading.heading.back())) heading.heading.pop_back();
  heading.text_from = line.size();
  return heading;
}

/// "*   words": no heading, in whatever way the words are read.
bool OpensItem(std::string_view line) {
  const size_t mark = line.find_first_not_of(' ');
  if (mark == std::string_view::npos || mark + 1 >= line.size()) return false;
  const bool bullet = line[mark] == '*' || line[mark] == '-' || line[mark] == '+';
  return bullet && line[mark + 1] == ' ';
}

}  // namespace

std::optional<SectionHeading> ReadSectionHeading(std::string_view line) {
  if (OpensItem(line)) return std::nullopt;
  std::optional<SectionHeading> heading = ReadAsWritten(line);
  if (heading && heading->kind != SectionKind::kOther) return heading;
  const std::optional<PlainText> plain = ReadPlain(line, false);  // "### 🎯 1. 應用領域"
  if (!plain) return heading;
  std::optional<SectionHeading> read = ReadAsWritten(plain->text);
  if (!read || read->kind == SectionKind::kOther) return heading;
  read->text_from = plain->WrittenBegin(static_cast<uint32_t>(read->text_from));
  return read;
}

}  // namespace papergraph::extract
