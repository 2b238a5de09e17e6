#include "extract/mentions/shapes.h"

#include <algorithm>
#include <array>

#include "extract/mentions/head_words.h"
#include "extract/mentions/spelling.h"
#include "extract/mentions/words.h"
#include "extract/text/ascii.h"
#include "extract/text/phrase_table.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

const PhraseTable& NoNames() {
  static const PhraseTable table("not_names.tsv");
  return table;
}
const PhraseTable& Makers() {
  static const PhraseTable table("makers.tsv");
  return table;
}
const PhraseTable& Affixes() {
  static const PhraseTable table("affixes.tsv");
  return table;
}

bool Fill(const Vocabulary& vocabulary, NameTrie::Values values, std::string_view written,
          std::array<const VocabularyEntry*, 4>* known) {
  bool any = false;
  for (const uint32_t value : values) {
    const VocabularyEntry& entry = vocabulary.entries()[value];
    if (!IsMeant(entry, written)) continue;
    (*known)[Index(entry.kind)] = &entry;
    any = true;
  }
  return any;
}

/// Words that make a version or variant of the name before them.
bool IsVariantWord(std::string_view word) {
  if (SizeOf(word) > 0) return true;
  if ((word[0] == 'v' || word[0] == 'V') && word.size() > 1 && IsDigit(word[1])) return true;
  if (IsDigit(word[0])) {
    if (word.size() == 1) return true;         // "Llama 3"
    if (word.size() == 3 && word[1] == '.') {  // "2.5"; "12.04" and "61.2" are scores
      return std::all_of(word.begin(), word.end(), [](char c) { return IsDigit(c) || c == '.'; });
    }
    if (word.size() == 4 && (word.starts_with("20") || word.starts_with("19"))) return true;
  }
  if (word.size() == 2 && IsUpper(word[0]) && IsDigit(word[1]) && word[0] != 'L' && word[0] != 'Q') return true;
  const PhraseTable::Row* row = Affixes().Find(word);
  return row != nullptr && row->cell(1) == "variant" && row->cell(0).front() == word.front();
}

/// "3,300", "2️⃣", "5%": a number that is no version.
bool IsCounted(std::string_view text, Span word) {
  if (!IsDigit(text[word.end - 1])) return false;
  const std::string_view behind = text.substr(word.end);
  if (behind.size() > 1 && behind[0] == ',' && IsDigit(behind[1])) return true;
  return behind.starts_with("%") || behind.starts_with("\uFE0F") || behind.starts_with("\u20E3");
}

/// Whether the first two letters, in capitals, are how English words begin.
bool OpensEnglishWord(std::string_view word) {
  for (const std::string_view prefix : {"EX", "RE", "CO", "DE", "IN", "EN", "UN", "AD"}) {
    if (word.starts_with(prefix)) return true;
  }
  return false;
}

Shape ShapeByLetters(std::string_view word, bool* weak) {
  const WordShape shape = ShapeOf(word);
  *weak = false;
  if (FindSize(word, nullptr) != std::string_view::npos && HasUpper(word)) return Shape::kSized;
  if (shape.all_upper() && shape.digits == 0 && shape.hyphens == 0) {
    *weak = shape.upper < 3;
    return word.size() <= 12 ? Shape::kAcronym : Shape::kPlain;
  }
  if (shape.inner_upper) {
    // "REcursive", "EXecution": capitals that show what an acronym is made of.
    *weak = shape.upper == 2 && shape.lower >= 5 && shape.digits == 0 && shape.hyphens == 0 && OpensEnglishWord(word);
    return Shape::kCamel;
  }
  if (shape.upper > 0 && (shape.digits > 0 || shape.hyphens > 0)) {
    // "Post-hoc", "Self-play": hyphenated words with one capital are weak; "CheBI-20", "TTT-E2E" are not.
    *weak = shape.digits == 0 ? shape.upper < 2 || (shape.upper <= 1 + shape.hyphens && shape.lower >= 2 * shape.upper)
                              : shape.upper < 1;
    // "K2", "GB300", "RTX4090": one or two letters and a number are more often hardware or a version than a name.
    if (shape.digits > 0 && shape.upper <= 3 && shape.lower == 0 && shape.hyphens == 0) *weak = true;
    return Shape::kMixed;
  }
  if (shape.digits > 0 && shape.lower > 0 && shape.upper == 0 && (shape.hyphens > 0 || !IsDigit(word[0]))) {
    *weak = true;
    return Shape::kMixed;
  }
  *weak = true;
  return Shape::kPlain;
}

/// "8 A100s", "CVPR2026": a plural, or a venue with its year.
bool IsFormOfNoName(std::string_view text) {
  if (text.size() > 2 && text.back() == 's' && (IsUpper(text[text.size() - 2]) || IsDigit(text[text.size() - 2])) &&
      NoNames().Find(text.substr(0, text.size() - 1)) != nullptr)
    return true;  // "8 A100s"
  // "CVPR2026", "WACV'26", "ICML-2025"
  size_t end = text.size();
  while (end > 0 && IsDigit(text[end - 1])) --end;
  const size_t digits = text.size() - end;
  if (end == 0 || (digits != 2 && digits != 4)) return false;
  if (text[end - 1] == '\'' || text[end - 1] == '-') --end;
  const PhraseTable::Row* row = NoNames().Find(text.substr(0, end));
  return row != nullptr && row->cell(1) == "venue";
}

/// "SVG-LLMs", "Human-AI", "Generator-Critic": two words that are no names.
bool IsOfNoNames(std::string_view word) {
  const size_t hyphen = word.rfind('-');
  return hyphen != std::string_view::npos && IsNoName(word.substr(hyphen + 1)) && IsNoNameAlone(word.substr(0, hyphen));
}

bool IsPluralAcronym(std::string_view word) {
  return word.size() > 2 && word.back() == 's' && std::all_of(word.begin(), word.end() - 1, IsUpper);
}

/// "2-Step", "3D-grounded", "Top-6", "Level-2": English counts and ranks with a hyphen. In a title, where every word
/// has a capital, only a plain number tells ("1000-Frame").
bool IsRank(std::string_view word, bool in_title) {
  const size_t hyphen = word.find('-');
  if (hyphen == std::string_view::npos || hyphen + 1 >= word.size()) return false;
  const std::string_view head = word.substr(0, hyphen), tail = word.substr(hyphen + 1);
  const auto digits = [](std::string_view part) {
    return std::all_of(part.begin(), part.end(), [](char c) { return IsDigit(c) || c == 'D'; });
  };
  const WordShape shape = ShapeOf(tail);
  const bool counts = in_title ? std::all_of(head.begin(), head.end(), IsDigit) : IsDigit(head[0]) && digits(head);
  if (counts && shape.digits == 0 && shape.upper <= 1 + shape.hyphens && shape.lower > 1 + (in_title ? 0 : 1))
    return true;
  if (in_title || !digits(tail)) return false;
  for (const std::string_view rank :
       {"Top", "Level", "Stage", "Round", "Phase", "Type", "Tier", "Step", "Part", "Track", "Table", "Figure", "Day",
        "Week", "Turn", "Task", "Class", "Rank", "Layer"}) {
    if (FoldCase(head) == FoldCase(rank)) return true;
  }
  return false;
}

bool IsYearOrNumber(std::string_view word) {
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return IsDigit(c) || c == '.' || c == ',' || c == '-' || c == '+'; });
}

/// "40GB", "100K", "A100-80G", "4K-8K", "16kHz": amounts, whatever their unit.
bool IsQuantity(std::string_view word) {
  const size_t hyphen = word.rfind('-');
  const std::string_view last = hyphen == std::string_view::npos ? word : word.substr(hyphen + 1);
  size_t digits = 0;
  while (digits < last.size() && (IsDigit(last[digits]) || last[digits] == '.')) ++digits;
  if (digits == 0 || digits == last.size()) return false;
  const std::string_view unit = last.substr(digits);
  const bool amount = unit.size() <= 3 && unit != "D" && (unit != "B" && unit != "b");
  return amount && (hyphen == std::string_view::npos || unit.starts_with("G") || IsDigit(word[0]));
}

struct ShapeScanner {
  const TextView& view;
  const Vocabulary& vocabulary;
  std::vector<Word> words;
  std::vector<NameMention> mentions;
  /// Of an English title every word has a capital; its phrases are read apart (english_terms.h).
  const bool in_title = view.english && view.passage->kind == SectionKind::kTitle;

  size_t folded_at = 0;  // FoldedAt's last answer

  std::string_view At(size_t w) const { return Cut(view.text, words[w].span); }

  /// The folded byte at which word w begins. REQUIRES: words are asked for from left to right.
  size_t FoldedAt(size_t w) {
    while (view.folded.From(folded_at) < words[w].span.begin) ++folded_at;
    return folded_at;
  }

  size_t WordHolding(uint32_t byte, size_t from) const {
    while (from + 1 < words.size() && words[from].span.end < byte) ++from;
    return from;
  }

  bool SameMarks(size_t a, size_t b) const { return words[b].glued && a + 1 == b; }

  /// Takes version and variant words behind word w; returns the last word of the name.
  size_t Extend(size_t w, bool versions) const {
    while (w + 1 < words.size() && SameMarks(w, w + 1)) {
      const std::string_view next = At(w + 1);
      if (!(versions && IsVariantWord(next)) || IsCounted(view.text, words[w + 1].span)) break;
      ++w;
    }
    return w;
  }

  /// "Grounded SAM2": a capitalised word right before the known name of a model belongs to it.
  size_t TakePrefixed(size_t w) {
    if (view.english || w + 1 >= words.size() || !SameMarks(w, w + 1) || !IsUpper(At(w)[0])) return w;
    const size_t at = FoldedAt(w + 1);
    const NameTrie::Hit hit = vocabulary.names().LongestAt(view.folded, at);
    if (hit.length == 0) return w;
    const WordShape shape = ShapeOf(At(w));
    if (shape.upper != 1 || shape.digits > 0 || shape.hyphens > 0) return w;
    if (IsNoName(At(w)) || NameHeads().Find(At(w)) != nullptr) return w;
    const uint32_t end = view.folded.EndOf(at + hit.length);
    const size_t last = WordHolding(end, w + 1);
    std::array<const VocabularyEntry*, 4> known = {};
    if (words[last].span.end != end) return w;
    if (!Fill(vocabulary, hit.values, view.text.substr(words[w + 1].span.begin, end - words[w + 1].span.begin), &known))
      return w;
    if (known[Index(EntityKind::kModel)] == nullptr) return w;
    Add(w, last, Shape::kVariant, false, {}, known[Index(EntityKind::kModel)]);
    return last + 1;
  }

  void Add(size_t first, size_t last, Shape shape, bool weak, const std::array<const VocabularyEntry*, 4>& known,
           const VocabularyEntry* family) {
    NameMention mention;
    mention.span = {words[first].span.begin, words[last].span.end};
    mention.text = std::string(Cut(view.text, mention.span));
    mention.shape = shape;
    mention.weak = weak;
    mention.known = known;
    mention.family = family;
    if (family != nullptr) mention.votes[Index(family->kind)] += 1.2F;
    if (shape != Shape::kKnown) VoteByEnding(mention.text, &mention.votes);
    mentions.push_back(std::move(mention));
  }

  /// "Qwen2.5-7B/14B": further sizes behind a sized name.
  size_t TakeSizes(size_t last) {
    const NameMention first = mentions.back();
    const size_t size = FindSize(first.text, nullptr);
    if (size == std::string_view::npos) return last + 1;
    while (last + 1 < words.size() && words[last + 1].span.begin == words[last].span.end + 1 &&
           view.text[words[last].span.end] == '/' && SizeOf(At(last + 1)) > 0) {
      ++last;
      NameMention more = first;
      more.span = words[last].span;
      more.whole = {first.span.begin, more.span.end};
      more.text = first.text.substr(0, size) + std::string(At(last));
      more.forms = {std::string(Cut(view.text, more.whole))};
      more.shape = Shape::kSized;
      more.known = {};
      mentions.push_back(std::move(more));
    }
    return last + 1;
  }

  /// "AIME24/25", "AIME 2024 和 2025": further years behind a known one.
  size_t TakeYears(size_t last) {
    const NameMention first = mentions.back();
    std::string_view stem = first.text;
    while (!stem.empty() && IsDigit(stem.back())) stem.remove_suffix(1);
    while (last + 1 < words.size()) {
      const std::string_view year = At(last + 1);
      const bool whole = year.size() == 4 && year.starts_with("20");
      if (!std::all_of(year.begin(), year.end(), IsDigit) || (!whole && year.size() != 2)) break;
      const std::string_view gap =
          view.text.substr(words[last].span.end, words[last + 1].span.begin - words[last].span.end);
      const bool slash = gap == "/" || gap == "/'";
      const bool joint = gap == " and " || gap == " & " || gap == "和" || gap == " 和 " || gap == "、" ||
                         gap == " / " || gap == "与" || gap == " 与 ";
      std::array<const VocabularyEntry*, 4> known = {};
      if (!(slash || (whole && joint)) || !LookUp(std::string(stem) + std::string(year), vocabulary, &known)) break;
      if (known[Index(EntityKind::kBenchmark)] == nullptr) break;
      ++last;
      NameMention more;
      more.span = words[last].span;
      more.whole = {first.span.begin, more.span.end};
      more.text = std::string(stem) + std::string(year);
      more.known[Index(EntityKind::kBenchmark)] = known[Index(EntityKind::kBenchmark)];
      more.forms = {std::string(Cut(view.text, more.whole))};
      mentions.push_back(std::move(more));
    }
    return last + 1;
  }

  /// "Qwen/Qwen3-8B", "THUDM/GLM-4-9B": who keeps the model that is named behind the slash.
  bool IsHandle(size_t w) {
    if (w + 1 >= words.size() || view.text[words[w].span.end] != '/' ||
        words[w + 1].span.begin != words[w].span.end + 1)
      return false;
    const std::string_view keeper = At(w), kept = At(w + 1);
    if (std::none_of(kept.begin(), kept.end(), IsDigit) || SizeOf(kept) > 0 || !IsAlnum(keeper[0])) return false;
    const size_t at = FoldedAt(w);
    const NameTrie::Hit hit = vocabulary.names().LongestAt(view.folded, at);
    if (hit.length > 0 && view.folded.EndOf(at + hit.length) == words[w].span.end) {
      return std::none_of(keeper.begin(), keeper.end(), IsDigit) && kept.starts_with(keeper);
    }
    return kept.find('-') != std::string_view::npos && LeadsToKnown(w + 1);
  }

  bool LeadsToKnown(size_t w) const {
    return vocabulary.names().LongestAt(view.folded, view.folded.At(words[w].span.begin)).length > 0;
  }

  /// A known name at word w; returns the word after it, or w when there is none.
  size_t TakeKnown(size_t w) {
    const size_t at = FoldedAt(w);
    const NameTrie::Hit hit = vocabulary.names().LongestAt(view.folded, at);
    if (hit.length == 0) return w;
    const uint32_t end = view.folded.EndOf(at + hit.length);
    const size_t last = WordHolding(end, w);
    std::array<const VocabularyEntry*, 4> known = {};
    const std::string_view written = view.text.substr(words[w].span.begin, end - words[w].span.begin);
    if (!Fill(vocabulary, hit.values, written, &known)) return w;
    if (written.size() <= 6 && FoldName(written) == "tldr" && !IsReadAsData(words[w].span.begin, end)) return last + 1;
    const bool domain_only = known[0] != nullptr && known[1] == nullptr && known[2] == nullptr && known[3] == nullptr;
    if (domain_only) return end == words[last].span.end && last > w ? last + 1 : w;
    known[0] = nullptr;
    const VocabularyEntry* entry = known[3] != nullptr ? known[3] : known[2] != nullptr ? known[2] : known[1];
    if (end < words[last].span.end) {  // the word goes on: "Qwen3-8B", "GRPO-based"
      const std::string_view suffix = view.text.substr(end, words[last].span.end - end);
      const PhraseTable::Row* row = Affixes().Find(suffix);
      if (row != nullptr && row->cell(1) == "neutral") {
        NameMention mention;
        mention.span = {words[w].span.begin, end};
        mention.text = std::string(written);
        mention.known = known;
        mentions.push_back(std::move(mention));
        return last + 1;
      }
      if (entry->generic || (entry->kind == EntityKind::kMethod && !suffix.starts_with("-"))) return w;
      const size_t extended = Extend(last, true);
      Add(w, extended, Shape::kVariant, false, {}, entry);
      return TakeSizes(extended);
    }
    const bool versioned = entry->kind == EntityKind::kModel || entry->kind == EntityKind::kBenchmark;
    const size_t extended = versioned ? Extend(last, true) : last;
    if (extended > last) {
      Add(w, extended, Shape::kVariant, false, {}, entry);
      return extended + 1;
    }
    // A known word that opens a longer name ("Diffusion Policy Steering") is not told apart here; but a generic one
    // never stands alone before a capitalised head noun.
    NameMention mention;
    mention.span = {words[w].span.begin, end};
    mention.text = std::string(written);
    mention.known = known;
    mentions.push_back(std::move(mention));
    return entry->kind == EntityKind::kBenchmark && IsDigit(written.back()) ? TakeYears(last) : last + 1;
  }

  /// "on TL;DR", "the TL;DR dataset", "TL;DR 数据集": most often it opens a summary ("TL;DR - We ...").
  bool IsReadAsData(uint32_t begin, uint32_t end) const {
    const std::string_view before = view.text.substr(0, begin);
    for (const std::string_view lead : {" on ", "On ", " the ", "Reddit ", " and ", "在 ", "在", "、", "、 ", "和 "}) {
      if (before.ends_with(lead)) return true;
    }
    const std::vector<PhraseTable::Hit>& heads = view.HitsOf(PhraseKind::kHead);
    while (end < view.text.size() && (view.text[end] == ' ' || view.text[end] == '*')) ++end;
    const auto head = std::lower_bound(heads.begin(), heads.end(), end,
                                       [](const PhraseTable::Hit& hit, uint32_t at) { return hit.begin < at; });
    return head != heads.end() && head->begin == end;
  }

  static bool IsAnnouncement(std::string_view word) {
    for (const std::string_view verb : {"propose", "proposes", "introduce", "introduces", "present", "presents",
                                        "called", "named", "dubbed", "termed", "release", "develop"}) {
      if (word == verb) return true;
    }
    return false;
  }

  bool EndsName(std::string_view word) const {
    if (NameHeads().Find(word) != nullptr) return true;
    const PhraseTable::Row* row = view.english ? TechniqueHeads().Find(word) : nullptr;
    return row != nullptr && row->cell(1) == "act";
  }

  /// A word with the shape of a name, with the capitalised words that belong to it.
  size_t TakeShape(size_t w) {
    const std::string_view word = At(w);
    if (std::all_of(word.begin(), word.end(), IsLower) || IsYearOrNumber(word)) return w;
    if (words[w].span.begin > 0 && view.text[words[w].span.begin - 1] == '#') return w;  // "#AgenticAI"
    if (view.text.substr(words[w].span.end, 2) == "={") return w;                        // "archivePrefix={arXiv}"
    bool weak = false;
    Shape shape = ShapeByLetters(word, &weak);
    size_t last = w;
    const bool capital = IsUpper(word[0]);
    if (shape == Shape::kPlain) {
      if (!capital || word.size() < 3) return w;
      if (view.english && IsPluralAcronym(word)) return w;  // "MRMs": a class
      // Capitalised words in a row, the last one a head noun: "Causal Issue Graph".
      size_t end = w;
      while (!in_title && end + 1 < words.size() && SameMarks(end, end + 1) && IsUpper(At(end + 1)[0]) && end - w < 5)
        ++end;
      while (end > w && !EndsName(At(end))) --end;
      if (end > w) {
        Add(w, end, Shape::kPhrase, view.english, {}, nullptr);
        return end + 1;
      }
      if (IsNoNameAlone(word)) return w;
      if (view.english && !in_title && w > 0 && words[w].glued &&
          IsAnnouncement(At(w - 1))) {  // "we propose Stable Velocity"
        size_t run = w;
        while (run + 1 < words.size() && SameMarks(run, run + 1) && IsUpper(At(run + 1)[0]) && run - w < 3) ++run;
        if (run > w) {
          Add(w, run, Shape::kPhrase, false, {}, nullptr);
          return run + 1;
        }
      }
      if (view.english && words[w].glued) {  // "Roblox Guard 1.0"
        size_t run = w;
        while (run + 1 < words.size() && SameMarks(run, run + 1) && IsUpper(At(run + 1)[0]) && run - w < 2 &&
               !IsVariantWord(At(run + 1)))
          ++run;
        const size_t behind = run > w ? Extend(run, true) : run;
        if (behind > run && IsDigit(At(run + 1)[0]) && At(run + 1).size() < 4) {
          Add(w, behind, Shape::kMixed, false, {}, nullptr);
          mentions.back().votes[Index(EntityKind::kModel)] += 0.6F;
          return behind + 1;
        }
      }
      const size_t versioned = Extend(w, true);
      const bool number = versioned > w && std::any_of(At(w + 1).begin(), At(w + 1).end(), IsDigit);
      if (number && IsNoName(Cut(view.text, {words[w].span.begin, words[versioned].span.end}))) return versioned + 1;
      if (number && !(versioned == w + 1 && At(w + 1).size() == 4)) {
        Add(w, versioned, Shape::kMixed, false, {}, nullptr);
        mentions.back().votes[Index(EntityKind::kModel)] += 0.6F;  // "Pixel V5"
        return versioned + 1;
      }
      Add(w, w, Shape::kPlain, true, {}, nullptr);
      return w + 1;
    }
    if (IsNoName(word) || SizeOf(word) > 0 || IsQuantity(word) || (view.english && IsRank(word, in_title))) return w;
    const size_t dash = word.rfind("–");
    if (const size_t hyphen = dash != std::string_view::npos ? dash : word.rfind('-');
        hyphen != std::string_view::npos && hyphen > 0) {
      const PhraseTable::Row* row = Affixes().Find(word.substr(hyphen + (hyphen == dash ? 3 : 0)));
      const std::string_view stem = word.substr(0, hyphen);
      const std::string_view ending = word.substr(hyphen + (hyphen == dash ? 3 : 1));
      const bool lower = view.english && !ending.empty() && std::all_of(ending.begin(), ending.end(), IsLower);
      if (lower && IsNoName(stem)) return w;  // "LLM-judge"
      const bool participle = lower && ending.size() > 4 && (ending.ends_with("ed") || ending.ends_with("ing"));
      if (participle || (row != nullptr && row->cell(1) == "neutral")) {  // "LLM-based", "Foo-style", "IDM-predicted"
        const Shape of_stem = ShapeByLetters(stem, &weak);
        if (row == nullptr && of_stem == Shape::kAcronym) weak = true;  // "IDM-predicted"
        if (IsNoName(stem) || of_stem == Shape::kPlain || stem.size() < 3) return w;
        Add(w, w, of_stem, weak, {}, nullptr);
        NameMention& mention = mentions.back();
        mention.span.end = mention.span.begin + static_cast<uint32_t>(hyphen);
        mention.text = std::string(stem);
        return w + 1;
      }
    }
    while (last + 1 < words.size() && SameMarks(last, last + 1) && last - w < 4) {
      const std::string_view next = At(last + 1);
      if (IsVariantWord(next) || (IsUpper(next[0]) && NameHeads().Find(next) != nullptr)) {
        ++last;
        continue;
      }
      break;
    }
    if (weak && shape == Shape::kMixed && capital && !in_title) {  // "Risk-Aware World Model Predictive Control"
      size_t end = last;
      while (end + 1 < words.size() && SameMarks(end, end + 1) && IsUpper(At(end + 1)[0]) && end - w < 5) ++end;
      while (end > last && NameHeads().Find(At(end)) == nullptr && !ShapeOf(At(end)).all_upper()) --end;
      last = end;
    }
    if (IsNoNameAlone(word)) {  // "Real-World", "Real-World Benchmark"
      const PhraseTable::Row* head = last == w + 1 ? NameHeads().Find(At(last)) : nullptr;
      if (last == w) return w;
      if (head != nullptr && head->cell(1) == "benchmark") return last + 1;
    }
    if (last == w && shape == Shape::kMixed && IsOfNoNames(word)) weak = true;
    if (weak && word.size() <= 2 && last > w && IsNoName(At(last))) return last + 1;  // "R2 RL": a stage
    if (last > w) weak = false;
    if (word.size() <= 3 && shape == Shape::kMixed) weak = true;
    const bool maker = w > 0 && SameMarks(w - 1, w) && Makers().Find(At(w - 1)) != nullptr;
    Add(maker ? w - 1 : w, last, shape, weak, {}, nullptr);
    if (maker) mentions.back().votes[Index(EntityKind::kModel)] += 1;  // "OpenAI DeepSearch"
    return shape == Shape::kSized ? TakeSizes(last) : last + 1;
  }

  void Run() {
    words = FindWords(view.text);
    mentions.reserve(16);
    for (size_t w = 0; w < words.size();) {
      size_t next = IsHandle(w) ? w + 1 : TakeKnown(w);
      if (next == w) next = TakePrefixed(w);
      if (next == w) next = TakeShape(w);
      w = next == w ? w + 1 : next;
    }
    const auto latin = static_cast<std::ptrdiff_t>(mentions.size());
    FindChinese();
    std::inplace_merge(mentions.begin(), mentions.begin() + latin, mentions.end(),
                       [](const NameMention& a, const NameMention& b) { return a.span.begin < b.span.begin; });
  }

  void FindChinese() {
    const FoldedText& folded = view.folded;
    for (size_t at = 0, next = 0; at < folded.size(); at = next) {
      next = at + 1;
      if (!folded.IsWideAt(at)) continue;
      next = at + 3;
      const NameTrie::Hit hit = vocabulary.names().LongestAt(folded, at);
      if (hit.length == 0 || !IsHan(view.text, folded.From(at))) continue;
      const Span span{folded.From(at), folded.EndOf(at + hit.length)};
      std::array<const VocabularyEntry*, 4> known = {};
      if (!Fill(vocabulary, hit.values, Cut(view.text, span), &known)) continue;
      next = at + hit.length;
      known[0] = nullptr;
      if (known == std::array<const VocabularyEntry*, 4>{}) continue;
      NameMention mention;
      mention.span = span;
      mention.text = std::string(Cut(view.text, span));
      mention.known = known;
      mentions.push_back(std::move(mention));
    }
  }
};

}  // namespace

std::vector<NameMention> FindNames(const TextView& view, const Vocabulary& vocabulary) {
  ShapeScanner scanner{view, vocabulary, {}, {}};
  scanner.Run();
  return std::move(scanner.mentions);
}

bool IsNoNameAlone(std::string_view text) { return NoNames().Find(text) != nullptr || IsFormOfNoName(text); }

bool IsNoName(std::string_view text) {
  if (const PhraseTable::Row* row = NoNames().Find(text)) return row->cell(1) != "alone";
  if (const size_t hyphen = text.rfind('-'); hyphen != std::string_view::npos && hyphen > 0) {  // "LLM-based"
    const PhraseTable::Row* affix = Affixes().Find(text.substr(hyphen));
    if (affix != nullptr && affix->cell(1) == "neutral" && IsNoName(text.substr(0, hyphen))) return true;
  }
  return IsFormOfNoName(text);
}

bool LookUp(std::string_view text, const Vocabulary& vocabulary, std::array<const VocabularyEntry*, 4>* known) {
  return Fill(vocabulary, vocabulary.names().Find(text), text, known);
}

}  // namespace papergraph::extract
