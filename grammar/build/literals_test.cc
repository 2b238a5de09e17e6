#include "grammar/build/literals.h"

#include <catch2/catch.hpp>

#include "grammar/error.h"
#include "grammar/parser.h"

namespace papergraph {
namespace {

template <class Literal>
auto ValueOf(const std::string& text) {
  const ast::Statement statement = Parse("RETURN " + text);
  const auto& query = std::get<ast::Query>(statement.value);
  return std::get<Literal>(std::get<ast::Return>(query.parts[0].clauses[0].value).projection.items[0].expr->value)
      .value;
}

// "Detail@what it is about".
std::string ErrorAt(const std::string& expression) {
  const std::string text = "RETURN " + expression;
  try {
    Parse(text);
  } catch (const QueryError& error) {
    return error.detail() + "@" + text.substr(error.span().start, error.span().end - error.span().start);
  }
  return "none";
}

}  // namespace

TEST_CASE("integers: decimal, hexadecimal, octal, grouped, to the last one") {
  CHECK(ValueOf<ast::IntLiteral>("007") == 7);
  CHECK(ValueOf<ast::IntLiteral>("1_000_000") == 1000000);
  CHECK(ValueOf<ast::IntLiteral>("0xFf") == 255);
  CHECK(ValueOf<ast::IntLiteral>("0o17") == 15);
  CHECK(ValueOf<ast::IntLiteral>("9223372036854775807") == INT64_MAX);
  CHECK(ValueOf<ast::IntLiteral>("-9223372036854775808") == INT64_MIN);
  CHECK(ValueOf<ast::IntLiteral>("-0x8000000000000000") == INT64_MIN);
  CHECK(ErrorAt("9223372036854775808") == "IntegerOverflow@9223372036854775808");
  CHECK(ErrorAt("-9223372036854775809") == "IntegerOverflow@-9223372036854775809");
  CHECK(ErrorAt("0x8000000000000000") == "IntegerOverflow@0x8000000000000000");
  CHECK(ErrorAt("0o1000000000000000000000") == "IntegerOverflow@0o1000000000000000000000");
}

TEST_CASE("what begins like a number and is none") {
  CHECK(ErrorAt("0x") == "InvalidNumberLiteral@0x");
  CHECK(ErrorAt("12a4") == "InvalidNumberLiteral@12a4");
  CHECK(ErrorAt("0x1g") == "InvalidNumberLiteral@0x1g");
  CHECK(ErrorAt("{1a: 2}") == "UnexpectedSyntax@1a");
}

TEST_CASE("floats in every form") {
  CHECK(ValueOf<ast::FloatLiteral>("1.5") == 1.5);
  CHECK(ValueOf<ast::FloatLiteral>(".5") == 0.5);
  CHECK(ValueOf<ast::FloatLiteral>("-.5e-1") == -0.05);
  CHECK(ValueOf<ast::FloatLiteral>("1E3") == 1000.0);
  CHECK(ValueOf<ast::FloatLiteral>("1.0d") == 1.0);
  CHECK(ValueOf<ast::FloatLiteral>("1e-999") == 0.0);
  CHECK(ErrorAt("1.34E999") == "FloatingPointOverflow@1.34E999");
}

TEST_CASE("strings: both quotes, doubled quotes, escapes, code points") {
  CHECK(ValueOf<ast::StringLiteral>(R"('a"b')") == "a\"b");
  CHECK(ValueOf<ast::StringLiteral>(R"("a'b")") == "a'b");
  CHECK(ValueOf<ast::StringLiteral>("'it''s'") == "it's");
  CHECK(ValueOf<ast::StringLiteral>(R"('\\ \' \" \n\t\b\r\f')") == "\\ ' \" \n\t\b\r\f");
  CHECK(ValueOf<ast::StringLiteral>(R"('\u00e9\U01f600')") == "é😀");
  CHECK(ValueOf<ast::StringLiteral>(R"('\ud83d\ude00')") == "😀");
  CHECK(ValueOf<ast::StringLiteral>("'论文'") == "论文");
  CHECK(ValueOf<ast::StringLiteral>("''").empty());
  CHECK(ErrorAt(R"('\uH')") == "InvalidUnicodeLiteral@\\u");
  CHECK(ErrorAt(R"('x\u12G4')") == "InvalidUnicodeLiteral@\\u12");
  CHECK(ErrorAt(R"('\ud83d')") == "InvalidUnicodeLiteral@\\ud83d");
  CHECK(ErrorAt(R"('\U110000')") == "InvalidUnicodeLiteral@\\U110000");
  CHECK(ErrorAt(R"('a\q')") == "UnexpectedSyntax@\\q");
}

TEST_CASE("a name in backticks keeps everything but the doubling") {
  CHECK(build::ReadName("plain") == "plain");
  CHECK(build::ReadName("`a b`") == "a b");
  CHECK(build::ReadName("`a``b`") == "a`b");
}

}  // namespace papergraph
