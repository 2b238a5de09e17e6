// "papers like 2601.22628", `is there anything like "GRPO on SWE-bench"`.
#include <fmt/format.h>

#include <algorithm>

#include "engine/sentence/compose.h"
#include "engine/sentence/reasons.h"

namespace papergraph::engine {
namespace {

/// By which papers can be alike; fields are too wide.
constexpr std::string_view kShared = "PROPOSES|INTRODUCES|USES|COMPARES_WITH|EVALUATES_ON|TRAINS_ON";
/// By which a paper has what was asked for, and does not only compare with it.
constexpr std::string_view kHasPattern = "PROPOSES|INTRODUCES|USES|EVALUATES_ON|TRAINS_ON|IN_DOMAIN";
std::string Limit(const Meaning& meaning) { return fmt::format("\nLIMIT {}", meaning.limit.value_or(kUsualLimit)); }

}  // namespace

CypherText ComposeLike(const Meaning& m, const GraphFacts& facts) {
  const Condition* like = nullptr;
  CypherText where;
  for (const Condition& part : m.conditions.parts) {
    if (part.kind == Condition::Kind::kNamed && part.role == Role::kLike) {
      like = &part;
    } else if (part.kind == Condition::Kind::kDate) {
      where.Add(" AND ", m.whole).Add(PatternWriter::DateOf(part, facts));
    } else {
      PatternWriter::Refuse(part.span,
                            "papers like another can be asked by date: `papers like 2601.22628 since 2026-01`");
    }
  }
  CypherText out("MATCH ", m.whole);
  CypherText of_names;
  out.Add(PatternWriter::NodeOf(like->entity, "x", of_names)).Add(fmt::format("-[:{}]->(t)\n", kShared), like->span);
  if (!of_names.empty()) out.Add("WHERE ", m.whole).Add(of_names).Add("\n", m.whole);
  // What few papers share says more than what all have: each counts one part of those that have it.
  out.Add(fmt::format("WITH DISTINCT x, t\nMATCH (t)<-[b:{}]-(p:Paper)\n"
                      "WITH x, t, collect({{paper: p, edge: b}}) AS sharing, count(DISTINCT p) AS number\n"
                      "UNWIND sharing AS one\nWITH x, t, number, one.paper AS p, one.edge AS e\nWHERE p <> x",
                      kShared),
          like->span)
      .Add(where)
      .Add("\n", m.whole);
  if (m.why) {
    out.Add(
        "WITH p, t, number, collect(e) AS said\n"
        "WITH p, sum(1.0 / number) AS score, collect(said) AS groups\nORDER BY score DESC, p.date DESC, p.id" +
            Limit(m) + "\nUNWIND groups AS said\nUNWIND said AS e\n",
        m.whole);
    AddReasons(out, "p, score", "p.id AS paper, ", "score DESC, p.date DESC, paper, ", m.whole);
    return out;
  }
  return out.Add(
      "WITH p, t, number, head(collect(e.evidence)) AS says\nORDER BY number, t.name\n"
      "WITH p, round(sum(1.0 / number) * 100) / 100 AS score,\n"
      "  collect(CASE WHEN t:Method THEN t.name END) AS methods,\n"
      "  collect(CASE WHEN t:Benchmark THEN t.name END) AS benchmarks,\n"
      "  collect(CASE WHEN t:Model THEN t.name END) AS models, collect(DISTINCT says) AS evidence\n"
      "RETURN p.id AS paper, p.title AS title, p.date AS date, score, methods, benchmarks, models, evidence\n"
      "ORDER BY score DESC, date DESC, paper" +
          Limit(m),
      m.whole);
}

CypherText ComposeNovelty(const Meaning& m, const GraphFacts& facts) {
  CypherText out, dates;
  std::vector<std::string> asked;
  std::string benchmark;
  bool family = false;
  for (const Condition& part : m.conditions.parts) {
    if (part.kind == Condition::Kind::kDate) {
      dates.Add(dates.empty() ? "WHERE " : " AND ", m.whole).Add(PatternWriter::DateOf(part, facts));
      continue;
    }
    if (part.kind != Condition::Kind::kNamed || part.entity.Has("Paper")) {
      PatternWriter::Refuse(
          part.span,
          "name a method and a benchmark: `is there anything like \"GRPO on AIME 2024\"`; what is near "
          "one paper is asked as `papers like 2601.22628`");
    }
    const std::string x = fmt::format("x{}", asked.size() + 1);
    asked.push_back(x);
    if (benchmark.empty() && part.entity.Has("Benchmark")) benchmark = x;
    for (const NamedNode& node : part.entity.nodes) family = family || node.family;
    CypherText where;
    out.Add("MATCH ", m.whole).Add(PatternWriter::NodeOf(part.entity, x, where)).Add("\n", m.whole);
    if (!where.empty()) out.Add("WHERE ", m.whole).Add(where).Add("\n", m.whole);
  }
  if (asked.empty()) {
    PatternWriter::Refuse(m.whole, "name what it should be like: `is there anything like \"GRPO on AIME 2024\"`");
  }
  if (!dates.empty()) dates.Add("\n", m.whole);
  const bool near = !benchmark.empty() && asked.size() > 1 && !m.why;
  if (near) {
    out.Add(fmt::format("OPTIONAL MATCH ({0})-[:PART_OF*0..]->(:Benchmark)-[:IN_DOMAIN]->(d:Domain)\n"
                        "WITH {1}, {0}.name AS place, collect(DISTINCT d.name) AS fields\n",
                        benchmark, fmt::join(asked, ", ")),
            m.whole);
  }
  const std::string fields = near ? "place, fields, " : "";
  out.Add(fmt::format("UNWIND [{}] AS x\n", fmt::join(asked, ", ")), m.whole)
      .Add(fmt::format("MATCH (p:Paper)-[e:{}]->{}(x)\n", kHasPattern, family ? "()-[:PART_OF|VARIANT_OF*0..]->" : ""),
           m.whole)
      .Add(dates);
  if (m.why) {
    out.Add(
        "WITH p, count(DISTINCT x) AS number, collect(DISTINCT e) AS edges\nORDER BY number DESC, p.date DESC, p.id" +
            Limit(m) + "\nUNWIND edges AS e\n",
        m.whole);
    AddReasons(out, "p, number", "p.id AS paper, ", "number DESC, p.date DESC, paper, ", m.whole);
    return out;
  }
  out.Add(fmt::format("WITH {}p, x, collect(DISTINCT e.evidence) AS says\nORDER BY x.name\n", fields), m.whole);
  out.Add(fmt::format("WITH {}p, collect(x.name) AS has, collect(says) AS said\n", fields), m.whole);
  if (near) {  // the method on another benchmark of that field is nearer than the benchmark with something else
    out.Add(
        "OPTIONAL MATCH (p)-[:EVALUATES_ON]->(b:Benchmark)-[:PART_OF*0..]->(:Benchmark)-[:IN_DOMAIN]->(d:Domain)\n"
        "WHERE d.name IN fields AND NOT place IN has\n"
        "WITH p, has, said, collect(DISTINCT b.name)[..5] AS same_field\n",
        m.whole);
  }
  return out.Add(
      fmt::format(
          "RETURN p.id AS paper, p.title AS title, p.date AS date, has{}, "
          "reduce(sum = [], says IN said | sum + says) AS evidence\nORDER BY size(has){} DESC, {}date DESC, paper{}",
          near ? ", same_field" : "", near ? " + CASE WHEN size(same_field) > 0 THEN 1 ELSE 0 END" : "",
          near ? "size(same_field) DESC, " : "", Limit(m)),
      m.whole);
}

}  // namespace papergraph::engine
