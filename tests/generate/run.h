// Runs a case on the store with the optimiser and on the plain reference graph without, and compares.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "engine/session.h"
#include "storage/store.h"
#include "tests/generate/generator.h"
#include "tests/support/plain_graph.h"

namespace papergraph::generate {

/// What a statement gave: columns and rows as text, or how it ended. An entity is shown by what it has, not by its id:
/// ids depend on the order in which rows come.
struct Outcome {
  std::vector<std::string> columns;
  std::vector<std::string> rows;
  std::string error;      // "TypeError/InvalidArgumentType", empty when there was none
  std::string message;    // of the error
  bool compile = false;   // the error was found before a row was read
  bool resource = false;  // a limit of the run: says nothing of the statement

  std::string Text() const;
};

/// Columns and rows of a statement as it runs.
class Shown : public engine::RowSink {
 public:
  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override;
  void Row(std::span<const Value> values) override;
  Outcome outcome;

 private:
  const GraphReader* graph_ = nullptr;
};

/// As text that tells values apart; `graph` has the entities.
std::string Show(const Value& value, const GraphReader& graph);

/// Of a statement in a session.
Outcome Run(engine::Session& session, const std::string& text);

/// The reference: the same statement, planned as it is written, on the plain graph; nothing of a failed one remains.
Outcome Run(PlainGraph& graph, const std::string& text);

/// Every node and relationship with what it has and whom it touches, without ids: equal for graphs that are equal up to
/// ids (and for some that differ so subtly that only their walks of more than four steps tell).
std::vector<std::string> GraphText(const GraphReader& graph);

/// nullopt, or how the two differ.
std::optional<std::string> Difference(const Step& step, const Outcome& store, const Outcome& plain);

/// A store in memory and a session on it, emptied for each case.
class Bench {
 public:
  Bench();
  /// nullopt, or what went wrong, as a person wants to read it (without the case).
  std::optional<std::string> Check(const Case& made);
  engine::Session& session() { return *session_; }
  /// In a session of its own, on the same store, with one rule of the optimiser switched off.
  Outcome RunWithout(const std::string& rule, const std::string& text);
  /// Empties the graph.
  void Reset();

  /// How many statements ran, how many of them ended with an error: a generator whose statements all fail proves
  /// nothing.
  uint64_t statements = 0, errors = 0, rows = 0;

 private:
  std::unique_ptr<Store> store_;
  std::unique_ptr<engine::Session> session_;
};

}  // namespace papergraph::generate
