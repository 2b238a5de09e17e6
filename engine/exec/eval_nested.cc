// Expressions with variables of their own, plans inside expressions, map projections and paths.
#include <algorithm>

#include "engine/exec/build.h"
#include "engine/exec/eval.h"
#include "engine/exec/memory.h"
#include "engine/functions/operators.h"
#include "grammar/error.h"

namespace papergraph::engine {

namespace {

// Null for a null list; throws for what is no list. A single value is no list either.
const ValueList* ItemsOf(const Value& list, Span span) {
  if (list.is_null()) return nullptr;
  if (list.kind() != ValueKind::kList) {
    throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span,
                       "a LIST is needed here, this is a " + std::string(NameOf(list.kind())));
  }
  return &list.as_list();
}

// Whether the list is made for this loop alone: then the loop holds it.
bool IsMadeHere(const ExprPtr& list) {
  return list->kind == ExprKind::kCall || list->kind == ExprKind::kArithmetic ||
         list->kind == ExprKind::kListComprehension || list->kind == ExprKind::kSlice;
}

// A variable that goes through a list.
class ListVariable {
 public:
  ListVariable(ExecContext& context, Slot variable, const ExprPtr& list, Builder& builder)
      : ctx_(context),
        local_(static_cast<size_t>(variable.index)),
        list_(builder.Evaluate(list)),
        holds_list_(IsMadeHere(list)) {}

  /// One way through the list of one row.
  class Loop {
   public:
    Loop(ListVariable& of, const Batch& batch, size_t row)
        : of_(of), list_(of.list_->Row(batch, row)), items_(ItemsOf(list_, of.list_->span())), held_(of.ctx_) {
      if (items_ && of.holds_list_) held_.Add(ShallowBytesOf(list_));
    }
    bool is_null() const { return !items_; }
    /// What the loop holds until its end.
    Held& held() { return held_; }
    /// Calls visit(item) with the variable set. REQUIRES: !is_null().
    template <typename F>
    void ForEach(const F& visit) {
      for (const Value& item : *items_) {
        of_.ctx_.Poll();
        of_.ctx_.locals[of_.local_] = item;
        visit(item);
      }
    }

   private:
    ListVariable& of_;
    const Value list_;
    const ValueList* items_;
    Held held_;
  };

 private:
  ExecContext& ctx_;
  size_t local_;
  EvalPtr list_;
  bool holds_list_;
};

class ListComprehensionEval : public Eval {
 public:
  ListComprehensionEval(ExecContext& context, const Expr& expr, Builder& builder)
      : Eval(context, expr.span),
        variable_(context, expr.slot, expr.args[0], builder),
        where_(builder.Evaluate(expr.args[1])),
        projection_(builder.Evaluate(expr.args[2])) {}

  Value Row(const Batch& batch, size_t row) override {
    ListVariable::Loop loop(variable_, batch, row);
    if (loop.is_null()) return {};
    ValueList result;
    loop.ForEach([&](const Value& item) {
      if (where_) {
        const Ternary holds = ToTernary(where_->Row(batch, row), where_->span());
        if (!holds || !*holds) return;
      }
      result.push_back(projection_ ? projection_->Row(batch, row) : item);
      if (projection_) {
        loop.held().AddElement(result.back());
      } else {
        loop.held().Add(sizeof(Value));
      }
    });
    return Value::List(std::move(result));
  }

 private:
  ListVariable variable_;
  EvalPtr where_, projection_;
};

class QuantifierEval : public Eval {
 public:
  QuantifierEval(ExecContext& context, const Expr& expr, Builder& builder)
      : Eval(context, expr.span),
        kind_(expr.quantifier),
        variable_(context, expr.slot, expr.args[0], builder),
        where_(builder.Evaluate(expr.args[1])) {}

  Value Row(const Batch& batch, size_t row) override {
    ListVariable::Loop loop(variable_, batch, row);
    if (loop.is_null()) return {};
    size_t yes = 0, no = 0, unknown = 0;
    loop.ForEach([&](const Value&) {
      const Ternary holds = ToTernary(where_->Row(batch, row), where_->span());
      ++(!holds ? unknown : *holds ? yes : no);
    });
    switch (kind_) {
      case ast::QuantifierKind::kAll:
        return no ? Value::Bool(false) : unknown ? Value() : Value::Bool(true);
      case ast::QuantifierKind::kAny:
        return yes ? Value::Bool(true) : unknown ? Value() : Value::Bool(false);
      case ast::QuantifierKind::kNone:
        return yes ? Value::Bool(false) : unknown ? Value() : Value::Bool(true);
      case ast::QuantifierKind::kSingle:
        return yes > 1 ? Value::Bool(false) : unknown ? Value() : Value::Bool(yes == 1);
    }
    return {};
  }

 private:
  ast::QuantifierKind kind_;
  ListVariable variable_;
  EvalPtr where_;
};

class ReduceEval : public Eval {
 public:
  ReduceEval(ExecContext& context, const Expr& expr, Builder& builder)
      : Eval(context, expr.span),
        accumulator_(static_cast<size_t>(expr.second.index)),
        initial_(builder.Evaluate(expr.args[0])),
        variable_(context, expr.slot, expr.args[1], builder),
        step_(builder.Evaluate(expr.args[2])) {}

  Value Row(const Batch& batch, size_t row) override {
    ListVariable::Loop loop(variable_, batch, row);
    if (loop.is_null()) return {};
    Value accumulated = initial_->Row(batch, row);
    loop.ForEach([&](const Value&) {
      ctx_.locals[accumulator_] = std::move(accumulated);
      accumulated = step_->Row(batch, row);
    });
    return accumulated;
  }

 private:
  size_t accumulator_;
  EvalPtr initial_;
  ListVariable variable_;
  EvalPtr step_;
};

class SubPlanEval : public Eval {
 public:
  SubPlanEval(ExecContext& context, const Expr& expr, Builder& builder)
      : Eval(context, expr.span), subplan_(*expr.subplan), source_(builder.slot_count()), rows_(builder.slot_count()) {
    std::vector<Slot> needed;
    if (subplan_.result.valid()) needed.push_back(subplan_.result);
    inner_ = builder.BuildInner(*subplan_.plan, needed, source_);
  }

  Value Row(const Batch& batch, size_t row) override {
    for (Slot slot : subplan_.imports) source_.batch[slot].AppendFrom(batch[slot], row, 0);
    for (Slot slot : subplan_.locals) {
      Column& column = source_.batch[slot];
      column.Reset(Column::Type::kValue);
      column.values.push_back(ctx_.locals[static_cast<size_t>(slot.index)]);
    }
    source_.batch.size = 1;
    inner_->Open();
    switch (subplan_.mode) {
      case SubPlan::Mode::kExists:
        return Value::Bool(inner_->Next(rows_));
      case SubPlan::Mode::kCount: {
        int64_t count = 0;
        while (inner_->Next(rows_)) count += static_cast<int64_t>(rows_.size);
        return Value::Int(count);
      }
      case SubPlan::Mode::kFirst:
        return inner_->Next(rows_) ? rows_[subplan_.result].Get(0) : Value();
      case SubPlan::Mode::kCollect:
        break;
    }
    ValueList items;
    Held held(ctx_);
    while (inner_->Next(rows_)) {
      const Column& column = rows_[subplan_.result];
      for (size_t i = 0; i < rows_.size; ++i) {
        items.push_back(column.Get(i));
        held.AddElement(items.back());
      }
    }
    return Value::List(std::move(items));
  }

 private:
  const SubPlan& subplan_;
  ArgumentSource source_;
  Batch rows_;
  OperatorPtr inner_;
};

class MapProjectionEval : public Eval {
 public:
  MapProjectionEval(ExecContext& context, const Expr& expr, Builder& builder) : Eval(context, expr.span), expr_(expr) {
    for (const ExprPtr& arg : expr.args) args_.push_back(builder.Evaluate(arg));
  }

  Value Row(const Batch& batch, size_t row) override {
    const Value object = args_[0]->Row(batch, row);
    if (object.is_null()) return {};
    ValueMap entries;
    if (expr_.distinct) {  // .*
      if (object.kind() == ValueKind::kMap) {
        entries = object.as_map();
      } else if (object.kind() == ValueKind::kNode) {
        RequireAlive(ctx_, object.as_node(), span_);
        AddAll(ctx_.graph->PropertiesOf(object.as_node()), entries);
      } else if (object.kind() == ValueKind::kRelationship) {
        RequireAlive(ctx_, object.as_relationship(), span_);
        AddAll(ctx_.graph->PropertiesOf(object.as_relationship()), entries);
      } else {
        throw RuntimeError(ErrorType::kTypeError, "InvalidArgumentType", span_,
                           "a map projection starts from a node, a relationship or a map, not from a " +
                               std::string(NameOf(object.kind())));
      }
    }
    for (size_t i = 0; i < expr_.keys.size(); ++i) {
      entries.emplace_back(expr_.keys[i], args_[i + 1] ? args_[i + 1]->Row(batch, row)
                                                       : PropertyOf(*ctx_.graph, object, expr_.keys[i], span_));
    }
    return Value::Map(std::move(entries));
  }

 private:
  void AddAll(const std::vector<std::pair<PropertyId, Value>>& properties, ValueMap& entries) const {
    for (const auto& [key, value] : properties) entries.emplace_back(std::string(ctx_.graph->NameOf(key)), value);
  }
  const Expr& expr_;
  std::vector<EvalPtr> args_;
};

// Nodes beyond the first are found by walking the relationships; the nodes given only say where a null makes the path
// null.
class PathEval : public Eval {
 public:
  PathEval(ExecContext& context, const Expr& expr, Builder& builder) : Eval(context, expr.span) {
    for (const ExprPtr& arg : expr.args) args_.push_back(builder.Evaluate(arg));
  }

  Value Row(const Batch& batch, size_t row) override {
    Path path;
    for (size_t i = 0; i < args_.size(); ++i) {
      const Value piece = args_[i]->Row(batch, row);
      if (piece.is_null()) return {};
      if (piece.kind() == ValueKind::kNode) {
        if (path.nodes.empty()) path.nodes.push_back(piece.as_node());
      } else if (piece.kind() == ValueKind::kRelationship) {
        Step(piece.as_relationship(), path);
      } else if (piece.kind() == ValueKind::kList) {
        for (const Value& edge : piece.as_list()) Step(edge.as_relationship(), path);
      }
    }
    return Value::OfPath(std::move(path));
  }

 private:
  void Step(EdgeId edge, Path& path) const {
    const EdgeRecord record = ctx_.graph->EdgeOf(edge);
    path.edges.push_back(edge);
    path.nodes.push_back(record.start == path.nodes.back() ? record.end : record.start);
  }
  std::vector<EvalPtr> args_;
};

}  // namespace

EvalPtr MakeNestedEval(const Expr& expr, Builder& builder) {
  ExecContext& context = builder.context();
  switch (expr.kind) {
    case ExprKind::kListComprehension:
      return std::make_unique<ListComprehensionEval>(context, expr, builder);
    case ExprKind::kQuantifier:
      return std::make_unique<QuantifierEval>(context, expr, builder);
    case ExprKind::kReduce:
      return std::make_unique<ReduceEval>(context, expr, builder);
    case ExprKind::kSubPlan:
      return std::make_unique<SubPlanEval>(context, expr, builder);
    case ExprKind::kMapProjection:
      return std::make_unique<MapProjectionEval>(context, expr, builder);
    case ExprKind::kPath:
      return std::make_unique<PathEval>(context, expr, builder);
    default:
      return nullptr;
  }
}

}  // namespace papergraph::engine
