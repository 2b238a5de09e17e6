// FindMentions: the steps in their order.
#include <algorithm>

#include "extract/mentions/english_terms.h"
#include "extract/mentions/mention.h"
#include "extract/mentions/neighbours.h"
#include "extract/mentions/parentheses.h"
#include "extract/mentions/shapes.h"

namespace papergraph::extract {

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
  size_t han = 0;
  for (size_t at = 0; at < view.text.size();) {
    const auto lead = static_cast<unsigned char>(view.text[at]);
    if (lead >= 0xE0) han += IsHan(view.text, at) ? 1 : 0;
    at += lead < 0x80 ? 1 : CharWidth(view.text, at);
  }
  view.english = han * 20 < view.text.size();
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
  std::stable_sort(mentions.begin(), mentions.end(), [](const NameMention& a, const NameMention& b) {
    return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
  });
  if (view.english && view.passage->kind == SectionKind::kTitle) {
    ReadTitle(view, &mentions);
  } else if (view.english) {
    ReadDescribed(view, &mentions);
    std::stable_sort(mentions.begin(), mentions.end(), [](const NameMention& a, const NameMention& b) {
      return a.span.begin != b.span.begin ? a.span.begin < b.span.begin : a.span.end > b.span.end;
    });
  }
  for (NameMention& mention : mentions) mention.passage = passage;
  ReadNeighbours(view, &mentions);
  return mentions;
}

}  // namespace papergraph::extract
