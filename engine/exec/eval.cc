#include "engine/exec/eval.h"

#include <algorithm>

#include "engine/exec/build.h"
#include "engine/exec/memory.h"
#include "engine/functions/operators.h"
#include "engine/functions/value_types.h"
#include "grammar/error.h"
#include "storage/error.h"

namespace papergraph::engine {

void Eval::Fill(const Batch& batch, Column& out) {
  out.Reset(Column::Type::kValue);
  out.values.reserve(batch.size);
  uint64_t bytes = 0;
  for (size_t row = 0; row < batch.size; ++row) {
    ctx_.Poll();
    out.values.push_back(Row(batch, row));
    // One shared value in every row is no more than one.
    if (ctx_.memory_limit == 0 || (row > 0 && ShareContent(out.values[row], out.values[row - 1]))) continue;
    bytes += BytesOf(out.values[row], ctx_.memory_limit);
    ctx_.RequireRoom(bytes, span_);
  }
}

const Column& Eval::All(const Batch& batch) {
  if (const Column* direct = Direct(batch)) return *direct;
  Fill(batch, buffer_);
  return buffer_;
}

namespace {

class ConstantEval : public Eval {
 public:
  ConstantEval(ExecContext& context, const Expr& expr) : Eval(context, expr.span), value_(expr.constant) {}
  Value Row(const Batch&, size_t) override { return value_; }
  bool constant() const override { return true; }

 private:
  Value value_;
};

class ParameterEval : public Eval {
 public:
  ParameterEval(ExecContext& context, const Expr& expr) : Eval(context, expr.span), name_(expr.name) {}
  Value Row(const Batch&, size_t) override {
    const Value* value =
        ctx_.parameters && ctx_.parameters->kind() == ValueKind::kMap ? ctx_.parameters->Find(name_) : nullptr;
    if (!value) {
      throw RuntimeError(ErrorType::kParameterMissing, "MissingParameter", span_,
                         "the parameter $" + name_ + " was not given a value");
    }
    return *value;
  }
  bool constant() const override { return true; }

 private:
  std::string name_;
};

class SlotEval : public Eval {
 public:
  SlotEval(ExecContext& context, const Expr& expr) : Eval(context, expr.span), slot_(expr.slot) {}
  Value Row(const Batch& batch, size_t row) override { return batch[slot_].Get(row); }
  const Column* Direct(const Batch& batch) const override { return &batch[slot_]; }

 private:
  Slot slot_;
};

class LocalEval : public Eval {
 public:
  LocalEval(ExecContext& context, const Expr& expr)
      : Eval(context, expr.span), slot_(static_cast<size_t>(expr.slot.index)) {}
  Value Row(const Batch&, size_t) override { return ctx_.locals[slot_]; }

 private:
  size_t slot_;
};

// Every kind whose value is a function of its arguments' values.
class OfArguments : public Eval {
 public:
  OfArguments(ExecContext& context, const Expr& expr, Builder& builder) : Eval(context, expr.span), expr_(expr) {
    for (const ExprPtr& arg : expr.args) args_.push_back(builder.Evaluate(arg));
  }

 protected:
  Value Arg(size_t i, const Batch& batch, size_t row) { return args_[i]->Row(batch, row); }
  const Expr& expr_;
  std::vector<EvalPtr> args_;
};

class PropertyEval : public OfArguments {
 public:
  PropertyEval(ExecContext& context, const Expr& expr, Builder& builder)
      : OfArguments(context, expr, builder), property_(expr.name) {}
  Value Row(const Batch& batch, size_t row) override {
    const Value object = Arg(0, batch, row);
    if (object.kind() == ValueKind::kNode) {
      RequireAlive(ctx_, object.as_node(), span_);
      const auto id = property_.Resolve(*ctx_.graph);
      return id ? ctx_.graph->NodeProperty(object.as_node(), *id) : Value();
    }
    if (object.kind() == ValueKind::kRelationship) {
      RequireAlive(ctx_, object.as_relationship(), span_);
      const auto id = property_.Resolve(*ctx_.graph);
      return id ? ctx_.graph->EdgeProperty(object.as_relationship(), *id) : Value();
    }
    return PropertyOf(*ctx_.graph, object, expr_.name, span_);
  }

 private:
  NameRef<PropertyId> property_;
};

class SubscriptEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    const Value object = Arg(0, batch, row);
    if (object.kind() == ValueKind::kNode) RequireAlive(ctx_, object.as_node(), span_);
    if (object.kind() == ValueKind::kRelationship) RequireAlive(ctx_, object.as_relationship(), span_);
    return Subscript(*ctx_.graph, object, Arg(1, batch, row), span_);
  }
};

class SliceEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    const Value object = Arg(0, batch, row);
    const Value from = args_[1] ? Arg(1, batch, row) : Value();
    const Value to = args_[2] ? Arg(2, batch, row) : Value();
    return Slice(object, args_[1] ? &from : nullptr, args_[2] ? &to : nullptr, span_);
  }
};

class NotEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    const Ternary value = ToTernary(Arg(0, batch, row), span_);
    return value ? Value::Bool(!*value) : Value();
  }
};

class NegateEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override { return Negate(Arg(0, batch, row), span_); }
};

class IsNullEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    return Value::Bool(Arg(0, batch, row).is_null() == (expr_.kind == ExprKind::kIsNull));
  }
};

class AndOrEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    const bool decides = expr_.kind == ExprKind::kOr;
    bool unknown = false;
    for (size_t i = 0; i < args_.size(); ++i) {
      const Ternary value = ToTernary(Arg(i, batch, row), args_[i]->span());
      if (!value) {
        unknown = true;
      } else if (*value == decides) {
        return Value::Bool(decides);
      }
    }
    return unknown ? Value() : Value::Bool(!decides);
  }
};

class XorEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    const Ternary left = ToTernary(Arg(0, batch, row), args_[0]->span());
    const Ternary right = ToTernary(Arg(1, batch, row), args_[1]->span());
    return left && right ? Value::Bool(*left != *right) : Value();
  }
};

class ArithmeticEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    const Value left = Arg(0, batch, row), right = Arg(1, batch, row);
    if (expr_.op == ast::BinaryOp::kAdd) {
      const uint64_t bytes = ShallowBytesOf(left) + ShallowBytesOf(right);
      if (bytes > 1024) {
        ctx_.RequireRoom(bytes, span_);
        ctx_.Poll(bytes / 1024);
      }
    }
    return Arithmetic(expr_.op, left, right, span_);
  }
};

class StringPredicateEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    // The one thing that can be wrong is a pattern.
    return StringPredicate(expr_.op, Arg(0, batch, row), Arg(1, batch, row), args_[1]->span());
  }
};

class InEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override { return In(Arg(0, batch, row), Arg(1, batch, row), span_); }
};

class HasLabelsEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    return TestLabels(expr_.labels, Arg(0, batch, row), ctx_, span_);
  }
};

class IsTypedEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    return Value::Bool(IsOfType(Arg(0, batch, row), *expr_.type) != expr_.distinct);
  }
};

class CallEval : public OfArguments {
 public:
  CallEval(ExecContext& context, const Expr& expr, Builder& builder)
      : OfArguments(context, expr, builder), values_(expr.args.size()) {
    // These ask nothing of an entity that its id does not say, so that they work on what was deleted, too.
    const std::string_view name = expr.function->name;
    needs_alive_ = name != "id" && name != "type" && name != "elementId" && name != "count" && name != "coalesce";
    grows_ = name == "range" ? Grows::kRange : name == "replace" ? Grows::kReplace : Grows::kNo;
  }
  Value Row(const Batch& batch, size_t row) override {
    // A call may come back here (an argument that is a call of the same kind has its own object; recursion has not).
    std::vector<Value> values = std::move(values_);
    values.resize(args_.size());
    bool null = false;
    for (size_t i = 0; i < args_.size(); ++i) {
      values[i] = Arg(i, batch, row);
      null = null || values[i].is_null();
      if (needs_alive_ && ctx_.deleted_any()) {
        if (values[i].kind() == ValueKind::kNode) RequireAlive(ctx_, values[i].as_node(), span_);
        if (values[i].kind() == ValueKind::kRelationship) RequireAlive(ctx_, values[i].as_relationship(), span_);
      }
    }
    Value result;
    if (!(null && expr_.function->null_in_null_out)) {
      ctx_.function->call = span_;
      if (grows_ != Grows::kNo) RequireRoomFor(values);
      result = expr_.function->call(*ctx_.function, values);
      if (const uint64_t bytes = ShallowBytesOf(result); bytes > 1024) {
        ctx_.RequireRoom(bytes, span_);
        ctx_.Poll(bytes / 1024);
      }
    }
    values_ = std::move(values);
    return result;
  }

 private:
  // Functions whose result may be far larger than what they get: its size is known before it is made.
  enum class Grows : uint8_t { kNo, kRange, kReplace };

  void RequireRoomFor(const std::vector<Value>& values) const {
    if (grows_ == Grows::kRange) {
      for (const Value& value : values) {
        if (value.kind() != ValueKind::kInt) return;
      }
      const auto number = [&](size_t i) { return static_cast<double>(values[i].as_int()); };
      const double step = values.size() == 3 ? number(2) : 1;
      const double count = step == 0 ? 0 : (number(1) - number(0)) / step;
      // Longer ones are refused by the function, with its own words.
      if (count > 0 && count < 1e8) ctx_.RequireRoom(static_cast<uint64_t>(count) * sizeof(Value), span_);
      return;
    }
    for (const Value& value : values) {
      if (value.kind() != ValueKind::kString) return;
    }
    const std::string_view text = values[0].as_string(), search = values[1].as_string(), by = values[2].as_string();
    if (search.empty() || by.size() <= search.size() || text.size() * by.size() < 1 << 20) return;
    uint64_t count = 0;
    for (size_t at = text.find(search); at != text.npos; at = text.find(search, at + search.size())) ++count;
    ctx_.RequireRoom(text.size() + count * (by.size() - search.size()), span_);
  }

  std::vector<Value> values_;
  bool needs_alive_ = true;
  Grows grows_ = Grows::kNo;
};

class CaseEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    size_t i = 0;
    for (; i + 1 < args_.size(); i += 2) {
      const Ternary holds = ToTernary(Arg(i, batch, row), args_[i]->span());
      if (holds && *holds) return Arg(i + 1, batch, row);
    }
    return Arg(i, batch, row);
  }
};

[[noreturn]] void NestsTooDeeply(const StoreError& error, Span span) {
  throw RuntimeError(ErrorType::kResourceError, "NestingTooDeep", span, error.what());
}

class ListEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    ValueList items;
    items.reserve(args_.size());
    for (size_t i = 0; i < args_.size(); ++i) items.push_back(Arg(i, batch, row));
    try {
      return Value::List(std::move(items));
    } catch (const StoreError& error) {
      NestsTooDeeply(error, span_);
    }
  }
};

class MapEval : public OfArguments {
 public:
  using OfArguments::OfArguments;
  Value Row(const Batch& batch, size_t row) override {
    ValueMap entries;
    entries.reserve(args_.size());
    for (size_t i = 0; i < args_.size(); ++i) entries.emplace_back(expr_.keys[i], Arg(i, batch, row));
    try {
      return Value::Map(std::move(entries));
    } catch (const StoreError& error) {
      NestsTooDeeply(error, span_);
    }
  }
};

template <typename T>
EvalPtr Of(const Expr& expr, Builder& builder) {
  return std::make_unique<T>(builder.context(), expr, builder);
}

Ternary TestNames(const LabelTest& test, const std::function<bool(const std::string&)>& has, bool has_any) {
  using Kind = ast::LabelExpr::Kind;
  switch (test.kind) {
    case Kind::kName:
      return has(test.name);
    case Kind::kAny:
      return has_any;
    case Kind::kNot:
      return !*TestNames(test.operands[0], has, has_any);
    case Kind::kAnd:
      return std::all_of(test.operands.begin(), test.operands.end(),
                         [&](const LabelTest& operand) { return *TestNames(operand, has, has_any); });
    case Kind::kOr:
      return std::any_of(test.operands.begin(), test.operands.end(),
                         [&](const LabelTest& operand) { return *TestNames(operand, has, has_any); });
  }
  return false;
}

}  // namespace

Value TestLabels(const LabelTest& test, const Value& entity, const ExecContext& context, Span span) {
  const GraphReader& graph = *context.graph;
  switch (entity.kind()) {
    case ValueKind::kNull:
      return {};
    case ValueKind::kNode: {
      const NodeId node = entity.as_node();
      RequireAlive(context, node, span);
      const auto has = [&](const std::string& name) {
        const auto label = graph.FindLabel(name);
        return label && graph.HasLabel(node, *label);
      };
      return ToValue(TestNames(test, has, !graph.LabelsOf(node).empty()));
    }
    case ValueKind::kRelationship: {
      const TypeId type = graph.EdgeOf(entity.as_relationship()).type;
      return ToValue(TestNames(
          test, [&](const std::string& name) { return graph.NameOf(type) == name; }, true));
    }
    default:
      throw RuntimeError(
          ErrorType::kTypeError, "InvalidArgumentValue", span,
          "only nodes and relationships have labels or types, not " + std::string(NameOf(entity.kind())));
  }
}

EvalPtr MakeEval(const ExprPtr& expr_ptr, Builder& builder) {
  const Expr& expr = *expr_ptr;
  if (EvalPtr typed = MakeTypedEval(expr, builder)) return typed;
  if (EvalPtr nested = MakeNestedEval(expr, builder)) return nested;
  switch (expr.kind) {
    case ExprKind::kParameter:
      return std::make_unique<ParameterEval>(builder.context(), expr);
    case ExprKind::kSlot:
      return std::make_unique<SlotEval>(builder.context(), expr);
    case ExprKind::kLocal:
      return std::make_unique<LocalEval>(builder.context(), expr);
    case ExprKind::kProperty:
      return Of<PropertyEval>(expr, builder);
    case ExprKind::kSubscript:
      return Of<SubscriptEval>(expr, builder);
    case ExprKind::kSlice:
      return Of<SliceEval>(expr, builder);
    case ExprKind::kNot:
      return Of<NotEval>(expr, builder);
    case ExprKind::kNegate:
      return Of<NegateEval>(expr, builder);
    case ExprKind::kIsNull:
    case ExprKind::kIsNotNull:
      return Of<IsNullEval>(expr, builder);
    case ExprKind::kAnd:
    case ExprKind::kOr:
      return Of<AndOrEval>(expr, builder);
    case ExprKind::kXor:
      return Of<XorEval>(expr, builder);
    case ExprKind::kArithmetic:
      return Of<ArithmeticEval>(expr, builder);
    case ExprKind::kStringPredicate:
      return Of<StringPredicateEval>(expr, builder);
    case ExprKind::kIn:
      return Of<InEval>(expr, builder);
    case ExprKind::kHasLabels:
      return Of<HasLabelsEval>(expr, builder);
    case ExprKind::kIsTyped:
      return Of<IsTypedEval>(expr, builder);
    case ExprKind::kCall:
      return Of<CallEval>(expr, builder);
    case ExprKind::kCase:
      return Of<CaseEval>(expr, builder);
    case ExprKind::kList:
      return Of<ListEval>(expr, builder);
    case ExprKind::kMap:
      return Of<MapEval>(expr, builder);
    default:
      return std::make_unique<ConstantEval>(builder.context(), expr);
  }
}

void SelectRows(Eval& predicate, const Batch& batch, std::vector<uint32_t>& rows) {
  if (predicate.Select(batch, rows)) return;
  const Column& column = predicate.All(batch);
  switch (column.type) {
    case Column::Type::kNull:
      break;
    case Column::Type::kBool:
      for (uint32_t row = 0; row < batch.size; ++row) {
        if (column.valid[row] && column.ints[row]) rows.push_back(row);
      }
      break;
    default:
      for (uint32_t row = 0; row < batch.size; ++row) {
        const Ternary holds = ToTernary(column.Get(row), predicate.span());
        if (holds && *holds) rows.push_back(row);
      }
  }
}

}  // namespace papergraph::engine
