#include "extract/mentions/neighbours.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <string>
#include <string_view>

#include "extract/mentions/shapes.h"
#include "extract/text/ascii.h"
#include "extract/text/phrase_table.h"

namespace papergraph::extract {
namespace {

const PhraseTable& Joints() {
  static const PhraseTable table("joints.tsv");
  return table;
}

EntityKind KindOfHead(std::string_view word) {
  return word == "benchmark" ? EntityKind::kBenchmark : word == "model" ? EntityKind::kModel : EntityKind::kMethod;
}

/// Items of the usage guide that describe no method: "输入", "硬件需求".
bool IsPeripheral(std::string_view lead) {
  static constexpr std::string_view kPeripheral[] = {"输入",   "输出",     "硬件", "环境",     "资源",
                                                     "代码",   "開源",     "开源", "数据准备", "Input",
                                                     "Output", "Hardware", "Code", "依赖",     "部署"};
  return std::any_of(std::begin(kPeripheral), std::end(kPeripheral),
                     [&](std::string_view word) { return lead.find(word) != std::string_view::npos; });
}

/// ", to our knowledge, the first ...": where the remark ends; `at` when there is none.
uint32_t SkipRemark(std::string_view text, uint32_t at) {
  return at + OneStandsAt(text, at, ", to our knowledge", ", to the best of our knowledge");
}

/// "achieves 98.5% coverage on Foo": a score and "on" right before.
bool IsScoredOn(std::string_view text, uint32_t sentence, uint32_t at) {
  std::string_view before = text.substr(sentence, at - sentence);
  if (before.ends_with(" the")) before.remove_suffix(4);
  if (!before.ends_with(" on")) return false;
  return before.find('%') != std::string_view::npos || before.find("state-of-the-art") != std::string_view::npos ||
         before.find("SOTA") != std::string_view::npos || before.find("outperform") != std::string_view::npos;
}

/// Behind the words that open an apposition (", a", " is a", "，一个"); 0 when there are none.
uint32_t AppositionAt(std::string_view text, uint32_t at) {
  const uint32_t length =
      OneStandsAt(text, at, ", a ", ", an ", ", the ", ", our ", "is a ", "is an ", "is the ", "，一个", "，一种",
                  "，首个", "，这是", "是一个", "是一种", "是首个", "，一套", "是一套");
  return length > 0 ? at + length : 0;
}

/// "Stage 1 (Draft Generation)": right behind the parenthesis that opens there.
bool IsStep(std::string_view text, uint32_t at) {
  if (at == 0 || text[at - 1] != '(') return false;
  size_t digit = at - 1;
  while (digit > 0 && text[digit - 1] == ' ') --digit;
  if (digit < 3 || text[digit - 1] < '0' || text[digit - 1] > '9' || text[digit - 2] != ' ') return false;
  const std::string_view before = text.substr(0, digit - 2);
  return before.ends_with("Stage") || before.ends_with("Step") || before.ends_with("Phase");
}

/// "Competitive consensus ...": a word in lower case that goes on with the phrase, so that the capital is no name's.
bool OpensPhrase(const TextView& view, uint32_t end) {
  const std::string_view text = view.text;
  if (end + 2 >= text.size() || text[end] != ' ' || text[end + 1] < 'a' || text[end + 1] > 'z') return false;
  size_t stop = end + 1;
  while (stop < text.size() && (IsLower(text[stop]) || text[stop] == '-')) ++stop;
  const std::string_view word = text.substr(end + 1, stop - end - 1);
  static const PhraseTable stops("technique_stops.tsv");
  return stops.Find(word) == nullptr && view.phrases->table(PhraseKind::kHead).Find(word) == nullptr;
}

int ClauseMarksBetween(std::string_view text, uint32_t begin, uint32_t end) {
  int marks = 0;
  for (uint32_t at = begin; at < end; at += CharWidth(text, at)) marks += ClauseMarkAt(text, at) > 0 ? 1 : 0;
  return marks;
}

/// Whether "on" leads up to the byte from a number with "%" or "points", with at most one word between.
bool ScoredOn(std::string_view text, uint32_t begin) {
  std::string_view front = text.substr(0, begin);
  if (front.ends_with(" on the ")) front.remove_suffix(4);
  if (!front.ends_with(" on ")) return false;
  front.remove_suffix(4);
  for (const std::string_view word : {" accuracy", " improvement", " gain", " gains", " improvements"}) {
    if (front.ends_with(word)) {
      front.remove_suffix(word.size());
      break;
    }
  }
  for (const std::string_view word : {" points", " point", "%", " pp"}) {
    if (!front.ends_with(word)) continue;
    front.remove_suffix(word.size());
    while (!front.empty() && front.back() == ' ') front.remove_suffix(1);
    return !front.empty() && IsDigit(front.back());
  }
  return false;
}

/// "On GSM8K, Foo achieves ...", "On GSM8K and MATH, Foo ...": the comma ends what is said first; "On GSM8K, MATH and
/// AIME, ..." lists.
bool LeadsIn(std::string_view text, Span first, Span second) {
  const std::string_view before = text.substr(0, first.begin);
  if (before.ends_with(" and ") && text.substr(first.end, second.begin - first.end) == ", ") return true;
  if (!before.ends_with("On ") && !before.ends_with("In ") && !before.ends_with("For ")) return false;
  if (text.substr(first.end, second.begin - first.end) != ", ") return false;
  const std::string_view behind = text.substr(second.end, 5);
  return !behind.starts_with(",") && behind != " and " && !behind.starts_with(" or");
}

/// "Empirically, Foo achieves ...": a word that opens the sentence, and no list of two.
bool OpensAside(const TextView& view, Span first, Span second) {
  if (view.text.substr(first.end, second.begin - first.end) != ", ") return false;
  const int sentence = view.layout.SentenceAt(first.begin);
  if (sentence < 0 || view.layout.sentences[static_cast<size_t>(sentence)].begin != first.begin) return false;
  const std::string_view behind = view.text.substr(second.end, 5);
  return !behind.starts_with(",") && behind != " and " && !behind.starts_with(" or");
}

/// Whether another word or a remark follows, so that one word before is the beginning of a phrase: "Molecular Weight",
/// "Rotation (with ...", but not "Pinecone, Weaviate and".
bool GoesOn(std::string_view text, uint32_t end) {
  if (end >= text.size() || text[end] == '/' || text[end] == '&') return end < text.size();
  if (text[end] != ' ') return false;
  const std::string_view next = text.substr(end + 1);
  return !next.starts_with("and ") && !next.starts_with("or ");
}

float WeightOf(std::string_view cell) {
  float weight = 1;
  std::from_chars(cell.data(), cell.data() + cell.size(), weight);
  return weight;
}

bool IsMarkAround(char c) { return c == ' ' || c == '*' || c == '`' || c == '"' || c == '\''; }

bool IsQuote(std::string_view text, uint32_t at) { return OneStandsAt(text, at, "”", "“", "「", "」", "《", "》") > 0; }

uint32_t SkipForward(std::string_view text, uint32_t at) {
  while (at < text.size()) {
    if (IsMarkAround(text[at])) {
      ++at;
    } else if (IsQuote(text, at)) {
      at += 3;
    } else {
      break;
    }
  }
  return at;
}

uint32_t SkipBack(std::string_view text, uint32_t at) {
  while (at > 0) {
    if (IsMarkAround(text[at - 1])) {
      --at;
    } else if (at >= 3 && IsQuote(text, at - 3)) {
      at -= 3;
    } else if (at >= 3 && StandsAt(text, at - 3, "：")) {
      at -= 3;
    } else if (text[at - 1] == ':') {
      --at;
    } else {
      break;
    }
  }
  return at;
}

/// What is left of the text between two names without marks, parentheses and head nouns.
std::string GapBetween(std::string_view text, uint32_t begin, uint32_t end,
                       const std::vector<PhraseTable::Hit>& heads) {
  std::string gap;
  int depth = 0;
  for (uint32_t at = begin; at < end;) {
    const uint32_t width = CharWidth(text, at);
    if (OneStandsAt(text, at, "(", "（") > 0) {
      ++depth;
    } else if (OneStandsAt(text, at, ")", "）") > 0) {
      --depth;
    } else if (depth <= 0 && !IsMarkAround(text[at]) && !IsQuote(text, at)) {
      const auto head = std::lower_bound(heads.begin(), heads.end(), at,
                                         [](const PhraseTable::Hit& h, uint32_t a) { return h.begin < a; });
      if (gap.empty() && head != heads.end() && head->begin == at && head->end <= end) {
        at = head->end;
        continue;
      }
      gap += text.substr(at, width);
    }
    at += width;
    if (gap.size() > 24) return gap;
  }
  if (depth != 0) return "(";
  return gap;
}

}  // namespace

void ReadNeighbours(const TextView& view, std::vector<NameMention>* mentions) {
  const std::string_view text = view.text;
  const std::vector<PhraseTable::Hit>& heads = view.HitsOf(PhraseKind::kHead);
  const auto head_from = [&](uint32_t at) {
    const auto found = std::lower_bound(heads.begin(), heads.end(), at,
                                        [](const PhraseTable::Hit& h, uint32_t a) { return h.begin < a; });
    return found != heads.end() && found->begin == at ? &*found : nullptr;
  };
  const auto head_until = [&](uint32_t at) {
    const auto found = std::lower_bound(heads.begin(), heads.end(), at,
                                        [](const PhraseTable::Hit& h, uint32_t a) { return h.end < a; });
    return found != heads.end() && found->end == at ? &*found : nullptr;
  };
  const std::vector<PhraseTable::Hit>& examples = view.HitsOf(PhraseKind::kExample);
  const auto example_until = [&](uint32_t at) {
    const auto found = std::lower_bound(examples.begin(), examples.end(), at,
                                        [](const PhraseTable::Hit& h, uint32_t a) { return h.end < a; });
    return found != examples.end() && found->end == at ? &*found : nullptr;
  };
  const std::vector<PhraseTable::Hit>& announcements = view.HitsOf(PhraseKind::kAnnouncement);
  const auto announced_until = [&](uint32_t at) {
    const auto found = std::lower_bound(announcements.begin(), announcements.end(), at,
                                        [](const PhraseTable::Hit& h, uint32_t a) { return h.end < a; });
    return found != announcements.end() && found->end == at;
  };
  const std::vector<PhraseTable::Hit>& kind_cues = view.HitsOf(PhraseKind::kKindCue);
  const auto kind_cue_until = [&](uint32_t at) {
    const auto found = std::lower_bound(kind_cues.begin(), kind_cues.end(), at,
                                        [](const PhraseTable::Hit& h, uint32_t a) { return h.end < a; });
    return found != kind_cues.end() && found->end == at ? &*found : nullptr;
  };
  const auto vote = [&](NameMention& mention, const PhraseTable::Hit* hit, float scale) {
    if (hit == nullptr) return;
    const PhraseTable::Row& row = view.RowOf(PhraseKind::kHead, *hit);
    mention.votes[Index(KindOfHead(row.cell(1)))] += scale * WeightOf(row.cell(2));
  };
  int list = 0, item_before = -1;
  bool peripheral = false;  // that item
  for (size_t i = 0; i < mentions->size(); ++i) {
    NameMention& mention = (*mentions)[i];
    const uint32_t begin = mention.span.begin, end = mention.span.end;
    mention.bold = view.layout.BoldAt(begin) >= 0;
    mention.quoted = view.layout.QuoteAt(begin) >= 0;
    const int paren = view.layout.ParenAt(begin);
    mention.in_paren = paren >= 0;
    const int item = view.layout.ItemAt(begin);
    if (item >= 0) {
      const Span lead = view.layout.leads[static_cast<size_t>(item)];
      mention.lead = lead.begin <= begin && end <= lead.end + 4;
      if (item != item_before) peripheral = IsPeripheral(text.substr(lead.begin, lead.end - lead.begin));
      item_before = item;
      mention.peripheral = !mention.lead && peripheral;
    }
    uint32_t behind = SkipForward(text, end);
    const int next_paren = behind < text.size() ? view.layout.ParenAt(behind + (text[behind] == '(' ? 1 : 3)) : -1;
    if (next_paren >= 0 && !mention.in_paren && OneStandsAt(text, behind, "(", "（") > 0) {
      const uint32_t close = view.layout.parens[static_cast<size_t>(next_paren)].end;
      behind = SkipForward(text, close + (text[close] == ')' ? 1 : 3));
    }
    vote(mention, head_from(behind), 1.2F);
    // "X, a dataset of ...", "X，一个 ... 基准": what it is said to be.
    if (const uint32_t apposition = AppositionAt(text, SkipRemark(text, SkipForward(text, end))); apposition > 0) {
      const auto head = std::lower_bound(heads.begin(), heads.end(), apposition,
                                         [](const PhraseTable::Hit& h, uint32_t a) { return h.begin < a; });
      if (head != heads.end() && head->begin < apposition + 60 &&
          ClauseMarksBetween(text, apposition, head->begin) == 0)
        vote(mention, &*head, 1.0F);
    }
    // In front: "基准测试 X", "模型（如 X", "datasets such as X".
    uint32_t front = SkipBack(text, begin);
    if (const PhraseTable::Hit* example = example_until(front)) {
      mention.example = true;
      front = SkipBack(text, example->begin);
    }
    if (mention.in_paren) {
      const Span inner = view.layout.parens[static_cast<size_t>(paren)];
      const uint32_t open = inner.begin - (text[inner.begin - 1] == '(' ? 1 : 3);
      vote(mention, head_until(SkipBack(text, open)), 1.0F);
    }
    const PhraseTable::Hit* before = head_until(front);
    // "基准：A" says what A is; "控制任务：A 优于" does not.
    const std::string_view skipped = text.substr(front, begin - front);
    const bool colon = skipped.find("：") != std::string_view::npos || skipped.find(':') != std::string_view::npos;
    if (before != nullptr && !(colon && WeightOf(view.RowOf(PhraseKind::kHead, *before).cell(2)) < 1))
      vote(mention, before, 0.8F);
    if (view.english) {  // "trained on Foo-Math", "evaluated on the Foo suite"
      uint32_t cue_end = front;
      if (text.substr(0, cue_end).ends_with(" the")) cue_end = SkipBack(text, cue_end - 4);
      if (const PhraseTable::Hit* cue = kind_cue_until(cue_end)) {
        const PhraseTable::Row& row = view.RowOf(PhraseKind::kKindCue, *cue);
        mention.votes[Index(KindOfHead(row.cell(1)))] += WeightOf(row.cell(2));
      } else if (const int sentence = view.layout.SentenceAt(begin);
                 sentence >= 0 && mention.family == nullptr && mention.shape != Shape::kSized &&
                 IsScoredOn(text, view.layout.sentences[static_cast<size_t>(sentence)].begin, front)) {
        mention.votes[Index(EntityKind::kBenchmark)] += 0.8F;
      }
    }
    mention.announced = mention.announced || announced_until(front) || IsStep(text, front);
    if (mention.announced && mention.shape == Shape::kPlain && OpensPhrase(view, end)) mention.announced = false;
    // "+12.5 points on X", "85% accuracy on X": what one scores on.
    const bool of_model = mention.known[Index(EntityKind::kModel)] != nullptr ||
                          (mention.family != nullptr && mention.family->kind == EntityKind::kModel);
    if (view.english && mention.shape != Shape::kPlain && !of_model && ScoredOn(text, begin))
      mention.votes[Index(EntityKind::kBenchmark)] += 1.2F;
    if (view.passage->kind == SectionKind::kTitle && mention.shape != Shape::kPlain &&
        !mention.weak) {  // "... via Y", "... with Y"
      for (const std::string_view word : {"via", "with", "using", "through", "by"}) {
        mention.announced =
            mention.announced || (front > word.size() && text.substr(front - word.size(), word.size()) == word &&
                                  text[front - word.size() - 1] == ' ');
      }
    }
    // The enumeration that it belongs to.
    mention.list_span = mention.span;
    if (i > 0) {
      NameMention& previous = (*mentions)[i - 1];
      if (previous.span.end <= begin && begin - previous.span.end < 90) {
        const std::string gap = GapBetween(text, previous.span.end, begin, heads);
        if (!gap.empty() && Joints().Find(gap) != nullptr && !LeadsIn(text, previous.span, mention.span) &&
            !(previous.list < 0 && previous.shape == Shape::kPlain && OpensAside(view, previous.span, mention.span))) {
          if (previous.list < 0) previous.list = list++;
          mention.list = previous.list;
        }
      }
    }
  }
  // Members of an enumeration are of one kind more often than not.
  for (size_t i = 0; i < mentions->size();) {
    size_t j = i + 1;
    if ((*mentions)[i].list >= 0) {
      while (j < mentions->size() && (*mentions)[j].list == (*mentions)[i].list) ++j;
      std::array<float, 4> sum = {};
      for (size_t m = i; m < j; ++m) {
        for (size_t k = 1; k < 4; ++k)
          sum[k] += (*mentions)[m].votes[k] + ((*mentions)[m].known[k] != nullptr ? 1.0F : 0.0F);
      }
      size_t sure = 0;
      for (size_t m = i; m < j; ++m) sure += (*mentions)[m].shape != Shape::kPlain && !(*mentions)[m].weak ? 1 : 0;
      const Span whole{(*mentions)[i].span.begin, (*mentions)[j - 1].span.end};
      for (size_t m = i; m < j; ++m) {
        NameMention& mention = (*mentions)[m];
        mention.list_span = whole;
        mention.backed =
            sure > 0 && !(view.english && mention.shape == Shape::kPlain && GoesOn(text, mention.span.end));
        for (size_t k = 1; k < 4; ++k) {
          const float own = mention.votes[k] + (mention.known[k] != nullptr ? 1.0F : 0.0F);
          mention.votes[k] += 0.8F * (sum[k] - own) / static_cast<float>(j - i - 1);
        }
      }
    }
    i = j;
  }
}

}  // namespace papergraph::extract
