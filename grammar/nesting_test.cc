#include <catch2/catch.hpp>

#include "grammar/ast_printer.h"
#include "grammar/error.h"
#include "grammar/parser.h"

namespace papergraph {
namespace {

std::string Repeat(std::string_view text, size_t times) {
  std::string result;
  for (size_t i = 0; i < times; ++i) result += text;
  return result;
}

bool Parses(const std::string& text) {
  try {
    Parse(text);
    return true;
  } catch (const QueryError& error) {
    CHECK(error.detail() == "UnexpectedSyntax");
    return false;
  }
}

}  // namespace

TEST_CASE("nesting as deep as people write it works, and prints the same again") {
  for (const std::string& text :
       {"RETURN " + Repeat("(1 + ", 200) + "1" + Repeat(")", 200), "RETURN " + Repeat("[", 200) + Repeat("]", 200),
        "RETURN " + Repeat("{a: ", 200) + "1" + Repeat("}", 200), "RETURN " + Repeat("f(", 200) + Repeat(")", 200),
        "RETURN " + Repeat("CASE WHEN x THEN ", 200) + "1" + Repeat(" END", 200),
        "RETURN " + Repeat("[x IN ", 200) + "y" + Repeat(" WHERE (a)-->(x) | x]", 200),
        "RETURN 1" + Repeat(" + 1", 900), "RETURN " + Repeat("NOT ", 900) + "a",
        Repeat("CALL { ", 200) + "RETURN 1 AS x" + Repeat(" } RETURN x", 200),
        "MATCH (n) WHERE " + Repeat("EXISTS { MATCH (n) WHERE ", 100) + "n.x" + Repeat(" }", 100) + " RETURN n"}) {
    const std::string printed = Print(Parse(text));
    CHECK(Print(Parse(printed)) == printed);
  }
}

TEST_CASE("nesting without end is an error, not a crash") {
  const size_t deep = 20000;
  for (std::string_view open :
       {"(", "[", "{a: ", "f(", "[x IN ", "CASE WHEN ", "CASE ", "reduce(a = ", "EXISTS { MATCH (", "all(x IN ", "n[",
        "shortestPath(", "-(", "NOT (", "((a)-->", "[(a)-->(b) WHERE ", "CALL { ", "FOREACH (x IN y | ", "(:A&("}) {
    INFO(open);
    CHECK_FALSE(Parses("RETURN " + Repeat(open, deep)));
  }
  CHECK_FALSE(Parses("RETURN " + Repeat("(", 100000)));
  CHECK_FALSE(Parses("MATCH " + Repeat("(", deep)));
  CHECK_FALSE(Parses("MATCH (n:" + Repeat("(", deep)));
  CHECK_FALSE(Parses("RETURN " + Repeat("(", deep) + "1" + Repeat(")", deep)));
  CHECK_FALSE(Parses("RETURN " + Repeat(")", deep)));
}

TEST_CASE("chains are read in a loop: AND and OR of any length, others to a limit") {
  CHECK(Parses("RETURN a" + Repeat(" AND a", 10000)));
  CHECK(Parses("RETURN a" + Repeat(" OR a", 10000)));
  CHECK(Parses("RETURN a" + Repeat(" < a", 10000)));
  for (std::string_view more : {" + a", " ^ a", " IN a", " IS NULL", ".a", "[0]"}) {
    INFO(more);
    CHECK_FALSE(Parses("RETURN a" + Repeat(more, 10000)));
  }
  for (std::string_view prefix : {"NOT ", "-", "+ "}) {
    INFO(prefix);
    CHECK_FALSE(Parses("RETURN " + Repeat(prefix, 20000) + "a"));
  }
  CHECK(Parses("CREATE (a)" + Repeat("-[:T]->()", 2000)));
  CHECK(Parses("RETURN 1 AS a" + Repeat(" UNION RETURN 1 AS a", 1000)));
}

TEST_CASE("chains within brackets add up to the same limit") {
  CHECK(Parses("RETURN " + Repeat("(", 3) + "1" + Repeat(Repeat(" + 1", 300) + ")", 3)));
  CHECK_FALSE(Parses("RETURN " + Repeat("(", 4) + "1" + Repeat(Repeat(" + 1", 300) + ")", 4)));
}

TEST_CASE("a flat list of 30,000 numbers is read") { CHECK(Parses("RETURN [0" + Repeat(",12345678", 30000) + "]")); }

}  // namespace papergraph
