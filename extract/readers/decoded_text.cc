#include "extract/readers/decoded_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

bool IsTextBlank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

/// Commands that only say how letters look.
constexpr std::string_view kLooks[] = {"textbf", "textit", "texttt", "textsc", "textsf",    "textrm", "emph",
                                       "mathbf", "mathrm", "mathit", "text",   "underline", "mbox"};

}  // namespace

void DecodedText::Drift(uint64_t source) {
  if (passage_.text.empty()) {
    passage_.start = source;
  } else if (passage_.SourceOffset(passage_.text.size()) != source) {
    passage_.breaks.emplace_back(static_cast<uint32_t>(passage_.text.size()), source);
  }
}

void DecodedText::Put(char c, uint64_t source) {
  if (std::exchange(blank_, false)) {
    Drift(blank_at_);
    passage_.text.push_back(' ');
  }
  Drift(source);
  passage_.text.push_back(c);
}

void DecodedText::Append(std::string_view text, uint64_t from, uint64_t to) {
  const bool in_step = text.size() == to - from;
  for (size_t i = 0; i < text.size(); ++i) {
    const uint64_t source = from + i;
    if (!IsTextBlank(text[i])) {
      Put(text[i], source);
      end_ = in_step ? source + 1 : to;
    } else if (!passage_.text.empty() && !blank_) {
      blank_ = true;
      blank_at_ = source;
    }
  }
}

Passage DecodedText::Take(SectionKind kind) {
  if (!passage_.text.empty()) Drift(end_);
  passage_.kind = kind;
  return std::move(passage_);
}

Passage PartOf(const Passage& passage, size_t from, size_t to) {
  Passage part;
  part.kind = passage.kind;
  part.text = passage.text.substr(from, to - from);
  part.start = passage.SourceOffset(from);
  for (const auto& [offset, source] : passage.breaks) {
    if (offset > from && offset <= to) part.breaks.emplace_back(offset - static_cast<uint32_t>(from), source);
  }
  return part;
}

Passage WithoutTex(const Passage& passage) {
  const std::string_view text = passage.text;
  DecodedText out;
  std::vector<bool> braces;  // of those that are open: does it belong to a mark that is left out?
  const auto keep = [&](size_t at, size_t size) {
    for (size_t i = at; i < at + size; ++i)
      out.Append(text.substr(i, 1), passage.SourceOffset(i), passage.SourceOffset(i + 1));
  };
  for (size_t at = 0; at < text.size();) {
    const char c = text[at];
    const char next = at + 1 < text.size() ? text[at + 1] : '\0';
    if (c == '\\' && next != '\0' && std::string_view("%&_#$").find(next) != std::string_view::npos) {
      keep(at + 1, 1);
      at += 2;
    } else if (c == '\\' && IsLetter(next)) {
      size_t end = at + 1;
      while (end < text.size() && IsLetter(text[end])) ++end;
      const std::string_view command = text.substr(at + 1, end - at - 1);
      if (command == "times") {
        out.Append("×", passage.SourceOffset(at), passage.SourceOffset(end));
        at = end;
      } else if (end < text.size() && text[end] == '{' &&
                 std::find(std::begin(kLooks), std::end(kLooks), command) != std::end(kLooks)) {
        braces.push_back(true);
        at = end + 1;
      } else {
        keep(at, end - at);
        at = end;
      }
    } else if (c == '$') {
      ++at;
    } else if (c == '{') {
      braces.push_back(false);
      keep(at++, 1);
    } else if (c == '}' && !braces.empty()) {
      if (!braces.back()) keep(at, 1);
      braces.pop_back();
      ++at;
    } else {
      keep(at++, 1);
    }
  }
  Passage result = out.Take(passage.kind);
  result.heading = passage.heading;
  return result;
}

}  // namespace papergraph::extract
