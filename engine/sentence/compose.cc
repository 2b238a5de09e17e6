#include "engine/sentence/compose.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "engine/sentence/dates.h"
#include "engine/sentence/reasons.h"

namespace papergraph::engine {
namespace {

/// How many when the sentence says "most used" or "latest" and no number.
struct NounWords {
  std::string_view label, variable, column, plural;
};
NounWords WordsOf(Noun noun) {
  switch (noun) {
    case Noun::kMethod:
      return {"Method", "method", "method", "methods"};
    case Noun::kModel:
      return {"Model", "model", "model", "models"};
    case Noun::kBenchmark:
      return {"Benchmark", "benchmark", "benchmark", "benchmarks"};
    case Noun::kDomain:
      return {"Domain", "domain", "domain", "domains"};
    default:
      return {"Paper", "p", "paper", "papers"};
  }
}

/// The edges that lead from papers to the nouns of a list.
std::string LeadTypes(const Meaning& meaning, bool of_paper) {
  const Noun noun = meaning.noun;
  if (noun == Noun::kDomain) return "IN_DOMAIN";
  const std::string own = noun == Noun::kMethod ? "PROPOSES" : "INTRODUCES";
  const std::string used = noun == Noun::kBenchmark ? "EVALUATES_ON" : "USES";
  if (meaning.lead == Role::kProposes) return own;
  if (meaning.lead == Role::kTrains && noun == Noun::kBenchmark) return "TRAINS_ON";
  if (meaning.lead == Role::kCompares && noun != Noun::kBenchmark) return "COMPARES_WITH";
  if (meaning.lead || meaning.ranked) return used;
  if (noun == Noun::kBenchmark) return "EVALUATES_ON|INTRODUCES" + std::string(of_paper ? "|TRAINS_ON|MENTIONS" : "");
  return own + "|USES" + std::string(of_paper ? "|COMPARES_WITH" : "");
}

bool IsOf(const Condition& condition, std::string_view label) {
  const bool place = condition.role == Role::kOf || condition.role == Role::kOn || condition.role == Role::kIn ||
                     condition.role == Role::kAbout;
  return condition.kind == Condition::Kind::kNamed && place && !condition.benchmarks &&
         std::all_of(condition.entity.nodes.begin(), condition.entity.nodes.end(),
                     [&](const NamedNode& node) { return node.label == label; });
}

/// All of an AND, with the ANDs inside it.
void Flatten(const std::vector<Condition>& parts, std::vector<const Condition*>& out) {
  for (const Condition& part : parts) {
    if (part.kind == Condition::Kind::kAnd) {
      Flatten(part.parts, out);
    } else {
      out.push_back(&part);
    }
  }
}

bool Mentions(const Condition& condition, Role role) {
  if (condition.kind == Condition::Kind::kNamed) return condition.role == role;
  return std::any_of(condition.parts.begin(), condition.parts.end(),
                     [&](const Condition& part) { return Mentions(part, role); });
}

class Composer {
 public:
  Composer(const Meaning& meaning, const GraphFacts& facts) : m_(meaning), facts_(facts), cause_(meaning.whole) {
    if (meaning.noun_span.end > 0) cause_ = meaning.noun_span;
  }

  /// Twice: the first run counts the edges, so that a single one is called "e".
  CypherText Twice(CypherText (Composer::*run)()) {
    (this->*run)();
    edge_count_ = edges_;
    return (this->*run)();
  }

  CypherText Papers() {
    PatternWriter writer(facts_, m_.whole, edge_count_);
    writer.AddPaperConditions(m_.conditions.parts);
    CypherText out = writer.Clauses({});
    edges_ = writer.edges();
    if (m_.kind == Meaning::Kind::kCount && !m_.why) return out.Add("RETURN count(DISTINCT p) AS papers", cause_);
    if (m_.ranked && !facts_.upvotes) {
      PatternWriter::Refuse(
          m_.noun_span, "papers have no rank in this graph; ask for the latest papers, or for the most used methods");
    }
    const auto evidence = writer.CollectEvidence();
    if (m_.why) {
      const std::string_view order = m_.ranked ? "p.upvotes DESC, p.id" : "p.date DESC, p.id";
      return Reasons(out, evidence, "p", "p", fmt::format("{}{}", order, Limit()), fmt::format("{}, ", order));
    }
    const std::string upvotes = m_.ranked ? ", p.upvotes AS upvotes" : "";
    out.Add(evidence.clause).Add("RETURN p.id AS paper, p.title AS title, p.date AS date" + upvotes, cause_);
    if (!evidence.expression.empty()) out.Add(", " + evidence.expression + " AS evidence", m_.whole);
    out.Add(m_.ranked ? "\nORDER BY upvotes DESC, paper" : "\nORDER BY date DESC, paper", m_.whole);
    return out.Add(Limit(), m_.whole);
  }

  /// Methods, models, benchmarks, domains: what papers for which the conditions hold are joined with.
  CypherText Things() {
    PatternWriter writer(facts_, m_.whole, edge_count_);
    const NounWords words = WordsOf(m_.noun);
    std::vector<const Condition*> parts;
    Flatten(m_.conditions.parts, parts);
    const bool of_paper = std::any_of(parts.begin(), parts.end(), [](const Condition* c) { return IsOf(*c, "Paper"); });
    const auto compared =
        std::find_if(parts.begin(), parts.end(), [](const Condition* c) { return Mentions(*c, Role::kCompares); });
    if (compared != parts.end()) {
      Compared(writer, words, **compared);
      parts.erase(compared);
    } else {
      const std::string edge = writer.NewEdge();
      writer.AddMatch({fmt::format("({}:{})<-[{}:{}]-({})", words.variable, words.label, edge, LeadTypes(m_, of_paper),
                                   writer.Paper()),
                       cause_});
    }
    for (const Condition* condition : parts) {
      if (!OfThing(writer, words, *condition)) writer.AddPaperCondition(*condition);
    }
    CypherText out = writer.Clauses({std::string(words.variable)});
    edges_ = writer.edges();
    const std::string since = m_.fresh ? FirstDay() : "";
    if (!since.empty()) FirstSeen(out, writer, words, since);
    if (m_.kind == Meaning::Kind::kCount && !m_.why) {
      return out.Add(fmt::format("RETURN count(DISTINCT {}) AS {}", words.variable, words.plural), cause_);
    }
    const auto evidence = writer.CollectEvidence();
    const bool dated = m_.latest || m_.lead == Role::kProposes;
    if (m_.why) {
      const std::string_view x = words.variable;
      const std::string_view latest = dated ? ", max(p.date) AS latest" : "";
      const std::string order = fmt::format("{}papers DESC, ", dated && !m_.ranked ? "latest DESC, " : "");
      return Reasons(out, evidence, fmt::format("{}, count(DISTINCT p) AS papers{}", x, latest),
                     fmt::format("{}, papers{}", x, dated ? ", latest" : ""),
                     fmt::format("{}{}.name{}", order, x, Limit()), fmt::format("{}{}, ", order, words.column));
    }
    const std::string_view when = !since.empty() ? "first_seen" : dated ? "latest" : "";
    const std::string column = !since.empty() ? ", first_seen" : dated ? ", max(p.date) AS latest" : "";
    out.Add(evidence.clause)
        .Add(fmt::format("RETURN {}.name AS {}, count(DISTINCT p) AS papers{}", words.variable, words.column, column),
             cause_)
        .Add(", " + evidence.expression + "[..3] AS evidence", m_.whole)
        .Add(fmt::format("\nORDER BY {}papers DESC, {}",
                         when.empty() || m_.ranked ? "" : fmt::format("{} DESC, ", when), words.column),
             m_.whole);
    return out.Add(Limit(), m_.whole);
  }

  CypherText Origin() {
    Condition condition{
        .kind = Condition::Kind::kNamed, .span = m_.subject.span, .role = Role::kProposes, .entity = m_.subject};
    for (NamedNode& node : condition.entity.nodes)
      node.family = false;  // who made Qwen3 did not make each of its variants
    PatternEnd end;
    if (!PatternWriter::EndOf({&condition}, "", end))
      PatternWriter::Refuse(m_.subject.span, "papers propose methods, models and benchmarks");
    CypherText out = CypherText("MATCH (p:Paper)-[e" + end.types, cause_).Add(end.rest).Add("\n", m_.whole);
    if (!end.where.empty()) out.Add("WHERE ", m_.whole).Add(end.where).Add("\n", m_.whole);
    if (m_.why) {
      AddReasons(out, "p", "p.id AS paper, ", "p.date, paper, ", m_.whole);
      return out;
    }
    return out.Add(
        fmt::format(
            "RETURN p.id AS paper, p.title AS title, p.date AS date{}, collect(DISTINCT e.evidence) AS evidence\n"
            "ORDER BY date, paper",
            facts_.authors ? ", p.authors AS authors" : ""),
        m_.whole);
  }

  CypherText Thing() {
    CypherText where;
    CypherText node = PatternWriter::NodeOf(m_.subject, "x", where);
    CypherText out = CypherText("MATCH ", m_.whole).Add(node).Add("\n", m_.whole);
    if (!where.empty()) out.Add("WHERE ", m_.whole).Add(where).Add("\n", m_.whole);
    const bool paper = m_.subject.Has("Paper");
    if (m_.why) {
      out.Add("MATCH (x)-[e]-()\nWITH e, startNode(e) AS p WHERE e.evidence IS NOT NULL\n", m_.whole);
      AddReasons(out, "p", "p.id AS paper, ", "p.date DESC, paper, ", m_.whole);
      return out;
    }
    out.Add("OPTIONAL MATCH (x)-[e]-(other)\n", m_.whole);
    out.Add(paper ? "RETURN x.title AS title, x.date AS date, x.summary AS summary, "
                  : "RETURN x.name AS name, labels(x) AS labels, x.aliases AS aliases, ",
            m_.subject.span);
    return out.Add(
        "type(e) AS relation, count(DISTINCT other) AS number, "
        "collect(DISTINCT coalesce(other.title, other.name, other.evidence))[..5] AS examples, "
        "collect(DISTINCT e.evidence)[..3] AS evidence\nORDER BY " +
            std::string(paper ? "title" : "name, labels") + ", relation",
        m_.whole);
  }

  CypherText Connection() {
    CypherText where_a, where_b;
    CypherText out("MATCH ", m_.whole);
    out.Add(PatternWriter::NodeOf(m_.subject, "a", where_a))
        .Add(", ", m_.whole)
        .Add(PatternWriter::NodeOf(m_.other, "b", where_b))
        .Add("\n", m_.whole);
    if (!where_a.empty() || !where_b.empty()) {
      out.Add("WHERE ", m_.whole)
          .Add(where_a)
          .Add(where_a.empty() || where_b.empty() ? "" : " AND ", m_.whole)
          .Add(where_b)
          .Add("\n", m_.whole);
    }
    if (m_.why) {
      out.Add(
          "MATCH path = shortestPath((a)-[*..8]-(b))\nUNWIND relationships(path) AS e\nWITH DISTINCT startNode(e) AS "
          "p, e\n",
          m_.whole);
      AddReasons(out, "p", "coalesce(p.id, p.name) AS `from`, ", "`from`, ", m_.whole);
      return out;
    }
    return out.Add(
        "MATCH path = shortestPath((a)-[*..8]-(b))\n"
        "RETURN path, length(path) AS length, [e IN relationships(path) | e.evidence] AS evidence\n"
        "ORDER BY length",
        m_.whole);
  }

 private:
  /// The first day of the sentence's span of dates, as DateOf writes it; empty when there is none.
  std::string FirstDay() const {
    for (const Condition& part : m_.conditions.parts) {
      if (part.kind != Condition::Kind::kDate || !part.first) continue;
      const std::string day = QuotedText(DateText(*part.first));
      return facts_.text_dates ? day : "date(" + day + ")";
    }
    return "";
  }

  /// Only what no paper before that day had to do with.
  void FirstSeen(CypherText& out, const PatternWriter& writer, const NounWords& words, const std::string& since) const {
    const std::string_view types = m_.noun == Noun::kMethod      ? "PROPOSES|USES|COMPARES_WITH"
                                   : m_.noun == Noun::kModel     ? "INTRODUCES|USES|COMPARES_WITH"
                                   : m_.noun == Noun::kBenchmark ? "INTRODUCES|EVALUATES_ON|TRAINS_ON|MENTIONS"
                                                                 : "IN_DOMAIN";
    out.Add(fmt::format("MATCH ({0})<-[:{1}]-(q:Paper)\nWITH {0}, p, {2}, min(q.date) AS first_seen\n"
                        "WHERE first_seen >= {3}\n",
                        words.variable, types, fmt::join(writer.edge_names(), ", "), since),
            cause_);
  }

  /// The answer `grouped`, in the order and with the limit of the sentence without WHY, then the edges of each.
  CypherText Reasons(CypherText& out, const PatternWriter::Evidence& evidence, std::string_view grouped,
                     std::string_view kept, const std::string& chosen, const std::string& order) const {
    if (evidence.expression.empty()) {
      PatternWriter::Refuse(m_.whole,
                            "WHY shows the sentences that an answer rests on; this one rests on dates and authors "
                            "alone. Ask `WHY` before what papers use, propose, compare or evaluate");
    }
    const std::string whose =
        kept == "p" ? "" : fmt::format("{}.name AS {}, ", WordsOf(m_.noun).variable, WordsOf(m_.noun).column);
    const std::string carried = kept == "p" ? "p" : fmt::format("{}, p", kept);
    out.Add(evidence.clause)
        .Add(fmt::format("WITH {}, collect(DISTINCT e) AS edges", grouped), m_.whole)
        .Add("\nORDER BY " + chosen, m_.whole)
        .Add("\nUNWIND edges AS e\n", m_.whole);
    if (kept != "p") out.Add(fmt::format("WITH {}, e, startNode(e) AS p\n", kept), m_.whole);
    AddReasons(out, carried, whose + "p.id AS paper, ", order, m_.whole);
    return out;
  }

  std::string Limit() const {
    if (m_.limit) return fmt::format("\nLIMIT {}", *m_.limit);
    const bool dated = std::any_of(m_.conditions.parts.begin(), m_.conditions.parts.end(),
                                   [](const Condition& c) { return c.kind == Condition::Kind::kDate; });
    return m_.ranked || (m_.latest && !dated) ? fmt::format("\nLIMIT {}", kUsualLimit) : "";
  }

  /// Methods that papers compare with LoRA: one of the two is the paper's own, the other a baseline.
  void Compared(PatternWriter& writer, const NounWords& words, const Condition& condition) {
    PatternEnd end;
    std::vector<const Condition*> any{&condition};
    if (condition.kind == Condition::Kind::kOr) {
      any.clear();
      for (const Condition& part : condition.parts) any.push_back(&part);
    }
    const bool simple = m_.noun == Noun::kMethod || m_.noun == Noun::kModel;
    if (!simple || !PatternWriter::EndOf(any, "", end)) {
      PatternWriter::Refuse(
          condition.span,
          "only methods and models are compared with others, one or the other: `methods compared with LoRA or DoRA`");
    }
    const std::string own = m_.noun == Noun::kMethod ? "PROPOSES" : "INTRODUCES";
    const std::string a = writer.NewEdge(), b = writer.NewEdge();
    CypherText where(fmt::format("(type({}) = 'COMPARES_WITH') <> (type({}) = 'COMPARES_WITH')", a, b), condition.span);
    if (!end.where.empty()) where.Add(" AND ", condition.span).Add(end.where);
    writer.AddMatch(CypherText(fmt::format("({}:{})<-[{}:{}|COMPARES_WITH]-({})", words.variable, words.label, a, own,
                                           writer.Paper()),
                               cause_)
                        .Add("-[" + b + ":PROPOSES|INTRODUCES|COMPARES_WITH", condition.span)
                        .Add(end.rest),
                    std::move(where));
    NotItself(writer, words, any);
  }

  /// A condition on the noun itself and not on its papers: "benchmarks in math", "models of the Qwen3 family".
  bool OfThing(PatternWriter& writer, const NounWords& words, const Condition& condition) {
    const auto match = [&](const std::string& before, const Entity& entity) {
      CypherText where;
      CypherText node = PatternWriter::NodeOf(entity, "", where);
      writer.AddMatch(CypherText(fmt::format("({})-{}", words.variable, before), condition.span).Add(node), where);
      return true;
    };
    const bool tests =
        IsOf(condition, "Domain") && !m_.lead;  // "benchmarks USED in robotics": what the papers are about
    if (condition.kind == Condition::Kind::kNamed && m_.noun == Noun::kBenchmark && (tests || condition.benchmarks)) {
      return match("[:PART_OF*0..]->(:Benchmark)-[:IN_DOMAIN]->" + Members(condition.entity), condition.entity);
    }
    if (IsOf(condition, words.label) && condition.role == Role::kOf) {
      return match(m_.noun == Noun::kModel ? "[:VARIANT_OF*0..]->" : "[:PART_OF*0..]->", condition.entity);
    }
    if (condition.kind == Condition::Kind::kNamed) NotItself(writer, words, {&condition});
    return false;
  }

  /// "(:Domain)-[:PART_OF*0..]->" for a domain that has others in it.
  static std::string Members(const Entity& domain) {
    const bool family =
        std::any_of(domain.nodes.begin(), domain.nodes.end(), [](const NamedNode& n) { return n.family; });
    return family ? "(:Domain)-[:PART_OF*0..]->" : "";
  }

  /// "methods used with GRPO": others than GRPO.
  void NotItself(PatternWriter& writer, const NounWords& words, const std::vector<const Condition*>& any) {
    for (const Condition* condition : any) {
      for (const NamedNode& node : condition->entity.nodes) {
        if (node.label != words.label || condition->benchmarks) continue;
        writer.AddWhere({fmt::format("{}.name <> {}", words.variable, QuotedText(node.name)), condition->span});
      }
    }
  }

  const Meaning& m_;
  const GraphFacts& facts_;
  Span cause_;
  size_t edge_count_ = 0;
  size_t edges_ = 0;
};

}  // namespace

CypherText Compose(const Meaning& meaning, const GraphFacts& facts) {
  const bool lists = meaning.kind == Meaning::Kind::kList || meaning.kind == Meaning::Kind::kCount;
  if (lists && AsksForText(meaning)) return ComposeText(meaning, facts);
  Composer composer(meaning, facts);
  switch (meaning.kind) {
    case Meaning::Kind::kOrigin:
      return composer.Origin();
    case Meaning::Kind::kThing:
      return composer.Thing();
    case Meaning::Kind::kConnection:
      return composer.Connection();
    case Meaning::Kind::kBeats:
      return ComposeBeats(meaning, facts);
    case Meaning::Kind::kBest:
      return ComposeBest(meaning, facts);
    case Meaning::Kind::kTrend:
      return ComposeTrend(meaning, facts);
    case Meaning::Kind::kNews:
      return ComposeNews(meaning, facts);
    case Meaning::Kind::kLike:
      return ComposeLike(meaning, facts);
    case Meaning::Kind::kNovelty:
      return ComposeNovelty(meaning, facts);
    default:
      break;
  }
  if (meaning.noun == Noun::kResult || meaning.noun == Noun::kLeaderboard) return ComposeResults(meaning, facts);
  return composer.Twice(meaning.noun == Noun::kPaper ? &Composer::Papers : &Composer::Things);
}

}  // namespace papergraph::engine
