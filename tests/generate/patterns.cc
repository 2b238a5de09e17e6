// Patterns: cycles, parallel edges, self-loops, both directions, variable length, groups, shortest paths.
#include <algorithm>

#include "tests/generate/generator.h"

namespace papergraph::generate {

std::string Generator::Properties(bool relationship) {
  if (relationship) return " {w: " << Literal(Type::kInt) << "}";
  // A variable of the same pattern is not known in it yet.
  std::vector<Variable> later(scope_.begin() + static_cast<std::ptrdiff_t>(std::min(known_, scope_.size())),
                              scope_.end());
  scope_.resize(scope_.size() - later.size());
  std::string text = choices_.Percent(25) && !shape_.portable ? " {i: " << Expression(Type::kInt, 0) << "}"
                     : choices_.Percent(25)                   ? " {s: " << Literal(Type::kString) << "}"
                                            : " {i: " << std::string(choices_.Pick({"1", "0", "2"})) << "}";
  scope_.insert(scope_.end(), later.begin(), later.end());
  return text;
}

// May use a variable that is known, in this pattern or before.
std::string Generator::Node(bool may_name) {
  std::string name;
  bool fresh = false;
  const auto known = choices_.Percent(35) ? Find(Type::kNode) : std::nullopt;
  if (known) {
    name = known->name;
  } else if (may_name && !choices_.Percent(20)) {
    name = Fresh("n");
    fresh = true;
  }
  std::string text = "(" << name;
  if (choices_.Percent(22)) text += LabelTest(false, choices_.Percent(50));
  if (choices_.Percent(7)) text += Properties(false);
  if (fresh && !shape_.portable && choices_.Percent(10)) {
    const auto before = scope_;
    scope_.resize(std::min(known_, scope_.size()));
    scope_.push_back({name, Type::kNode});
    text += " WHERE " << Predicate(1);
    KeepScope(before);
  }
  if (fresh) scope_.push_back({name, Type::kNode});
  return text << ")";
}

std::string Generator::Relationship(bool may_name, bool only_one) {
  std::string inside;
  const bool variable = !only_one && choices_.Percent(25);
  std::string name;
  if (!variable && may_name && choices_.Percent(50)) {
    name = Fresh("r");
    inside += name;
  }
  if (choices_.Percent(40)) inside += LabelTest(true, choices_.Percent(35));
  const int direction = static_cast<int>(choices_.Below(4));
  if (variable) {
    // Without an upper bound only where the number of trails is bounded by a small graph.
    inside += edges_ <= 8 && direction != 2 && choices_.Percent(30)
                  ? choices_.Pick({"*", "*0..", "*2.."})
                  : choices_.Pick({"*1..2", "*0..1", "*2", "*..3", "*0", "*1..3", "*0..2"});
  }
  if (choices_.Percent(5)) inside += Properties(true);
  if (!name.empty() && !shape_.portable && choices_.Percent(8)) {
    const auto before = scope_;
    scope_.resize(std::min(known_, scope_.size()));
    scope_.push_back({name, Type::kRel});
    inside += " WHERE " << Predicate(1);
    KeepScope(before);
  }
  if (!name.empty()) scope_.push_back({name, Type::kRel});
  const std::string brackets = inside.empty() ? "" : "[" << inside << "]";
  switch (direction) {
    case 0:
    case 1:
      return "-" << brackets << "->";
    case 2:
      return "-" << brackets << "-";
    default:
      return "<-" << brackets << "-";
  }
}

std::string Generator::Quantified() {
  const auto before = scope_;
  scope_.resize(std::min(known_, scope_.size()));
  const std::string a = Fresh("q"), b = Fresh("q"), r = Fresh("r");
  const size_t outer = scope_.size();
  scope_.push_back({a, Type::kNode});
  scope_.push_back({r, Type::kRel});
  scope_.push_back({b, Type::kNode});
  const bool left = choices_.Percent(30);
  std::string text = "((" << a << (choices_.Percent(25) ? LabelTest(false, true) : "") << ")" << (left ? "<-[" : "-[")
                          << r << (choices_.Percent(50) ? LabelTest(true, true) : "") << (left ? "]-(" : "]->(") << b
                          << ")";
  if (choices_.Percent(30)) {
    std::vector<Variable> inner(scope_.begin() + static_cast<std::ptrdiff_t>(outer), scope_.end());
    scope_ = inner;
    text += " WHERE " << Predicate(1);
  }
  KeepScope(before);
  scope_.push_back({a, Type::kNodes});
  scope_.push_back({r, Type::kRels});
  scope_.push_back({b, Type::kNodes});
  return text << ")" << choices_.Pick({"{1,2}", "{0,2}", "{2}", "{,2}", "{1,3}"});
}

std::string Generator::Shortest() {
  const bool all = choices_.Percent(50);
  std::string path = Fresh("p"), inside;
  // Both ends are known: a path from a node to itself is its own matter.
  const auto a = Find(Type::kNode), b = Find(Type::kNode);
  if (!a || !b) return Path(true, false);
  if (choices_.Percent(60)) inside += LabelTest(true, false);
  inside += choices_.Pick({"*1..4", "*..3", "*"});
  const int direction = static_cast<int>(choices_.Below(3));
  const std::string from = a->name, to = b->name;
  if (all) scope_.push_back({path, Type::kPath});
  // Which of several shortest ones is found is left open: without a name only whether there is one counts.
  return (all ? path << " = allShortestPaths((" : "shortestPath((")
         << from << ")" << (direction == 1 ? "<-[" : "-[") << inside << (direction == 0 ? "]->(" : "]-(") << to << "))";
}

std::string Generator::Path(bool may_name, bool at_bound) {
  std::string path;
  if (may_name && choices_.Percent(15)) path = Fresh("p");
  std::string text;
  if (at_bound) {
    const auto known = Find(Type::kNode);
    text = !known ? Node(may_name) : "(" << known->name << ")";
  } else {
    text = Node(may_name);
  }
  const uint32_t length = choices_.Below(3);
  for (uint32_t i = 0; i < length; ++i) {
    if (may_name && !shape_.portable && choices_.Percent(8)) {
      text += Quantified() << Node(may_name);
    } else {
      text += Relationship(may_name, false);
      text += Node(may_name);
    }
  }
  if (!path.empty()) {
    scope_.push_back({path, Type::kPath});
    return path << " = " << text;
  }
  return text;
}

std::string Generator::Patterns() {
  std::string text = Path(true, false);
  if (choices_.Percent(25)) text += ", " << Path(true, choices_.Percent(50));
  if (!shape_.portable && choices_.Percent(6) && known_ > 0) {
    const auto before = scope_;
    scope_.resize(known_);
    const std::string path = Shortest();
    const std::vector<Variable> added(scope_.begin() + static_cast<std::ptrdiff_t>(known_), scope_.end());
    KeepScope(before);
    scope_.insert(scope_.end(), added.begin(), added.end());
    text += ", " << path;
  }
  return text;
}

// Begins at a known node where there is one; introduces no name.
std::string Generator::PatternExpression() {
  const auto from = Find(Type::kNode);
  std::string text = !from ? "(" << LabelTest(false, false) << ")" : "(" << from->name << ")";
  const uint32_t length = 1 + choices_.Below(2);
  for (uint32_t i = 0; i < length; ++i) {
    text += Relationship(false, false);
    text += Node(false);
  }
  return text;
}

// EXISTS { ... } and COUNT { ... } of a pattern or a statement; COLLECT { ... } always of a statement.
std::string Generator::Subquery(const char* word, Type type, int depth) {
  const auto before = scope_;
  const size_t known = known_;
  known_ = scope_.size();
  std::string text = std::string(word) << " { ";
  const bool collect = word[2] == 'L';
  const bool whole = collect || choices_.Percent(50);
  if (whole) text += "MATCH ";
  text += Path(true, choices_.Percent(70));
  known_ = scope_.size();
  if (choices_.Percent(50)) text += " WHERE " << Predicate(depth - 1);
  if (whole) {
    if (choices_.Percent(15)) {
      text += " WITH *";
      if (choices_.Percent(50)) text += " WHERE " << Predicate(0);
    }
    text += std::string(" RETURN ") << (choices_.Percent(25) ? "DISTINCT " : "") << Expression(type, depth - 1)
                                    << " AS z";
    if (collect) text += " ORDER BY z";
    if (collect && choices_.Percent(25)) text += " LIMIT 2";
  }
  KeepScope(before);
  known_ = known;
  return text << " }";
}

Generator::PathPieces Generator::Pieces() {
  PathPieces pieces;
  const uint32_t length = 1 + choices_.Below(3);
  for (uint32_t i = 0; i <= length; ++i) {
    // A name may come back: a cycle.
    const auto known = choices_.Percent(15) ? Find(Type::kNode) : std::nullopt;
    const std::string name = known ? known->name : Fresh("n");
    if (!known) scope_.push_back({name, Type::kNode});
    std::string node = "(" << name;
    if (choices_.Percent(25)) node += LabelTest(false, true);
    if (choices_.Percent(6)) node += " {i: " << Literal(Type::kInt) << "}";
    pieces.nodes.push_back(node << ")");
    if (i == length) break;
    std::string inside;
    const bool variable = choices_.Percent(40);
    if (!variable) {
      inside = Fresh("r");
      scope_.push_back({inside, Type::kRel});
    }
    if (choices_.Percent(40)) inside += LabelTest(true, choices_.Percent(40));
    if (variable) inside += choices_.Pick({"*1..2", "*0..1", "*2", "*..3", "*0", "*1..3", "*0..2"});
    if (choices_.Percent(10)) inside += " {w: " << Literal(Type::kInt) << "}";
    pieces.relationships.push_back(inside);
    pieces.directions.push_back(static_cast<int>(choices_.Below(3)) - 1);
  }
  return pieces;
}

}  // namespace papergraph::generate
