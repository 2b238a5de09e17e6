#include "engine/sentence/patterns.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "engine/sentence/dates.h"
#include "grammar/error.h"

namespace papergraph::engine {
namespace {

/// The edges by which a paper stands in this role to a node of this label; empty: by any.
std::vector<std::string_view> TypesOf(Role role, std::string_view label) {
  const bool method = label == "Method", model = label == "Model", benchmark = label == "Benchmark";
  switch (role) {
    case Role::kUses:
      if (benchmark) return {"EVALUATES_ON", "TRAINS_ON"};
      return {"USES"};
    case Role::kProposes:
      return {method ? "PROPOSES" : "INTRODUCES"};
    case Role::kCompares:
      return {"COMPARES_WITH"};
    case Role::kEvaluates:
      return {model ? "USES" : "EVALUATES_ON"};
    case Role::kTrains:
      return {model ? "USES" : "TRAINS_ON"};
    case Role::kMentions:
      return {};
    default:
      break;
  }
  if (label == "Domain") return {"IN_DOMAIN"};
  if (method) return {"PROPOSES", "USES"};
  if (model) return {"INTRODUCES", "USES"};
  if (benchmark && (role == Role::kOn || role == Role::kIn)) return {"EVALUATES_ON"};
  if (benchmark) return {"INTRODUCES", "EVALUATES_ON", "TRAINS_ON"};
  return {};
}

std::string List(const std::set<std::string>& names) {
  std::string out = "[";
  for (const std::string& name : names) out += (out.size() > 1 ? ", " : "") + QuotedText(name);
  return out + "]";
}

/// x.name = 'a', x.name IN ['a', 'b']
std::string NameTest(std::string_view variable, std::string_view property, const std::set<std::string>& names) {
  if (names.size() == 1) return fmt::format("{}.{} = {}", variable, property, QuotedText(*names.begin()));
  return fmt::format("{}.{} IN {}", variable, property, List(names));
}

/// Which labels and names some entities have together, and how their families hang on them.
struct Wanted {
  std::map<std::string, std::set<std::string>> names;  // by label
  std::set<std::string> family;                        // VARIANT_OF, PART_OF
  Span span{};

  explicit Wanted(const std::vector<const Entity*>& entities) {
    span = entities.front()->span;
    for (const Entity* entity : entities) {
      span = Join(span, entity->span);
      for (const NamedNode& node : entity->nodes) {
        names[node.label].insert(node.name);
        if (node.family) family.insert(node.label == "Model" ? "VARIANT_OF" : "PART_OF");
      }
    }
  }

  /// "(:Method {name: 'GRPO'})", or with several names "(x:Method)" and a test.
  CypherText Node(std::string_view variable, CypherText& where) const {
    const auto& [label, first] = *names.begin();
    const std::string_view key = label == "Paper" ? "id" : "name";
    if (names.size() == 1 && first.contains("")) return {fmt::format("({}:{})", variable, Escaped(label)), span};
    if (names.size() == 1 && first.size() == 1) {
      return CypherText(fmt::format("({}:{} {{{}: ", variable, Escaped(label), key), span)
          .Add(QuotedText(*first.begin()), span)
          .Add("})", span);
    }
    const std::string_view x = variable.empty() ? "x" : variable;
    if (names.size() == 1) {
      where = CypherText(NameTest(x, key, first), span);
      return CypherText(fmt::format("({}:{})", x, Escaped(label)), span);
    }
    std::string test;
    for (const auto& [other, texts] : names) {
      test += fmt::format("{}{}:{} AND {}", test.empty() ? "" : " OR ", x, Escaped(other),
                          NameTest(x, other == "Paper" ? "id" : "name", texts));
    }
    where = CypherText("(" + test + ")", span);
    return CypherText(fmt::format("({})", x), span);
  }

  static std::string Escaped(std::string_view label) {
    const bool plain = !label.empty() && std::all_of(label.begin(), label.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    });
    if (plain) return std::string(label);
    std::string out = "`";
    for (const char c : label) out += c == '`' ? "``" : std::string(1, c);
    return out + "`";
  }

  /// "-[:VARIANT_OF*0..]->" where there is a family, with the node before it.
  std::string Members() const {
    if (family.empty()) return "";
    std::string types;
    for (const std::string& type : family) types += (types.empty() ? "" : "|") + type;
    return fmt::format("({})-[:{}*0..]->", names.size() == 1 ? ":" + Escaped(names.begin()->first) : "", types);
  }
};

}  // namespace

void PatternWriter::Refuse(Span span, std::string_view why) {
  throw QueryError(ErrorType::kSyntaxError, "UnknownPhrase", span, std::string(why));
}

CypherText PatternWriter::NodeOf(const Entity& entity, std::string_view variable, CypherText& where) {
  return Wanted({&entity}).Node(variable, where);
}

bool PatternWriter::EndOf(const std::vector<const Condition*>& any, std::string_view variable, PatternEnd& out) {
  std::vector<const Entity*> entities;
  std::vector<std::string_view> types;
  bool every_type = false;
  for (const Condition* condition : any) {
    if (condition->kind != Condition::Kind::kNamed || condition->benchmarks != any.front()->benchmarks) return false;
    entities.push_back(&condition->entity);
    for (const NamedNode& node : condition->entity.nodes) {
      if (node.label == "Paper") return false;
      const auto more =
          condition->benchmarks
              ? std::vector<std::string_view>{condition->role == Role::kTrains ? "TRAINS_ON" : "EVALUATES_ON"}
              : TypesOf(condition->role, node.label);
      if (more.empty()) every_type = true;
      for (std::string_view type : more) {
        if (std::find(types.begin(), types.end(), type) == types.end()) types.push_back(type);
      }
    }
  }
  const Wanted wanted(entities);
  out = {};
  if (!every_type) out.types = fmt::format(":{}", fmt::join(types, "|"));
  const Span span = wanted.span;
  out.rest.Add("]->", span);
  if (any.front()->benchmarks)
    out.rest.Add("(:Benchmark)-[:PART_OF*0..]->(:Benchmark)-[:IN_DOMAIN]->", any.front()->span);
  out.rest.Add(wanted.Members(), span).Add(wanted.Node(variable, out.where));
  return true;
}

CypherText PatternWriter::DateOf(const Condition& condition, const GraphFacts& facts) {
  const auto literal = [&](Date date) {
    return facts.text_dates ? QuotedText(DateText(date)) : fmt::format("date('{}')", DateText(date));
  };
  const Span span = condition.span;
  if (condition.first && condition.last) {
    if (*condition.first == *condition.last) return {"p.date = " + literal(*condition.first), span};
    return {fmt::format("{} <= p.date <= {}", literal(*condition.first), literal(*condition.last)), span};
  }
  if (condition.first) return {"p.date >= " + literal(*condition.first), span};
  return {"p.date <= " + literal(*condition.last), span};
}

CypherText PatternWriter::AuthorOf(const Condition& condition) const {
  const std::set<std::string> names(condition.authors.begin(), condition.authors.end());
  if (names.size() == 1) return {QuotedText(*names.begin()) + " IN p.authors", condition.span};
  return {fmt::format("any(author IN p.authors WHERE author IN {})", List(names)), condition.span};
}

std::string PatternWriter::NewEdge() {
  ++edges_;
  edge_names_.push_back(edge_count_ == 1 ? "e" : fmt::format("e{}", edges_));
  return edge_names_.back();
}

std::string PatternWriter::Paper() { return std::exchange(paper_named_, true) ? "p" : "p:Paper"; }

void PatternWriter::AddMatch(CypherText pattern, CypherText where) {
  matches_.push_back({std::move(pattern), std::move(where)});
}

void PatternWriter::AddWhere(CypherText predicate) {
  if (!where_.empty()) where_.Add(" AND ", whole_);
  where_.Add(predicate);
}

void PatternWriter::AddPaperConditions(const std::vector<Condition>& parts) {
  for (const Condition& part : parts) {
    if (part.kind == Condition::Kind::kAnd) {
      AddPaperConditions(part.parts);
    } else {
      AddPaperCondition(part);
    }
  }
}

void PatternWriter::AddPaperCondition(const Condition& condition) {
  std::vector<const Condition*> any;
  if (condition.kind == Condition::Kind::kNamed) any.push_back(&condition);
  if (condition.kind == Condition::Kind::kOr) {
    for (const Condition& part : condition.parts) any.push_back(&part);
  }
  PatternEnd end;
  // "x" only where a test needs it: two conditions may not share a variable.
  const std::string variable = fmt::format("x{}", edges_ + 1);
  if (!any.empty() && EndOf(any, "", end)) {
    if (!end.where.empty()) EndOf(any, variable, end);
    CypherText pattern("(" + Paper() + ")-[" + NewEdge() + end.types, condition.span);
    return AddMatch(std::move(pattern.Add(end.rest)), end.where);
  }
  if (condition.kind == Condition::Kind::kOr) {
    alternatives_.push_back(&condition);
    return;
  }
  AddWhere(Predicate(condition));
}

/// What can be said in WHERE alone.
CypherText PatternWriter::Predicate(const Condition& condition) {
  switch (condition.kind) {
    case Condition::Kind::kDate:
      return DateOf(condition, facts_);
    case Condition::Kind::kAuthor:
      return AuthorOf(condition);
    case Condition::Kind::kText:
      Refuse(
          condition.span,
          "words are looked for in papers, without or, not, trends: `papers about \"reward hacking\" since 2026-01`");
    case Condition::Kind::kNot:
      return NotThere(condition.parts.front());
    case Condition::Kind::kNamed: {
      std::set<std::string> ids;
      for (const NamedNode& node : condition.entity.nodes) {
        if (node.label == "Paper") ids.insert(node.name);
      }
      return {NameTest("p", "id", ids), condition.span};
    }
    default:
      Refuse(condition.span, "this combination of and, or, not is not understood; try two sentences");
  }
}

CypherText PatternWriter::NotThere(const Condition& condition) {
  if (condition.kind == Condition::Kind::kAnd || condition.kind == Condition::Kind::kOr) {
    const bool all = condition.kind == Condition::Kind::kOr;  // not (a or b)
    CypherText out;
    for (const Condition& part : condition.parts) {
      if (!out.empty()) out.Add(all ? " AND " : " OR ", condition.span);
      out.Add(NotThere(part));
    }
    return all ? out : CypherText("(", condition.span).Add(out).Add(")", condition.span);
  }
  if (condition.kind == Condition::Kind::kNot) Refuse(condition.span, "not twice is not understood");
  if (condition.kind != Condition::Kind::kNamed || condition.entity.Has("Paper")) {
    return CypherText("NOT (", condition.span).Add(Predicate(condition)).Add(")", condition.span);
  }
  // A pattern predicate has no variables: one for each node that the name can mean.
  CypherText out;
  for (const NamedNode& node : condition.entity.nodes) {
    Condition single = condition;
    single.entity.nodes = {node};
    PatternEnd end;
    EndOf({&single}, "", end);
    if (!out.empty()) out.Add(" AND ", condition.span);
    out.Add("NOT (p)-[" + end.types, condition.span).Add(end.rest);
  }
  return out;
}

/// An OR of several kinds of conditions: an OPTIONAL MATCH for each, and which of them must have matched.
CypherText PatternWriter::Formula(const Condition& condition) {
  if (condition.kind == Condition::Kind::kNamed && !condition.entity.Has("Paper")) {
    PatternEnd end;
    EndOf({&condition}, fmt::format("x{}", edges_ + 1), end);
    if (end.where.empty()) EndOf({&condition}, "", end);
    const std::string edge = NewEdge();
    optionals_.push_back({CypherText("(p)-[" + edge + end.types, condition.span).Add(end.rest), end.where});
    return {edge + " IS NOT NULL", condition.span};
  }
  if (condition.kind != Condition::Kind::kAnd && condition.kind != Condition::Kind::kOr) return Predicate(condition);
  CypherText out("(", condition.span);
  for (size_t i = 0; i < condition.parts.size(); ++i) {
    if (i > 0) out.Add(condition.kind == Condition::Kind::kAnd ? " AND " : " OR ", condition.span);
    out.Add(Formula(condition.parts[i]));
  }
  return out.Add(")", condition.span);
}

CypherText PatternWriter::Clauses(std::vector<std::string> carried) {
  if (!paper_named_) matches_.insert(matches_.begin(), {CypherText("(" + Paper() + ")", whole_), {}});
  CypherText formula;
  for (const Condition* condition : alternatives_) {
    carried.insert(carried.end(), edge_names_.begin(), edge_names_.end());
    if (!formula.empty()) formula.Add(" AND ", whole_);
    formula.Add(Formula(*condition));
  }
  CypherText out;
  const auto clause = [&](std::string_view keyword, const MatchClause& match, const CypherText* more) {
    out.Add(keyword, whole_).Add(match.pattern).Add("\n", whole_);
    const bool both = more != nullptr && !more->empty() && !match.where.empty();
    if (match.where.empty() && (more == nullptr || more->empty())) return;
    out.Add("WHERE ", whole_).Add(match.where).Add(both ? " AND " : "", whole_);
    if (more != nullptr) out.Add(*more);
    out.Add("\n", whole_);
  };
  for (size_t i = 0; i < matches_.size(); ++i)
    clause("MATCH ", matches_[i], i + 1 == matches_.size() ? &where_ : nullptr);
  for (const MatchClause& optional : optionals_) clause("OPTIONAL MATCH ", optional, nullptr);
  if (!formula.empty()) {
    carried.insert(carried.end(), edge_names_.begin(), edge_names_.end());
    std::set<std::string> once;
    std::erase_if(carried, [&](const std::string& name) { return !once.insert(name).second; });
    out.Add(fmt::format("WITH p{}{} WHERE ", carried.empty() ? "" : ", ", fmt::join(carried, ", ")), whole_)
        .Add(formula)
        .Add("\n", whole_);
  }
  return out;
}

PatternWriter::Evidence PatternWriter::CollectEvidence() const {
  if (edge_names_.empty()) return {};
  if (edge_names_.size() == 1) return {{}, fmt::format("collect(DISTINCT {}.evidence)", edge_names_.front())};
  return {CypherText(fmt::format("UNWIND [{}] AS e\n", fmt::join(edge_names_, ", ")), whole_),
          "collect(DISTINCT e.evidence)"};
}

}  // namespace papergraph::engine
