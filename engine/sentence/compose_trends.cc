// "trend of GRPO by month", "what is new on SWE-bench this month".
#include <fmt/format.h>

#include <algorithm>

#include "engine/sentence/compose.h"
#include "engine/sentence/reasons.h"

namespace papergraph::engine {
namespace {

constexpr std::string_view kNewest = "\nLIMIT 10";

bool HasDate(const Meaning& meaning) {
  const auto& parts = meaning.conditions.parts;
  return std::any_of(parts.begin(), parts.end(), [](const Condition& c) { return c.kind == Condition::Kind::kDate; });
}

/// The clauses that find the papers `p`, and each of their edges as `e`.
struct FoundPapers {
  CypherText clauses;
  bool edges;
};
FoundPapers PapersOf(const Meaning& meaning, const GraphFacts& facts) {
  size_t count = 0;
  for (int run = 0;; ++run) {  // the first run counts the edges
    PatternWriter writer(facts, meaning.whole, count);
    writer.AddPaperConditions(meaning.conditions.parts);
    CypherText clauses = writer.Clauses({});
    count = writer.edges();
    if (run == 1) return {std::move(clauses.Add(writer.CollectEvidence().clause)), count > 0};
  }
}

/// "trend of GRPO vs PPO": one trend beside the other, and not papers that compare the two.
void RefuseTwoTrends(const std::vector<Condition>& parts) {
  if (parts.size() < 2 || parts[0].kind != Condition::Kind::kNamed || parts[0].role != Role::kMentions) return;
  for (const Condition& part : parts) {
    if (part.kind != Condition::Kind::kNamed || part.role != Role::kCompares) continue;
    PatternWriter::Refuse(part.span,
                          "a trend is of one thing: ask for the other's in a sentence of its own, or for `trend of "
                          "papers comparing GRPO with PPO`");
  }
}

/// A row for each edge, the papers by date.
CypherText Reasons(const Meaning& meaning, FoundPapers found, std::string_view order) {
  if (!found.edges) {
    PatternWriter::Refuse(meaning.whole,
                          "WHY shows the sentences that an answer rests on; this one rests on dates alone");
  }
  found.clauses.Add("WITH DISTINCT p, e\n", meaning.whole);
  AddReasons(found.clauses, "p", "p.date AS date, p.id AS paper, ", order, meaning.whole);
  return std::move(found.clauses);
}

}  // namespace

CypherText ComposeTrend(const Meaning& m, const GraphFacts& facts) {
  if (m.noun != Noun::kPaper) {
    PatternWriter::Refuse(m.noun_span, "a trend is how many papers there are: `trend of GRPO by month`");
  }
  RefuseTwoTrends(m.conditions.parts);
  FoundPapers found = PapersOf(m, facts);
  if (m.why) return Reasons(m, std::move(found), "date, paper, ");
  CypherText out = std::move(found.clauses);
  const std::string date = facts.text_dates ? "p.date" : "toString(p.date)";
  const std::string evidence = found.edges ? "collect(DISTINCT e.evidence)[..3]" : "collect(DISTINCT p.title)[..3]";
  const std::string_view carried = found.edges ? ", p, e" : ", p";
  const bool months = m.period == "month";
  if (!months && m.period != "year") {
    const std::string day = fmt::format("substring({}, 0, 10)", date);
    const std::string when = m.period == "day" ? day : fmt::format("toString(date.truncate('week', date({})))", day);
    return out.Add(fmt::format("WITH {} AS {}{}\nWHERE {} IS NOT NULL\n", when, m.period, carried, m.period), m.whole)
        .Add(fmt::format("RETURN {0}, count(DISTINCT p) AS papers, {1} AS evidence\nORDER BY {0}", m.period, evidence),
             m.whole);
  }
  // Numbered, so that a month without a paper is a row as well.
  const std::string number =
      months ? fmt::format("toInteger(substring({0}, 0, 4)) * 12 + toInteger(substring({0}, 5, 2)) - 1", date)
             : fmt::format("toInteger(substring({}, 0, 4))", date);
  const std::string text = months ? "toString(n / 12) + '-' + right('0' + toString(n % 12 + 1), 2)" : "toString(n)";
  return out.Add(fmt::format("WITH {} AS n{}\nWHERE n IS NOT NULL\n", number, carried), m.whole)
      .Add(fmt::format("WITH n, count(DISTINCT p) AS papers, {} AS evidence\n", evidence), m.whole)
      .Add(
          "WITH collect({n: n, papers: papers, evidence: evidence}) AS counted, min(n) AS first, max(n) AS last\n"
          "UNWIND range(coalesce(first, 1), coalesce(last, 0)) AS n\n"
          "WITH n, head([c IN counted WHERE c.n = n]) AS found\n",
          m.whole)
      .Add(fmt::format(
               "RETURN {0} AS {1}, coalesce(found.papers, 0) AS papers, coalesce(found.evidence, []) AS evidence\n"
               "ORDER BY {1}",
               text, m.period),
           m.whole);
}

CypherText ComposeNews(const Meaning& m, const GraphFacts& facts) {
  if (m.noun != Noun::kPaper) {
    PatternWriter::Refuse(m.noun_span,
                          "what is new is told of papers: `what is new on AIME 2024 this month`, or ask for "
                          "`new methods since 2026-01-15`");
  }
  FoundPapers found = PapersOf(m, facts);
  if (m.why) return Reasons(m, std::move(found), "date DESC, paper, ");
  CypherText out = std::move(found.clauses);
  const std::string limit = m.limit ? fmt::format("\nLIMIT {}", *m.limit) : HasDate(m) ? "" : std::string(kNewest);
  if (!found.edges) {
    return out.Add(
        "OPTIONAL MATCH (p)-[e:PROPOSES|INTRODUCES]->(x)\n"
        "RETURN p.id AS paper, p.title AS title, p.date AS date, collect(DISTINCT x.name) AS introduces, "
        "collect(DISTINCT e.evidence) AS evidence\nORDER BY date DESC, paper" +
            limit,
        m.whole);
  }
  // The numbers on the first thing that was asked for, where numbers can be on such a thing.
  const auto& parts = m.conditions.parts;
  const auto named =
      std::find_if(parts.begin(), parts.end(), [](const Condition& c) { return c.kind == Condition::Kind::kNamed; });
  std::string results;
  if (named != parts.end() && !named->benchmarks && !named->entity.Has("Domain") && !named->entity.Has("Paper")) {
    const bool benchmark = named->entity.Has("Benchmark");
    const bool family = std::any_of(named->entity.nodes.begin(), named->entity.nodes.end(),
                                    [](const NamedNode& node) { return node.family; });
    CypherText where;
    const CypherText node = PatternWriter::NodeOf(named->entity, "", where);
    if (!where.empty()) PatternWriter::NodeOf(named->entity, "thing", where);
    out.Add(fmt::format("OPTIONAL MATCH (p)-[:REPORTS]->(r:Result)-[:{}]->", benchmark ? "ON" : "OF"), m.whole);
    if (family) out.Add("()-[:PART_OF|VARIANT_OF*0..]->", named->span);
    out.Add(where.empty() ? node : PatternWriter::NodeOf(named->entity, "thing", where)).Add("\n", m.whole);
    out.Add("WHERE r.kind = 'absolute'", m.whole);
    if (!where.empty()) out.Add(" AND ", m.whole).Add(where);
    out.Add(fmt::format("\nOPTIONAL MATCH (r)-[:{}]->(o)\n"
                        "WITH p, e, r, o\nORDER BY r.metric, r.value DESC, o.name, e.evidence\n",
                        benchmark ? "OF" : "ON"),
            m.whole);
    results =
        ", collect(DISTINCT coalesce(o.name + ': ', '') + toString(r.value) + CASE WHEN r.unit = '%' THEN '%' "
        "WHEN r.unit IS NULL THEN '' ELSE ' ' + r.unit END + coalesce(' ' + r.metric, '')) AS results";
  }
  return out.Add("RETURN p.id AS paper, p.title AS title, p.date AS date, collect(DISTINCT type(e)) AS relation" +
                     results + ", collect(DISTINCT e.evidence) AS evidence\nORDER BY date DESC, paper" + limit,
                 m.whole);
}

}  // namespace papergraph::engine
