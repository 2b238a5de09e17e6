// Expressions by type. They end without an error for every row, but for Risky().
#include "tests/generate/generator.h"

namespace papergraph::generate {

std::optional<Variable> Generator::Find(Type type) {
  std::vector<Variable> found;
  for (const Variable& variable : scope_) {
    if (variable.type == type) found.push_back(variable);
  }
  if (found.empty()) return std::nullopt;
  return choices_.Pick(found);
}

Type Generator::Scalar() {
  if (shape_.portable) return choices_.Pick({Type::kInt, Type::kString, Type::kBool});
  return choices_.Pick(
      {Type::kInt, Type::kInt, Type::kString, Type::kAny, Type::kFloat, Type::kBool, Type::kDate, Type::kTemporal});
}

std::string Generator::Literal(Type type) {
  switch (type) {
    case Type::kInt:
      return choices_.Pick({"0", "1", "2", "3", "-1", "7", "100"});
    case Type::kFloat:
      return choices_.Pick({"0.5", "2.0", "-1.25", "1e3", "-0.0"});
    case Type::kString:
      return choices_.Pick({"'a'", "'ab'", "''", "'b'", "'B'", "'ö'", "'组'", "'1'"});
    case Type::kBool:
      return choices_.Pick({"true", "false"});
    case Type::kDate:
      return choices_.Pick({"date('2024-01-31')", "date('2024-02-29')", "date('1969-12-31')", "date('2025-W01-1')"});
    case Type::kTemporal:
      return choices_.Pick({"localdatetime('2024-01-31T12:00:00.5')", "datetime('2024-03-31T01:30[Europe/Berlin]')",
                            "datetime('2024-03-31T00:30Z')", "localtime('23:59:59.999999999')", "time('12:00+02:00')",
                            "time('10:00Z')", "duration('P1M2DT3.5S')", "duration({days: -1})",
                            "datetime('2024-10-27T02:30+01:00[Europe/Berlin]')"});
    case Type::kInts:
      if (shape_.portable) return choices_.Pick({"[]", "[1, 2]", "[2, null, 3]", "[0]"});
      return choices_.Pick({"[]", "[1, 2]", "[2, null, 3]", "[0]", "range(0, 3)", "$l"});
    case Type::kStrings:
      return choices_.Pick({"['a']", "['a', 'b', null]", "[]", "['', 'ab', 'ö']"});
    default:
      return choices_.Pick({"null", "1", "'a'", "[1, null]", "0.5", "true", "{i: 1}", "[[1], ['a', null]]"});
  }
}

// A property of something in scope that holds values of the type; empty when there is nothing.
std::string Generator::Property(Type type) {
  std::vector<std::string> found;
  for (const Variable& variable : scope_) {
    const bool node = variable.type == Type::kNode;
    if (!node && variable.type != Type::kRel) continue;
    switch (type) {
      case Type::kInt:
        found.push_back(variable.name << (node ? ".i" : ".w"));
        found.push_back(variable.name << ".u");
        break;
      case Type::kString:
        found.push_back(variable.name << ".s");
        break;
      case Type::kFloat:
        if (node) found.push_back(variable.name << ".f");
        break;
      case Type::kBool:
        if (node) found.push_back(variable.name << ".b");
        break;
      case Type::kDate:
        if (node) found.push_back(variable.name << ".d");
        break;
      case Type::kTemporal:
        if (node) found.push_back(variable.name << ".t");
        break;
      case Type::kInts:
        if (node) found.push_back(variable.name << ".l");
        break;
      case Type::kAny:
        found.push_back(variable.name << (node ? ".m" : "['w']"));
        if (node && !shape_.portable) found.push_back(variable.name << "[$s]");
        break;
      default:
        break;
    }
  }
  return found.empty() ? "" : choices_.Pick(found);
}

std::string Generator::Expression(Type type, int depth) {
  const uint32_t leaf = depth <= 0 ? choices_.Below(8) : choices_.Below(16);
  if (leaf < 5) {
    std::string property = Property(type);
    if (!property.empty()) return property;
  }
  if (leaf < 7) {
    if (const auto variable = Find(type)) return variable->name;
  }
  if (leaf == 7 && !shape_.portable) {
    if (type == Type::kInt) return choices_.Pick({"$i", "$m.i"});
    if (type == Type::kString) return choices_.Pick({"$s", "$m['s']"});
    if (type == Type::kAny) return choices_.Pick({"null", "$n", "$i", "$m"});
  }
  if (depth <= 0 || leaf < 10) return Literal(type);
  if (leaf == 10 && depth > 0) return Case_(type, depth - 1);
  if (leaf == 11) return "coalesce(" << Expression(type, depth - 1) << ", " << Expression(type, depth - 1) << ")";
  switch (type) {
    case Type::kInt:
      return Int(depth - 1);
    case Type::kFloat:
      return Float(depth - 1);
    case Type::kString:
      return Text(depth - 1);
    case Type::kBool:
      return Compared(depth - 1);
    case Type::kDate:
      return Date(depth - 1);
    case Type::kTemporal:
      return Temporal(depth - 1);
    case Type::kInts:
      return Ints(depth - 1);
    case Type::kStrings:
      return Strings(depth - 1);
    default:
      return Any(depth - 1);
  }
}

std::string Generator::Case_(Type type, int depth) {
  if (choices_.Percent(40)) {
    return "CASE " << Expression(Type::kInt, depth) << " WHEN " << Literal(Type::kInt) << " THEN "
                   << Expression(type, depth) << " WHEN " << Expression(Type::kInt, 0) << " THEN "
                   << Expression(type, 0) << " END";
  }
  return "CASE WHEN " << Predicate(depth) << " THEN " << Expression(type, depth) << " ELSE " << Expression(type, depth)
                      << " END";
}

std::string Generator::Int(int depth) {
  switch (choices_.Below(shape_.portable ? 7 : 20)) {
    case 0:
      return "(" << Expression(Type::kInt, depth) << choices_.Pick({" + ", " - "}) << Expression(Type::kInt, depth)
                 << ")";
    case 1:
      return "size(" << Expression(Type::kInts, depth) << ")";
    case 2:
      return "size(" << Expression(Type::kString, depth) << ")";
    case 3:
      return "-" << Expression(Type::kInt, 0);
    case 4:
      return "(" << Expression(Type::kInt, depth) << choices_.Pick({" % 3", " * 2", " / 2"}) << ")";
    case 5:
      return "abs(" << Expression(Type::kInt, depth) << ")";
    case 6:
      if (const auto path = Find(Type::kPath)) return "length(" << path->name << ")";
      return "sign(" << Expression(Type::kInt, depth) << ")";
    case 7:
      return "size(" << Expression(Type::kStrings, depth) << ")";
    case 8:
      return "toIntegerOrNull(" << Expression(choices_.Pick({Type::kString, Type::kAny}), depth) << ")";
    case 9:
      return Expression(Type::kInts, depth) << "[" << Expression(Type::kInt, 0) << "]";
    case 10:
      return choices_.Pick({"head(", "last("}) << Expression(Type::kInts, depth) << ")";
    case 11:
      return graph_free_ ? Literal(Type::kInt) : Subquery("COUNT", Type::kInt, depth);
    case 12: {
      const std::string sum = Fresh("a"), item = Fresh("x");
      const std::string list = Expression(Type::kInts, depth);
      const auto before = scope_;
      scope_.push_back({sum, Type::kInt});
      scope_.push_back({item, Type::kInt});
      std::string text = "reduce(" << sum << " = 0, " << item << " IN " << list << " | " << sum << " + coalesce("
                                   << Expression(Type::kInt, depth) << " % 5, 0))";
      KeepScope(before);
      return text;
    }
    case 13:
      return Expression(Type::kDate, depth) << choices_.Pick({".year", ".month", ".dayOfWeek", ".week", ".ordinalDay"});
    case 14:
      return graph_free_ ? Literal(Type::kInt) : "size([" << PatternExpression() << " | 1])";
    case 15:
      if (const auto group = Find(choices_.Pick({Type::kNodes, Type::kRels}))) return "size(" << group->name << ")";
      return "coll.max(" << Expression(Type::kInts, depth) << ")";
    case 16:
      return "coll.indexOf(" << Expression(Type::kInts, depth) << ", " << Expression(Type::kInt, 0) << ")";
    case 17:
      return "duration.inDays(" << Expression(Type::kDate, depth) << ", " << Expression(Type::kDate, 0) << ").days";
    case 18:
      if (const auto path = Find(Type::kPath))
        return "size([x IN " << std::string(choices_.Pick({"nodes(", "relationships("})) << path->name
                             << ") WHERE x.u > " << Literal(Type::kInt) << "])";
      return "toInteger(" << Expression(Type::kFloat, depth) << ")";
    default:
      return "(" << Expression(Type::kInt, depth) << " - " << Expression(Type::kInt, depth) << ") * "
                 << Literal(Type::kInt);
  }
}

std::string Generator::Float(int depth) {
  switch (choices_.Below(6)) {
    case 0:
      return "(" << Expression(Type::kFloat, depth) << choices_.Pick({" + ", " - ", " * "})
                 << Expression(choices_.Pick({Type::kInt, Type::kFloat}), depth) << ")";
    case 1:
      return "toFloat(" << Expression(Type::kInt, depth) << ")";
    case 2:
      return choices_.Pick({"floor(", "ceil(", "round(", "abs("}) << Expression(Type::kFloat, depth) << ")";
    case 3:
      return "sqrt(abs(" << Expression(Type::kInt, depth) << "))";
    case 4:
      return Expression(Type::kInt, depth) << " / 2.0";
    default:
      return "toFloatOrNull(" << Expression(Type::kAny, depth) << ")";
  }
}

std::string Generator::Text(int depth) {
  switch (choices_.Below(shape_.portable ? 4 : 13)) {
    case 0:
      return "(" << Expression(Type::kString, depth) << " + " << Expression(Type::kString, depth) << ")";
    case 1:
      return choices_.Pick({"toUpper(", "toLower(", "trim("}) << Expression(Type::kString, depth) << ")";
    case 2:
      return "substring(" << Expression(Type::kString, depth) << ", " << choices_.Pick({"0, 1", "1", "1, 2"}) << ")";
    case 3:
      if (const auto rel = Find(Type::kRel)) return "type(" << rel->name << ")";
      return "toString(" << Expression(Type::kInt, depth) << ")";
    case 4:
      return "left(" << Expression(Type::kString, depth) << ", 1)";
    case 5:
      return "replace(" << Expression(Type::kString, depth) << ", 'a', " << Expression(Type::kString, 0) << ")";
    case 6:
      return "reverse(" << Expression(Type::kString, depth) << ")";
    case 7:
      return "toStringOrNull(" << Expression(Type::kAny, depth) << ")";
    case 8:
      return "toString(" << Expression(choices_.Pick({Type::kTemporal, Type::kDate, Type::kFloat, Type::kBool}), depth)
                         << ")";
    case 9:
      return Expression(Type::kStrings, depth) << "[" << Expression(Type::kInt, 0) << "]";
    case 10:
      return "head(split(" << Expression(Type::kString, depth) << ", 'b'))";
    case 11:
      return "valueType(" << Expression(Type::kAny, depth) << ")";
    default:
      return "nullIf(" << Expression(Type::kString, depth) << ", " << Expression(Type::kString, 0) << ")";
  }
}

std::string Generator::Date(int depth) {
  switch (choices_.Below(3)) {
    case 0:
      return "(" << Expression(Type::kDate, depth) << choices_.Pick({" + ", " - "})
                 << choices_.Pick({"duration('P1M')", "duration({days: 1})", "duration('P1Y')"}) << ")";
    case 1:
      return "date.truncate('" << std::string(choices_.Pick({"month", "week", "year", "quarter"})) << "', "
                               << Expression(Type::kDate, depth) << ")";
    default:
      return "date(" << Expression(Type::kDate, depth) << ")";
  }
}

std::string Generator::Temporal(int depth) {
  switch (choices_.Below(4)) {
    case 0:
      return "duration.between(" << Expression(Type::kDate, depth) << ", " << Expression(Type::kDate, depth) << ")";
    case 1:
      return "localdatetime({date: " << Literal(Type::kDate) << ", hour: " << choices_.Pick({"0", "23"}) << "})";
    case 2:
      return "datetime.truncate('day', datetime('2024-03-31T12:00[Europe/Berlin]'))";
    default:
      return "duration({days: " << Expression(Type::kInt, depth) << "})";
  }
}

std::string Generator::Ints(int depth) {
  switch (choices_.Below(shape_.portable ? 3 : 10)) {
    case 0: {
      const std::string item = Fresh("x");
      std::string text = "[" << item << " IN " << Expression(Type::kInts, depth);
      const auto before = scope_;
      scope_.push_back({item, Type::kInt});
      if (choices_.Percent(60)) text += " WHERE " << Predicate(depth);
      if (choices_.Percent(60)) text += " | " << Expression(Type::kInt, depth);
      KeepScope(before);
      return text << "]";
    }
    case 1:
      return "[" << Expression(Type::kInt, depth) << ", " << Expression(Type::kInt, depth) << "]";
    case 2:
      return "tail(" << Expression(Type::kInts, depth) << ")";
    case 3:
      return "(" << Expression(Type::kInts, depth) << " + "
                 << Expression(choices_.Pick({Type::kInts, Type::kInt}), depth) << ")";
    case 4:
      if (graph_free_) return Literal(Type::kInts);
      return "coll.sort([" << PatternExpression() << " | " << Expression(Type::kInt, 0) << "])";
    case 5:
      return graph_free_ ? Literal(Type::kInts) : Subquery("COLLECT", Type::kInt, depth);
    case 6:
      return Expression(Type::kInts, depth) << choices_.Pick({"[1..]", "[..-1]", "[0..2]", "[..1]"});
    case 7:
      return "reverse(" << Expression(Type::kInts, depth) << ")";
    case 8:
      if (const auto group = Find(choices_.Pick({Type::kNodes, Type::kRels})))
        return "[x IN " << group->name << " | x.u]";
      if (const auto path = Find(Type::kPath))
        return "[x IN " << std::string(choices_.Pick({"nodes(", "relationships("})) << path->name << ") | x.u]";
      return "coll.distinct(" << Expression(Type::kInts, depth) << ")";
    default:
      return "range(" << Expression(Type::kInt, 0) << " % 4, " << Literal(Type::kInt) << " % 4)";
  }
}

std::string Generator::Strings(int depth) {
  switch (choices_.Below(5)) {
    case 0:
      if (const auto node = Find(Type::kNode)) return "coll.sort(labels(" << node->name << "))";
      return "split(" << Expression(Type::kString, depth) << ", 'a')";
    case 1:
      if (const auto node = Find(choices_.Pick({Type::kNode, Type::kRel})))
        return "coll.sort(keys(" << node->name << "))";
      return "toStringList(" << Expression(Type::kInts, depth) << ")";
    case 2:
      return "[" << Expression(Type::kString, depth) << ", " << Expression(Type::kString, depth) << "]";
    case 3:
      return "(" << Expression(Type::kStrings, depth) << " + " << Expression(Type::kString, depth) << ")";
    default:
      return "[x IN " << Expression(Type::kStrings, depth) << " WHERE x > 'a' | x + 'z']";
  }
}

std::string Generator::Any(int depth) {
  switch (choices_.Below(shape_.portable ? 3 : 8)) {
    case 0:
      return Expression(Type::kInt, depth);
    case 1:
      return Expression(Type::kString, depth);
    case 2:
      return "null";
    case 3:
      return "[" << Expression(Type::kAny, depth) << ", " << Expression(Type::kAny, depth) << "]";
    case 4:
      return "{i: " << Expression(Type::kAny, depth) << ", s: " << Expression(Type::kString, 0) << "}";
    case 5:
      if (const auto node = Find(choices_.Pick({Type::kNode, Type::kRel})))
        return choices_.Percent(50) ? "properties(" << node->name << ")" : node->name << " {.i, .s, k: 1}";
      return Expression(Type::kFloat, depth);
    case 6:
      return Expression(choices_.Pick({Type::kBool, Type::kDate, Type::kTemporal}), depth);
    default:
      return Expression(Type::kStrings, depth);
  }
}

std::string Generator::Risky() {
  risky_ = true;
  switch (choices_.Below(9)) {
    case 0:
      return Expression(Type::kInt, 1) << choices_.Pick({" / ", " % "}) << Expression(Type::kInt, 1);
    case 1:
      return "9223372036854775807 + " << Expression(Type::kInt, 1);
    case 2:
      return Expression(Type::kAny, 0) << choices_.Pick({" + ", " - ", " * ", " < "}) << Expression(Type::kAny, 0);
    case 3:
      return "toInteger(" << Expression(Type::kAny, 0) << ")";
    case 4:
      return "date(" << Expression(Type::kString, 0) << ")";
    case 5:
      return "size(" << Expression(Type::kAny, 0) << ")";
    case 6:
      return "range(0, 3, " << Expression(Type::kInt, 1) << ")";
    case 7:
      return "-9223372036854775807 - " << Expression(Type::kInt, 1);
    default:
      return "(" << Expression(Type::kAny, 0) << ").i";
  }
}

}  // namespace papergraph::generate
