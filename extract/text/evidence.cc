#include "extract/text/evidence.h"

#include <algorithm>

namespace papergraph::extract {
namespace {

size_t CodePoints(std::string_view text) {
  return static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

// `bytes` of `text`, or its first kLongestEvidence code points.
Span Shortened(std::string_view text, Span bytes) {
  size_t seen = 0;
  for (uint32_t at = bytes.begin; at < bytes.end; ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && seen++ == kLongestEvidence) return {bytes.begin, at};
  }
  return bytes;
}

}  // namespace

Evidence EvidenceFor(const TextView& view, Span mention) {
  const std::string_view text = view.text;
  const std::string_view written = view.passage->text;
  const auto fits = [&](Span s) {
    const Span bytes = view.WrittenAt(s);
    return bytes.end - bytes.begin <= kLongestEvidence ||
           CodePoints(written.substr(bytes.begin, bytes.end - bytes.begin)) <= kLongestEvidence;
  };
  Span span = mention;
  const int sentence = view.layout.SentenceAt(mention.begin);
  if (sentence >= 0) {
    span = view.layout.sentences[static_cast<size_t>(sentence)];
    span.end = std::max(span.end, mention.end);
  }
  // A text without sentence ends: only the surroundings can become evidence.
  constexpr uint32_t kReach = 4 * kLongestEvidence;
  const auto character = [&](uint32_t at) {
    while (at > 0 && at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) --at;
    return at;
  };
  if (mention.begin - span.begin > kReach) span.begin = character(mention.begin - kReach);
  if (span.end > mention.end + kReach) span.end = character(mention.end + kReach);
  if (!fits(span)) {
    // Grow from the mention, clause by clause, first to the left: what is said of it mostly stands before it.
    Span window = mention;
    const auto left = [&](uint32_t from) {
      for (uint32_t at = from; at > span.begin;) {
        --at;
        if ((static_cast<unsigned char>(text[at]) & 0xC0) == 0x80) continue;
        const uint32_t mark = ClauseMarkAt(text, at);
        if (mark > 0 && at + mark < from) return at + mark;
      }
      return span.begin;
    };
    const auto right = [&](uint32_t from) {
      for (uint32_t at = from; at < span.end; at += CharWidth(text, at)) {
        const uint32_t mark = ClauseMarkAt(text, at);
        if (mark > 0) return std::min(at + mark, span.end);
      }
      return span.end;
    };
    bool grown = true;
    while (grown) {
      grown = false;
      if (const uint32_t begin = left(window.begin); begin < window.begin && fits({begin, window.end})) {
        window.begin = begin;
        grown = true;
      }
      if (const uint32_t end = right(window.end); end > window.end && fits({window.begin, end})) {
        window.end = end;
        grown = true;
      }
    }
    span = window;
    while (span.begin < mention.begin && text[span.begin] == ' ') ++span.begin;
  }
  Evidence evidence;
  const Span bytes = Shortened(written, view.WrittenAt(span));  // the mention alone can be longer
  evidence.text = std::string(written.substr(bytes.begin, bytes.end - bytes.begin));
  evidence.start = view.passage->SourceOffset(bytes.begin);
  evidence.end = view.passage->SourceOffset(bytes.end);
  evidence.section = view.passage->kind;
  return evidence;
}

}  // namespace papergraph::extract
