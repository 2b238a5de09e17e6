#include "engine/algebra/print.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/algebra/walk.h"
#include "engine/functions/function.h"
#include "grammar/ast_printer.h"

namespace papergraph::engine {

namespace {

std::string NameOf(Slot slot, const SlotTable& slots) {
  if (!slot.valid()) return "_";
  const std::string& name = slots.NameOf(slot);
  return name.empty() ? fmt::format("@{}", slot.index) : name;
}

std::string ToText(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return "null";
    case ValueKind::kBool:
      return value.as_bool() ? "true" : "false";
    case ValueKind::kInt:
      return std::to_string(value.as_int());
    case ValueKind::kFloat:
      return fmt::format("{}", value.as_float());
    case ValueKind::kString:
      return fmt::format("'{}'", value.as_string());
    case ValueKind::kList: {
      std::string text = "[";
      for (const Value& item : value.as_list()) text += (text.size() > 1 ? ", " : "") + ToText(item);
      return text + "]";
    }
    default:
      return fmt::format("<{}>", NameOf(value.kind()));
  }
}

std::string_view OperatorOf(const Expr& expr) {
  if (expr.kind == ExprKind::kCompare) {
    switch (expr.compare) {
      case ast::CompareOp::kEqual:
        return "=";
      case ast::CompareOp::kNotEqual:
        return "<>";
      case ast::CompareOp::kLess:
        return "<";
      case ast::CompareOp::kLessEqual:
        return "<=";
      case ast::CompareOp::kGreater:
        return ">";
      case ast::CompareOp::kGreaterEqual:
        return ">=";
    }
  }
  if (expr.kind == ExprKind::kIn) return "IN";
  if (expr.kind == ExprKind::kXor) return "XOR";
  if (expr.kind == ExprKind::kAnd) return "AND";
  if (expr.kind == ExprKind::kOr) return "OR";
  switch (expr.op) {
    case ast::BinaryOp::kAdd:
      return "+";
    case ast::BinaryOp::kSubtract:
      return "-";
    case ast::BinaryOp::kMultiply:
      return "*";
    case ast::BinaryOp::kDivide:
      return "/";
    case ast::BinaryOp::kModulo:
      return "%";
    case ast::BinaryOp::kPower:
      return "^";
    case ast::BinaryOp::kConcatenate:
      return "||";
    case ast::BinaryOp::kStartsWith:
      return "STARTS WITH";
    case ast::BinaryOp::kEndsWith:
      return "ENDS WITH";
    case ast::BinaryOp::kContains:
      return "CONTAINS";
    case ast::BinaryOp::kRegex:
      return "=~";
    default:
      return "?";
  }
}

// Tells the detail of one operator: every field but its inputs.
struct FieldPrinter {
  const SlotTable& slots;
  std::vector<std::string> parts;

  void operator()(const Plan&) {}
  void operator()(Slot slot) {
    if (slot.valid()) parts.push_back(NameOf(slot, slots));
  }
  void operator()(Out out) {
    if (out.slot.valid()) parts.push_back(NameOf(out.slot, slots));
  }
  void operator()(const ExprPtr& expr) {
    if (expr) parts.push_back(papergraph::engine::ToText(*expr, slots));
  }
  void operator()(const EdgeCondition& condition) { (*this)(condition.predicate); }
  void operator()(const Assign& assign) {
    parts.push_back(papergraph::engine::ToText(*assign.expr, slots) + " AS " + NameOf(assign.slot.slot, slots));
  }
  void operator()(const AggregateItem& item) {
    parts.push_back(papergraph::engine::ToText(*item.call, slots) + " AS " + NameOf(item.slot.slot, slots));
  }
  void operator()(const SortKey& key) {
    parts.push_back(papergraph::engine::ToText(*key.expr, slots) + (key.descending ? " DESC" : ""));
  }
  void operator()(const Mark& mark) {
    if (mark.on) parts.emplace_back(mark.text);
  }
  void operator()(const OncePer& once) {
    std::string text;
    for (Slot slot : once.nodes) text += (text.empty() ? "once per " : " and ") + NameOf(slot, slots);
    if (!text.empty()) parts.push_back(std::move(text));
  }
  void operator()(const TopGroups& top) {
    if (top.limit) parts.push_back("top " + papergraph::engine::ToText(*top.limit, slots));
  }
  void operator()(const Types& types) {
    std::string text;
    for (const std::string& name : types.names) text += (text.empty() ? ":" : "|") + name;
    if (!text.empty()) parts.push_back(text);
  }
  void operator()(ast::OnError on_error) {
    if (on_error != ast::OnError::kFail) parts.push_back(on_error == ast::OnError::kBreak ? "BREAK" : "CONTINUE");
  }
  void operator()(Flow flow) { parts.push_back(flow == Flow::kOut ? "->" : flow == Flow::kIn ? "<-" : "--"); }
  void operator()(const std::string& text) { parts.push_back(text); }
  void operator()(bool) {}
  void operator()(uint32_t) {}
  void operator()(uint64_t number) { parts.push_back(number == kUnbounded ? "*" : std::to_string(number)); }
  void operator()(const ops::NewNode& node) {
    std::string text = "(" + NameOf(node.slot.slot, slots);
    for (const std::string& label : node.labels) text += ":" + label;
    parts.push_back(text + ")");
  }
  void operator()(const ops::NewEdge& edge) {
    parts.push_back("(" + NameOf(edge.start, slots) + ")-[:" + edge.type + "]->(" + NameOf(edge.end, slots) + ")");
  }
  void operator()(const ops::SetItem& item) {
    std::string text = papergraph::engine::ToText(*item.target, slots);
    if (item.key) text += "[" + papergraph::engine::ToText(*item.key, slots) + "]";
    for (const std::string& label : item.labels) text += ":" + label;
    if (item.value) text += " = " + papergraph::engine::ToText(*item.value, slots);
    parts.push_back(text);
  }
  template <typename T>
  void operator()(const std::vector<T>& items) {
    for (const T& item : items) (*this)(item);
  }
};

// Without what the inputs took.
uint64_t Own(PlanNode& node, uint64_t PlanNode::*figure) {
  uint64_t inputs = 0;
  ForEachInput(node, [&](Plan& input) { inputs += (*input).*figure; });
  return node.*figure > inputs ? node.*figure - inputs : 0;
}

template <typename Op>
void PrintFields(Op& op, FieldPrinter& printer) {
  if constexpr (requires { op.lower_inclusive; }) {
    if constexpr (requires { op.node; }) {
      printer(op.node);
      printer(op.label);
    } else {
      printer(op.rel);
      printer(op.type);
    }
    printer(op.property);
    const auto bound = [&](const char* sign, bool inclusive, const ExprPtr& value) {
      if (value)
        printer.parts.push_back(fmt::format("{}{} {}", sign, inclusive ? "=" : "", ToText(*value, printer.slots)));
    };
    bound(">", op.lower_inclusive, op.lower);
    bound("<", op.upper_inclusive, op.upper);
  } else {
    std::apply([&](auto&... fields) { (printer(fields), ...); }, op.Fields());
  }
}

// Operators that do quite another thing in one of their modes are called by it.
std::string_view Called(const PlanNode& node) {
  if (const auto* apply = std::get_if<ops::Apply>(&node.op)) {
    if (apply->in_transactions) return "TransactionApply";
    if (apply->optional) return "OptionalApply";
  }
  if (const auto* join = std::get_if<ops::HashJoin>(&node.op); join && join->left_keys.empty()) {
    return "CartesianProduct";
  }
  if (const auto* expand = std::get_if<ops::VarExpand>(&node.op); expand && expand->reach_only) return "Reach";
  return NameOf(node);
}

void CollectSubPlans(const Expr& expr, std::vector<const SubPlan*>& out) {
  if (expr.kind == ExprKind::kSubPlan) out.push_back(expr.subplan.get());
  for (const ExprPtr& arg : expr.args) {
    if (arg) CollectSubPlans(*arg, out);
  }
}

void PrintNode(PlanNode& node, const QueryPlan& plan, const PrintOptions& options, const std::string& indent,
               std::string& out) {
  FieldPrinter printer{plan.slots, {}};
  std::visit([&](auto& op) { PrintFields(op, printer); }, node.op);
  out += indent + std::string(Called(node));
  for (size_t i = 0; i < printer.parts.size(); ++i) out += (i == 0 ? " " : ", ") + printer.parts[i];
  if (options.seen) {
    out += fmt::format("  [{} rows] {} batches, {:.3f} ms", node.seen, node.batches,
                       static_cast<double>(Own(node, &PlanNode::nanos)) / 1e6);
    if (const uint64_t loads = Own(node, &PlanNode::segment_loads); loads > 0) {
      out += fmt::format(", {} segments read", loads);
    }
  } else if (options.estimates && node.rows >= 0) {
    out += fmt::format("  [~{:.0f} rows]", std::ceil(node.rows));
  }
  out += "\n";
  std::vector<PlanNode*> inputs;
  std::vector<const SubPlan*> subplans;
  WalkFields(
      node, [&](Plan& input) { inputs.push_back(input.get()); }, [](Slot&) {}, [](Slot&) {},
      [&](ExprPtr& expr) { CollectSubPlans(*expr, subplans); });
  // What an expression runs for each row stands right below it.
  for (const SubPlan* subplan : subplans) PrintNode(*subplan->plan, plan, options, indent + "  ? ", out);
  // A single input continues the column; of several each but the last is indented.
  for (size_t i = 0; i < inputs.size(); ++i) {
    PrintNode(*inputs[i], plan, options,
              inputs.size() > 1 && i > 0 ? indent + "  | " : indent + (inputs.size() > 1 ? "  " : ""), out);
  }
}

}  // namespace

std::string ToText(const LabelTest& test) {
  using Kind = ast::LabelExpr::Kind;
  switch (test.kind) {
    case Kind::kName:
      return test.name;
    case Kind::kAny:
      return "%";
    case Kind::kNot:
      return "!" + ToText(test.operands[0]);
    default:
      break;
  }
  std::string text = "(";
  for (const LabelTest& operand : test.operands) {
    if (text.size() > 1) text += test.kind == Kind::kAnd ? "&" : "|";
    text += ToText(operand);
  }
  return text + ")";
}

std::string ToText(const Expr& expr, const SlotTable& slots) {
  const auto arg = [&](size_t i) { return expr.args[i] ? ToText(*expr.args[i], slots) : std::string(); };
  const auto list = [&] {
    std::string text;
    for (size_t i = 0; i < expr.args.size(); ++i) text += (i > 0 ? ", " : "") + arg(i);
    return text;
  };
  switch (expr.kind) {
    case ExprKind::kConstant:
      return ToText(expr.constant);
    case ExprKind::kParameter:
      return "$" + expr.name;
    case ExprKind::kSlot:
    case ExprKind::kLocal:
      return NameOf(expr.slot, slots);
    case ExprKind::kProperty:
      return arg(0) + "." + expr.name;
    case ExprKind::kSubscript:
      return arg(0) + "[" + arg(1) + "]";
    case ExprKind::kSlice:
      return arg(0) + "[" + arg(1) + ".." + arg(2) + "]";
    case ExprKind::kNot:
      return "NOT " + arg(0);
    case ExprKind::kNegate:
      return "-" + arg(0);
    case ExprKind::kIsNull:
      return arg(0) + " IS NULL";
    case ExprKind::kIsNotNull:
      return arg(0) + " IS NOT NULL";
    case ExprKind::kAnd:
    case ExprKind::kOr: {
      std::string text = "(";
      for (size_t i = 0; i < expr.args.size(); ++i) {
        if (i > 0) text += " " + std::string(OperatorOf(expr)) + " ";
        text += arg(i);
      }
      return text + ")";
    }
    case ExprKind::kXor:
    case ExprKind::kArithmetic:
    case ExprKind::kStringPredicate:
    case ExprKind::kIn:
    case ExprKind::kCompare:
      return arg(0) + " " + std::string(OperatorOf(expr)) + " " + arg(1);
    case ExprKind::kHasLabels:
      return arg(0) + ":" + ToText(expr.labels);
    case ExprKind::kIsTyped:
      return arg(0) + (expr.distinct ? " IS NOT :: " : " IS :: ") + Print(*expr.type);
    case ExprKind::kCall:
      return std::string(expr.function->name) + "(" + list() + ")";
    case ExprKind::kAggregate:
      if (!expr.aggregate) return "count(*)";
      return std::string(expr.aggregate->name) + "(" + (expr.distinct ? "DISTINCT " : "") + list() + ")";
    case ExprKind::kCase:
      return "CASE(" + list() + ")";
    case ExprKind::kList:
      return "[" + list() + "]";
    case ExprKind::kMap: {
      std::string text = "{";
      for (size_t i = 0; i < expr.keys.size(); ++i) text += (i > 0 ? ", " : "") + expr.keys[i] + ": " + arg(i);
      return text + "}";
    }
    case ExprKind::kListComprehension:
      return "[" + NameOf(expr.slot, slots) + " IN " + arg(0) + (expr.args[1] ? " WHERE " + arg(1) : "") +
             (expr.args[2] ? " | " + arg(2) : "") + "]";
    case ExprKind::kQuantifier: {
      static constexpr std::string_view kNames[] = {"all", "any", "none", "single"};
      return std::string(kNames[static_cast<size_t>(expr.quantifier)]) + "(" + NameOf(expr.slot, slots) + " IN " +
             arg(0) + " WHERE " + arg(1) + ")";
    }
    case ExprKind::kReduce:
      return "reduce(" + list() + ")";
    case ExprKind::kSubPlan: {
      static constexpr std::string_view kNames[] = {"EXISTS", "COUNT", "COLLECT", "FIRST"};
      return std::string(kNames[static_cast<size_t>(expr.subplan->mode)]) + "{...}";
    }
    case ExprKind::kMapProjection:
      return arg(0) + "{...}";
    case ExprKind::kPath:
      return "path(" + list() + ")";
  }
  return "?";
}

std::string PrintPlan(const QueryPlan& plan, const PrintOptions& options) {
  std::string out = "Result";
  for (size_t i = 0; i < plan.columns.size(); ++i) out += (i == 0 ? " " : ", ") + plan.columns[i];
  out += "\n";
  PrintNode(*plan.root, plan, options, "", out);
  return out;
}

}  // namespace papergraph::engine
