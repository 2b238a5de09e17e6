// The graphs, the indexes and whole cases.
#include "tests/generate/generator.h"

namespace papergraph::generate {

std::string Case::Text() const {
  std::string text = graph << ";\n";
  if (transaction) text += "BEGIN;\n";
  for (const Step& step : steps) text += step.text << ";\n";
  if (transaction) text += rollback ? "ROLLBACK;\n" : "COMMIT;\n";
  return text;
}

Value Parameters() {
  return Value::Map({{"i", Value::Int(1)},
                     {"s", Value::String("a")},
                     {"l", Value::List({Value::Int(0), Value::Int(2), Value()})},
                     {"n", Value()},
                     {"m", Value::Map({{"i", Value::Int(2)}, {"s", Value::String("ab")}})}});
}

// Few names and few values, so that things meet; values that are equal to no other but look alike.
std::string Generator::Graph() {
  nodes_ = 2 + static_cast<int>(choices_.Below(7));
  edges_ = static_cast<int>(choices_.Below(20));
  std::string text = "CREATE ";
  for (int i = 0; i < nodes_; ++i) {
    text += i > 0 ? ", (n" : "(n";
    text += std::to_string(i) << choices_.Pick({"", ":A", ":B", ":A:B", ":A:C", ":A:B:C"})
                              << " {u: " << std::to_string(i);
    if (!choices_.Percent(25)) text += ", i: " << std::to_string(choices_.Below(4));
    if (choices_.Percent(40)) text += ", f: " << std::string(choices_.Pick({"0.5", "-1.25", "2.0", "1e3", "-0.0"}));
    if (choices_.Percent(60)) text += ", s: " << Literal(Type::kString);
    if (choices_.Percent(40)) text += ", b: " << std::string(choices_.Pick({"true", "false"}));
    if (!shape_.portable && choices_.Percent(30)) text += ", d: " << Literal(Type::kDate);
    if (!shape_.portable && choices_.Percent(30)) text += ", t: " << Literal(Type::kTemporal);
    if (choices_.Percent(30)) text += ", l: " << std::string(choices_.Pick({"[1, 2]", "[]", "[2, 2, 3]", "[0]"}));
    if (choices_.Percent(50)) {
      text += ", m: " << (shape_.portable ? Literal(choices_.Percent(50) ? Type::kString : Type::kInt)
                                          : Literal(choices_.Pick({Type::kInt, Type::kFloat, Type::kString, Type::kBool,
                                                                   Type::kDate, Type::kTemporal, Type::kStrings})));
    }
    text += "})";
  }
  for (int i = 0; i < edges_; ++i) {
    const auto end = [&] { return "(n" + std::to_string(choices_.Below(static_cast<uint32_t>(nodes_))) + ")"; };
    const std::string start = end();
    text += ", " << start << "-[:" << choices_.Pick({"T", "U", "T", "V"}) << " {u: " << std::to_string(i);
    if (choices_.Percent(60)) text += ", w: " << std::to_string(choices_.Below(3));
    if (choices_.Percent(30)) text += ", s: " << Literal(Type::kString);
    text += "}]->" << end();
  }
  return text;
}

Step Generator::Schema() {
  static const char* const kStatements[] = {"CREATE INDEX ai FOR (n:A) ON (n.i)",
                                            "CREATE INDEX as_ FOR (n:A) ON (n.s)",
                                            "CREATE INDEX am FOR (n:A) ON (n.m)",
                                            "CREATE INDEX ais FOR (n:A) ON (n.i, n.s)",
                                            "CREATE TEXT INDEX bs FOR (n:B) ON (n.s)",
                                            "CREATE INDEX bf FOR (n:B) ON (n.f)",
                                            "CREATE INDEX bt FOR (n:B) ON (n.t)",
                                            "CREATE INDEX cd FOR (n:C) ON (n.d)",
                                            "CREATE INDEX al FOR (n:A) ON (n.l)",
                                            "CREATE CONSTRAINT au FOR (n:A) REQUIRE n.u IS UNIQUE",
                                            "DROP INDEX ai IF EXISTS",
                                            "DROP INDEX am IF EXISTS",
                                            "CREATE CONSTRAINT bi FOR (n:B) REQUIRE n.i IS NOT NULL"};
  Step step;
  step.text = choices_.Pick(kStatements);
  step.schema = step.writes = true;
  return step;
}

Case Generator::Make() {
  Case made;
  made.graph = Graph();
  made.transaction = shape_.updates && choices_.Percent(25);
  made.rollback = made.transaction && choices_.Percent(40);
  const int steps = 1 + static_cast<int>(choices_.Below(5));
  for (int i = 0; i < steps; ++i) {
    scope_.clear();
    known_ = 0;
    merges_ = open_error_ = risky_ = by_number_ = false;
    const uint32_t kind = choices_.Below(10);
    if (shape_.schema && kind >= 8) {
      made.steps.push_back(Schema());
    } else if (shape_.updates && kind >= 5) {
      made.steps.push_back(Write());
      wrote_ = true;
    } else {
      made.steps.push_back(Read());
    }
  }
  return made;
}

}  // namespace papergraph::generate
