// Operators: applies the precedence of CIP2021-08-10 to the flat expressions of Cypher.g4.
#include <fmt/format.h>

#include <optional>

#include "grammar/build/build.h"
#include "grammar/build/literals.h"

namespace papergraph::build {
namespace {

using L = CypherParser;

// The levels of the CIP from weak to strong; unary plus and minus (10) and postfix (11) belong to the operand.
enum Level {
  kOrLevel = 1,
  kXorLevel,
  kAndLevel,
  kNotLevel,
  kCompareLevel,
  kPredicateLevel,
  kSumLevel,
  kProductLevel,
  kPowerLevel
};

Level LevelOf(size_t type) {
  switch (type) {
    case L::OR:
      return kOrLevel;
    case L::XOR:
      return kXorLevel;
    case L::AND:
      return kAndLevel;
    case L::EQ:
    case L::NOT_EQ:
    case L::LT:
    case L::LE:
    case L::GT:
    case L::GE:
      return kCompareLevel;
    case L::PLUS:
    case L::MINUS:
    case L::DOUBLE_BAR:
      return kSumLevel;
    case L::STAR:
    case L::SLASH:
    case L::PERCENT:
      return kProductLevel;
    case L::CARET:
      return kPowerLevel;
    default:
      return kPredicateLevel;  // STARTS, ENDS, CONTAINS, REGEX, IN, IS
  }
}

ast::BinaryOp BinaryOpOf(size_t type) {
  switch (type) {
    case L::OR:
      return ast::BinaryOp::kOr;
    case L::XOR:
      return ast::BinaryOp::kXor;
    case L::AND:
      return ast::BinaryOp::kAnd;
    case L::PLUS:
      return ast::BinaryOp::kAdd;
    case L::MINUS:
      return ast::BinaryOp::kSubtract;
    case L::STAR:
      return ast::BinaryOp::kMultiply;
    case L::SLASH:
      return ast::BinaryOp::kDivide;
    case L::PERCENT:
      return ast::BinaryOp::kModulo;
    case L::CARET:
      return ast::BinaryOp::kPower;
    case L::DOUBLE_BAR:
      return ast::BinaryOp::kConcatenate;
    case L::STARTS:
      return ast::BinaryOp::kStartsWith;
    case L::ENDS:
      return ast::BinaryOp::kEndsWith;
    case L::CONTAINS:
      return ast::BinaryOp::kContains;
    case L::REGEX:
      return ast::BinaryOp::kRegex;
    default:
      return ast::BinaryOp::kIn;
  }
}

ast::CompareOp CompareOpOf(size_t type) {
  switch (type) {
    case L::EQ:
      return ast::CompareOp::kEqual;
    case L::NOT_EQ:
      return ast::CompareOp::kNotEqual;
    case L::LT:
      return ast::CompareOp::kLess;
    case L::LE:
      return ast::CompareOp::kLessEqual;
    case L::GT:
      return ast::CompareOp::kGreater;
    default:
      return ast::CompareOp::kGreaterEqual;
  }
}

}  // namespace

// One flat expression, read from left to right by precedence climbing. Recursion goes over levels, never over the
// operators of one level.
class Chain {
 public:
  Chain(Builder& builder, CypherParser::ExpressionContext* ctx)
      : builder_(builder), next_operand_(ctx->operand()), tails_(ctx->expressionTail()) {}

  ast::ExprPtr Read() {
    Part part = ReadLogical(kOrLevel);
    builder_.height_ = part.height;
    return std::move(part.expr);
  }

 private:
  struct Part {
    ast::ExprPtr expr;
    uint32_t height = 0;
  };

  size_t Operator() const { return tail_ < tails_.size() ? tails_[tail_]->op->getType() : size_t{L::EOF}; }
  bool At(Level level) const { return tail_ < tails_.size() && LevelOf(Operator()) == level; }

  // Takes the operator; what stands at its right is the next operand.
  void Take() { next_operand_ = tails_[tail_++]->operand(); }

  Part Combine(ast::BinaryOp op, Part left, Part right) {
    const Span span = Join(left.expr->span, right.expr->span);
    const uint32_t height = std::max(left.height, right.height) + 1;
    builder_.SetHeight(height, span);
    return {Builder::Make(ast::Binary{op, std::move(left.expr), std::move(right.expr)}, span), height};
  }

  // AND, OR and XOR are associative, also with null: a long chain becomes a balanced tree.
  Part Balanced(ast::BinaryOp op, std::vector<Part>& parts, size_t begin, size_t end) {
    if (end - begin == 1) return std::move(parts[begin]);
    const size_t middle = begin + (end - begin + 1) / 2;
    Part left = Balanced(op, parts, begin, middle);
    return Combine(op, std::move(left), Balanced(op, parts, middle, end));
  }

  Part ReadLogical(Level level) {
    if (level == kNotLevel) return ReadNot();
    const Level tighter = static_cast<Level>(level + 1);
    Part first = ReadLogical(tighter);
    if (!At(level)) return first;
    const ast::BinaryOp op = BinaryOpOf(Operator());
    std::vector<Part> parts;
    parts.push_back(std::move(first));
    while (At(level)) {
      Take();
      parts.push_back(ReadLogical(tighter));
    }
    return Balanced(op, parts, 0, parts.size());
  }

  Part ReadNot() {
    const auto prefixes = next_operand_->prefix();
    while (nots_ < prefixes.size() && prefixes[nots_]->NOT() != nullptr) ++nots_;
    const size_t count = std::exchange(nots_, 0);
    Part part = ReadComparison(count);
    for (size_t i = count; i > 0; --i) {
      const Span span = Join(builder_.SpanOf(prefixes[i - 1]), part.expr->span);
      builder_.SetHeight(++part.height, span);
      part.expr = Builder::Make(ast::Unary{ast::UnaryOp::kNot, std::move(part.expr)}, span);
    }
    return part;
  }

  Part ReadComparison(size_t prefixes_done) {
    Part first = ReadPredicate(prefixes_done);
    if (!At(kCompareLevel)) return first;
    ast::Comparison comparison;
    Span span = first.expr->span;
    uint32_t height = first.height;
    comparison.operands.push_back(std::move(first.expr));
    while (At(kCompareLevel)) {
      comparison.ops.push_back(CompareOpOf(Operator()));
      Take();
      Part part = ReadPredicate(0);
      span = Join(span, part.expr->span);
      height = std::max(height, part.height);
      comparison.operands.push_back(std::move(part.expr));
    }
    builder_.SetHeight(height + 1, span);
    return {Builder::Make(std::move(comparison), span), height + 1};
  }

  Part ReadPredicate(size_t prefixes_done) {
    Part left = ReadArithmetic(kSumLevel, prefixes_done);
    while (At(kPredicateLevel)) {
      if (Operator() == L::IS) {
        left = ReadIs(std::move(left));
        continue;
      }
      const ast::BinaryOp op = BinaryOpOf(Operator());
      Take();
      left = Combine(op, std::move(left), ReadArithmetic(kSumLevel, 0));
    }
    return left;
  }

  Part ReadIs(Part part) {
    auto* tail = tails_[tail_++];
    const Span span = Join(part.expr->span, builder_.SpanOf(tail));
    builder_.SetHeight(++part.height, span);
    if (tail->valueType() != nullptr) {
      if (tail->typed != nullptr && !builder_.IsWord(tail->typed, "TYPED")) {
        FailSyntax(
            builder_.SpanOf(tail->typed),
            "NULL, a label or a type is expected behind IS, as in `x IS NULL`, `x IS Label` or `x IS :: STRING`.");
      }
      const bool negated = tail->NOT() != nullptr;
      part.expr =
          Builder::Make(ast::IsTyped{std::move(part.expr), negated, builder_.BuildValueType(tail->valueType())}, span);
    } else if (tail->labelOr() != nullptr) {
      part.expr = Builder::Make(ast::HasLabels{std::move(part.expr), builder_.BuildLabels(tail->labelOr())}, span);
    } else {
      const auto op = tail->NOT() != nullptr ? ast::UnaryOp::kIsNotNull : ast::UnaryOp::kIsNull;
      part.expr = Builder::Make(ast::Unary{op, std::move(part.expr)}, span);
    }
    return part;
  }

  Part ReadArithmetic(Level level, size_t prefixes_done) {
    if (level > kPowerLevel) return ReadOperand(prefixes_done);
    const Level tighter = static_cast<Level>(level + 1);
    Part left = ReadArithmetic(tighter, prefixes_done);
    while (At(level)) {
      const ast::BinaryOp op = BinaryOpOf(Operator());
      Take();
      left = Combine(op, std::move(left), ReadArithmetic(tighter, 0));
    }
    return left;
  }

  Part ReadOperand(size_t prefixes_done) {
    builder_.height_ = 0;
    Part part;
    part.expr = builder_.BuildOperand(next_operand_, prefixes_done);
    part.height = builder_.height_;
    return part;
  }

  Builder& builder_;
  CypherParser::OperandContext* next_operand_;
  std::vector<CypherParser::ExpressionTailContext*> tails_;
  size_t tail_ = 0;
  size_t nots_ = 0;
};

void Builder::SetHeight(uint32_t height, Span span) {
  if (height > kMaxHeight) {
    FailSyntax(span, fmt::format("This expression is more than {} operators deep; build it up over several WITH, or "
                                 "pass a list as a parameter.",
                                 kMaxHeight));
  }
  height_ = height;
}

ast::ExprPtr Builder::BuildExpression(CypherParser::ExpressionContext* ctx) {
  const uint32_t outside = std::exchange(height_, 0);
  ast::ExprPtr expr;
  if (ctx->children.size() == 1 && ctx->operand()->children.size() == 1) {
    expr = BuildPostfixed(ctx->operand()->atom(), {});
  } else {
    expr = Chain(*this, ctx).Read();
  }
  height_ = std::max(height_, outside);
  return expr;
}

std::vector<ast::ExprPtr> Builder::BuildExpressions(const std::vector<CypherParser::ExpressionContext*>& list) {
  std::vector<ast::ExprPtr> result;
  result.reserve(list.size());
  for (auto* expression : list) result.push_back(BuildExpression(expression));
  return result;
}

ast::ExprPtr Builder::BuildOperand(CypherParser::OperandContext* ctx, size_t first_prefix) {
  const auto prefixes = ctx->prefix();
  for (size_t i = first_prefix; i < prefixes.size(); ++i) {
    if (prefixes[i]->NOT() != nullptr) {
      FailSyntax(SpanOf(prefixes[i]),
                 "NOT binds weaker than the operator before it; put it in parentheses: `(NOT ...)`.");
    }
  }
  size_t signs = prefixes.size();
  auto* atom = ctx->atom();
  const auto postfixes = ctx->postfix();
  ast::ExprPtr expr;
  const bool is_number = atom->literal != nullptr && postfixes.empty();
  if (is_number && signs > first_prefix && prefixes[signs - 1]->MINUS() != nullptr &&
      (atom->literal->getType() == L::INTEGER || atom->literal->getType() == L::FLOAT ||
       atom->literal->getType() == L::INFINITE)) {
    // The minus belongs to the number: the smallest integer has no positive twin.
    --signs;
    expr = BuildLiteral(atom->literal, true, Join(SpanOf(prefixes[signs]), SpanOf(atom->literal)));
  } else {
    expr = BuildPostfixed(atom, postfixes);
  }
  for (size_t i = signs; i > first_prefix; --i) {
    const Span span = Join(SpanOf(prefixes[i - 1]), expr->span);
    SetHeight(height_ + 1, span);
    const auto op = prefixes[i - 1]->MINUS() != nullptr ? ast::UnaryOp::kMinus : ast::UnaryOp::kPlus;
    expr = Make(ast::Unary{op, std::move(expr)}, span);
  }
  return expr;
}

ast::ExprPtr Builder::BuildPostfixed(CypherParser::AtomContext* atom,
                                     const std::vector<CypherParser::PostfixContext*>& postfixes) {
  ast::ExprPtr expr = BuildAtom(atom);
  for (size_t i = 0; i < postfixes.size(); ++i) {
    expr = BuildPostfix(std::move(expr), postfixes[i]);
    if (postfixes[i]->labelOr() != nullptr && i + 1 < postfixes.size()) {
      FailSyntax(SpanOf(postfixes[i + 1]), "A label test ends the operand; put it in parentheses to go on from it.");
    }
  }
  return expr;
}

ast::ExprPtr Builder::BuildPostfix(ast::ExprPtr object, CypherParser::PostfixContext* ctx) {
  const Span span = Join(object->span, SpanOf(ctx));
  if (ctx->DOT() != nullptr) {
    SetHeight(height_ + 1, span);
    return Make(ast::Property{std::move(object), BuildName(ctx->anyName())}, span);
  }
  if (ctx->labelOr() != nullptr) {
    SetHeight(height_ + 1, span);
    return Make(ast::HasLabels{std::move(object), BuildLabels(ctx->labelOr())}, span);
  }
  if (ctx->LPAREN() != nullptr) return BuildCall(std::move(object), ctx);
  if (ctx->DOT_DOT() == nullptr && ctx->low == nullptr) {
    FailSyntax(SpanOf(ctx), "An index or a range is expected in the brackets, as in `list[0]` or `list[1..3]`.");
  }
  const uint32_t object_height = std::exchange(height_, 0);
  ast::ExprPtr low = ctx->low != nullptr ? BuildExpression(ctx->low) : nullptr;
  ast::ExprPtr high = ctx->high != nullptr ? BuildExpression(ctx->high) : nullptr;
  SetHeight(std::max(object_height, height_) + 1, span);
  if (ctx->DOT_DOT() == nullptr) return Make(ast::Subscript{std::move(object), std::move(low)}, span);
  return Make(ast::Slice{std::move(object), std::move(low), std::move(high)}, span);
}

ast::ExprPtr Builder::BuildCall(ast::ExprPtr callee, CypherParser::PostfixContext* ctx) {
  // `a.b.c(...)`: the namespace was read as properties of a variable.
  std::vector<std::string*> parts;
  ast::Expr* at = callee.get();
  for (; auto* property = std::get_if<ast::Property>(&at->value); at = property->object.get()) {
    parts.push_back(&property->key.text);
  }
  auto* first = std::get_if<ast::Variable>(&at->value);
  // A parenthesized variable is no name: its span is wider than its text.
  const bool quoted = first != nullptr && source_.TextOf(at->span).starts_with('`');
  if (first == nullptr || (!quoted && at->span.end - at->span.start != first->name.size())) {
    FailSyntax(SpanOf(ctx), "Only a function can be called: a name, then its arguments in parentheses.");
  }
  ast::FunctionCall call;
  call.name.text = first->name;
  call.name.span = callee->span;
  for (size_t i = parts.size(); i > 0; --i) call.name.text += "." + *parts[i - 1];
  call.distinct = ctx->DISTINCT() != nullptr;
  const Span span = Join(callee->span, SpanOf(ctx));
  height_ = 0;
  call.arguments = BuildExpressions(ctx->expression());
  for (const ast::ExprPtr& argument : call.arguments) {
    const auto* pattern = std::get_if<ast::PatternExpr>(&argument->value);
    if (pattern != nullptr && pattern->pattern.selector == ast::PathPattern::Selector::kAll) {
      FailSyntax(argument->span,
                 "A pattern is a test, not a value that a function takes; count with `COUNT { (a)-->(b) }`, or collect "
                 "with `[(a)-->(b) | b]`.");
    }
  }
  SetHeight(height_ + 1, span);
  return Make(std::move(call), span);
}

ast::Name Builder::NameOfToken(antlr4::Token* token) const {
  const Span span = SpanOf(token);
  return {ReadName(source_.TextOf(span)), span};
}

}  // namespace papergraph::build
