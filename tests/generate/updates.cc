// Statements that write. What they do does not depend on the order of the rows, which Cypher leaves open:
// one SET speaks of one variable and of constants or that variable's own values, MERGE of what it does not change.
#include "tests/generate/generator.h"

namespace papergraph::generate {

std::optional<Variable> Generator::Bound(Type type) {
  std::vector<Variable> found;
  for (const Variable& variable : scope_) {
    if (variable.type == type && !variable.nullable) found.push_back(variable);
  }
  if (found.empty()) return std::nullopt;
  return choices_.Pick(found);
}

std::string Generator::Create() {
  const auto node = [&](std::string& name) {
    if (choices_.Percent(50)) {
      if (const auto bound = Bound(Type::kNode)) {
        name = bound->name;
        return "(" << name << ")";
      }
    }
    name = Fresh("n");
    std::string text = "(" << name << choices_.Pick({":A", ":B", "", ":A:B", ":D"});
    text += " {k: " << Expression(
                choices_.Pick({Type::kInt, Type::kString, Type::kFloat, Type::kBool, Type::kDate, Type::kTemporal}), 1);
    if (choices_.Percent(50)) text += ", i: " << Expression(Type::kInt, 1);
    if (choices_.Percent(30)) text += ", s: " << Expression(Type::kString, 0);
    return text << "})";
  };
  std::string first, second;
  // What this CREATE makes is not known in it.
  const auto before = scope_;
  std::string text = "CREATE " << node(first);
  const bool edge = choices_.Percent(60);
  if (!edge && text.find('{') == std::string::npos) text = "CREATE (" << (first = Fresh("n")) << ":A {i: 1})";
  std::string rel;
  if (edge) {
    rel = Fresh("r");
    const bool left = choices_.Percent(30);
    text += (left ? "<-[" : "-[") << rel << choices_.Pick({":T", ":U", ":W"}) << " {w: " << Expression(Type::kInt, 1)
                                  << "}" << (left ? "]-" : "]->");
    text += node(second);
  }
  scope_ = before;
  const auto known = [&](const std::string& name) {
    for (const Variable& variable : scope_) {
      if (variable.name == name) return true;
    }
    return name.empty();
  };
  if (!known(first)) scope_.push_back({first, Type::kNode});
  if (!known(second)) scope_.push_back({second, Type::kNode});
  if (!rel.empty()) scope_.push_back({rel, Type::kRel});
  return text;
}

std::string Generator::Merge() {
  const auto actions = [&](const std::string& name) {
    std::string text;
    if (choices_.Percent(40)) text += " ON CREATE SET " << name << ".made = coalesce(" << name << ".made, 0) + 1";
    if (choices_.Percent(40)) text += " ON MATCH SET " << name << ".met = coalesce(" << name << ".met, 0) + 1";
    return text;
  };
  const auto a = Bound(Type::kNode), b = Bound(Type::kNode);
  if (a && b && choices_.Percent(60)) {
    const std::string from = a->name, to = b->name, rel = Fresh("r");
    std::string text = "MERGE (" << from << (choices_.Percent(30) ? ")<-[" : ")-[") << rel
                                 << choices_.Pick({":T", ":U", ":W"}) << choices_.Pick({"", " {w: 1}"});
    text += (text.find("<-[") != std::string::npos ? "]-(" : "]->(") << to << ")" << actions(rel);
    scope_.push_back({rel, Type::kRel});
    return text;
  }
  const std::string node = Fresh("n");
  const std::string label = choices_.Pick({":A", ":B", ":D"});
  const std::string key = choices_.Percent(50) ? "i: coalesce(" << Expression(Type::kInt, 1) << ", 0)" : "s: 'a'";
  std::string text = "MERGE (" << node << label << " {" << key << "})";
  if (a && choices_.Percent(25)) text = "MERGE (" << a->name << ")-[:T]->(" << node << label << " {s: 'b'})";
  text += actions(node);
  scope_.push_back({node, Type::kNode});
  return text;
}

std::string Generator::SetItem(const std::string& name, bool relationship) {
  const std::string number = name << (relationship ? ".w" : ".i");
  switch (choices_.Below(9)) {
    case 0:
      return number << " = " << Literal(Type::kInt);
    case 1:
      return number << " = coalesce(" << number << ", 0) + 1";
    case 2:
      return number << " = null";
    case 3:
      return name << ".s = " << Literal(Type::kString);
    case 4:
      return name << " += {s: " << Literal(Type::kString)
                  << ", k: " << Literal(choices_.Pick({Type::kTemporal, Type::kInt})) << ", "
                  << (relationship ? "w" : "i") << ": null}";
    case 5:
      return name << " = {u: " << name
                  << ".u, m: " << Literal(choices_.Pick({Type::kDate, Type::kStrings, Type::kBool})) << "}";
    case 6:
      return relationship ? name << ".k = " << Literal(Type::kFloat) : name << choices_.Pick({":A", ":B:D", ":C"});
    case 7:
      return name << ".m = " << Literal(choices_.Pick({Type::kInt, Type::kString, Type::kTemporal, Type::kFloat}));
    default:
      return name << ".k = size(coalesce(" << name << ".s, ''))";
  }
}

std::string Generator::Set() {
  const auto target = Find(choices_.Pick({Type::kNode, Type::kNode, Type::kRel}));
  if (!target) return Create();
  std::string text = "SET " << SetItem(target->name, target->type == Type::kRel);
  if (choices_.Percent(30)) text += ", " << SetItem(target->name, target->type == Type::kRel);
  return text;
}

std::string Generator::Remove() {
  const auto target = Find(choices_.Pick({Type::kNode, Type::kNode, Type::kRel}));
  if (!target) return Create();
  if (target->type == Type::kRel) return "REMOVE " << target->name << choices_.Pick({".w", ".s"});
  return "REMOVE " << target->name << choices_.Pick({".i", ":A", ".m", ":B:A", ".nothing", ".s"});
}

std::string Generator::Foreach() {
  const std::string item = Fresh("x");
  const std::string list = choices_.Percent(50) ? "[1, 2]" : Expression(Type::kInts, 1);
  const auto target = Find(Type::kNode);
  std::string text = "FOREACH (" << item << " IN " << list << " | ";
  if (target && choices_.Percent(50)) {
    return text << "SET " << target->name << ".i = coalesce(" << target->name << ".i, 0) + coalesce(" << item
                << ", 5))";
  }
  if (choices_.Percent(40)) return text << "MERGE (:D {i: coalesce(" << item << ", 0)}))";
  return text << "CREATE (:D {i: " << item << "}))";
}

// Other variables may mean what is gone: nothing of them is asked for afterwards.
std::string Generator::Delete() {
  auto target = Find(choices_.Pick({Type::kRel, Type::kNode}));
  if (!target) target = Find(Type::kNode);
  if (!target) return Create();
  std::string text = (target->type == Type::kNode && choices_.Percent(75) ? "DETACH DELETE " : "DELETE ")
                     << target->name;
  scope_.clear();
  known_ = 0;
  return text << " WITH count(*) AS rows_";
}

std::string Generator::Update() {
  graph_free_ = true;
  std::string text = UpdateClause();
  graph_free_ = false;
  return text;
}

std::string Generator::UpdateClause() {
  switch (choices_.Below(12)) {
    case 0:
    case 1:
    case 2:
      return Set();
    case 3:
    case 4:
      return Create();
    case 5:
    case 6:
    case 7:
      return Merge();
    case 8:
      return Remove();
    case 9:
      return Foreach();
    default:
      return Delete();
  }
}

Step Generator::Write() {
  Step step;
  step.writes = wrote_ = true;
  for (uint32_t clauses = choices_.Below(3); clauses > 0; --clauses) {
    switch (choices_.Below(8)) {
      case 5:
        step.text += Match(true);
        break;
      case 6:
        step.text += With();
        break;
      case 7:
        step.text += Unwind();
        break;
      default:
        step.text += Match(false);
    }
    step.text += " ";
  }
  for (uint32_t updates = 1 + choices_.Below(3); updates > 0; --updates) {
    if (choices_.Percent(10) && !shape_.portable) {
      // A unit subquery: it changes the graph, not the rows.
      const auto before = scope_;
      std::string names;
      for (const Variable& variable : scope_) names += (names.empty() ? "" : ", ") << variable.name;
      const std::string update = Set();  // of constants
      scope_ = before;
      step.text += "CALL (" << names << ") { " << update << " } ";
      continue;
    }
    step.text += Update() << " ";
    if (choices_.Percent(15)) {
      step.text += With() << " ";
    } else if (choices_.Percent(15)) {
      step.text += "WITH * " << Match(choices_.Percent(50)) << " ";
    }
  }
  known_ = scope_.size();
  if (choices_.Percent(60)) {
    step.text += Return(step, nullptr);
  } else {
    // WITH cannot end a statement.
    const size_t with = step.text.rfind("WITH ");
    if (with != std::string::npos) step.text += "RETURN count(*) AS c";
  }
  step.merges_numbers = merges_;
  step.error_is_open = open_error_;
  step.risky = risky_;
  return step;
}

}  // namespace papergraph::generate
