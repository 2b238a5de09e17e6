#include "grammar/parser.h"

#include "grammar/build/read_statement.h"

namespace papergraph {
namespace {

constexpr std::string_view kKeywords[] = {
    "ALL",
    "ALLSHORTESTPATHS",
    "AND",
    "ANY",
    "AS",
    "ASC",
    "ASCENDING",
    "BEGIN",
    "BY",
    "CALL",
    "CASE",
    "COLLECT",
    "COMMIT",
    "CONSTRAINT",
    "CONSTRAINTS",
    "CONTAINS",
    "COUNT",
    "CREATE",
    "CSV",
    "DELETE",
    "DESC",
    "DESCENDING",
    "DETACH",
    "DISTINCT",
    "DROP",
    "EACH",
    "ELSE",
    "END",
    "ENDS",
    "EXISTS",
    "EXPLAIN",
    "FALSE",
    "FIELDTERMINATOR",
    "FOR",
    "FOREACH",
    "FROM",
    "FULLTEXT",
    "FUNCTIONS",
    "HEADERS",
    "IF",
    "IN",
    "INDEX",
    "INDEXES",
    "IS",
    "JOIN",
    "KEY",
    "LIMIT",
    "LOAD",
    "MATCH",
    "MERGE",
    "NODE",
    "NONE",
    "NOT",
    "NULL",
    "OF",
    "OFFSET",
    "ON",
    "OPTIONAL",
    "OR",
    "ORDER",
    "PROCEDURES",
    "PROFILE",
    "REDUCE",
    "REMOVE",
    "REQUIRE",
    "RETURN",
    "ROLLBACK",
    "ROWS",
    "SCAN",
    "SET",
    "SHORTESTPATH",
    "SHOW",
    "SINGLE",
    "SKIP",
    "STARTS",
    "THEN",
    "TRANSACTION",
    "TRANSACTIONS",
    "TRUE",
    "UNION",
    "UNIQUE",
    "UNWIND",
    "USING",
    "WHEN",
    "WHERE",
    "WITH",
    "XOR",
    "YIELD",
};

}  // namespace

ast::Statement Parse(std::string_view text) { return build::ReadStatement(text); }

std::span<const std::string_view> Keywords() { return kKeywords; }

bool IsIncomplete(std::string_view text) {
  int depth = 0;
  size_t at = 0;
  const auto skip_to = [&](std::string_view end) {
    const size_t found = text.find(end, at);
    at = found == std::string_view::npos ? text.size() : found + end.size();
    return found != std::string_view::npos;
  };
  while (at < text.size()) {
    const char c = text[at++];
    if (c == '\'' || c == '"') {
      bool closed = false;
      while (at < text.size() && !closed) {
        if (text[at] == '\\')
          ++at;
        else
          closed = text[at] == c;
        ++at;
      }
      if (!closed) return true;
    } else if (c == '`') {
      if (!skip_to("`")) return true;
    } else if (c == '/' && at < text.size() && text[at] == '*') {
      ++at;
      if (!skip_to("*/")) return true;
    } else if (c == '/' && at < text.size() && text[at] == '/') {
      skip_to("\n");
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if ((c == ')' || c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return depth > 0;
}

}  // namespace papergraph
