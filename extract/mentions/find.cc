// FindMentions: the steps in their order.
#include <algorithm>

#include "extract/mentions/english_terms.h"
#include "extract/mentions/mention.h"
#include "extract/mentions/neighbours.h"
#include "extract/mentions/parentheses.h"
#include "extract/mentions/shapes.h"

namespace papergraph::extract {
namespace {

/// Whether fewer than one byte in twenty begins a Chinese character.
bool IsEnglish(std::string_view text) {
  const size_t enough = (text.size() + 19) / 20;
  size_t han = 0;
  for (size_t at = 0; at < text.size() && han < enough; ++at) {
    if (static_cast<unsigned char>(text[at]) >= 0xE3) han += IsHan(text, at) ? 1 : 0;  // begins a character
  }
  return han < enough;
}

/// Most often they are in order: mentions are large, and a sort moves them all.
void SortByPlace(std::vector<NameMention>* mentions) {
  const auto before = [](const NameMention& a, const NameMention& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
  };
  if (!std::is_sorted(mentions->begin(), mentions->end(), before))
    std::stable_sort(mentions->begin(), mentions->end(), before);
}

}  // namespace

TextView View(const Passage& passage, const Phrases& phrases, bool traditional) {
  TextView view;
  view.passage = &passage;
  view.phrases = &phrases;
  view.text = passage.text;
  if (std::optional<PlainText> plain = ReadPlain(passage.text, traditional)) {
    view.plain = std::make_shared<const PlainText>(*std::move(plain));
    view.text = view.plain->text;
  }
  view.folded = FoldForMatching(view.text);
  view.layout = LayOut(view.text);
  view.hits = phrases.FindAll(view.folded);
  view.english = IsEnglish(view.text);
  return view;
}

std::string_view NameOf(Shape shape) {
  switch (shape) {
    case Shape::kKnown:
      return "known";
    case Shape::kVariant:
      return "variant";
    case Shape::kSized:
      return "sized";
    case Shape::kCamel:
      return "camel-case";
    case Shape::kAcronym:
      return "acronym";
    case Shape::kMixed:
      return "mixed";
    case Shape::kTerm:
      return "term";
    case Shape::kPhrase:
      return "phrase";
    case Shape::kPlain:
      return "word";
    case Shape::kHeading:
      return "heading";
    case Shape::kTitle:
      return "title";
    case Shape::kDescribed:
      return "description";
  }
  return "";
}

std::vector<NameMention> FindMentions(const TextView& view, uint32_t passage, const Vocabulary& vocabulary) {
  std::vector<NameMention> mentions = FindNames(view, vocabulary);
  ReadParentheses(view, vocabulary, &mentions);
  SortByPlace(&mentions);
  if (view.english && view.passage->kind == SectionKind::kTitle) {
    ReadTitle(view, &mentions);
  } else if (view.english) {
    ReadDescribed(view, &mentions);
    SortByPlace(&mentions);
  }
  for (NameMention& mention : mentions) mention.passage = passage;
  ReadNeighbours(view, &mentions);
  return mentions;
}

}  // namespace papergraph::extract
