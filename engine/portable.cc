#include "engine/portable.h"

#include <algorithm>

#include "engine/functions/unicode.h"
#include "engine/semantic/checker.h"
#include "grammar/overloaded.h"
#include "grammar/parser.h"

namespace papergraph::engine {
namespace {

// "Functions" of the openCypher 9 reference, and the constructors of its dates and times (CIP2015-08-06).
constexpr std::string_view kStandard[] = {"abs",
                                          "acos",
                                          "all",
                                          "any",
                                          "asin",
                                          "atan",
                                          "atan2",
                                          "avg",
                                          "ceil",
                                          "coalesce",
                                          "collect",
                                          "cos",
                                          "cot",
                                          "count",
                                          "date",
                                          "datetime",
                                          "degrees",
                                          "duration",
                                          "e",
                                          "endnode",
                                          "exists",
                                          "exp",
                                          "floor",
                                          "head",
                                          "id",
                                          "keys",
                                          "labels",
                                          "last",
                                          "left",
                                          "length",
                                          "localdatetime",
                                          "localtime",
                                          "log",
                                          "log10",
                                          "ltrim",
                                          "max",
                                          "min",
                                          "nodes",
                                          "none",
                                          "percentilecont",
                                          "percentiledisc",
                                          "pi",
                                          "properties",
                                          "radians",
                                          "rand",
                                          "range",
                                          "relationships",
                                          "replace",
                                          "reverse",
                                          "right",
                                          "round",
                                          "rtrim",
                                          "sign",
                                          "sin",
                                          "single",
                                          "size",
                                          "split",
                                          "sqrt",
                                          "startnode",
                                          "stdev",
                                          "stdevp",
                                          "substring",
                                          "sum",
                                          "tail",
                                          "tan",
                                          "time",
                                          "timestamp",
                                          "toboolean",
                                          "tofloat",
                                          "tointeger",
                                          "tolower",
                                          "tostring",
                                          "toupper",
                                          "trim",
                                          "type"};

/// Remembers the first thing that is not standard. What is not known here is not standard; reduce(), shortestPath() and
/// patterns as predicates, which the reference leaves to the engines and Neo4j brought, are let through.
class StandardCheck {
 public:
  std::string Find(const ast::Query& query) {
    for (const ast::SingleQuery& part : query.parts) {
      for (const ast::Clause& clause : part.clauses) Look(clause);
    }
    return std::move(found_);
  }

 private:
  void Found(std::string what) {
    if (found_.empty()) found_ = std::move(what);
  }

  void Look(const ast::Clause& clause) {
    std::visit(Overloaded{
                   [&](const ast::Match& match) {
                     if (!match.hints.empty()) Found("a hint to the planner");
                     for (const ast::PathPattern& pattern : match.patterns) Look(pattern);
                     Look(match.where);
                   },
                   [&](const ast::Unwind& unwind) { Look(unwind.list); },
                   [&](const ast::With& with) {
                     Look(with.projection);
                     Look(with.where);
                   },
                   [&](const ast::Return& result) { Look(result.projection); },
                   [&](const ast::CallProcedure& call) { Found("the procedure " + call.name.text); },
                   [&](const ast::CallSubquery&) { Found("a subquery CALL {}"); },
                   [&](const ast::LoadCsv&) { Found("LOAD CSV"); },
                   [&](const auto&) { Found("a clause that writes"); },
               },
               clause.value);
  }

  void Look(const ast::Projection& projection) {
    for (const ast::ProjectionItem& item : projection.items) Look(item.expr);
    for (const ast::SortItem& item : projection.order_by) Look(item.expr);
    Look(projection.skip);
    Look(projection.limit);
  }

  void Look(const ast::PathPattern& pattern) {
    using Selector = ast::PathPattern::Selector;
    if (pattern.selector == Selector::kShortestPaths || pattern.selector == Selector::kShortestGroups)
      Found("SHORTEST before a path");
    for (const ast::PathElement& element : pattern.elements) {
      std::visit(Overloaded{
                     [&](const ast::NodePattern& node) {
                       if (node.where) Found("WHERE within a node");
                       LookLabels(node.labels, ast::LabelExpr::Kind::kAnd);
                       Look(node.properties);
                     },
                     [&](const ast::RelationshipPattern& edge) {
                       if (edge.where) Found("WHERE within a relationship");
                       if (edge.quantifier) Found("a quantified relationship");
                       LookLabels(edge.types, ast::LabelExpr::Kind::kOr);
                       Look(edge.properties);
                     },
                     [&](const ast::QuantifiedPath&) { Found("a quantified path"); },
                 },
                 element.value);
    }
  }

  /// Names, joined by `:` between labels and by `|` between types.
  void LookLabels(const ast::LabelExprPtr& labels, ast::LabelExpr::Kind join) {
    if (!labels || labels->kind == ast::LabelExpr::Kind::kName) return;
    const bool only_names =
        std::all_of(labels->operands.begin(), labels->operands.end(),
                    [](const ast::LabelExprPtr& operand) { return operand->kind == ast::LabelExpr::Kind::kName; });
    if (labels->kind != join || !only_names) Found("a label expression");
  }

  void Look(const ast::ExprPtr& expr) {
    if (expr) Look(*expr);
  }

  void Look(const ast::Expr& expr) {
    std::visit(Overloaded{
                   [&](const ast::FunctionCall& call) {
                     if (!std::binary_search(std::begin(kStandard), std::end(kStandard), LowerAscii(call.name.text)))
                       Found("the function " + call.name.text);
                   },
                   [&](const ast::Binary& binary) {
                     if (binary.op == ast::BinaryOp::kConcatenate) Found("the operator ||");
                     if (binary.op == ast::BinaryOp::kRegex) Found("the operator =~");
                   },
                   [&](const ast::IsTyped&) { Found("a test of a type"); },
                   [&](const ast::Subquery&) { Found("a subquery in an expression"); },
                   [&](const ast::HasLabels& test) { LookLabels(test.labels, ast::LabelExpr::Kind::kAnd); },
                   [&](const ast::PatternComprehension& list) { Look(list.pattern); },
                   [&](const ast::PatternExpr& path) { Look(path.pattern); },
                   [](const auto&) {},
               },
               expr.value);
    ForEachChild(expr, [this](const ast::Expr& child) { Look(child); });
  }

  std::string found_;
};

}  // namespace

std::span<const std::string_view> StandardFunctions() { return kStandard; }

std::string WhyNotPortable(std::string_view cypher) {
  const ast::Statement statement = Parse(cypher);
  const auto* query = std::get_if<ast::Query>(&statement.value);
  return query ? StandardCheck().Find(*query) : "a statement about the schema or a transaction";
}

}  // namespace papergraph::engine
