#include <catch2/catch.hpp>

#include "grammar/error.h"
#include "grammar/parser.h"

namespace papergraph {
namespace {

// Detail, message, and the line with its caret: what a person sees.
std::string ErrorOf(std::string_view text) {
  try {
    Parse(text);
  } catch (const QueryError& error) {
    return error.detail() + ": " + error.what() + "\n" + Caret(text, error.span());
  }
  return "none";
}

}  // namespace

TEST_CASE("a misspelled keyword is named") {
  CHECK(ErrorOf("MATCH (n) RETRUN n") ==
        "UnexpectedSyntax: `RETRUN` is not expected here; did you mean RETURN?\n"
        "MATCH (n) RETRUN n\n"
        "          ^~~~~~");
  CHECK(ErrorOf("MTACH (n) RETURN n") ==
        "UnexpectedSyntax: `MTACH` is not expected here; did you mean MATCH?\n"
        "MTACH (n) RETURN n\n"
        "^~~~~");
  CHECK(ErrorOf("MATCH (n)\nWHER n.x = 1 RETURN n") ==
        "UnexpectedSyntax: `WHER` is not expected here; did you mean WHERE?\n"
        "WHER n.x = 1 RETURN n\n"
        "^~~~");
}

TEST_CASE("what is missing is said") {
  CHECK(ErrorOf("RETURN [1, 2") ==
        "UnexpectedSyntax: The statement ends too early; expected is `,`, `]` or an operator.\n"
        "RETURN [1, 2\n"
        "            ^");
  CHECK(ErrorOf("MATCH (n RETURN n") ==
        "UnexpectedSyntax: `RETURN` is not expected here; expected is `IS`, `WHERE`, `:`, `)`, `{` or a parameter.\n"
        "MATCH (n RETURN n\n"
        "         ^~~~~~");
  CHECK(ErrorOf("RETURN 1 +") ==
        "UnexpectedSyntax: The statement ends too early; expected is an expression.\n"
        "RETURN 1 +\n"
        "          ^");
  CHECK(ErrorOf("MATCH (n) WHERE RETURN n") ==
        "UnexpectedSyntax: `RETURN` is not expected here; expected is an expression (as a name `RETURN` is written in "
        "backticks).\n"
        "MATCH (n) WHERE RETURN n\n"
        "                ^~~~~~");
  CHECK(ErrorOf("") ==
        "UnexpectedSyntax: There is no statement here; write one, such as `MATCH (n) RETURN n`.\n"
        "\n"
        "^");
  CHECK(ErrorOf("hello") ==
        "UnexpectedSyntax: `hello` is not expected here; expected is a statement, such as MATCH, CREATE, CALL, SHOW or "
        "BEGIN.\n"
        "hello\n"
        "^~~~~");
}

TEST_CASE("habits from other languages are answered") {
  CHECK(ErrorOf("RETURN 1 == 2") ==
        "UnexpectedSyntax: Equality is written with one `=`.\n"
        "RETURN 1 == 2\n"
        "          ^");
  CHECK(ErrorOf("RETURN 1 != 2") ==
        "UnexpectedSyntax: `!=` is written `<>`.\n"
        "RETURN 1 != 2\n"
        "         ^");
}

TEST_CASE("what is opened and not closed is shown where it opens") {
  CHECK(ErrorOf("RETURN 'abc") ==
        "UnexpectedSyntax: The string that begins here is not closed; end it with `'`.\n"
        "RETURN 'abc\n"
        "       ^");
  CHECK(ErrorOf("RETURN 1 /* x") ==
        "UnexpectedSyntax: The comment that begins here is not closed; end it with `*/`.\n"
        "RETURN 1 /* x\n"
        "         ^~");
  CHECK(ErrorOf("RETURN `a") ==
        "UnexpectedSyntax: The name that begins here is not closed; end it with a backtick.\n"
        "RETURN `a\n"
        "       ^");
}

TEST_CASE("characters that mean nothing are named, after wide ones at the right cell") {
  CHECK(ErrorOf("RETURN 42 — 41") ==
        "InvalidUnicodeCharacter: The character `—` means nothing here; is a plain `-`, `'`, `\"` or a space meant?\n"
        "RETURN 42 — 41\n"
        "          ^");
  CHECK(ErrorOf("RETURN '论文' # 1") ==
        "UnexpectedSyntax: The character `#` means nothing here; names with such characters are written in backticks.\n"
        "RETURN '论文' # 1\n"
        "              ^");
  CHECK(ErrorOf("RETURN '\xC3('").starts_with("InvalidUnicodeCharacter: "));
}

TEST_CASE("mistakes that the grammar lets pass have words and details of their own") {
  const auto detail = [](std::string_view text) {
    const std::string error = ErrorOf(text);
    return error.substr(0, error.find(':'));
  };
  CHECK(detail("MATCH (a)-[:LIKES..]->(b) RETURN b") == "InvalidRelationshipPattern");
  CHECK(detail("MATCH (a)-[*-2]->(b) RETURN b") == "InvalidRelationshipPattern");
  CHECK(detail("MATCH (n $p) RETURN n") == "InvalidParameterUse");
  CHECK(detail("MERGE (n $p)") == "InvalidParameterUse");
  CHECK(detail("MATCH ()-[r:T $p]->() RETURN r") == "InvalidParameterUse");
  CHECK(detail("MATCH (n) DELETE n:A") == "InvalidDelete");
  CHECK(detail("CALL a.b() YIELD * RETURN x") == "UnexpectedSyntax");
  CHECK(detail("FOREACH (x IN [1] | MATCH (n))") == "InvalidClauseComposition");
  CHECK(detail("MATCH (n) SET n.x") == "UnexpectedSyntax");
  CHECK(detail("MATCH (n) SET n:A|B") == "UnexpectedSyntax");
  CHECK(detail("MATCH (n) SET n.x += 1") == "UnexpectedSyntax");
  CHECK(detail("MATCH (n) REMOVE n") == "UnexpectedSyntax");
  CHECK(detail("RETURN (a)(b)") == "UnexpectedSyntax");
  CHECK(detail("RETURN xs[]") == "UnexpectedSyntax");
  CHECK(detail("MATCH ((a)-->(b)){3,1} RETURN a") == "UnexpectedSyntax");
}

}  // namespace papergraph
