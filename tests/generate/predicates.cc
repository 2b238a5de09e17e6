// Predicates: three-valued, heavy with null.
#include <utility>

#include "tests/generate/generator.h"

namespace papergraph::generate {

std::string Generator::LabelTest(bool relationship, bool expression) {
  const auto name = [&] {
    return std::string(relationship ? choices_.Pick({"T", "U", "T", "V", "T", "W"})
                                    : choices_.Pick({"A", "B", "A", "C", "B", "D"}));
  };
  if (!expression || shape_.portable) return ":" << name();
  switch (choices_.Below(8)) {
    case 0:
    case 1:
      return ":" << name();
    case 2:
      return ":" << name() << "|" << name();
    case 3:
      return ":!" << name();
    case 4:
      return relationship ? ":!" << name() << "&!" << name() : ":" << name() << "&" << name();
    case 5:
      return ":(" << name() << "|" << name() << ")&!" << name();
    case 6:
      return ":%";
    default:
      return relationship ? ":" << name() << "|" << name() << "|" << name() : ":" << name() << ":" << name();
  }
}

std::string Generator::Comparison(int depth) {
  static const char* const kOperators[] = {" = ", " < ", " <> ", " <= ", " > ", " >= "};
  if (shape_.portable) {
    const Type type = choices_.Pick({Type::kInt, Type::kInt, Type::kString});
    return Expression(type, depth) << choices_.Pick(kOperators) << Expression(type, depth);
  }
  switch (choices_.Below(8)) {
    case 0:
    case 1:
    case 2: {
      const Type type =
          choices_.Pick({Type::kInt, Type::kInt, Type::kString, Type::kFloat, Type::kDate, Type::kTemporal});
      return Expression(type, depth) << choices_.Pick(kOperators) << Expression(type, depth);
    }
    case 3:
      return Expression(Type::kAny, depth)
             << choices_.Pick(kOperators) << Expression(choices_.Pick({Type::kAny, Type::kInt}), depth);
    case 4:
      return Expression(Type::kInt, 0) << choices_.Pick({" <= ", " < "}) << Expression(Type::kInt, depth)
                                       << choices_.Pick({" < ", " <= "}) << Literal(Type::kInt);
    case 5:
      return Expression(Type::kInt, depth) << choices_.Pick(kOperators) << Expression(Type::kFloat, depth);
    case 6:
      return Expression(Type::kInts, depth) << choices_.Pick(kOperators) << Expression(Type::kInts, depth);
    default:
      return Expression(Type::kStrings, depth) << " = " << Expression(Type::kAny, depth);
  }
}

std::string Generator::Quantifier(int depth) {
  const std::string item = Fresh("x");
  std::string text = std::string(choices_.Pick({"any(", "all(", "none(", "single("}))
                     << item << " IN " << Expression(Type::kInts, depth) << " WHERE ";
  const auto before = scope_;
  scope_.push_back({item, Type::kInt, true});
  text += Predicate(depth) << ")";
  KeepScope(before);
  return text;
}

std::string Generator::Leaf() {
  switch (choices_.Below(6)) {
    case 0:
    case 1:
    case 2:
      return Comparison(0);
    case 3:
      return Expression(choices_.Pick({Type::kInt, Type::kString, Type::kAny}), 0)
             << choices_.Pick({" IS NULL", " IS NOT NULL"});
    case 4: {
      const std::string property = Property(Type::kBool);
      return property.empty() ? Literal(Type::kBool) : property;
    }
    default:
      if (const auto node = Find(Type::kNode)) return "(" << node->name << LabelTest(false, true) << ")";
      return choices_.Pick({"null", "true", "false"});
  }
}

// As an operand: a bare pattern cannot be one.
std::string Generator::Compared(int depth) {
  const bool before = std::exchange(compared_, true);
  std::string text = "(" << Predicate(depth) << ")";
  compared_ = before;
  return text;
}

std::string Generator::Predicate(int depth) {
  if (depth <= 0) return Leaf();
  switch (choices_.Below(shape_.portable ? 12 : 19)) {
    case 0:
    case 1:
      return Leaf();
    case 2:
      return Comparison(depth - 1);
    case 3:
      return "(" << Predicate(depth - 1) << " OR " << Predicate(depth - 1) << ")";
    case 4:
      return Predicate(depth - 1) << " AND " << Predicate(depth - 1);
    case 5:
      return "NOT (" << Predicate(depth - 1) << ")";
    case 6: {
      const std::string null = choices_.Pick({"null", "$n"});
      return "(" << Predicate(depth - 1) << choices_.Pick({" OR ", " AND ", " XOR "})
                 << (shape_.portable ? "null" : null) << ")";
    }
    case 7:
      return Expression(Type::kInt, depth - 1)
             << " IN " << choices_.Pick({"[1, 2, null]", "[1, 3]", "[null]", "[]", "[0]"});
    case 8:
      return Expression(Type::kString, depth - 1)
             << choices_.Pick({" STARTS WITH ", " ENDS WITH ", " CONTAINS "}) << Expression(Type::kString, 0);
    case 9: {
      if (const auto a = Find(Type::kNode)) {
        if (const auto b = Find(Type::kNode)) return a->name << choices_.Pick({" = ", " <> "}) << b->name;
      }
      return Leaf();
    }
    case 10:
      return Find(Type::kNode) && !graph_free_ && !compared_ ? PatternExpression() : Leaf();
    case 11:
      return Compared(depth - 1) << " IS NULL";
    case 12:
      return "(" << Predicate(depth - 1) << " XOR " << Predicate(depth - 1) << ")";
    case 13:
      return graph_free_ ? Leaf() : Subquery("EXISTS", Type::kInt, depth - 1);
    case 14:
      return Quantifier(depth - 1);
    case 15:
      return Expression(choices_.Pick({Type::kInt, Type::kAny}), depth - 1)
             << " IN " << Expression(Type::kInts, depth - 1);
    case 16:
      return Expression(Type::kString, depth - 1) << " =~ " << choices_.Pick({"'a.*'", "'(?i)B'", "'.'", "''"});
    case 17:
      return Compared(depth - 1) << choices_.Pick({" = ", " <> "}) << Compared(depth - 1);
    default:
      return Expression(Type::kString, depth - 1) << " IN " << Expression(Type::kStrings, depth - 1);
  }
}

}  // namespace papergraph::generate
