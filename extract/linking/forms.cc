#include "extract/linking/forms.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

#include "extract/readers/utf8.h"
#include "extract/text/ascii.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

bool IsAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// The runs of digits in a folded name, years shortened to two digits: "aime2024" and "aime24" are alike.
std::vector<std::string> NumbersIn(std::string_view folded) {
  std::vector<std::string> numbers;
  for (size_t at = 0; at < folded.size();) {
    if (!IsDigit(folded[at])) {
      ++at;
      continue;
    }
    size_t end = at;
    while (end < folded.size() && IsDigit(folded[end])) ++end;
    std::string number(folded.substr(at, end - at));
    if (number.size() == 4 && number.starts_with("20")) number.erase(0, 2);
    numbers.push_back(std::move(number));
    at = end;
  }
  return numbers;
}

std::vector<std::string_view> WordsOf(std::string_view phrase) {
  std::vector<std::string_view> words;
  for (size_t at = 0; at < phrase.size();) {
    const size_t from = std::min(phrase.find_first_not_of(" -/,", at), phrase.size());
    const size_t to = std::min(phrase.find_first_of(" -/,", from), phrase.size());
    if (to > from) words.push_back(phrase.substr(from, to - from));
    at = to;
  }
  return words;
}

bool IsSmallWord(std::string_view word) {
  static constexpr std::string_view kSmall[] = {"of", "for", "and", "the", "in",  "on",  "with",
                                                "to", "a",   "an",  "by",  "via", "from"};
  return std::any_of(std::begin(kSmall), std::end(kSmall), [&](auto small) {
    return word.size() == small.size() &&
           std::equal(word.begin(), word.end(), small.begin(), [](char a, char b) { return Lower(a) == b; });
  });
}

/// A size token at `at`: digits, perhaps a point, B or M, then no letter or digit. Its end, or 0.
size_t SizeEnd(std::string_view name, size_t at) {
  size_t end = at;
  while (end < name.size() && IsDigit(name[end])) ++end;
  if (end == at) return 0;
  if (end + 1 < name.size() && name[end] == '.' && IsDigit(name[end + 1])) {
    ++end;
    while (end < name.size() && IsDigit(name[end])) ++end;
  }
  if (end >= name.size() || (Lower(name[end]) != 'b' && Lower(name[end]) != 'm')) return 0;
  ++end;
  return end == name.size() || !(IsLetter(name[end]) || IsDigit(name[end])) ? end : 0;
}

/// Where a size stands in a model's name; npos when there is none.
size_t FindSizeToken(std::string_view name) {
  for (size_t at = 1; at < name.size(); ++at) {
    if (!IsDigit(name[at]) || IsDigit(name[at - 1]) || name[at - 1] == '.' || IsLetter(name[at - 1])) continue;
    if (SizeEnd(name, at) != 0) return at;
  }
  return std::string_view::npos;
}

std::string_view WithoutTail(std::string_view text) {
  const size_t last = text.find_last_not_of(" -_('’");
  return text.substr(0, last == std::string_view::npos ? 0 : last + 1);
}

}  // namespace

bool IsAcronym(std::string_view name) {
  if (name.size() >= 3 && name.back() == 's' && IsUpper(name[name.size() - 2])) name.remove_suffix(1);
  if (name.size() < 2 || name.size() > 6) return false;
  if (!std::all_of(name.begin(), name.end(), [](char c) { return IsUpper(c) || IsDigit(c); })) return false;
  return std::count_if(name.begin(), name.end(), IsUpper) >= 2 && IsUpper(name[0]);
}

bool HasChinese(std::string_view text) {
  for (size_t at = 0, length = 1; at < text.size(); at += length) {
    const uint32_t code = CodePointAt(text, at, length);
    if ((code >= 0x3400 && code <= 0x9FFF) || (code >= 0xF900 && code <= 0xFAFF)) return true;
  }
  return false;
}

bool IsProperWord(std::string_view name) {
  if (name.size() < 3 || name.find(' ') != std::string_view::npos || !IsAscii(name) || IsAcronym(name)) return false;
  size_t letters = 0, inner_capitals = 0, digits = 0;
  for (size_t i = 0; i < name.size(); ++i) {
    letters += IsLetter(name[i]);
    inner_capitals += i > 0 && IsUpper(name[i]);
    digits += IsDigit(name[i]);
  }
  return letters >= 2 && (inner_capitals > 0 || digits > 0);
}

bool IsExpansion(std::string_view phrase, std::string_view acronym) {
  const std::vector<std::string_view> words = WordsOf(phrase);
  if (words.size() < 2 || !IsAscii(phrase)) return false;
  if (acronym.size() >= 3 && acronym.back() == 's') acronym.remove_suffix(1);
  // Initials in order; a small word may give its letter or not, and a word may give inner capitals, too ("PaddleOCR").
  size_t matched = 0;
  for (const std::string_view word : words) {
    if (matched < acronym.size() && Lower(word[0]) == Lower(acronym[matched])) {
      ++matched;
      for (size_t i = 1; i < word.size() && matched < acronym.size(); ++i) {
        if (IsUpper(word[i]) && Lower(word[i]) == Lower(acronym[matched])) ++matched;
      }
    } else if (!IsSmallWord(word)) {
      return false;
    }
  }
  return matched == acronym.size();
}

bool CanStandFor(std::string_view form, std::string_view name) {
  const std::string a = FoldName(form), b = FoldName(name);
  if (a == b) return !a.empty();
  const bool bare_number = std::count_if(a.begin(), a.end(), [](char c) {
                             return static_cast<unsigned char>(c) >= 0x80 || IsLetter(c);
                           }) < 2;
  if (a.size() < 2 || bare_number) return false;
  const std::vector<std::string> numbers_a = NumbersIn(a), numbers_b = NumbersIn(b);
  if (!numbers_a.empty() && !numbers_b.empty() && numbers_a != numbers_b) return false;
  const std::string& shorter = a.size() < b.size() ? a : b;
  const std::string& longer = a.size() < b.size() ? b : a;
  if (!longer.starts_with(shorter)) return true;
  // "Qwen3" and "Qwen3-8B"; but "AIME 2024" and "AIME 2024 benchmark" are one.
  const std::string rest = longer.substr(shorter.size());
  static constexpr std::string_view kKindWords[] = {
      "benchmark", "benchmarks", "dataset", "datasets", "model", "models", "method", "algorithm",
      "framework", "s",          "基准",    "数据集",   "模型",  "算法",   "方法",   "框架"};
  return std::find(std::begin(kKindWords), std::end(kKindWords), rest) != std::end(kKindWords);
}

double SizeInName(std::string_view name) {
  const size_t at = FindSizeToken(name);
  if (at == std::string_view::npos) return 0;
  const size_t end = SizeEnd(name, at);
  double size = 0;
  std::from_chars(name.data() + at, name.data() + end - 1, size);
  return Lower(name[end - 1]) == 'm' ? size / 1000 : size;
}

std::string FamilyOfModel(std::string_view name) {
  const size_t at = FindSizeToken(name);
  if (at == std::string_view::npos) return {};
  const std::string_view family = WithoutTail(name.substr(0, at));
  return std::count_if(family.begin(), family.end(), IsLetter) >= 2 ? std::string(family) : std::string();
}

std::string SeriesOfBenchmark(std::string_view name) {
  size_t from = name.size();
  while (from > 0 && IsDigit(name[from - 1])) --from;
  const std::string_view digits = name.substr(from);
  const std::string_view series = WithoutTail(name.substr(0, from));
  if (series.size() < 3 || IsDigit(series.back())) return {};
  const bool four = digits.size() == 4 && digits.starts_with("20");
  const bool close = series.size() == from ||
                     name.substr(series.size(), from - series.size()).find('\'') != std::string_view::npos ||
                     name.substr(series.size(), from - series.size()).find("’") != std::string_view::npos;
  const bool two =
      digits.size() == 2 && digits[0] == '2' && close && std::all_of(series.begin(), series.end(), IsUpper);
  return four || two ? std::string(series) : std::string();
}

std::vector<std::string> Beginnings(std::string_view name) {
  std::vector<std::string> beginnings;
  for (size_t at = name.size(); at-- > 1;) {
    if (name[at] == ' ' || name[at] == '-' || name[at] == '_' || name[at] == '/') {
      std::string beginning(WithoutTail(name.substr(0, at)));
      if (!beginning.empty()) beginnings.push_back(std::move(beginning));
    }
  }
  return beginnings;
}

}  // namespace papergraph::extract
