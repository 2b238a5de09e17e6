#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

#include "engine/sentence/compose.h"
#include "engine/sentence/phrases.h"
#include "engine/sentence/reasons.h"

namespace papergraph::engine {
namespace {

class ResultComposer {
 public:
  ResultComposer(const Meaning& meaning, const GraphFacts& facts) : m_(meaning), facts_(facts) {}

  CypherText Results() {
    const bool leaderboard = m_.noun == Noun::kLeaderboard;
    Sort(m_.conditions.parts);
    if (leaderboard && benchmark_.empty()) {
      PatternWriter::Refuse(m_.noun_span, "a leaderboard is of a benchmark: `leaderboard of AIME 2024`");
    }
    if (!beaten_.empty()) PatternWriter::Refuse(m_.whole, "results are not understood so; try `methods that beat PPO`");
    CypherText out;
    if (!benchmark_.empty()) Match(out, Of(benchmark_, Result(), "ON", "b"));
    if (!subject_.empty()) Match(out, Of(subject_, Result(), "OF", "s"));
    if (!against_.empty()) Match(out, Of(against_, Result(), "AGAINST", "a"));
    out.Add(fmt::format("MATCH (p:Paper)-[{}:REPORTS]->({})\n", m_.why ? "e" : "", Result()), m_.whole);
    if (leaderboard) AddWhere({"r.kind = 'absolute'", m_.noun_span});
    Where(out);
    if (m_.kind == Meaning::Kind::kCount && !m_.why) return out.Add("RETURN count(DISTINCT r) AS results", m_.whole);
    if (benchmark_.empty()) out.Add("OPTIONAL MATCH (r)-[:ON]->(b)\n", m_.whole);
    if (subject_.empty()) out.Add("OPTIONAL MATCH (r)-[:OF]->(s)\n", m_.whole);
    if (m_.why) return Reasons(out);
    if (against_.empty()) out.Add("OPTIONAL MATCH (r)-[:AGAINST]->(a)\n", m_.whole);
    const std::string columns =
        "r.value AS value, r.unit AS unit, r.metric AS metric, r.kind AS kind, s.name AS subject, b.name AS benchmark, "
        "collect(DISTINCT a.name) AS baseline, coalesce(p.title, p.id) AS paper, p.date AS date, r.evidence AS "
        "evidence";
    if (leaderboard && !facts_.lower_metrics.empty()) {
      out.Add("WITH " + columns + ",\n  CASE WHEN " + LowerIsBetter() + " THEN r.value ELSE -r.value END AS rank\n",
              m_.whole)
          .Add(
              "RETURN value, unit, metric, kind, subject, benchmark, baseline, paper, date, evidence\n"
              "ORDER BY benchmark, metric, rank, subject, paper",
              m_.whole);
    } else {
      out.Add("RETURN " + columns, m_.whole)
          .Add(leaderboard ? "\nORDER BY benchmark, metric, value DESC, subject, paper"
               : m_.latest ? "\nORDER BY date DESC, benchmark, metric, value DESC, subject, paper"
                           : "\nORDER BY benchmark, metric, kind, value DESC, subject, paper",
               m_.whole);
    }
    if (m_.limit) out.Add(fmt::format("\nLIMIT {}", *m_.limit), m_.whole);
    return out;
  }

  /// Two ways to know: a result that says against what it is, and two numbers of one paper on one benchmark in one
  /// metric.
  CypherText Beats() {
    Sort(m_.conditions.parts);
    if (!subject_.empty() || !against_.empty())
      PatternWriter::Refuse(m_.whole, "ask what beats one thing: `methods that beat PPO on AIME 2024`");
    const std::string label = m_.noun == Noun::kMethod ? ":Method" : m_.noun == Noun::kModel ? ":Model" : "";
    const CypherText conditions = std::exchange(where_, {});
    CypherText out;
    Match(out, Of(beaten_, Result(), "AGAINST", "x"));
    out.Add("MATCH (r)-[:OF]->(s" + label + ")\n", m_.whole);
    Benchmark(out, "r");
    const std::string reports = m_.why ? "-[e:REPORTS]->" : "-[:REPORTS]->";
    out.Add("MATCH (p:Paper)" + reports + "(r)\n", m_.whole);
    where_ = conditions;
    AddWhere({"r.kind <> 'absolute' AND " + Better("r.value > CASE r.unit WHEN 'x' THEN 1 ELSE 0 END"),
              beaten_.front()->span});
    Where(out);
    if (m_.why) AddWords(out, "p, r, s, b, x", "s", m_.whole);
    const std::string evidence =
        m_.why ? fmt::format("{}{}", MarkedEvidence(), OriginColumns()) : "r.evidence AS evidence";
    out.Add(
        "RETURN DISTINCT s.name AS winner, b.name AS benchmark, r.metric AS metric, r.value AS value, r.unit AS unit, "
        "r.kind AS kind, "
        "x.name AS against, r.baseline_value AS its_value, coalesce(p.title, p.id) AS paper, p.date AS date, " +
            evidence + "\nORDER BY benchmark, metric, value DESC, winner, paper\nUNION\n",
        m_.whole);
    Match(out, Of(beaten_, "other:Result {kind: 'absolute'}", "OF", "x"));
    Benchmark(out, "other");
    out.Add("MATCH (p:Paper)-[:REPORTS]->(other)\nMATCH (p)" + reports +
                "(r:Result {kind: 'absolute'})-[:ON]->(b)\nMATCH (r)-[:OF]->(s" + label + ")\n",
            m_.whole);
    where_ = conditions;
    AddWhere(
        {"r.metric = other.metric AND coalesce(r.unit, '') = coalesce(other.unit, '') AND s <> x AND r.value <> "
         "other.value AND " +
             Better("r.value > other.value"),
         beaten_.front()->span});
    Where(out);
    if (m_.why) AddWords(out, "p, r, s, b, x, other", "s", m_.whole);
    return out.Add(
        "RETURN DISTINCT s.name AS winner, b.name AS benchmark, r.metric AS metric, r.value AS value, r.unit AS unit, "
        "r.kind AS kind, "
        "x.name AS against, other.value AS its_value, coalesce(p.title, p.id) AS paper, p.date AS date, " +
            evidence + "\nORDER BY benchmark, metric, value DESC, winner, paper",
        m_.whole);
  }

 private:
  /// Where each number stands; the words that name what was asked for are marked.
  CypherText Reasons(CypherText& out) const {
    AddWords(out, "p, r, s, b", benchmark_.empty() ? "s" : "b", m_.whole);
    out.Add(
        fmt::format("RETURN DISTINCT p.id AS paper, r.value AS value, r.unit AS unit, r.metric AS metric, r.kind AS "
                    "kind, s.name AS subject, b.name AS benchmark, {}{}\n"
                    "ORDER BY benchmark, metric, kind, value DESC, subject, paper",
                    MarkedEvidence(), OriginColumns()),
        m_.whole);
    if (m_.limit) out.Add(fmt::format("\nLIMIT {}", *m_.limit), m_.whole);
    return out;
  }

  using Any = std::vector<const Condition*>;

  /// Whether less is more for the metric of `r`; empty when the graph has no such metric.
  std::string LowerIsBetter() const {
    std::string names;
    for (const std::string& metric : facts_.lower_metrics) names += (names.empty() ? "" : ", ") + QuotedText(metric);
    return names.empty() ? "" : "r.metric IN [" + names + "]";
  }
  /// `better` for most metrics, and the contrary where less is more.
  std::string Better(const std::string& better) const {
    const std::string lower = LowerIsBetter();
    return lower.empty() ? better : "(" + better + ") <> (" + lower + ")";
  }

  /// Puts each condition where it belongs: on what, of what, against what, or a predicate of the paper.
  void Sort(const std::vector<Condition>& parts) {
    for (const Condition& part : parts) {
      if (part.kind == Condition::Kind::kAnd) {
        Sort(part.parts);
        continue;
      }
      Any any{&part};
      if (part.kind == Condition::Kind::kOr) {
        any.clear();
        for (const Condition& alternative : part.parts) any.push_back(&alternative);
      }
      if (any.front()->kind == Condition::Kind::kNamed && !any.front()->entity.Has("Paper")) {
        Any& slot = SlotOf(*any.front());
        for (const Condition* one : any) {
          if (one->kind != Condition::Kind::kNamed || &SlotOf(*one) != &slot) Refuse(part);
        }
        if (!slot.empty()) Refuse(part);
        slot = any;
      } else if (part.kind == Condition::Kind::kDate) {
        AddWhere(PatternWriter::DateOf(part, facts_));
      } else if (part.kind == Condition::Kind::kNamed) {
        AddWhere({"p.id = " + QuotedText(part.entity.nodes.front().name), part.span});
      } else {
        Refuse(part);
      }
    }
  }

  [[noreturn]] static void Refuse(const Condition& condition) {
    PatternWriter::Refuse(condition.span,
                          "results can be asked `on` one benchmark, `of` one method or model, `against` one, and by "
                          "date; several with `or`");
  }

  Any& SlotOf(const Condition& condition) {
    if (condition.role == Role::kBeats) return beaten_;
    if (condition.role == Role::kCompares) return against_;
    if (condition.role == Role::kProposes || condition.role == Role::kMentions || condition.role == Role::kTrains)
      Refuse(condition);
    return condition.entity.Has("Benchmark") || condition.entity.Has("Domain") ? benchmark_ : subject_;
  }

  /// "r", the first time with its label.
  std::string Result() { return std::exchange(result_named_, true) ? "r" : "r:Result"; }

  struct Pattern {
    CypherText pattern, where;
  };
  /// `before` and the node of these conditions; `variable` is the node that the edge reaches, which may be a member of
  /// a family.
  Pattern Of(const Any& any, const std::string& result, std::string_view type, std::string_view variable) {
    const bool domain = any.front()->entity.Has("Domain");
    std::vector<Condition> same;  // a result has one benchmark: whatever word led to it
    for (const Condition* condition : any) {
      same.push_back(*condition);
      same.back().role = Role::kOn;
      same.back().benchmarks = false;
    }
    Any pointers;
    std::set<std::string> family;
    for (Condition& condition : same) {
      pointers.push_back(&condition);
      for (NamedNode& node : condition.entity.nodes) {
        if (std::exchange(node.family, false)) family.insert(node.label == "Model" ? "VARIANT_OF" : "PART_OF");
      }
    }
    const std::string members = fmt::format("[:{}*0..]->", fmt::join(family, "|"));
    CypherText out(fmt::format("({})-[:{}]->", result, type), m_.whole);
    const Span span = any.front()->span;
    PatternEnd end;
    if (domain) {
      out.Add(fmt::format("({}:Benchmark)-[:PART_OF*0..]->(:Benchmark)-[:IN_DOMAIN]->", variable), span);
      if (!family.empty()) out.Add("(:Domain)-" + members, span);
    } else if (!family.empty()) {
      out.Add(fmt::format("({})-{}", variable, members), span);
    }
    const bool itself = !domain && family.empty();
    if (!PatternWriter::EndOf(pointers, itself ? variable : "", end)) Refuse(*any.front());
    if (!itself && !end.where.empty()) PatternWriter::EndOf(pointers, fmt::format("{}0", variable), end);
    return {std::move(out.Add(Node(end))), end.where};
  }

  /// EndOf writes "]->(...)": here the edge is written already.
  static CypherText Node(const PatternEnd& end) {
    const std::string_view text = end.rest.text();
    return {text.substr(3), end.rest.CauseOf({3, static_cast<uint32_t>(text.size())})};
  }

  void Match(CypherText& out, const Pattern& pattern) {
    out.Add("MATCH ", m_.whole).Add(pattern.pattern).Add("\n", m_.whole);
    if (!pattern.where.empty()) out.Add("WHERE ", m_.whole).Add(pattern.where).Add("\n", m_.whole);
  }

  void Benchmark(CypherText& out, const std::string& result) {
    if (benchmark_.empty()) {
      out.Add("MATCH (" + result + ")-[:ON]->(b)\n", m_.whole);
    } else {
      Match(out, Of(benchmark_, result, "ON", "b"));
    }
  }

  void AddWhere(CypherText predicate) {
    if (!where_.empty()) where_.Add(" AND ", m_.whole);
    where_.Add(predicate);
  }
  void Where(CypherText& out) {
    if (!where_.empty()) out.Add("WHERE ", m_.whole).Add(where_).Add("\n", m_.whole);
    where_ = {};
  }

  const Meaning& m_;
  const GraphFacts& facts_;
  Any benchmark_, subject_, against_, beaten_;
  CypherText where_;
  bool result_named_ = false;
};

}  // namespace

CypherText ComposeResults(const Meaning& meaning, const GraphFacts& facts) {
  return ResultComposer(meaning, facts).Results();
}
CypherText ComposeBeats(const Meaning& meaning, const GraphFacts& facts) {
  return ResultComposer(meaning, facts).Beats();
}

}  // namespace papergraph::engine
