// `papers about "reward hacking"`: papers by their texts, through the full-text indexes.
#include <fmt/format.h>

#include "engine/sentence/compose.h"

namespace papergraph::engine {
namespace {

constexpr uint64_t kUsualTexts = 20;

/// The nodes that the texts of papers and the sentences of their edges give, each with its best score and snippet.
CypherText FoundText(const Condition& text, const GraphFacts& facts) {
  const std::string query = QuotedText(text.text);
  if (!facts.evidence_texts) {
    return {fmt::format("CALL search.text({}) YIELD node AS p, score, snippet\nWITH p, score, snippet\n", query),
            text.span};
  }
  return {fmt::format("CALL {{\n"
                      "  CALL search.text({0}) YIELD node, score, snippet\n"
                      "  RETURN node AS p, score, snippet\n"
                      "  UNION ALL\n"
                      "  CALL search.relationships({0}) YIELD relationship, score, snippet\n"
                      "  RETURN startNode(relationship) AS p, score, snippet\n"
                      "}}\n"
                      "WITH p, score, snippet\nORDER BY score DESC, snippet\n"
                      "WITH p, max(score) AS score, head(collect(snippet)) AS snippet\n",
                      query),
          text.span};
}

}  // namespace

bool AsksForText(const Meaning& meaning) {
  for (const Condition& part : meaning.conditions.parts) {
    if (part.kind == Condition::Kind::kText) return true;
  }
  return false;
}

CypherText ComposeText(const Meaning& m, const GraphFacts& facts) {
  const Condition* text = nullptr;
  std::vector<Condition> others;
  for (const Condition& part : m.conditions.parts) {
    if (part.kind != Condition::Kind::kText) {
      others.push_back(part);
    } else if (text != nullptr) {
      PatternWriter::Refuse(part.span, "one text can be looked for in a sentence; put all words into one quotation");
    } else {
      text = &part;
    }
  }
  if (m.noun != Noun::kPaper || m.ranked || m.latest) {
    PatternWriter::Refuse(text->span,
                          "words are looked for in papers, the best match first: `papers about \"reward hacking\"`");
  }
  if (m.why) {
    PatternWriter::Refuse(text->span,
                          "WHY shows the edges that an answer rests on; this one rests on words alone, and has them in "
                          "its snippets");
  }
  CypherText out = FoundText(*text, facts);
  // Twice: the first run counts the edges, so that a single one is called "e".
  PatternWriter first(facts, m.whole, 0);
  first.AddPaperConditions(others);
  first.Clauses({"score", "snippet"});
  PatternWriter writer(facts, m.whole, first.edges());
  writer.AddPaperConditions(others);
  out.Add(writer.Clauses({"score", "snippet"}));
  if (m.kind == Meaning::Kind::kCount) return out.Add("RETURN count(DISTINCT p) AS papers", m.whole);
  return out.Add(
      fmt::format("RETURN DISTINCT p.id AS paper, p.title AS title, p.date AS date, "
                  "round(score * 100) / 100 AS score, snippet\nORDER BY score DESC, date DESC, paper\nLIMIT {}",
                  m.limit.value_or(kUsualTexts)),
      m.whole);
}

}  // namespace papergraph::engine
