#include "extract/mentions/parentheses.h"

#include <algorithm>
#include <string>

#include "extract/mentions/abbreviation.h"
#include "extract/mentions/head_words.h"
#include "extract/mentions/shapes.h"
#include "extract/mentions/words.h"
#include "extract/text/ascii.h"
#include "extract/text/phrase_table.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

const PhraseTable& TermEdges() {
  static const PhraseTable table("term_edges.tsv");
  return table;
}
const PhraseTable& ExampleWords() {
  static const PhraseTable table("example_words.tsv");
  return table;
}

constexpr uint32_t kBeforeParenthesis = 240;  // bytes: how far before a parenthesis its name may begin
constexpr uint32_t kLongestTerm = 54;         // bytes: 18 characters

uint32_t SkipMarksBack(std::string_view text, uint32_t at) {
  while (at > 0) {
    const char c = text[at - 1];
    if (c == ' ' || c == '*' || c == '`' || c == '"') {
      --at;
    } else if (at >= 3 && OneStandsAt(text, at - 3, "”", "」", "》") > 0) {
      at -= 3;
    } else {
      break;
    }
  }
  return at;
}

Span WithoutMarks(std::string_view text, Span span) {
  const auto mark = [](char c) { return c == ' ' || c == '*' || c == '`' || c == '"'; };
  while (span.begin < span.end && mark(text[span.begin])) ++span.begin;
  while (span.end > span.begin && mark(text[span.end - 1])) --span.end;
  return span;
}

/// The pieces of "English Name, ABBR": at commas, semicolons, slashes and the Chinese comma.
std::vector<Span> Pieces(std::string_view text, Span inner) {
  std::vector<Span> pieces;
  uint32_t begin = inner.begin;
  const auto close = [&](uint32_t end) {
    const Span piece = WithoutMarks(text, {begin, end});
    if (piece.begin < piece.end) pieces.push_back(piece);
  };
  for (uint32_t at = inner.begin; at < inner.end;) {
    const uint32_t width = CharWidth(text, at);
    if (OneStandsAt(text, at, ",", "，", "、", ";", "；", "/", "和", "与", "及") > 0) {
      close(at);
      begin = at + width;
    }
    at += width;
  }
  close(inner.end);
  return pieces;
}

bool LooksLikeProperName(std::string_view piece) {
  const WordShape shape = ShapeOf(piece);
  return piece.find(' ') == std::string_view::npos && (shape.inner_upper || shape.digits > 0 || shape.upper >= 2);
}

/// English name or abbreviation, fit to be the other form of a Chinese term.
bool IsEnglishForm(std::string_view piece) {
  if (piece.empty() || !IsLetter(piece[0]) || piece.size() > 70 || HasHan(piece)) return false;
  const auto words = static_cast<size_t>(std::count(piece.begin(), piece.end(), ' ')) + 1;
  return words <= 7 && piece.find_first_of("=<>:") == std::string_view::npos && (IsUpper(piece[0]) || words <= 4);
}

struct ParenthesisReader {
  const TextView& view;
  const Vocabulary& vocabulary;
  std::vector<NameMention>& mentions;
  std::vector<NameMention> added;
  std::vector<bool> gone;

  /// The first mention that begins at or behind `begin`.
  size_t From(uint32_t begin) const {
    return static_cast<size_t>(std::lower_bound(mentions.begin(), mentions.end(), begin,
                                                [](const NameMention& m, uint32_t b) { return m.span.begin < b; }) -
                               mentions.begin());
  }

  int EndingAt(uint32_t end) const {
    for (size_t i = From(end - std::min(end, kBeforeParenthesis)); i < mentions.size() && mentions[i].span.begin < end;
         ++i) {
      if (!gone[i] && mentions[i].span.end == end) return static_cast<int>(i);
    }
    return -1;
  }

  /// Ends what lies inside; what was known of it goes to `heir`.
  void Absorb(Span span, NameMention* heir) {
    for (size_t i = From(span.begin); i < mentions.size() && mentions[i].span.begin < span.end; ++i) {
      if (gone[i] || mentions[i].span.end > span.end) continue;
      gone[i] = true;
      if (heir != nullptr && heir->family == nullptr && mentions[i].text == heir->text)
        heir->family = mentions[i].family;
    }
  }

  void Know(NameMention* mention) const {
    std::array<const VocabularyEntry*, 4> known = {};
    LookUp(mention->text, vocabulary, &known);
    for (const std::string& form : mention->forms) {
      std::array<const VocabularyEntry*, 4> other = {};
      if (!LookUp(form, vocabulary, &other)) continue;
      for (size_t k = 0; k < 4; ++k) {
        if (known[k] == nullptr) known[k] = other[k];
      }
    }
    known[0] = nullptr;
    mention->known = known;
  }

  void Emit(Span span, std::string text, std::vector<std::string> forms, bool weak) {
    NameMention mention;
    mention.span = span;
    mention.text = std::move(text);
    mention.forms = std::move(forms);
    mention.shape = Shape::kTerm;
    mention.weak = weak;
    Know(&mention);
    VoteByEnding(mention.text, &mention.votes);
    for (const std::string& form : mention.forms) VoteByEnding(form, &mention.votes);
    Absorb(span, &mention);
    added.push_back(std::move(mention));
  }

  bool ReadSizes(Span inner, int outer) {
    if (outer < 0 || Cut(view.text, inner).find("参数") != std::string_view::npos) return false;
    const std::vector<Word> words = FindWords(view.text.substr(inner.begin, inner.end - inner.begin));
    std::vector<Span> sizes;
    for (const Word& word : words) {
      const Span span{inner.begin + word.span.begin, inner.begin + word.span.end};
      if (SizeOf(Cut(view.text, span)) > 0) {
        sizes.push_back(span);
      } else if (Cut(view.text, span) != "and" && Cut(view.text, span) != "to") {
        return false;
      }
    }
    if (sizes.empty()) return false;
    const NameMention family = mentions[static_cast<size_t>(outer)];
    if (family.known[3] == nullptr && family.known[1] != nullptr) return false;
    mentions[static_cast<size_t>(outer)].votes[3] += 1.5F;
    double size = 0;
    if (FindSize(family.text, &size) != std::string_view::npos) return true;
    for (const Span span : sizes) {
      NameMention mention;
      mention.span = span;
      mention.whole = {family.span.begin, span.end};
      mention.text = family.text + "-" + std::string(Cut(view.text, span));
      mention.forms = {std::string(Cut(view.text, mention.whole))};
      mention.shape = Shape::kSized;
      mention.family = family.known[3] != nullptr ? family.known[3] : family.family;
      mention.votes[3] = 2;
      added.push_back(std::move(mention));
    }
    return true;
  }

  void ReadHan(Span inner, uint32_t before, const std::vector<Span>& pieces) {
    uint32_t begin = TermBegin(view.text, before);
    const int bold = view.layout.BoldAt(before > 0 ? before - 1 : 0);
    const int quote = view.layout.QuoteAt(before > 0 ? before - 1 : 0);
    const auto frame = [&](Span span) {
      const uint32_t at = SkipOrdinal(span.begin);
      if (at < before && before - at <= kLongestTerm && at >= begin - std::min(begin, kLongestTerm)) begin = at;
    };
    if (bold >= 0) frame(view.layout.bolds[static_cast<size_t>(bold)]);
    if (quote >= 0) frame(view.layout.quotes[static_cast<size_t>(quote)]);
    const std::string_view term = view.text.substr(begin, before - begin);
    if (term.size() < 6) return;
    std::string_view first = Cut(view.text, pieces[0]);
    if (!IsEnglishForm(first) || SizeOf(first) > 0) return;
    if (Heads().Find(term) != nullptr) return;  // a class and its members, not two forms
    const PhraseTable::Row* head = nullptr;     // the last that the term ends with
    bool named_method = term.ends_with("器") || term.ends_with("机");
    for (const PhraseTable::Hit& hit : Heads().FindAll(FoldForMatching(term))) {
      if (hit.end != term.size()) continue;
      head = &Heads().row(hit.row);
      named_method = named_method || head->cell(1) == "method";
    }
    std::vector<std::string> forms;
    std::string name(first);
    if (pieces.size() >= 2) {
      const std::string_view second = Cut(view.text, pieces[1]);
      const bool related =
          Abbreviates(second, first) || Abbreviates(first, second) ||
          (first.find(' ') != std::string_view::npos && IsEnglishForm(second) && ShapeOf(second).all_upper());
      if (!related && (LooksLikeProperName(first) || pieces.size() > 2)) return;
      if (related) forms.emplace_back(second);
    }
    // "推理模型（DeepSeek-R1）": an instance of the class, unless the initials fit nothing better.
    if (LooksLikeProperName(first) && (!ShapeOf(first).all_upper() || ShapeOf(first).digits > 0)) {
      if (head != nullptr && head->cell(2) == "1.0" && head->cell(1) != "method") return;
    }
    std::array<const VocabularyEntry*, 4> of_term = {}, of_name = {};
    if (LookUp(term, vocabulary, &of_term) && LookUp(name, vocabulary, &of_name)) {
      bool same = false;
      for (size_t k = 0; k < 4; ++k) same = same || (of_term[k] != nullptr && of_term[k] == of_name[k]);
      if (!same) return;
    }
    if (IsNoNameAlone(first) && (forms.empty() || IsNoName(forms[0]))) {
      Absorb(inner, nullptr);
      return;
    }
    const uint32_t used = forms.size() >= pieces.size() - 1 ? inner.end : forms.empty() ? pieces[0].end : pieces[1].end;
    forms.emplace_back(term);
    // One plain word, or words without a head noun of methods, need a frame (bold, quotes, the head of an item).
    const size_t cut = name.find_last_of(' ');
    std::array<float, 4> ending = {};
    VoteByEnding(name, &ending);
    const bool headed = ending[1] > 0 || ending[2] > 0 || ending[3] > 0;
    if (cut == std::string::npos && !LooksLikeProperName(name) && !named_method) {
      Absorb({begin, inner.end}, nullptr);
      return;
    }
    const bool plain = (forms.size() == 1 && cut != std::string::npos && !headed && !named_method) ||
                       (cut == std::string::npos && !LooksLikeProperName(name));
    Emit({begin, used}, std::move(name), std::move(forms), plain);
  }

  uint32_t SkipOrdinal(uint32_t at) const {
    const std::string_view text = view.text;
    uint32_t end = at;
    while (end < text.size() && IsDigit(text[end])) ++end;
    if (end > at && end < text.size() && (text[end] == '.' || text[end] == ')')) {
      ++end;
      while (end < text.size() && text[end] == ' ') ++end;
      return end;
    }
    return at;
  }

  /// "4-bit NormalFloat (NF4)": the capitals of one word, and a number.
  bool ReadCamel(Span inner, uint32_t before) {
    const std::string_view text = view.text;
    const std::string_view brief = Cut(text, inner);
    const WordShape shape = ShapeOf(brief);
    if (shape.upper < 2 || shape.digits < 1 || shape.upper + shape.digits != static_cast<int>(brief.size()))
      return false;
    uint32_t begin = before;
    std::string capitals;
    while (begin > 0 && IsLetter(text[begin - 1])) --begin;
    for (uint32_t at = begin; at < before; ++at) {
      if (IsUpper(text[at])) capitals += text[at];
    }
    if (capitals != brief.substr(0, static_cast<size_t>(shape.upper)) || capitals.size() == before - begin)
      return false;
    std::vector<std::string> forms = {std::string(text.substr(begin, before - begin))};
    uint32_t from = begin;  // "4-bit "
    if (text.substr(0, begin).ends_with("-bit ") || text.substr(0, begin).ends_with("-Bit ")) {
      from = begin - 5;
      while (from > 0 && IsDigit(text[from - 1])) --from;
      if (from + 5 < begin) forms.emplace_back(text.substr(from, before - from));
    }
    Emit({from, inner.end}, std::string(brief), std::move(forms), false);
    return true;
  }

  void Read(Span inner) {
    const std::string_view text = view.text;
    const uint32_t open = inner.begin - (text[inner.begin - 1] == '(' ? 1 : 3);
    const uint32_t before = SkipMarksBack(text, open);
    if (before == 0 || inner.end - inner.begin > 120) return;
    const Span trimmed = WithoutMarks(text, inner);
    if (trimmed.begin >= trimmed.end) return;
    if (ExampleWords().At(view.folded, view.folded.At(trimmed.begin), nullptr) != nullptr) return;
    const std::vector<Span> pieces = Pieces(text, trimmed);
    if (pieces.empty()) return;
    int outer = EndingAt(before);
    if (outer < 0) {  // "Qwen2.5-Math 系列模型（1.5B 和 7B）"
      for (size_t i = From(before - std::min(before, kBeforeParenthesis));
           i < mentions.size() && mentions[i].span.begin < before; ++i) {
        if (gone[i] || mentions[i].span.end >= before || before - mentions[i].span.end > 24) continue;
        const Span between = WithoutMarks(text, {mentions[i].span.end, before});
        const PhraseTable::Row* row = Heads().Find(Cut(text, between));
        if (row != nullptr && row->cell(1) == "model" && ReadSizes(trimmed, static_cast<int>(i))) return;
      }
    } else if (ReadSizes(trimmed, outer)) {
      return;
    }
    const std::string_view first = Cut(text, pieces[0]);
    if (IsHan(text, before >= 3 ? before - 3 : 0)) {
      ReadHan(trimmed, before, pieces);
      return;
    }
    if (pieces.size() <= 2 && !HasHan(first) && first.find(' ') == std::string_view::npos) {
      size_t from = before;
      while (from > 0 && before - from < kBeforeParenthesis && text[from - 1] != '\n') --from;
      while (from < before && (static_cast<unsigned char>(text[from]) & 0xC0) == 0x80) ++from;
      const size_t full = FullNameBefore(text.substr(from, before - from), first);
      if (full != std::string_view::npos) {
        const auto begin = static_cast<uint32_t>(from + full);
        std::string long_form(text.substr(begin, before - begin));
        if (IsNoName(first)) {
          Absorb({begin, trimmed.end}, nullptr);
          return;
        }
        // "world action models (WAMs)": a class, not a name. "image signal processing (ISP)": a notion in English
        // words, unless the paper announces it, or goes on with its letters.
        const bool plural = first.ends_with('s') && long_form.ends_with('s');
        const bool notion = view.english && std::none_of(long_form.begin(), long_form.end(), IsUpper);
        std::array<const VocabularyEntry*, 4> known = {};
        const bool is_known = LookUp(long_form, vocabulary, &known);
        if (is_known && known[Index(EntityKind::kDomain)] != nullptr &&
            std::count(known.begin(), known.end(), nullptr) == 3) {  // "software engineering (SWE)"
          Absorb({begin, trimmed.end}, nullptr);
          return;
        }
        Emit({begin, trimmed.end}, std::string(first), {std::move(long_form)},
             (plural || notion) && !is_known && !LookUp(first, vocabulary, &known));
        return;
      }
    }
    if (pieces.size() == 1 && ReadCamel(trimmed, before)) return;
    if (outer >= 0 && pieces.size() == 1) {
      NameMention& mention = mentions[static_cast<size_t>(outer)];
      const bool chinese = HasHan(first) && first.size() <= 42 && FindWords(first).empty() && first.size() >= 6;
      const bool longer = !HasHan(first) && Abbreviates(mention.text, first);
      if ((chinese && TermBegin(first, static_cast<uint32_t>(first.size())) == 0) || longer) {
        mention.forms.emplace_back(first);
        if (mention.shape != Shape::kKnown) mention.weak = false;
        Absorb(trimmed, nullptr);
      }
    }
  }
};

}  // namespace

uint32_t TermBegin(std::string_view text, uint32_t end) {
  uint32_t begin = end;
  while (begin >= 3 && end - begin < kLongestTerm + 12) {
    const uint32_t previous = begin - 3;
    if ((static_cast<unsigned char>(text[previous]) & 0xC0) == 0x80 || !IsHan(text, previous)) break;
    begin = previous;
  }
  const std::string_view run = text.substr(begin, end - begin);
  uint32_t cut = 0;
  for (const PhraseTable::Hit& hit : TermEdges().FindAll(FoldForMatching(run))) {
    if (TermEdges().row(hit.row).cell(1) == "edge" && hit.end < run.size()) cut = hit.end;
  }
  return begin + cut;
}

void ReadParentheses(const TextView& view, const Vocabulary& vocabulary, std::vector<NameMention>* mentions) {
  ParenthesisReader reader{view, vocabulary, *mentions, {}, std::vector<bool>(mentions->size(), false)};
  for (const Span& paren : view.layout.parens) {
    if (paren.begin < paren.end) reader.Read(paren);
  }
  size_t kept = 0;
  for (size_t i = 0; i < mentions->size(); ++i) {
    if (reader.gone[i]) continue;
    if (kept < i) (*mentions)[kept] = std::move((*mentions)[i]);
    ++kept;
  }
  mentions->resize(kept);
  for (NameMention& mention : reader.added) mentions->push_back(std::move(mention));
}

}  // namespace papergraph::extract
