// What a sentence means is Cypher that other engines understand, too.
#include "engine/portable.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <iterator>
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "engine/session.h"
#include "extract/ingest.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

// Functions of openCypher 9 and of its temporal types that sentences are free to use, sorted.
constexpr std::string_view kStandardFunctions[] = {
    "coalesce", "collect", "count",         "date",     "date.truncate", "endNode", "head",         "labels",
    "length",   "max",     "min",           "range",    "reduce",        "replace", "right",        "round",
    "size",     "split",   "relationships", "reverse",  "startNode",     "sum",     "shortestPath", "substring",
    "toFloat",  "toLower", "toInteger",     "toString", "type",
};
// Words that may stand before a parenthesis and are no functions.
constexpr std::string_view kKeywords[] = {"ALL",  "AND",   "ANY", "CASE", "ELSE", "IN",     "MATCH",
                                          "NOT",  "OR",    "ON",  "THEN", "WHEN", "RETURN", "WHERE",
                                          "WITH", "UNION", "BY",  "any",  "all",  "none",   "single"};

template <size_t N>
bool IsOneOf(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

bool IsNameByte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.';
}

// The words of a printed statement that stand before a parenthesis and are neither above, and those that begin a call.
// REQUIRES: printed by the program, which writes strings in '...' with backslashes.
std::vector<std::string> Foreign(std::string_view cypher) {
  std::vector<std::string> foreign;
  std::string word;
  for (size_t i = 0; i < cypher.size(); ++i) {
    const char c = cypher[i];
    if (c == '\'' || c == '`') {
      word.clear();
      for (++i; i < cypher.size() && cypher[i] != c; ++i) {
        if (c == '\'' && cypher[i] == '\\') ++i;
      }
    } else if (IsNameByte(c)) {
      if (i > 0 && !IsNameByte(cypher[i - 1])) word.clear();
      word += c;
    } else {
      if (word == "CALL") foreign.push_back(word);
      if (c == '(' && !word.empty() && !IsOneOf(kStandardFunctions, word) && !IsOneOf(kKeywords, word))
        foreign.push_back(word);
      if (c != ' ' || !IsOneOf(kKeywords, word)) word.clear();
    }
  }
  return foreign;
}

TEST_CASE("nothing but openCypher is found in openCypher, and what is papergraph's own is found", "[portable]") {
  CHECK(Foreign("MATCH (p:Paper)-[e:USES]->(:Method {name: 'f(x) CALL g('})\nWHERE NOT (p)-->() AND size(p.a) > 1\n"
                "RETURN `h(`, coalesce(p.b, [])")
            .empty());
  CHECK(Foreign("CALL search.text('a') YIELD node RETURN node") == std::vector<std::string>{"CALL", "search.text"});
  CHECK(Foreign("RETURN mine(1)") == std::vector<std::string>{"mine"});
}

TEST_CASE("every sentence of docs/sentences.md is openCypher, unless it looks for words in texts", "[portable]") {
  const auto store = Store::Open(":memory:", OpenOptions{});
  extract::Ingest(*store, {"examples/reports"}, {});
  engine::Session session(*store, {});
  std::istringstream lines(ReadFile("docs/sentences.md"));
  const std::vector<std::string> texts{"CALL", "search.text"};
  std::string chapter;
  size_t portable = 0, searches = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("## ")) chapter = line.substr(3);
    if (!line.starts_with("| `")) continue;
    const std::string sentence = line.substr(3, line.find("` |") - 3);
    const bool looks_for_words = chapter == "Words in the texts";
    for (const std::string before : {"EXPLAIN ", "EXPLAIN WHY "}) {
      engine::NoRows rows;
      std::string cypher;
      try {
        cypher = session.Run(before + sentence, Value(), rows).plan;
      } catch (const QueryError&) {
        REQUIRE(before != "EXPLAIN ");  // not every sentence has reasons
        continue;
      }
      CAPTURE(before + sentence, cypher);
      const std::vector<std::string> foreign = Foreign(cypher);
      // What is a name in the graph stays a name, also among the words.
      if (looks_for_words && !foreign.empty()) {
        CHECK(foreign == texts);
        CHECK(engine::WhyNotPortable(cypher) == "the procedure search.text");
        ++searches;
      } else {
        CHECK(foreign.empty());
        CHECK(engine::WhyNotPortable(cypher) == "");
        ++portable;
      }
    }
  }
  CHECK(portable > 40);
  CHECK(searches >= 3);
}

TEST_CASE("what is not in openCypher 9 is named", "[portable]") {
  const std::map<std::string, std::string> expected = {
      {"MATCH (n:A:B {x: 1})-[r:R|S*1..2]->(m) WHERE n.x > 1 AND (m)--() RETURN toUpper(n.x), count(*) ORDER BY n.x",
       ""},
      {"MATCH p = shortestPath((a)-[*..8]-(b)) RETURN [x IN nodes(p) | x.name], date('2026-01-01')", ""},
      {"RETURN 1 AS x UNION RETURN elementId(null) AS x", "the function elementId"},
      {"RETURN [x IN [1] | date.truncate('day', x)]", "the function date.truncate"},
      {"MATCH (n {x: randomUUID()}) RETURN n", "the function randomUUID"},
      {"CALL search.text('x') YIELD node RETURN node", "the procedure search.text"},
      {"CALL { RETURN 1 AS x } RETURN x", "a subquery CALL {}"},
      {"RETURN EXISTS { (a)-->() }", "a subquery in an expression"},
      {"MATCH (n:A|B) RETURN n", "a label expression"},
      {"MATCH (n WHERE n.x = 1) RETURN n", "WHERE within a node"},
      {"MATCH (a)-[r:R&S]->() RETURN r", "a label expression"},
      {"MATCH ((a)-->(b)){1,3} RETURN 1", "a quantified path"},
      {"MATCH (a)-->+(b) RETURN 1", "a quantified relationship"},
      {"MATCH SHORTEST 1 (a)-->+(b) RETURN 1", "SHORTEST before a path"},
      {"RETURN 1 IS :: INTEGER", "a test of a type"},
      {"RETURN 'a' || 'b'", "the operator ||"},
      {"CREATE ()", "a clause that writes"},
      {"SHOW INDEXES", "a statement about the schema or a transaction"},
  };
  for (const auto& [cypher, why] : expected) {
    INFO(cypher);
    CHECK(engine::WhyNotPortable(cypher) == why);
  }
}

}  // namespace
}  // namespace papergraph
