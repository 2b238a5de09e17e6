#include "extract/mentions/abbreviation.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "extract/text/ascii.h"

namespace papergraph::extract {
namespace {

std::string LowerLetters(std::string_view text) {
  std::string letters;
  for (const char c : text) {
    if (IsAlnum(c)) letters += Lower(c);
  }
  return letters;
}

std::vector<std::string_view> Words(std::string_view text) {
  std::vector<std::string_view> words;
  size_t begin = 0;
  for (size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && IsAlnum(text[i])) continue;
    if (i > begin) words.push_back(text.substr(begin, i - begin));
    begin = i + 1;
  }
  return words;
}

bool IsSmall(std::string_view word) {
  static constexpr std::array<std::string_view, 14> kSmall = {"of", "and", "the", "for", "with", "in",   "on",
                                                              "to", "a",   "an",  "by",  "via",  "from", "as"};
  return std::find(kSmall.begin(), kSmall.end(), word) != kSmall.end();
}

/// Matches the rest of the letters from the rest of the words; a word gives its first letter and any further ones in
/// order.
bool Match(const std::string& brief, size_t letter, const std::vector<std::string_view>& words, size_t word,
           int skipped) {
  if (letter == brief.size()) {
    for (size_t w = word; w < words.size(); ++w) skipped += IsSmall(words[w]) ? 0 : 1;
    return skipped == 0;
  }
  if (word == words.size()) return false;
  if (Lower(words[word][0]) == brief[letter]) {
    size_t taken = letter + 1;
    if (Match(brief, taken, words, word + 1, skipped)) return true;
    size_t inner = 1;
    while (taken < brief.size()) {
      while (inner < words[word].size() && Lower(words[word][inner]) != brief[taken]) ++inner;
      if (inner == words[word].size()) break;
      ++inner;
      ++taken;
      if (Match(brief, taken, words, word + 1, skipped)) return true;
    }
  }
  return IsSmall(words[word]) && Match(brief, letter, words, word + 1, skipped);
}

}  // namespace

bool Abbreviates(std::string_view brief, std::string_view full) {
  std::string letters = LowerLetters(brief);
  const std::vector<std::string_view> words = Words(full);
  if (letters.size() < 2 || letters.size() > 12 || words.size() < 2 || words.size() > 12) return false;
  if (Match(letters, 0, words, 0, 0)) return true;
  // A plural of the abbreviation: "LLMs".
  if (letters.back() == 's' && letters.size() > 2) {
    letters.pop_back();
    return Match(letters, 0, words, 0, 0);
  }
  return false;
}

size_t FullNameBefore(std::string_view text, std::string_view brief) {
  const size_t letters = LowerLetters(brief).size();
  if (letters < 2 || letters > 12) return std::string_view::npos;
  size_t at = text.size();
  size_t best = std::string_view::npos;
  for (size_t words = 0; words < letters + 3 && at > 0;) {
    while (at > 0 && !IsAlnum(text[at - 1])) {
      const char c = text[at - 1];
      if (c != ' ' && c != '-' && c != '*') return best;
      --at;
    }
    while (at > 0 && IsAlnum(text[at - 1])) --at;
    ++words;
    if (words >= 2 && Abbreviates(brief, text.substr(at))) {
      best = at;
      break;
    }
  }
  return best;
}

}  // namespace papergraph::extract
