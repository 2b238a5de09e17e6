#include "extract/linking/mention_keys.h"

#include <algorithm>

#include "extract/linking/forms.h"
#include "extract/mentions/spelling.h"
#include "extract/text/ascii.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

constexpr size_t kChineseLetter = 3;  // bytes of UTF-8
constexpr size_t kLettersOfOwn = 4;

char LetterOf(EntityKind kind) { return "dmbl"[static_cast<size_t>(kind)]; }

std::string Key(EntityKind kind, std::string_view sort, std::string_view text) {
  std::string key(1, LetterOf(kind));
  key.append(sort).append(text);
  return key;
}

std::string WithoutPlural(std::string_view acronym) {
  if (acronym.size() >= 3 && acronym.back() == 's') acronym.remove_suffix(1);
  return FoldName(acronym);
}

/// A form as it is compared: folded, and of a mixture of experts without the size of the active part, which is often
/// left out
/// ("Qwen3-30B-A3B" is "Qwen3-30B").
std::string Compared(EntityKind kind, std::string_view form) {
  std::string folded = FoldName(form);
  if (kind != EntityKind::kModel) return folded;
  const auto digits_before = [&](size_t end) {
    size_t from = end;
    while (from > 0 && IsDigit(folded[from - 1])) --from;
    return end - from;
  };
  for (size_t at = folded.find("ba"); at != std::string::npos; at = folded.find("ba", at + 1)) {
    size_t end = at + 2;
    while (end < folded.size() && IsDigit(folded[end])) ++end;
    if (digits_before(at) == 0 || end == at + 2 || end >= folded.size() || folded[end] != 'b') continue;
    folded.erase(at + 1, end - at);
    break;
  }
  return folded;
}

bool Knows(const VocabularyEntry& entry, std::string_view folded) {
  return FoldName(entry.name) == folded || std::any_of(entry.aliases.begin(), entry.aliases.end(),
                                                       [&](const auto& alias) { return FoldName(alias) == folded; });
}

/// The name first, then the other forms that are allowed to stand for it, without those that a person set apart.
std::vector<std::string_view> FormsOf(const Naming& mention, const Decisions& decisions) {
  std::vector<std::string_view> forms{mention.name};
  for (const std::string& alias : mention.aliases) {
    if (!CanStandFor(alias, mention.name)) continue;
    if (decisions.apart.contains({mention.kind, FoldName(alias)})) continue;
    forms.push_back(alias);
  }
  return forms;
}

/// Whether the mention itself spells the acronym out as something that the entry is not: "SSL (Sweet Spot Learning)".
bool MeansSomethingElse(const std::vector<std::string_view>& forms, std::string_view acronym,
                        const VocabularyEntry& entry) {
  bool other = false;
  for (const std::string_view form : forms) {
    if (!IsExpansion(form, acronym)) continue;
    if (Knows(entry, FoldName(form))) return false;
    other = true;
  }
  if (!other) return false;
  // "Mixture of Expert" for "Mixture of Experts" is no other thing.
  const std::string plain = FoldName(entry.name);
  return std::none_of(forms.begin(), forms.end(), [&](std::string_view form) {
    const std::string folded = FoldName(form);
    const auto near = [&](const std::string& known) {
      return (folded.size() + 3 >= known.size() && known.starts_with(folded)) ||
             (known.size() + 3 >= folded.size() && folded.starts_with(known));
    };
    return IsExpansion(form, acronym) &&
           (near(plain) || std::any_of(entry.aliases.begin(), entry.aliases.end(),
                                       [&](const auto& alias) { return near(FoldName(alias)); }));
  });
}

const VocabularyEntry* EntryOf(const Naming& mention, const std::vector<std::string_view>& forms,
                               const Vocabulary& vocabulary) {
  // What is spelled out decides before acronyms do; of several, the one written first.
  for (const bool acronyms : {false, true}) {
    for (const std::string_view form : forms) {
      if (IsAcronym(form) != acronyms) continue;
      const VocabularyEntry* entry = vocabulary.Find(mention.kind, FoldName(form));
      // An alias that the vocabulary gives to another thing than the name does not take the name along.
      if (entry == nullptr || (acronyms && MeansSomethingElse(forms, form, *entry))) continue;
      if (mention.own && entry->exact_case && !IsMeant(*entry, form)) continue;  // a new "STAR" is not "STaR"
      if (form.data() != mention.name.data() && !acronyms && entry->generic) continue;
      return entry;
    }
  }
  return nullptr;
}

/// A full name that goes with an acronym of the same mention.
bool IsFullName(std::string_view form, const std::vector<std::string_view>& forms) {
  return std::any_of(forms.begin(), forms.end(),
                     [&](auto other) { return IsAcronym(other) && IsExpansion(form, other); });
}

}  // namespace

std::string KeyOfForm(EntityKind kind, std::string_view form, const Vocabulary& vocabulary) {
  const std::string folded = FoldName(form);
  if (const VocabularyEntry* entry = vocabulary.Find(kind, folded)) return Key(kind, "v:", entry->name);
  return IsAcronym(form) ? Key(kind, "a:", WithoutPlural(form)) : Key(kind, "f:", Compared(kind, form));
}

MentionKeys KeysOf(const Naming& mention, const Vocabulary& vocabulary, const Decisions& decisions) {
  MentionKeys keys;
  const EntityKind kind = mention.kind;
  if (decisions.apart.contains({kind, FoldName(mention.name)})) {
    keys.fixed = Key(kind, "s:", FoldName(mention.name));
    return keys;
  }
  const std::vector<std::string_view> forms = FormsOf(mention, decisions);
  keys.entry = EntryOf(mention, forms, vocabulary);
  if (keys.entry != nullptr) keys.fixed = Key(kind, "v:", keys.entry->name);
  // A descriptive phrase ("composite reward") for a paper's own method is nobody else's name.
  const bool own = mention.own && kind == EntityKind::kMethod;
  for (const std::string_view form : forms) {
    const std::string folded = FoldName(form);
    if (folded.size() < 2 || vocabulary.Find(kind, folded) != nullptr) continue;
    if (IsAcronym(form)) {
      // Three letters are too few to tell one paper's own method from all that is shortened so elsewhere.
      if (own && form.size() < kLettersOfOwn) continue;
      keys.weak.push_back(Key(kind, "a:", WithoutPlural(form)));
    } else if (own && !IsProperWord(form) && !IsFullName(form, forms)) {
      continue;
    } else if (HasChinese(form) && form.data() != mention.name.data() && form.size() < 4 * kChineseLetter) {
      continue;
    } else {
      keys.strong.push_back(Key(kind, "f:", Compared(kind, form)));
    }
  }
  if (own && keys.fixed.empty() && keys.strong.empty()) {
    keys.strong.push_back(Key(kind, "p:", mention.paper + ":" + FoldName(mention.name)));
  }
  if (keys.fixed.empty() && keys.strong.empty() && keys.weak.empty())
    keys.strong.push_back(Key(kind, "f:", Compared(kind, mention.name)));
  return keys;
}

}  // namespace papergraph::extract
