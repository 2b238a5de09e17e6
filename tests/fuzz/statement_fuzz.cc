// A statement that is text runs to its end or to a QueryError, within the limits it is given; without the optimiser it
// reads as many rows, where no chance and no order that Cypher leaves open is in play.
#include <cctype>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

#include "engine/exec/executor.h"
#include "engine/planner/planner.h"
#include "engine/semantic/check.h"
#include "grammar/parser.h"
#include "tests/fuzz/disagree.h"
#include "tests/support/sample_graph.h"

namespace papergraph::engine {
namespace {

struct Counted : RowSink {
  uint64_t rows = 0;
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value>) override { ++rows; }
};

std::shared_ptr<const Procedure> FindProcedure(std::string_view name) {
  for (const Procedure& procedure : BuiltInProcedures())
    if (procedure.name == name) return std::make_shared<Procedure>(procedure);
  return nullptr;
}

// nullopt: a limit was reached, which says nothing of the statement; -1: it failed.
std::optional<int64_t> RowsOf(const ast::Query& query, RuleSet rules, PlainGraph& graph) {
  PlanContext context;
  context.graph = &graph;
  context.rules = rules;
  context.find_procedure = FindProcedure;
  RunOptions options;
  options.timeout_seconds = 0.05;
  options.memory_limit = 32 << 20;
  const size_t before = graph.Savepoint();
  std::optional<int64_t> rows;
  try {
    Executor executor(Planner::PlanStatement(query, context));
    Counted sink;
    executor.Run(graph, &graph, Value(), options, sink);
    rows = static_cast<int64_t>(sink.rows);
  } catch (const QueryError& error) {
    if (error.type() != ErrorType::kResourceError) rows = -1;
  } catch (const StoreError&) {  // a constraint; Session makes a QueryError of it
    rows = -1;
  }
  graph.RollbackTo(before);
  return rows;
}

bool IsLeftOpen(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  for (const char* word : {"limit", "skip", "rand", "collect", "time", "date", "shortest", "call", "merge", "delete"})
    if (text.find(word) != std::string::npos) return true;
  return false;
}

void RunBoth(const std::string& text) {
  static SampleGraph sample;
  try {
    const ast::Statement statement = Parse(text);
    CheckContext context;
    std::shared_ptr<const Procedure> found;
    context.find_procedure = [&](std::string_view name) { return (found = FindProcedure(name)).get(); };
    const Value none;
    context.parameters = &none;
    Check(statement, context);
    const auto* query = std::get_if<ast::Query>(&statement.value);
    if (!query) return;
    const auto rows = RowsOf(*query, RuleSet::All(), sample.graph());
    const auto plain = RowsOf(*query, RuleSet::None(), sample.graph());
    // A plan may see an error that another one never meets.
    if (!rows || !plain || *rows < 0 || *plain < 0 || IsLeftOpen(text)) return;
    if (*rows != *plain) Disagree(text.c_str(), std::to_string(*rows), std::to_string(*plain));
  } catch (const QueryError& error) {
    if (error.span().start > error.span().end || error.span().end > text.size())
      Disagree("span outside the text", text, error.what());
  }
}

}  // namespace
}  // namespace papergraph::engine

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::engine::RunBoth(std::string(reinterpret_cast<const char*>(data), size));
  return 0;
}
