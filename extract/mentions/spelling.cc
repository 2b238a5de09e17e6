#include "extract/mentions/spelling.h"

#include <algorithm>
#include <string>

#include "extract/text/ascii.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

bool IsLeftOut(char c) {
  return c == ' ' || c == '-' || c == '_' || c == '*' || c == '\'' || c == '`' || c == '\n' || c == '\t';
}

std::string WithoutGaps(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (!IsLeftOut(c)) out += c;
  }
  return out;
}

/// Whether a blank may stand before letter `at` of the letters of `form`: a word begins there, or a number, or ends.
/// Of "AReaL" only the last letter begins a word: one capital before others is no word of its own.
bool MayPart(std::string_view form, size_t at) {
  size_t letters = 0, capitals = 0;
  for (size_t i = 0; i < form.size(); ++i) {
    const char c = form[i];
    if (IsLeftOut(c)) {
      if (letters == at) return true;
      capitals = 0;
      continue;
    }
    if (letters == at && i > 0) {
      const char before = form[i - 1];
      const bool lower_next = i + 1 < form.size() && IsLower(form[i + 1]);
      return (IsUpper(c) && !IsUpper(before)) || IsDigit(c) != IsDigit(before) ||
             (IsUpper(c) && lower_next && capitals >= 2) || !IsAlnum(c) || !IsAlnum(before);
    }
    capitals = IsUpper(c) ? capitals + 1 : 0;
    ++letters;
  }
  return true;
}

/// "a real" is no "AReaL": letters may be parted by a blank only where a form of the entry has two words.
bool BlanksFit(const VocabularyEntry& entry, std::string_view written) {
  const auto blank = [](char c) { return c == ' ' || c == '\n' || c == '\t'; };
  if (std::none_of(written.begin(), written.end(), blank)) return true;
  const std::string key = FoldCase(WithoutGaps(written));
  bool any = false;
  const auto fits = [&](const std::string& form) {
    if (FoldCase(WithoutGaps(form)) != key) return false;
    any = true;
    size_t letters = 0;
    for (const char c : written) {
      if (blank(c) && letters > 0 && !MayPart(form, letters)) return false;
      letters += IsLeftOut(c) ? 0 : 1;
    }
    return true;
  };
  if (fits(entry.name) || std::any_of(entry.aliases.begin(), entry.aliases.end(), fits)) return true;
  return !any;  // another writing of the same: full width, a year
}

/// Whether the entry may be meant by `written`: names that are words in lower case must be written as names.
bool CaseFits(const VocabularyEntry& entry, std::string_view written) {
  const auto as_written = [&] {
    const std::string letters = WithoutGaps(written);
    const auto same = [&](const std::string& form) { return WithoutGaps(form) == letters; };
    return same(entry.name) || std::any_of(entry.aliases.begin(), entry.aliases.end(), same);
  };
  if (entry.exact_case) return as_written();
  if (HasUpper(written) || entry.generic) return true;
  const bool latin =
      std::all_of(written.begin(), written.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (!latin) return true;
  if (as_written()) return true;
  // "chain of thought", "flow matching": several words may be in lower case, one word may not.
  return written.find(' ') != std::string_view::npos || written.find('-') != std::string_view::npos;
}

}  // namespace

bool IsMeant(const VocabularyEntry& entry, std::string_view written) {
  if (written.size() <= 2 && written != entry.name && FoldName(written).size() < 2) return false;  // the V of "V-Foo"
  return CaseFits(entry, written) && BlanksFit(entry, written);
}

}  // namespace papergraph::extract
