// Expressions of a plan: names are resolved to slots, functions to their rows. Immutable and shared, so a rule may
// reuse pieces.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "grammar/ast.h"
#include "grammar/span.h"
#include "storage/value.h"

namespace papergraph::engine {

struct Function;
struct Aggregate;
struct PlanNode;

/// A column of the rows of one statement. Every variable has one of its own, so that shadowing ends in the planner.
struct Slot {
  int32_t index = -1;
  bool valid() const { return index >= 0; }
  friend bool operator==(const Slot&, const Slot&) = default;
};

/// A slot that an operator fills. (A plain Slot is one that it reads: that is how liveness is found through Fields().)
struct Out {
  Slot slot;
};

struct Expr;
using ExprPtr = std::shared_ptr<const Expr>;

/// `:A&(B|!C)` as a test on one entity.
struct LabelTest {
  ast::LabelExpr::Kind kind = ast::LabelExpr::Kind::kName;
  std::string name;
  std::vector<LabelTest> operands;
  friend bool operator==(const LabelTest&, const LabelTest&) = default;
};

/// A plan that an expression runs for each row: EXISTS, COUNT, COLLECT, pattern predicates and comprehensions. Its
/// leaves are Arguments that see the row.
struct SubPlan {
  enum class Mode { kExists, kCount, kCollect, kFirst };
  Mode mode = Mode::kExists;
  std::unique_ptr<PlanNode> plan;
  Slot result;                // kCollect, kFirst: the column asked for
  std::vector<Slot> imports;  // what it reads of the row
  std::vector<Slot> locals;   // what it reads of the locals of the expression around it; columns inside
  SubPlan();
  SubPlan(SubPlan&&) noexcept;
  ~SubPlan();
};

enum class ExprKind : uint8_t {
  kConstant,
  kParameter,  // name
  kSlot,       // slot: a column of the row
  kLocal,      // slot: a variable inside an expression (list comprehension, reduce, ...)
  kProperty,   // args[0] . name
  kSubscript,  // args[0] [ args[1] ]
  kSlice,      // args[0] [ args[1] .. args[2] ], a bound may be null
  kNot,
  kNegate,
  kIsNull,
  kIsNotNull,
  kAnd,  // two or more args
  kOr,
  kXor,
  kArithmetic,       // op
  kStringPredicate,  // op
  kIn,
  kCompare,    // compare
  kHasLabels,  // args[0], labels
  kIsTyped,    // args[0], type; distinct: IS NOT
  kCall,       // function, args
  kAggregate,  // aggregate (null: count(*)), distinct, args; only until the planner has taken it out
  kCase,       // args: when, then, when, then, ..., otherwise (always there)
  kList,
  kMap,                // keys[i]: args[i]
  kListComprehension,  // args: list, where (may be null), projection (may be null); slot: the local
  kQuantifier,         // args: list, where; slot: the local; quantifier
  kReduce,             // args: initial, list, step; slot: element, second: accumulator
  kSubPlan,
  kMapProjection,  // args[0]: the object; keys[i]: args[i + 1]; distinct: `.*` is among them
  kPath,           // args: node, relationship(s), node, ...: entities that form a path
};

struct Expr {
  ExprKind kind = ExprKind::kConstant;
  Span span;
  std::vector<ExprPtr> args;
  Value constant;
  std::string name;
  Slot slot;
  Slot second;
  ast::BinaryOp op = ast::BinaryOp::kAdd;
  ast::CompareOp compare = ast::CompareOp::kEqual;
  ast::QuantifierKind quantifier = ast::QuantifierKind::kAll;
  bool distinct = false;
  const Function* function = nullptr;
  const Aggregate* aggregate = nullptr;
  std::vector<std::string> keys;
  LabelTest labels;
  std::shared_ptr<const ast::ValueType> type;
  std::shared_ptr<const SubPlan> subplan;
};

ExprPtr MakeConstant(Value value, Span span = {});
ExprPtr MakeSlot(Slot slot, Span span = {});
ExprPtr MakeProperty(ExprPtr object, std::string key, Span span = {});
ExprPtr MakeCompare(ast::CompareOp op, ExprPtr left, ExprPtr right, Span span = {});
ExprPtr MakeHasLabels(ExprPtr object, LabelTest labels, Span span = {});

/// Whether two expressions say the same, spans apart. Subplans are never the same.
bool Same(const Expr& a, const Expr& b);
bool ContainsAggregate(const Expr& expr);
/// Whether the expression says the same of the same row however often it is asked, in any thread: no subplan, no impure
/// function, no variable of an expression around it.
bool IsRepeatable(const Expr& expr);
/// Whether it is repeatable and says the same of every row.
bool IsConstant(const Expr& expr);
/// Appends each slot that it reads (locals are not among them), possibly twice.
void CollectSlots(const Expr& expr, std::vector<Slot>& out);
/// Splits `a AND b AND c`; appends the pieces.
void SplitAnd(const ExprPtr& expr, std::vector<ExprPtr>& out);
/// A copy in which `replace` stands for each piece for which it gives non-null; asked from the root down.
template <typename F>
ExprPtr Rewrite(const ExprPtr& expr, const F& replace) {
  if (!expr) return expr;
  if (ExprPtr other = replace(expr)) return other;
  bool changed = false;
  std::vector<ExprPtr> args;
  args.reserve(expr->args.size());
  for (const ExprPtr& arg : expr->args) {
    args.push_back(Rewrite(arg, replace));
    changed = changed || args.back() != arg;
  }
  if (!changed) return expr;
  auto copy = std::make_shared<Expr>(*expr);
  copy->args = std::move(args);
  return copy;
}

/// Names of slots for people; index is Slot::index.
struct SlotTable {
  std::vector<std::string> names;
  Slot New(std::string name) {
    names.push_back(std::move(name));
    return {static_cast<int32_t>(names.size()) - 1};
  }
  const std::string& NameOf(Slot slot) const { return names[static_cast<size_t>(slot.index)]; }
};

/// For plans that people read.
std::string ToText(const Expr& expr, const SlotTable& slots);
std::string ToText(const LabelTest& labels);

}  // namespace papergraph::engine
