// Where a column's type is known for a whole batch, no Value is made: properties are gathered, numbers and strings
// compared as they are. Every class falls back to the row by row evaluation of its kind when the types are others.
#include <algorithm>
#include <cmath>

#include "engine/exec/build.h"
#include "engine/exec/eval.h"
#include "engine/functions/operators.h"

namespace papergraph::engine {

namespace {

class SlotPropertyEval : public Eval {
 public:
  SlotPropertyEval(ExecContext& context, const Expr& expr)
      : Eval(context, expr.span), slot_(expr.args[0]->slot), property_(expr.name) {}

  Value Row(const Batch& batch, size_t row) override {
    const Column& column = batch[slot_];
    const Value object = column.Get(row);
    switch (object.kind()) {
      case ValueKind::kNode: {
        RequireAlive(ctx_, object.as_node(), span_);
        const auto id = property_.Resolve(*ctx_.graph);
        return id ? ctx_.graph->NodeProperty(object.as_node(), *id) : Value();
      }
      case ValueKind::kRelationship: {
        RequireAlive(ctx_, object.as_relationship(), span_);
        const auto id = property_.Resolve(*ctx_.graph);
        return id ? ctx_.graph->EdgeProperty(object.as_relationship(), *id) : Value();
      }
      default:
        return PropertyOf(*ctx_.graph, object, property_.name(), span_);
    }
  }

  void Fill(const Batch& batch, Column& out) override {
    const Column& column = batch[slot_];
    const auto id = property_.Resolve(*ctx_.graph);
    const bool typed =
        (column.type == Column::Type::kNode || column.type == Column::Type::kEdge) && !ctx_.deleted_any();
    if (column.type == Column::Type::kNull || (typed && !id)) {
      out.SetNull();
      return;
    }
    if (!typed || HasNulls(column, batch.size)) {
      Eval::Fill(batch, out);
      return;
    }
    if (column.type == Column::Type::kNode) {
      ctx_.graph->GatherProperty(*id, std::span(column.nodes.data(), batch.size), gathered_);
    } else {
      ctx_.graph->GatherProperty(*id, std::span(column.edges.data(), batch.size), gathered_);
    }
    Take(out, batch.size);
  }

 private:
  static bool HasNulls(const Column& column, size_t rows) {
    const auto has = [rows](const auto& ids, auto none) {
      size_t i = 0;
      for (; i + 16 <= rows; i += 16) {
        uint32_t found = 0;
        for (size_t k = 0; k < 16; ++k) found += static_cast<uint32_t>(ids[i + k] == none);
        if (found != 0) return true;
      }
      for (; i < rows; ++i) {
        if (ids[i] == none) return true;
      }
      return false;
    };
    return column.type == Column::Type::kNode ? has(column.nodes, kNoNode) : has(column.edges, kNoEdge);
  }

  // The vectors change hands instead of being copied; they come back with the next batch.
  void Take(Column& out, size_t rows) {
    using Form = PropertyVector::Form;
    switch (gathered_.form) {
      case Form::kNone:
        out.SetNull();
        return;
      case Form::kBool:
      case Form::kInt:
        out.type = gathered_.form == Form::kBool ? Column::Type::kBool : Column::Type::kInt;
        std::swap(out.ints, gathered_.ints);
        break;
      case Form::kFloat:
        out.type = Column::Type::kFloat;
        std::swap(out.floats, gathered_.floats);
        break;
      case Form::kString:
        if (ctx_.writer) {  // a view would not outlive the statement's own writes
          out.Reset(Column::Type::kValue);
          out.values.reserve(rows);
          for (size_t i = 0; i < rows; ++i) {
            out.values.push_back(gathered_.valid[i] ? Value::String(gathered_.strings[i]) : Value());
          }
          return;
        }
        out.type = Column::Type::kString;
        std::swap(out.strings, gathered_.strings);
        break;
      case Form::kValue:
        out.type = Column::Type::kValue;
        std::swap(out.values, gathered_.values);
        for (size_t i = 0; i < rows; ++i) {
          if (!gathered_.valid[i]) out.values[i] = Value();
        }
        return;
    }
    std::swap(out.valid, gathered_.valid);
  }

  Slot slot_;
  NameRef<PropertyId> property_;
  PropertyVector gathered_;
};

bool Holds(ast::CompareOp op, std::partial_ordering order) {
  switch (op) {
    case ast::CompareOp::kEqual:
      return order == std::partial_ordering::equivalent;
    case ast::CompareOp::kNotEqual:
      return order != std::partial_ordering::equivalent;
    case ast::CompareOp::kLess:
      return order == std::partial_ordering::less;
    case ast::CompareOp::kLessEqual:
      return order <= 0;
    case ast::CompareOp::kGreater:
      return order == std::partial_ordering::greater;
    case ast::CompareOp::kGreaterEqual:
      return order >= 0;
  }
  return false;
}

Value CompareValues(ast::CompareOp op, const Value& left, const Value& right) {
  if (op == ast::CompareOp::kEqual) return ToValue(Equals(left, right));
  if (op == ast::CompareOp::kNotEqual) {
    const Ternary equal = Equals(left, right);
    return equal ? Value::Bool(!*equal) : Value();
  }
  const auto order = Compare(left, right);
  return order ? Value::Bool(Holds(op, *order)) : Value();
}

class CompareEval : public Eval {
 public:
  CompareEval(ExecContext& context, const Expr& expr, Builder& builder)
      : Eval(context, expr.span),
        op_(expr.compare),
        left_(builder.Evaluate(expr.args[0])),
        right_(builder.Evaluate(expr.args[1])) {}

  Value Row(const Batch& batch, size_t row) override {
    return CompareValues(op_, left_->Row(batch, row), right_->Row(batch, row));
  }

 protected:
  ast::CompareOp op_;
  EvalPtr left_;
  EvalPtr right_;
};

// Left: any column. Right: the same value for all rows.
class CompareConstantEval : public CompareEval {
 public:
  using CompareEval::CompareEval;

  bool Select(const Batch& batch, std::vector<uint32_t>& rows) override {
    const bool equality = op_ == ast::CompareOp::kEqual || op_ == ast::CompareOp::kNotEqual;
    if (!equality || batch.size == 0) return false;
    const Value right = right_->Row(batch, 0);
    if (right.kind() != ValueKind::kString) return false;
    const Column& left = left_->All(batch);
    if (left.type == Column::Type::kNull) return true;
    if (left.type != Column::Type::kString) return false;
    const std::string_view bound = right.as_string();
    const bool wanted = op_ == ast::CompareOp::kEqual;
    // Names of one kind often differ in their last letter, and begin alike.
    const auto is_bound = [&](std::string_view text) {
      return text.size() == bound.size() && (text.empty() || (text.back() == bound.back() && text == bound));
    };
    for (uint32_t i = 0; i < batch.size; ++i) {
      if (left.valid[i] && is_bound(left.strings[i]) == wanted) rows.push_back(i);
    }
    return true;
  }

  void Fill(const Batch& batch, Column& out) override {
    const Column& left = left_->All(batch);
    const Value right = right_->Row(batch, 0);
    if (left.type == Column::Type::kInt && right.kind() == ValueKind::kInt) {
      const int64_t bound = right.as_int();
      Run(left, batch.size, out, [&](size_t i) { return std::partial_ordering(left.ints[i] <=> bound); });
    } else if (left.type == Column::Type::kFloat && right.is_number() && right.kind() == ValueKind::kFloat) {
      const double bound = right.as_float();
      Run(left, batch.size, out, [&](size_t i) { return left.floats[i] <=> bound; });
    } else if (left.type == Column::Type::kString && right.kind() == ValueKind::kString) {
      const std::string_view bound = right.as_string();
      if (op_ == ast::CompareOp::kEqual || op_ == ast::CompareOp::kNotEqual) {
        const bool wanted = op_ == ast::CompareOp::kEqual;
        out.Reset(Column::Type::kBool);
        out.ints.resize(batch.size);
        out.valid.assign(left.valid.begin(), left.valid.begin() + static_cast<ptrdiff_t>(batch.size));
        for (size_t i = 0; i < batch.size; ++i) out.ints[i] = (left.valid[i] && left.strings[i] == bound) == wanted;
      } else {
        Run(left, batch.size, out,
            [&](size_t i) { return std::partial_ordering(left.strings[i].compare(bound) <=> 0); });
      }
    } else if (left.type == Column::Type::kNull || right.is_null()) {
      out.SetNull();
    } else {
      out.Reset(Column::Type::kValue);
      for (size_t i = 0; i < batch.size; ++i) out.values.push_back(CompareValues(op_, left.Get(i), right));
    }
  }

 private:
  template <typename F>
  void Run(const Column& left, size_t rows, Column& out, F order) {
    out.Reset(Column::Type::kBool);
    out.ints.resize(rows);
    out.valid.assign(left.valid.begin(), left.valid.begin() + static_cast<ptrdiff_t>(rows));
    for (size_t i = 0; i < rows; ++i) out.ints[i] = left.valid[i] ? Holds(op_, order(i)) : 0;
  }
};

class CompareColumnsEval : public CompareEval {
 public:
  using CompareEval::CompareEval;

  void Fill(const Batch& batch, Column& out) override {
    const Column& left = left_->All(batch);
    const Column& right = right_->All(batch);
    const bool equality = op_ == ast::CompareOp::kEqual || op_ == ast::CompareOp::kNotEqual;
    if (left.type == Column::Type::kNode && right.type == Column::Type::kNode && equality) {
      const bool wanted = op_ == ast::CompareOp::kEqual;
      out.Reset(Column::Type::kBool);
      out.ints.resize(batch.size);
      out.valid.resize(batch.size);
      for (size_t i = 0; i < batch.size; ++i) {
        out.valid[i] = left.nodes[i] != kNoNode && right.nodes[i] != kNoNode;
        out.ints[i] = (left.nodes[i] == right.nodes[i]) == wanted;
      }
      return;
    }
    out.Reset(Column::Type::kValue);
    out.values.reserve(batch.size);
    for (size_t i = 0; i < batch.size; ++i) out.values.push_back(CompareValues(op_, left.Get(i), right.Get(i)));
  }
};

// `n:A` and `n:A:B` for a slot.
class SlotLabelsEval : public Eval {
 public:
  SlotLabelsEval(ExecContext& context, const Expr& expr)
      : Eval(context, expr.span), slot_(expr.args[0]->slot), test_(expr.labels) {
    if (test_.kind == ast::LabelExpr::Kind::kName) {
      names_.emplace_back(test_.name);
    } else {
      for (const LabelTest& operand : test_.operands) names_.emplace_back(operand.name);
    }
  }

  static bool Fits(const LabelTest& test) {
    using Kind = ast::LabelExpr::Kind;
    if (test.kind == Kind::kName) return true;
    if (test.kind != Kind::kAnd) return false;
    for (const LabelTest& operand : test.operands) {
      if (operand.kind != Kind::kName) return false;
    }
    return true;
  }

  Value Row(const Batch& batch, size_t row) override { return TestLabels(test_, batch[slot_].Get(row), ctx_, span_); }

  bool Select(const Batch& batch, std::vector<uint32_t>& rows) override {
    const Column& column = batch[slot_];
    if (names_.size() != 1 || column.type != Column::Type::kNode || ctx_.deleted_any()) return false;
    const auto label = names_[0].Resolve(*ctx_.graph);
    if (label) ctx_.graph->SelectLabelled(std::span(column.nodes.data(), batch.size), *label, rows);
    return true;
  }

  void Fill(const Batch& batch, Column& out) override {
    const Column& column = batch[slot_];
    if (column.type != Column::Type::kNode || ctx_.deleted_any()) {
      Eval::Fill(batch, out);
      return;
    }
    out.Reset(Column::Type::kBool);
    out.ints.assign(batch.size, 1);
    out.valid.assign(batch.size, 1);
    for (auto& name : names_) {
      const auto label = name.Resolve(*ctx_.graph);
      for (size_t i = 0; i < batch.size; ++i) {
        if (out.ints[i] && !(label && column.nodes[i] != kNoNode && ctx_.graph->HasLabel(column.nodes[i], *label))) {
          out.ints[i] = 0;
        }
      }
    }
    for (size_t i = 0; i < batch.size; ++i) out.valid[i] = column.nodes[i] != kNoNode;
  }

 private:
  Slot slot_;
  LabelTest test_;
  std::vector<NameRef<LabelId>> names_;
};

bool IsConstantKind(const Expr& expr) { return expr.kind == ExprKind::kParameter || expr.kind == ExprKind::kConstant; }

}  // namespace

EvalPtr MakeTypedEval(const Expr& expr, Builder& builder) {
  ExecContext& context = builder.context();
  switch (expr.kind) {
    case ExprKind::kProperty:
      if (expr.args[0]->kind == ExprKind::kSlot) return std::make_unique<SlotPropertyEval>(context, expr);
      return nullptr;
    case ExprKind::kCompare:
      if (IsConstantKind(*expr.args[1])) return std::make_unique<CompareConstantEval>(context, expr, builder);
      return std::make_unique<CompareColumnsEval>(context, expr, builder);
    case ExprKind::kHasLabels:
      if (expr.args[0]->kind == ExprKind::kSlot && SlotLabelsEval::Fits(expr.labels)) {
        return std::make_unique<SlotLabelsEval>(context, expr);
      }
      return nullptr;
    default:
      return nullptr;
  }
}

}  // namespace papergraph::engine
