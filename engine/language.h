// What a shell may know of the language: for reading input, completion and help.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace papergraph::engine {

/// Whether a statement's first word begins Cypher; everything else is a plain sentence.
bool IsCypher(std::string_view text);

/// A label, type or key as a statement names it: bare where Cypher allows that, else in backticks.
std::string QuotedName(std::string_view name);
/// What stands between quotes of either kind so that the string is `text`.
std::string InsideQuotes(std::string_view text);

/// A function, an aggregate or a procedure.
struct Callable {
  std::string name;  // "toUpper", "algo.pagerank"
  std::string signature;
  std::string help;
  std::string example;  // may be empty
  bool is_procedure = false;
};
/// All, functions and aggregates first, each part by name.
std::vector<Callable> Callables();

}  // namespace papergraph::engine
