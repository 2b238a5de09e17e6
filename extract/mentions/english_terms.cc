#include "extract/mentions/english_terms.h"

#include <algorithm>
#include <string>

#include "extract/entities/entity.h"
#include "extract/mentions/abbreviation.h"
#include "extract/mentions/head_words.h"
#include "extract/mentions/shapes.h"
#include "extract/mentions/title.h"
#include "extract/mentions/title_kind.h"
#include "extract/mentions/words.h"
#include "extract/text/ascii.h"
#include "extract/text/phrase_table.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

const PhraseTable& StopWords() {
  static const PhraseTable table("technique_stops.tsv");
  return table;
}

bool IsKnown(const NameMention& mention) {
  return std::any_of(mention.known.begin(), mention.known.end(), [](const auto* entry) { return entry != nullptr; });
}

/// Letters that no title-case gives: "LoRA", "GRPO", "Qwen3-8B".
bool LooksLikeName(const NameMention& mention) {
  switch (mention.shape) {
    case Shape::kKnown:
    case Shape::kVariant:
    case Shape::kSized:
    case Shape::kTerm:
    case Shape::kAcronym:
      return true;
    case Shape::kCamel:
      return true;
    case Shape::kMixed: {  // "MMEmb-R1" and "CLIP-ViT", not "Self-Evolving Search Agents"
      const std::string_view first = std::string_view(mention.text).substr(0, mention.text.find(' '));
      const WordShape shape = ShapeOf(first);
      return !mention.weak && (shape.digits > 0 || shape.inner_upper || shape.upper > shape.hyphens + 1);
    }
    default:
      return false;
  }
}

/// Opens a noun phrase without being part of the name: "a novel", "existing", "conventional".
bool IsOpening(std::string_view word) {
  const PhraseTable::Row* row = FieldHeads().Find(word);
  return row != nullptr && row->cell(1) == "drop";
}

bool IsLowerWord(std::string_view word) {
  return std::all_of(word.begin(), word.end(),
                     [](char c) { return IsLetter(c) || c == '-' || static_cast<unsigned char>(c) >= 0x80; });
}

class DescribedReader {
 public:
  DescribedReader(const TextView& view, std::vector<NameMention>* mentions)
      : view_(&view), mentions_(mentions), words_(FindWords(view.text)) {}

  void Read() {
    for (const PhraseTable::Hit& hit : view_->HitsOf(PhraseKind::kTechniqueCue))
      ReadList(hit.end, view_->RowOf(PhraseKind::kTechniqueCue, hit).cell(1) == "own");
    for (NameMention& mention : added_) mentions_->push_back(std::move(mention));
  }

 private:
  std::string_view At(size_t w) const { return Cut(view_->text, words_[w].span); }

  static bool Stops(std::string_view word) { return StopWords().Find(word) != nullptr; }

  /// "A, B, and C": each of them, as long as they are techniques.
  void ReadList(uint32_t at, bool own) {
    auto word = static_cast<size_t>(
        std::lower_bound(words_.begin(), words_.end(), at, [](const Word& w, uint32_t a) { return w.span.begin < a; }) -
        words_.begin());
    for (int members = 0; members < 6 && word < words_.size(); ++members) {
      if (Between(at, words_[word].span.begin) == Gap::kOther) return;
      const size_t next = ReadOne(word, own && members == 0, members > 0);
      if (next == word) {  // a name in the list was read as such
        // Another member stands there: to its end.
        size_t steps = 0;
        do {
          at = words_[word].span.end;
          ++word;
          if (++steps > 5 || word >= words_.size()) return;
        } while (words_[word].glued && At(word) != "and" && At(word) != "or" && !Stops(At(word)));
      } else {
        word = next;
        at = words_[word - 1].span.end;
      }
      if (word >= words_.size() || Between(at, words_[word].span.begin) == Gap::kNone) {
        if (word >= words_.size() || (At(word) != "and" && At(word) != "or")) return;
      }
      if (word < words_.size() && (At(word) == "and" || At(word) == "or")) {
        at = words_[word].span.end;
        ++word;
      }
      if (own) return;  // "we propose A and B" is rare; "we propose A and show" is not
    }
  }

  enum class Gap { kNone, kComma, kOther };
  Gap Between(uint32_t begin, uint32_t end) const {
    Gap gap = Gap::kNone;
    for (uint32_t at = begin; at < end; ++at) {
      const char c = view_->text[at];
      if (c == ' ' || c == '*' || c == '`' || c == '\n') continue;
      if (c != ',' || gap != Gap::kNone) return Gap::kOther;
      gap = Gap::kComma;
    }
    return gap;
  }

  const NameMention* Covering(uint32_t at) const {
    const auto found = std::upper_bound(mentions_->begin(), mentions_->end(), at,
                                        [](uint32_t a, const NameMention& m) { return a < m.span.begin; });
    if (found == mentions_->begin()) return nullptr;
    const NameMention& mention = *(found - 1);
    return at < mention.span.end && (!mention.weak || IsKnown(mention)) ? &mention : nullptr;
  }

  /// A noun phrase of two to six words that ends as techniques do; returns the word behind it, `word` when there is
  /// none.
  size_t ReadOne(size_t word, bool own, bool listed) {
    size_t first = word;
    while (first < words_.size() && IsOpening(At(first))) {
      ++first;
      if (first < words_.size() && !words_[first].glued) return word;
    }
    size_t last = first, head = 0;
    bool found = false;
    for (; last < words_.size() && last < first + 6; ++last) {
      if (last > first && !words_[last].glued) break;
      const std::string_view here = At(last);
      if (Stops(here) || !IsLowerWord(here) ||
          (last > first && IsOpening(here) && here.find('-') == std::string_view::npos))
        break;
      if (const NameMention* name = Covering(words_[last].span.begin); name != nullptr) {
        // "KL-based on-policy knowledge distillation" beside plain distillation is another thing.
        const bool varied =
            listed && name->shape == Shape::kKnown && last > first + 1 && name->span.begin >= words_[last].span.begin;
        if (!varied && (IsKnown(*name) || name->shape == Shape::kTerm || name->shape == Shape::kSized)) return word;
      }
      if (HeadRow(here) != nullptr || (own && IsWork(here))) {
        head = last;
        found = true;
      }
    }
    // The phrase must end with its head: "top-tier reasoning baselines" are no reasoning.
    if (!found || head == first || head + 1 != last) return word;
    if (last < words_.size() && words_[last].glued && !Stops(At(last)) && !At(last).ends_with("ed")) return word;
    const size_t capitals = static_cast<size_t>(std::count_if(
        words_.begin() + static_cast<std::ptrdiff_t>(first), words_.begin() + static_cast<std::ptrdiff_t>(last),
        [&](const Word& w) { return IsUpper(view_->text[w.span.begin]); }));
    if (capitals == last - first) return word;  // names with capitals are read as such
    // "a statistical-mechanical framework" may be all that a paper calls its own; "a unified framework" is nothing.
    if (HeadRow(At(head)) == nullptr && head - first < 2 && At(first).find('-') == std::string_view::npos) return word;
    // A bare adjective and a noun of every paper ("visual encoder") is no technique's name; three words or a hyphen
    // are.
    const std::string_view phrase = Cut(view_->text, {words_[first].span.begin, words_[head].span.end});
    const bool hyphen = phrase.find('-') != std::string_view::npos;
    if (!own && !listed && head - first < 2 && !hyphen && !IsParticular(At(first), At(head))) return word;
    Emit(first, head, own);
    return head + 1;
  }

  static bool IsWork(std::string_view word) {
    for (const std::string_view work :
         {"framework", "method", "approach", "algorithm", "pipeline", "paradigm", "architecture"}) {
      if (word == work) return true;
    }
    return false;
  }

  /// "distances" as "distance".
  static const PhraseTable::Row* HeadRow(std::string_view word) {
    const PhraseTable::Row* row = TechniqueHeads().Find(word);
    if (row == nullptr && word.size() > 4 && word.ends_with('s'))
      row = TechniqueHeads().Find(word.substr(0, word.size() - 1));
    return row;
  }

  /// "offline distillation", "memory masking": a verbal noun says how; "visual encoder" says what.
  static bool IsParticular(std::string_view modifier, std::string_view head) {
    const PhraseTable::Row* row = HeadRow(head);
    return row != nullptr && row->cell(1) == "act" && modifier.size() > 3;
  }

  void Emit(size_t first, size_t head, bool own) {
    NameMention mention;
    mention.span = {words_[first].span.begin, words_[head].span.end};
    mention.text = std::string(Cut(view_->text, mention.span));
    mention.shape = Shape::kDescribed;
    mention.announced = own;
    mention.votes[Index(EntityKind::kMethod)] = 0.5F;
    // "memory masking strategies" are memory masking.
    if (HeadRow(At(head)) == nullptr) {
      mention.weak = true;
      added_.push_back(std::move(mention));
      return;
    }
    if (head > first + 1 && HeadRow(At(head))->cell(1) == "class" && HeadRow(At(head - 1)) != nullptr)
      mention.forms.emplace_back(Cut(view_->text, {words_[first].span.begin, words_[head - 1].span.end}));
    if (TechniqueHeads().Find(At(head)) == nullptr)
      mention.forms.push_back(mention.text.substr(0, mention.text.size() - 1));
    added_.push_back(std::move(mention));
  }

  const TextView* view_;
  std::vector<NameMention>* mentions_;  // sorted by place
  std::vector<Word> words_;
  std::vector<NameMention> added_;
};

/// "we propose Steerable Memory Agent, SteeM, a framework": the full name, then its short form between commas.
void JoinAppositions(const TextView& view, std::vector<NameMention>* mentions) {
  for (size_t i = 1; i < mentions->size(); ++i) {
    NameMention& full = (*mentions)[i - 1];
    NameMention& brief = (*mentions)[i];
    if (full.span.end + 2 != brief.span.begin || view.text.substr(full.span.end, 2) != ", " ||
        view.text.substr(brief.span.end, 1) != "," || IsKnown(full) || IsKnown(brief) ||
        !(Abbreviates(brief.text, full.text) || FoldName(full.text).starts_with(FoldName(brief.text.substr(0, 3)))))
      continue;
    brief.forms.push_back(full.text);
    brief.announced = brief.announced || full.announced;
    brief.weak = false;
    brief.shape = Shape::kTerm;
    brief.span.begin = full.span.begin;
    mentions->erase(mentions->begin() + static_cast<std::ptrdiff_t>(i - 1));
  }
}

}  // namespace

void ReadTitle(const TextView& view, std::vector<NameMention>* mentions) {
  const std::string own = OwnNameInTitle(view.text);
  Span own_span;
  if (const size_t at = view.text.find(own); !own.empty() && at != std::string_view::npos)
    own_span = {static_cast<uint32_t>(at), static_cast<uint32_t>(at + own.size())};
  const std::array<float, 4> votes = VotesOfTitle(view.text, own);
  std::vector<NameMention> kept;
  bool named = own.empty();
  for (NameMention& mention : *mentions) {
    const bool within_own = own_span.begin <= mention.span.begin && mention.span.end <= own_span.end;
    if (within_own) {
      if (mention.span == own_span) {
        named = true;
        for (size_t k = 0; k < votes.size(); ++k) mention.votes[k] += votes[k];
      } else if (!own.empty()) {
        continue;
      }
      kept.push_back(std::move(mention));
    } else if (LooksLikeName(mention)) {
      // "precise GPCR discovery": letters of the field rather than a name, unless the text says more.
      if (mention.shape == Shape::kAcronym) mention.weak = true;
      kept.push_back(std::move(mention));
    }
  }
  if (!named) {
    NameMention mention;
    mention.span = own_span;
    mention.text = own;
    mention.shape = Shape::kTitle;
    mention.votes = votes;
    VoteByEnding(own, &mention.votes);
    kept.push_back(std::move(mention));
  }
  for (const TitlePart& part : TitleParts(view.text)) {
    if (part.opening != TitlePart::kWith) continue;
    const Span span = TechniqueOf(view.text, part);
    if (span.begin >= span.end) continue;
    // "Constraint-Gated Reinforcement Learning" is more than what is known at its end.
    const auto overlaps = [&](const NameMention& mention) {
      if (mention.span.begin >= span.end || span.begin >= mention.span.end) return false;
      const std::string_view before = view.text.substr(span.begin, mention.span.begin - span.begin);
      const bool varied = mention.span.end == span.end && before.find('-') != std::string_view::npos;
      const VocabularyEntry* method = mention.known[Index(EntityKind::kMethod)];
      const bool common = method != nullptr && method->generic;  // the Attention of "Folded Attention"
      return mention.span == span || (IsKnown(mention) && !varied && !common);
    };
    if (std::any_of(kept.begin(), kept.end(), overlaps)) continue;
    NameMention mention;
    mention.span = span;
    mention.text = std::string(Cut(view.text, span));
    mention.shape = Shape::kPhrase;
    mention.announced = true;
    VoteByEnding(mention.text, &mention.votes);
    kept.push_back(std::move(mention));
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [](const NameMention& a, const NameMention& b) { return a.span.begin < b.span.begin; });
  *mentions = std::move(kept);
}

void ReadDescribed(const TextView& view, std::vector<NameMention>* mentions) {
  DescribedReader(view, mentions).Read();
  JoinAppositions(view, mentions);
}

}  // namespace papergraph::extract
