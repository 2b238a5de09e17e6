#include "extract/entities/english_fields.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <string>
#include <string_view>

#include "extract/entities/entity.h"
#include "extract/mentions/shapes.h"
#include "extract/mentions/spelling.h"
#include "extract/mentions/title.h"
#include "extract/text/ascii.h"
#include "extract/text/phrase_table.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

constexpr double kEnough = 0.8;   // of a field's score
constexpr double kAlone = 0.7;    // where nothing else was found
constexpr double kLoudest = 2.5;  // what one field may gather outside of the title
constexpr std::string_view kOfBenchmark = "field of a benchmark";
constexpr size_t kMost = 4;  // fields of one paper

double CueWeight(std::string_view cell) {
  double value = 0.5;
  std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return value;
}

struct Candidate {
  double title = 0, text = 0;
  uint32_t view = 0;
  Span span;
  double best = 0;  // of one occurrence: its place becomes the evidence
  std::string_view form;
  std::string rule;
  const VocabularyEntry* entry = nullptr;
  size_t order = 0;

  double Score() const { return title + std::min(text, kLoudest); }
};

class FieldReader {
 public:
  FieldReader(const std::vector<TextView>& views, const Vocabulary& vocabulary)
      : views_(&views), vocabulary_(&vocabulary) {}

  std::vector<std::pair<uint32_t, DomainMention>> Read() {
    for (uint32_t v = 0; v < views_->size(); ++v) {
      const TextView& view = (*views_)[v];
      const SectionKind kind = view.passage->kind;
      if (!view.english || (kind != SectionKind::kTitle && kind != SectionKind::kAbstract)) continue;
      ReadNames(v);
      ReadCues(v);
      if (kind == SectionKind::kTitle) ReadTitle(v);
    }
    return Chosen();
  }

 private:
  void Add(const VocabularyEntry* entry, uint32_t v, Span span, double weight, std::string_view rule) {
    const TextView& view = (*views_)[v];
    const bool title = view.passage->kind == SectionKind::kTitle;
    const std::string_view form = Cut(view.text, span);
    const std::string key = entry != nullptr ? entry->folded : FoldName(form);
    if (key.empty()) return;
    Candidate& candidate = candidates_[key];
    if (candidate.best == 0) candidate.order = candidates_.size();
    candidate.entry = entry;
    if (title) {
      candidate.title += 1.6 * weight * ShareOf(v, span);
    } else {
      candidate.text += weight * PlaceOf(view, span);
    }
    // A benchmark is a sign of its field but no form of its name: it is shown only where nothing else is.
    const double shown = weight * (title ? 2 : 1) * (rule == kOfBenchmark ? 0.01 : 1);
    if (shown > candidate.best) {
      candidate.best = shown;
      candidate.view = v;
      candidate.span = span;
      candidate.form = form;
      candidate.rule = rule;
    }
  }

  /// A title's means ("via Multi-Agent Refinement") say less of the field than what it is for.
  double ShareOf(uint32_t v, Span span) {
    if (titled_ != v) {
      titled_ = v;
      parts_ = TitleParts((*views_)[v].text);
    }
    for (const TitlePart& part : parts_) {
      if (part.opening == TitlePart::kWith && part.span().begin <= span.begin && span.end <= part.span().end)
        return 0.6;
    }
    return 1;
  }

  /// What a paper says first and of itself says more of its field than the rest.
  static double PlaceOf(const TextView& view, Span span) {
    const int sentence = view.layout.SentenceAt(span.begin);
    if (sentence < 0) return 0.5;
    const std::string_view text = Cut(view.text, view.layout.sentences[static_cast<size_t>(sentence)]);
    for (const std::string_view own :
         {"we propose", "we introduce", "we present", "this paper", "this work", "we study", "We propose",
          "We introduce", "We present", "This paper", "This work"}) {
      if (text.find(own) != std::string_view::npos) return 1;
    }
    return sentence == 0 ? 0.8 : 0.45;
  }

  /// Fields by their names; benchmarks by what they test.
  void ReadNames(uint32_t v) {
    const TextView& view = (*views_)[v];
    for (size_t at = 0; at < view.folded.size();) {
      const NameTrie::Hit hit =
          view.folded.BeginsAt(at) ? vocabulary_->names().LongestAt(view.folded, at) : NameTrie::Hit{};
      if (hit.length == 0) {
        ++at;
        continue;
      }
      const Span span{view.folded.From(at), view.folded.EndOf(at + hit.length)};
      for (const uint32_t value : hit.values) {
        const VocabularyEntry& entry = vocabulary_->entries()[value];
        if (entry.kind == EntityKind::kDomain && !entry.part_of.empty())
          Add(&entry, v, span, WeightOf(view, span, entry), "field named");
        if (entry.kind == EntityKind::kBenchmark && !entry.exact_case && entry.domain.size() == 1 &&
            IsMeant(entry, Cut(view.text, span))) {
          const VocabularyEntry* field = vocabulary_->Find(EntityKind::kDomain, FoldName(entry.domain.front()));
          if (field != nullptr) Add(field, v, span, 0.5, kOfBenchmark);
        }
      }
      at += hit.length;
    }
  }

  /// Names of several words are certain; a single word ("memory", "search") may mean anything.
  double WeightOf(const TextView& view, Span span, const VocabularyEntry& field) const {
    const std::string_view form = Cut(view.text, span);
    // Nearly every paper names them.
    if (field.name == "Large Language Models" || field.name == "Language Modeling") {
      const bool subject =
          view.text.substr(span.end, 1) != "-" && span.begin > 4 &&
          (view.text.substr(span.begin - 4, 4) == " in " || view.text.substr(span.begin - 4, 4) == "for " ||
           view.text.substr(span.begin - 4, 4) == " of ");
      return view.passage->kind == SectionKind::kTitle ? (subject ? 0.65 : 0.4) : 0.2;
    }
    const VocabularyEntry* method = vocabulary_->Find(EntityKind::kMethod, FoldName(form));
    if (form.find_first_of(" -") != std::string_view::npos) return method == nullptr ? 1 : method->generic ? 0.8 : 0.5;
    const size_t capitals = static_cast<size_t>(std::count_if(form.begin(), form.end(), IsUpper));
    if (capitals >= 2) return method != nullptr && !method->generic ? 0.4 : 0.7;
    return 0.25;
  }

  void ReadCues(uint32_t v) {
    const TextView& view = (*views_)[v];
    for (const PhraseTable::Hit& hit : view.HitsOf(PhraseKind::kFieldCue)) {
      const PhraseTable::Row& row = view.RowOf(PhraseKind::kFieldCue, hit);
      std::string_view fields = row.cell(1);
      while (!fields.empty()) {
        const size_t bar = std::min(fields.find('|'), fields.size());
        const VocabularyEntry* entry = vocabulary_->Find(EntityKind::kDomain, FoldName(fields.substr(0, bar)));
        if (entry != nullptr && vocabulary_->Find(EntityKind::kDomain, FoldName(row.cell(0))) != entry)
          Add(entry, v, {hit.begin, hit.end}, CueWeight(row.cell(2)), "words of the field");
        fields.remove_prefix(std::min(bar + 1, fields.size()));
      }
    }
  }

  /// What the title is for: "... for Travel Planning"; known at its end, or new.
  void ReadTitle(uint32_t v) {
    const TextView& view = (*views_)[v];
    const bool spelled_out = !FullNameInTitle(view.text).empty();
    for (const TitlePart& part : TitleParts(view.text)) {
      if (spelled_out && part.opening == TitlePart::kSubtitle) continue;  // the paper's own name
      const Span field = FieldOf(view.text, part);
      if (field.begin >= field.end) continue;
      const std::string_view name = Cut(view.text, field);
      const bool leads = part.opening == TitlePart::kFor || part.opening == TitlePart::kIn;
      std::array<const VocabularyEntry*, 4> known = {};
      if (LookUp(name, *vocabulary_, &known)) {  // counted already, but "for Education" says more than the word alone
        if (known[0] != nullptr && leads && name.find(' ') == std::string_view::npos)
          Add(known[0], v, field, 0.5, "what the title is for");
        continue;
      }
      if (name.find(' ') == std::string_view::npos || HoldsField(view, field)) continue;
      Add(nullptr, v, field, leads ? 0.9 : 0.45, "what the title is for");
    }
  }

  /// "Dense Image Captioning" is image captioning.
  bool HoldsField(const TextView& view, Span span) const {
    for (size_t at = view.folded.At(span.begin); at < view.folded.size() && view.folded.From(at) < span.end; ++at) {
      if (!view.folded.BeginsAt(at)) continue;
      const NameTrie::Hit hit = vocabulary_->names().LongestAt(view.folded, at);
      if (hit.length == 0) continue;
      const std::string_view form = Cut(view.text, {view.folded.From(at), view.folded.EndOf(at + hit.length)});
      if (form.find_first_of(" -") == std::string_view::npos) continue;
      for (const uint32_t value : hit.values) {
        if (vocabulary_->entries()[value].kind == EntityKind::kDomain) return true;
      }
    }
    return false;
  }

  std::vector<std::pair<uint32_t, DomainMention>> Chosen() {
    std::vector<Candidate*> ranked;
    for (auto& [key, candidate] : candidates_) ranked.push_back(&candidate);
    std::sort(ranked.begin(), ranked.end(), [](const Candidate* a, const Candidate* b) {
      return a->Score() != b->Score() ? a->Score() > b->Score() : a->order < b->order;
    });
    std::vector<std::pair<uint32_t, DomainMention>> found;
    for (const Candidate* candidate : ranked) {
      if (candidate->rule == kOfBenchmark) continue;  // nothing that is written names the field
      if (candidate->Score() < (found.empty() ? kAlone : kEnough) || found.size() >= kMost) break;
      // Of a paper on LLM agents it says nothing more that they are LLMs.
      if (found.size() >= 2 && candidate->entry != nullptr && candidate->entry->name == "Large Language Models")
        continue;
      // A word inside of a longer field of the same title is that field.
      const bool inside = std::any_of(found.begin(), found.end(), [&](const auto& other) {
        return other.first == candidate->view && candidate->text == 0 &&
               candidate->span.begin >= other.second.span.begin && candidate->span.end <= other.second.span.end;
      });
      if (inside && candidate->entry == nullptr) continue;
      DomainMention domain;
      domain.entry = candidate->entry;
      domain.span = candidate->span;
      domain.name = candidate->entry != nullptr ? candidate->entry->name : std::string(candidate->form);
      domain.folded = candidate->entry != nullptr ? candidate->entry->folded : FoldName(domain.name);
      std::vector<std::string> seen = {domain.folded};
      const auto add = [&](std::string_view form, std::string key) {
        if (key.empty() || std::find(seen.begin(), seen.end(), key) != seen.end()) return;
        seen.push_back(std::move(key));
        domain.aliases.emplace_back(form);
      };
      add(candidate->form, FoldName(candidate->form));
      if (const VocabularyEntry* entry = candidate->entry; entry != nullptr) {
        for (size_t a = 0; a < entry->aliases.size(); ++a) add(entry->aliases[a], entry->folded_aliases[a]);
      }
      domain.certainty = std::min(0.9, 0.3 + 0.2 * candidate->Score());
      domain.rule = candidate->rule;
      found.emplace_back(candidate->view, std::move(domain));
    }
    return found;
  }

  const std::vector<TextView>* views_;
  const Vocabulary* vocabulary_;
  std::map<std::string, Candidate> candidates_;
  uint32_t titled_ = UINT32_MAX;  // the view that parts_ are of
  std::vector<TitlePart> parts_;
};

}  // namespace

std::vector<std::pair<uint32_t, DomainMention>> FindEnglishFields(const std::vector<TextView>& views,
                                                                  const Vocabulary& vocabulary) {
  return FieldReader(views, vocabulary).Read();
}

}  // namespace papergraph::extract
