#include "extract/readers/own_words.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "extract/readers/utf8.h"
#include "extract/text/ascii.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

constexpr size_t kShortest = 40;  // bytes; "good work", "Accepted to CVPR 2026!" say nothing of the paper

size_t CountAll(std::string_view text, std::string_view part) {
  size_t count = 0;
  for (size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + part.size())) ++count;
  return count;
}

size_t CountPresent(std::string_view text, std::initializer_list<std::string_view> parts) {
  return static_cast<size_t>(
      std::count_if(parts.begin(), parts.end(), [&](auto part) { return text.find(part) != std::string_view::npos; }));
}

/// "Title One (2025) Title Two (2025) ...": other papers.
bool IsListOfPapers(std::string_view text) {
  size_t years = 0;
  for (size_t at = text.find("(20"); at != std::string_view::npos; at = text.find("(20", at + 1)) {
    const auto rest = text.substr(at, 6);
    years += rest.size() == 6 && rest[5] == ')' && IsDigit(rest[3]) && IsDigit(rest[4]);
  }
  return years >= 4;
}

/// Somebody, or something, that tells about the paper from outside.
bool IsFromOutside(std::string_view lower) {
  return CountPresent(lower, {"automated message",
                              "librarian bot",
                              "recommended by the semantic scholar",
                              "breakdown of this paper",
                              "arxivlens",
                              "arxiv lens",
                              "arxivexplained",
                              "arxiv explained",
                              "similar papers recommended",
                              "curious if ",
                              "curious whether ",
                              "curious how ",
                              "curious about ",
                              "has anyone ",
                              "we've hit ",
                              "we've seen ",
                              "super refreshing",
                              "great paper",
                              "this reminds me",
                              "i keep wondering",
                              "i wonder ",
                              "have you tried",
                              "have you considered",
                              "did the authors",
                              "do the authors",
                              "would be interesting to see",
                              "very cool ",
                              "i am not affiliated",
                              "my take",
                              "my summary",
                              "i've been ",
                              "i have been ",
                              "i've built",
                              "i think ",
                              "in my opinion",
                              "my own work",
                              "my framework",
                              "been making waves",
                              "i'm curious"}) > 0;
}

bool IsReadme(std::string_view text, std::string_view lower) {
  const size_t commands =
      CountPresent(lower, {"pip install", "git clone", "conda create", "conda env", "conda activate", "npm install",
                           "docker run", "from transformers import", "huggingface-cli", "bash scripts/", "python train",
                           "python main", "requirements.txt", "environment.yaml"});
  const size_t headings =
      CountPresent(lower, {"quick start", "quickstart", "installation", "table of contents", "getting started",
                           "how to use", "usage", "license", "citation", "acknowledg", "news", "prerequisites",
                           "repository structure", "project structure", "contributing", "changelog", "tags:"});
  const size_t code =
      std::min<size_t>(2, CountAll(text, "```")) + CountPresent(lower, {"@article{", "@misc{", "@inproceedings{"});
  return commands >= 2 || (commands >= 1 && headings >= 1) || code >= 2 || (code >= 1 && headings >= 1) ||
         headings >= 4;
}

struct PostSigns {
  size_t pictures = 0;  // emoji and the like
  size_t handles = 0;   // @name, #topic
};

PostSigns SignsOf(std::string_view text) {
  PostSigns signs;
  for (size_t at = 0, length = 1; at < text.size(); at += length) {
    const uint32_t code = CodePointAt(text, at, length);
    signs.pictures += (code >= 0x1F300 && code <= 0x1FAFF) || (code >= 0x2600 && code <= 0x27BF) || code == 0x2B50;
    if (code != '@' && code != '#') continue;
    const bool opens = at == 0 || text[at - 1] == ' ' || text[at - 1] == '(' || text[at - 1] == '\n';
    const size_t name = at + 1 < text.size() && text[at + 1] == ' ' && code == '@' ? at + 2 : at + 1;
    const bool names = name < text.size() && IsAlnum(text[name]) && !IsDigit(text[name]);
    signs.handles += opens && names;
  }
  return signs;
}

bool IsPost(std::string_view text, std::string_view lower) {
  const PostSigns signs = SignsOf(text);
  size_t score = std::min<size_t>(signs.pictures, 3) / 2 + std::min<size_t>(signs.pictures, 1) +
                 std::min<size_t>(signs.handles, 2);
  score += 2 * std::min<size_t>(1, CountPresent(lower, {"tweet", "x.com/", "twitter.com/", "lnkd.in/", "🧵",
                                                        "x thread", "explainer thread"}));
  score += std::min<size_t>(
      2, CountPresent(
             lower, {"check out",   "check it out", "excited to",       "thrilled",       "thanks for", "thank you",
                     "great work",  "nice work",    "interesting work", "great paper",    "congrat",    "feel free",
                     "welcome to",  "amazing",      "awesome work",     "stay tuned",     "follow us",  "star us",
                     "upvote",      "let us know",  "would love",       "happy to share", "proud to",   "come and see",
                     "hi everyone", "hi all",       "ever wonder",      "imagine if",     "!!"}));
  // A long text with the odd picture is an abstract that somebody decorated.
  return score >= (text.size() > 900 ? 4u : 3u) || (score == 2 && text.size() < 300);
}

/// Cuts links with their labels out of [0, text.size()).
std::vector<std::pair<size_t, size_t>> BetweenLinks(std::string_view text) {
  std::vector<std::pair<size_t, size_t>> kept;
  size_t from = 0;
  for (size_t at = text.find("http"); at != std::string_view::npos; at = text.find("http", at + 1)) {
    if (at < from || !(text.substr(at).starts_with("http://") || text.substr(at).starts_with("https://"))) continue;
    const size_t stop = std::min(text.find_first_of(" \n\t\r<>\"", at), text.size());
    // "💻 Code:", "Project Page:": back over a label of at most four words that ends in a colon.
    size_t cut = at;
    size_t label = text.find_last_not_of(" \n\t[(", at == 0 ? 0 : at - 1);
    const bool wide = label != std::string_view::npos && label >= 2 && text.substr(label - 2, 3) == "：";
    if (wide) label -= 2;  // where it begins
    if (at > from && label != std::string_view::npos && label >= from && (text[label] == ':' || wide)) {
      int words = 0;
      size_t back = label;
      while (back > from && words < 4) {
        const char before = text[back - 1];
        if (before == ' ' || before == '\n') ++words;
        if (before == '.' || before == ',' || before == ';' || before == '!' || before == '?') break;
        --back;
      }
      cut = words >= 4 ? label : back;
    }
    if (cut > from) kept.emplace_back(from, cut);
    from = stop;
    at = stop == 0 ? 0 : stop - 1;
  }
  if (from < text.size()) kept.emplace_back(from, text.size());
  return kept;
}

}  // namespace

std::vector<std::pair<size_t, size_t>> OwnWords(std::string_view text, std::string_view title) {
  const std::string folded = FoldName(text), folded_title = FoldName(title);
  if (text.size() < kShortest || folded == folded_title || folded_title.find(folded) != std::string::npos) return {};
  const std::string lower = Lower(text);
  if (IsFromOutside(lower) || IsListOfPapers(text) || IsReadme(text, lower) || IsPost(text, lower)) return {};
  std::vector<std::pair<size_t, size_t>> kept;
  for (auto [from, to] : BetweenLinks(text)) {
    while (from < to && (text[from] == ' ' || text[from] == '\n' || text[from] == '\t' || text[from] == '\r')) ++from;
    while (to > from && (text[to - 1] == ' ' || text[to - 1] == '\n' || text[to - 1] == '\t' || text[to - 1] == '\r'))
      --to;
    if (to - from >= kShortest) kept.emplace_back(from, to);
  }
  return kept;
}

std::string OneLine(std::string_view text) {
  std::string line;
  for (const char c : text) {
    const bool blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (!blank) line.push_back(c);
    if (blank && !line.empty() && line.back() != ' ') line.push_back(' ');
  }
  while (line.ends_with(' ')) line.pop_back();
  return line;
}

std::string AbstractOf(const std::vector<Passage>& passages) {
  std::string abstract;
  for (const Passage& passage : passages) {
    if (passage.kind == SectionKind::kAbstract) abstract += passage.text + '\n';
  }
  return OneLine(abstract);
}

}  // namespace papergraph::extract
