#include <catch2/catch.hpp>

#include "grammar/ast_printer.h"
#include "grammar/error.h"
#include "grammar/parser.h"

namespace papergraph {
namespace {

// Every operation in parentheses, so that a tree can be read.
std::string Shape(const ast::Expr& expr) {
  if (const auto* binary = std::get_if<ast::Binary>(&expr.value)) {
    ast::Expr bare;
    const auto name = [](const std::string& v) {
      auto e = std::make_unique<ast::Expr>();
      e->value = ast::Variable{v};
      return e;
    };
    bare.value = ast::Binary{binary->op, name("l"), name("r")};
    const std::string text = Print(bare);
    return "(" + Shape(*binary->left) + text.substr(1, text.size() - 2) + Shape(*binary->right) + ")";
  }
  if (const auto* comparison = std::get_if<ast::Comparison>(&expr.value)) {
    std::string text = "(" + Shape(*comparison->operands[0]);
    for (size_t i = 1; i < comparison->operands.size(); ++i) text += " ? " + Shape(*comparison->operands[i]);
    return text + ")";
  }
  if (const auto* unary = std::get_if<ast::Unary>(&expr.value)) {
    const char* const words[] = {"NOT ", "+", "-", "IS NULL ", "IS NOT NULL "};
    return std::string("(") + words[static_cast<int>(unary->op)] + Shape(*unary->operand) + ")";
  }
  if (const auto* property = std::get_if<ast::Property>(&expr.value))
    return "(" + Shape(*property->object) + "." + property->key.text + ")";
  if (const auto* labels = std::get_if<ast::HasLabels>(&expr.value)) return "(" + Shape(*labels->object) + ":)";
  return Print(expr);
}

std::string ShapeOf(const std::string& text) {
  const ast::Statement statement = Parse("RETURN " + text);
  const auto& query = std::get<ast::Query>(statement.value);
  return Shape(*std::get<ast::Return>(query.parts[0].clauses[0].value).projection.items[0].expr);
}

}  // namespace

TEST_CASE("operators bind as CIP2021-08-10 says, level by level") {
  CHECK(ShapeOf("a OR b XOR c") == "(a OR (b XOR c))");
  CHECK(ShapeOf("a XOR b AND c") == "(a XOR (b AND c))");
  CHECK(ShapeOf("a AND NOT b AND c") == "((a AND (NOT b)) AND c)");
  CHECK(ShapeOf("NOT a = b") == "(NOT (a ? b))");
  CHECK(ShapeOf("NOT NOT a") == "(NOT (NOT a))");
  CHECK(ShapeOf("a = b IN c") == "(a ? (b IN c))");
  CHECK(ShapeOf("a < b <= c + 1 > d") == "(a ? b ? (c + 1) ? d)");
  CHECK(ShapeOf("a = b IS NULL") == "(a ? (IS NULL b))");
  CHECK(ShapeOf("a + b IS NOT NULL") == "(IS NOT NULL (a + b))");
  CHECK(ShapeOf("a + b STARTS WITH c + d") == "((a + b) STARTS WITH (c + d))");
  CHECK(ShapeOf("a ENDS WITH b CONTAINS c =~ d") == "(((a ENDS WITH b) CONTAINS c) =~ d)");
  CHECK(ShapeOf("a IN b IS NULL") == "(IS NULL (a IN b))");
  CHECK(ShapeOf("a - b + c") == "((a - b) + c)");
  CHECK(ShapeOf("a + b * c % d / e") == "(a + (((b * c) % d) / e))");
  CHECK(ShapeOf("a * b ^ c ^ d") == "(a * ((b ^ c) ^ d))");
  CHECK(ShapeOf("-a ^ b") == "((-a) ^ b)");
  CHECK(ShapeOf("a ^ -b") == "(a ^ (-b))");
  CHECK(ShapeOf("-a.b") == "(-(a.b))");
  CHECK(ShapeOf("- + -a") == "(-(+(-a)))");
  CHECK(ShapeOf("a - -1") == "(a - -1)");
  CHECK(ShapeOf("a.b.c + d") == "(((a.b).c) + d)");
  CHECK(ShapeOf("NOT n:A AND m:B") == "((NOT (n:)) AND (m:))");
  CHECK(ShapeOf("n IS A OR b") == "((n:) OR b)");
  CHECK(ShapeOf("(a OR b) AND c") == "((a OR b) AND c)");
  CHECK(ShapeOf("a AND (a)-->(b) OR c") == "((a AND (a)-->(b)) OR c)");
}

TEST_CASE("AND, OR and XOR chains are balanced, the others lean left") {
  CHECK(ShapeOf("a OR b OR c OR d") == "((a OR b) OR (c OR d))");
  CHECK(ShapeOf("a + b + c + d") == "(((a + b) + c) + d)");
}

TEST_CASE("NOT where only a tighter operand can stand is an error that says so") {
  try {
    Parse("RETURN 1 = NOT true");
    FAIL();
  } catch (const QueryError& error) {
    CHECK(error.span() == Span{11, 14});
    CHECK(std::string(error.what()).find("parentheses") != std::string::npos);
  }
}

}  // namespace papergraph
