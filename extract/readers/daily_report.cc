#include "extract/readers/daily_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "extract/readers/readers.h"
#include "extract/readers/section_heading.h"
#include "extract/readers/utf8.h"
#include "extract/text/ascii.h"
#include "extract/text/plain_text.h"
#include "extract/text/trim.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kPage = "\xF0\x9F\x93\x84";  // 📄

struct Line {
  size_t start = 0, end = 0;  // without the newline
};

/// The next line from `at` on; false at the end.
bool NextLine(std::string_view bytes, size_t& at, Line& line) {
  if (at >= bytes.size()) return false;
  line.start = at;
  line.end = std::min(bytes.find('\n', at), bytes.size());
  at = line.end + 1;
  if (line.end > line.start && bytes[line.end - 1] == '\r') --line.end;
  return true;
}

/// Where the title of a "## 📄 title" heading begins in the line; npos when it is no such heading.
size_t TitleIn(std::string_view line) {
  const size_t depth = std::min(line.find_first_not_of('#'), line.size());
  if (depth == 0) return std::string_view::npos;
  const size_t mark = std::min(line.find_first_not_of(" \t", depth), line.size());
  if (!line.substr(mark).starts_with(kPage)) return std::string_view::npos;
  size_t title = mark + kPage.size();
  if (line.substr(title).starts_with("\xEF\xB8\x8F")) title += 3;  // variation selector
  return std::min(line.find_first_not_of(" \t", title), line.size());
}

/// "2026-01-30" in a line that speaks of a date.
std::string DateIn(std::string_view line) {
  const auto digit = [&](size_t i) { return i < line.size() && IsDigit(line[i]); };
  for (size_t i = 0; i + 10 <= line.size(); ++i) {
    if (digit(i) && digit(i + 1) && digit(i + 2) && digit(i + 3) && line[i + 4] == '-' && digit(i + 5) &&
        digit(i + 6) && line[i + 7] == '-' && digit(i + 8) && digit(i + 9) && !digit(i + 10)) {
      return std::string(line.substr(i, 10));
    }
  }
  return {};
}

/// The first link of a line, without the Markdown around it.
std::string LinkIn(std::string_view line) {
  const size_t from = line.find("http");
  if (from == std::string_view::npos) return {};
  return std::string(line.substr(from, line.find_first_of(" \t)>]*", from) - from));
}

/// Markdown's marks taken away, blanks run together: what a person would read.
std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : text) {
    if (c == '*' || c == '`') continue;
    const bool blank = c == ' ' || c == '\t' || c == '\r' || c == '\n';
    if (!blank) plain.push_back(c);
    if (blank && !plain.empty() && plain.back() != ' ') plain.push_back(' ');
  }
  while (plain.ends_with(' ')) plain.pop_back();
  return plain;
}

/// The first paragraph, without a bullet before it.
std::string FirstParagraph(std::string_view text) {
  std::string_view paragraph = text.substr(0, text.find("\n\n"));
  paragraph = Trimmed(paragraph);
  for (const std::string_view bullet : {"* ", "- ", "> ", "• "}) {
    if (paragraph.starts_with(bullet)) paragraph.remove_prefix(bullet.size());
  }
  return Plain(paragraph);
}

bool IsRule(std::string_view line) {
  line = Trimmed(line);
  return line.size() >= 3 && line.find_first_not_of(line[0]) == std::string_view::npos &&
         (line[0] == '=' || line[0] == '-' || line[0] == '*' || line[0] == '_');
}

/// "- **链接**: https://…" and its kin: about the report, not the paper.
bool IsAboutTheSource(std::string_view line) {
  static constexpr std::string_view kLabels[] = {"链接", "鏈接", "連結", "阅读来源", "閱讀來源", "来源",
                                                 "來源", "Link", "URL",  "Source",   "Read from"};
  const size_t at = line.find_first_not_of(" -*+\t");
  if (at == std::string_view::npos) return false;
  return std::any_of(std::begin(kLabels), std::end(kLabels),
                     [&](auto label) { return line.substr(at).starts_with(label); });
}

/// Takes "论文分析报告：" from the front and "研究报告" from the back of a second title: the report speaks of itself
/// there.
std::string_view WithoutReportWords(std::string_view title) {
  static constexpr std::string_view kBefore[] = {"论文阅读报告", "论文分析报告", "论文研读报告",
                                                 "论文研究报告", "论文解读报告", "论文报告",
                                                 "论文研报",     "研究报告",     "论文解读"};
  for (const std::string_view word : kBefore) {
    if (title.starts_with(word)) {
      title.remove_prefix(word.size());
      for (const std::string_view colon : {":", "："}) {
        if (title.starts_with(colon)) title.remove_prefix(colon.size());
      }
    }
    if (title.ends_with(word)) title.remove_suffix(word.size());
    title = Trimmed(title);
  }
  return title;
}

/// Reads the lines of one paper.
/// The words of a heading "# 💡 论文报告：title" that are the title; a part of `line`.
std::string_view SecondTitle(std::string_view line) {
  const std::optional<PlainText> plain = ReadPlain(line, false);
  const std::string_view read = plain ? std::string_view(plain->text) : line;
  const std::string_view title =
      WithoutReportWords(Trimmed(read.substr(std::min(read.find_first_not_of("# "), read.size()))));
  if (!plain || title.empty()) return title;
  const auto begin = static_cast<uint32_t>(title.data() - read.data());
  const uint32_t from = plain->WrittenBegin(begin), to = plain->WrittenEnd(begin + static_cast<uint32_t>(title.size()));
  return line.substr(from, to - from);
}

class PaperReader {
 public:
  PaperReader(std::string_view bytes, PaperText& paper) : bytes_(bytes), paper_(paper) {}

  void Read(size_t from, size_t to) {
    Line line;
    size_t at = from;
    NextLine(bytes_, at, line);
    const std::string_view head = bytes_.substr(line.start, line.end - line.start);
    const std::string_view title = Trimmed(head.substr(TitleIn(head)));
    paper_.title = Plain(title);
    Add(SectionKind::kTitle, {}, title);
    const std::string_view part = bytes_.substr(0, to);
    while (NextLine(part, at, line)) ReadLine(line);
    Close(to);
    for (const Passage& passage : paper_.passages) {
      if (passage.kind == SectionKind::kContribution && paper_.summary.empty())
        paper_.summary = FirstParagraph(passage.text);
    }
  }

 private:
  void ReadLine(const Line& line) {
    const std::string_view text = bytes_.substr(line.start, line.end - line.start);
    const auto heading = ReadSectionHeading(text);
    const bool known = heading && heading->kind != SectionKind::kOther &&
                       (!heading->loose || !open_ || depth_ == 0 || heading->depth <= depth_);
    if (known || (heading && open_ && heading->depth <= depth_)) {
      Close(line.start);
      open_ = true;
      depth_ = known || heading->depth > 0 ? heading->depth : depth_;
      kind_ = heading->kind;
      heading_ = heading->heading;
      text_from_ = line.start + heading->text_from;
    } else if (!open_) {
      ReadPreamble(text, heading.has_value());
    }
  }

  /// Between title and first section.
  void ReadPreamble(std::string_view text, bool heading) {
    if (paper_.url.empty() && !PaperIdInLink(text).empty()) paper_.url = LinkIn(text);
    if (heading) {
      const std::string_view again = SecondTitle(text);
      if (paper_.passages.empty() || PlainForm(again) != PlainForm(paper_.passages.front().text))
        Add(SectionKind::kTitle, {}, again);
    } else if (!Trimmed(text).empty() && !IsRule(text) && !IsAboutTheSource(text) &&
               text.find("http") == std::string_view::npos) {
      Add(SectionKind::kOther, {}, Trimmed(text));
    }
  }

  /// Ends the open section before byte `end`.
  void Close(size_t end) {
    if (!open_) return;
    std::string_view text = Trimmed(bytes_.substr(text_from_, end - text_from_));
    while (!text.empty()) {
      const size_t last = text.rfind('\n');
      const std::string_view tail = last == std::string_view::npos ? text : text.substr(last + 1);
      if (!IsRule(tail)) break;
      text = Trimmed(text.substr(0, text.size() - tail.size()));
    }
    Add(kind_, heading_, text);
  }

  /// `text` lies in the source.
  void Add(SectionKind kind, std::string heading, std::string_view text) {
    if (text.empty()) return;
    Passage passage;
    passage.kind = kind;
    passage.heading = std::move(heading);
    passage.text = text;
    passage.start = static_cast<uint64_t>(text.data() - bytes_.data());
    paper_.passages.push_back(std::move(passage));
  }

  std::string_view bytes_;
  PaperText& paper_;
  bool open_ = false;
  int depth_ = 0;
  SectionKind kind_ = SectionKind::kOther;
  std::string heading_;
  size_t text_from_ = 0;
};

std::vector<size_t> HeadsOf(std::string_view bytes) {
  std::vector<size_t> heads;
  for (size_t at = bytes.find(kPage); at != std::string_view::npos; at = bytes.find(kPage, at)) {
    const size_t start = bytes.rfind('\n', at) + 1;  // npos + 1 is 0
    Line line;
    at = start;
    NextLine(bytes, at, line);
    if (TitleIn(bytes.substr(line.start, line.end - line.start)) != std::string_view::npos) heads.push_back(line.start);
  }
  return heads;
}

}  // namespace

bool IsDailyReport(std::string_view bytes) {
  if (!HeadsOf(bytes).empty()) return true;
  const size_t at = bytes.find('#');
  if (at == std::string_view::npos || !Trimmed(bytes.substr(0, at)).empty()) return false;
  const std::string_view first = bytes.substr(at, bytes.find('\n', at) - at);
  return first.find("Papers Report") != std::string_view::npos || first.find("日报") != std::string_view::npos;
}

void ReadDailyReport(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics) {
  std::vector<size_t> heads = HeadsOf(bytes);
  if (heads.empty()) {
    diagnostics.push_back({{}, 0, 0, "a daily report without papers; expected headings like \"## 📄 title\"", true});
    return;
  }
  std::string date;
  Line line;
  for (size_t at = 0; at < heads.front() && date.empty() && NextLine(bytes, at, line);) {
    date = DateIn(bytes.substr(line.start, line.end - line.start));
  }
  if (date.empty()) {
    diagnostics.push_back(
        {{}, 0, 0, "no date at the head of the report; expected a line like \"**Date**: 2026-01-30\"", false});
  }
  heads.push_back(bytes.size());
  for (size_t i = 0; i + 1 < heads.size(); ++i) {
    const std::string_view own = bytes.substr(heads[i], heads[i + 1] - heads[i]);
    if (const size_t bad = FirstInvalidUtf8(own); bad < own.size()) {
      diagnostics.push_back({{},
                             heads[i] + bad,
                             0,
                             fmt::format("0x{:02x} is not UTF-8; convert the file to UTF-8 and read it again",
                                         static_cast<unsigned char>(own[bad])),
                             true,
                             0,
                             true});
      continue;
    }
    PaperText paper;
    paper.id = PaperIdInLink(bytes.substr(heads[i], heads[i + 1] - heads[i]));
    paper.date = date;
    PaperReader(bytes, paper).Read(heads[i], heads[i + 1]);
    if (paper.id.empty() || paper.title.empty()) {
      diagnostics.push_back({{},
                             heads[i],
                             0,
                             paper.title.empty()
                                 ? std::string("a paper without a title; expected \"## 📄 title\"")
                                 : fmt::format("the paper \"{}\" has no id; expected a line like \"- **链接**: "
                                               "https://huggingface.co/papers/2601.22628\" below its heading",
                                               paper.title),
                             true,
                             0,
                             true});
      continue;
    }
    document.papers.push_back(std::move(paper));
  }
}

}  // namespace papergraph::extract
