// "best model for theorem proving": by absolute results over several benchmarks.
#include <fmt/format.h>

#include <algorithm>

#include "engine/sentence/compose.h"
#include "engine/sentence/reasons.h"

namespace papergraph::engine {
namespace {

[[noreturn]] void RefuseBest(Span span) {
  PatternWriter::Refuse(
      span,
      "models and methods can be the best, on benchmarks and by date: `best model for theorem proving`, "
      "`best method on AIME 2024 since 2026-01`");
}

/// The clause that finds the benchmarks `b`: those of a field, the parts of a family, or one.
void MatchBenchmarks(CypherText& out, const Condition& place, Span whole) {
  CypherText where;
  CypherText node = PatternWriter::NodeOf(place.entity, place.entity.Has("Domain") ? "" : "b", where);
  if (!where.empty()) node = PatternWriter::NodeOf(place.entity, "x", where);
  const bool family =
      std::any_of(place.entity.nodes.begin(), place.entity.nodes.end(), [](const NamedNode& n) { return n.family; });
  out.Add("MATCH ", whole);
  if (place.entity.Has("Domain")) {
    out.Add("(b:Benchmark)-[:PART_OF*0..]->(:Benchmark)-[:IN_DOMAIN]->", place.span);
    if (family) out.Add("(:Domain)-[:PART_OF*0..]->", place.span);
  } else if (family || !where.empty()) {
    if (where.empty()) node = PatternWriter::NodeOf(place.entity, "", where);
    out.Add("(b:Benchmark)-[:PART_OF*0..]->", place.span);
  }
  out.Add(node).Add("\n", whole);
  if (!where.empty()) out.Add("WHERE ", whole).Add(where).Add("\n", whole);
  out.Add("WITH DISTINCT b\n", whole);
}

}  // namespace

CypherText ComposeBest(const Meaning& m, const GraphFacts& facts) {
  const bool method = m.noun == Noun::kMethod;
  if (!method && m.noun != Noun::kModel) RefuseBest(m.whole);
  const Condition* place = nullptr;
  CypherText dates;
  for (const Condition& part : m.conditions.parts) {
    if (part.kind == Condition::Kind::kDate) {
      dates.Add(" AND ", m.whole).Add(PatternWriter::DateOf(part, facts));
      continue;
    }
    const bool fits = part.kind == Condition::Kind::kNamed && place == nullptr &&
                      (part.entity.Has("Domain") || part.entity.Has("Benchmark"));
    if (!fits) RefuseBest(part.span);
    place = &part;
  }
  if (place == nullptr) RefuseBest(m.whole);
  Condition narrowed = *place;
  const std::string_view label = place->entity.Has("Benchmark") && !place->benchmarks ? "Benchmark" : "Domain";
  std::erase_if(narrowed.entity.nodes, [&](const NamedNode& node) { return node.label != label; });
  CypherText out;
  MatchBenchmarks(out, narrowed, m.whole);
  out.Add(fmt::format("MATCH (p:Paper)-[e:REPORTS]->(r:Result)-[:ON]->(b)\nMATCH (r)-[:OF]->(m:{})\n",
                      method ? "Method" : "Model"),
          m.noun_span)
      .Add("WHERE r.kind = 'absolute'", m.whole)
      .Add(dates)
      .Add("\n", m.whole);
  if (m.why) {
    AddWords(out, "p, r, m, b", "m", m.whole);
    return out.Add(
        fmt::format("RETURN DISTINCT m.name AS {}, b.name AS benchmark, r.metric AS metric, r.value AS value, "
                    "r.unit AS unit, p.id AS paper, {}{}\nORDER BY benchmark, metric, value DESC, {}, paper",
                    method ? "method" : "model", MarkedEvidence(), OriginColumns(), method ? "method" : "model"),
        m.whole);
  }
  std::string lower;
  for (const std::string& metric : facts.lower_metrics) lower += (lower.empty() ? "" : ", ") + QuotedText(metric);
  const std::string score =
      lower.empty() ? "r.value" : fmt::format("CASE WHEN r.metric IN [{}] THEN -r.value ELSE r.value END", lower);
  // Each is compared with the others on the same benchmark, in the same metric and unit, by its best number.
  return out
      .Add(fmt::format(
               "WITH b, m, coalesce(r.metric, '') AS metric, coalesce(r.unit, '') AS unit, r, p, e, {} AS score\n"
               "ORDER BY score DESC, p.date, p.id, e.evidence\n",
               score),
           m.whole)
      .Add(
          "WITH b, m, metric, unit, head(collect({score: score, value: r.value, paper: p.id, evidence: e.evidence})) "
          "AS "
          "best\nORDER BY b.name, metric, unit\n"
          "WITH b, metric, unit, collect({subject: m, best: best}) AS field\n"
          "UNWIND field AS one\n"
          "WITH b, metric, unit, one.subject AS m, one.best AS best, size(field) AS number,\n"
          "  size([o IN field WHERE o.best.score < one.best.score]) AS above,\n"
          "  size([o IN field WHERE o.best.score > one.best.score]) AS below\n"
          "WITH m, sum(above) AS ahead_of, sum(below) AS behind, count(DISTINCT b) AS benchmarks,\n"
          "  collect(b.name + ': ' + toString(best.value) + CASE WHEN unit IN ['', '%'] THEN unit ELSE ' ' + unit END\n"
          "    + CASE metric WHEN '' THEN '' ELSE ' ' + metric END\n"
          "    + ' (' + toString(below + 1) + ' of ' + toString(number) + ')') AS numbers,\n"
          "  collect(DISTINCT best.paper) AS papers, collect(DISTINCT best.evidence) AS evidence\n",
          m.whole)
      .Add(fmt::format("RETURN m.name AS {0}, ahead_of, behind, benchmarks, numbers, papers, evidence\n"
                       "ORDER BY ahead_of - behind DESC, ahead_of DESC, benchmarks DESC, {0}\nLIMIT {1}",
                       method ? "method" : "model", m.limit.value_or(kUsualLimit)),
           m.whole);
}

}  // namespace papergraph::engine
