#include "tests/generate/run.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>

#include "engine/exec/executor.h"
#include "engine/planner/planner.h"
#include "engine/schema_statements.h"
#include "engine/semantic/check.h"
#include "grammar/parser.h"
#include "storage/error.h"
#include "tests/support/same_graph.h"

namespace papergraph::generate {
namespace {

constexpr double kSeconds = 0.5;
constexpr uint64_t kMemory = 64 << 20;

template <typename Entity>
std::string ShowProperties(const GraphReader& graph, Entity entity) {
  std::map<std::string, std::string> sorted;
  for (const auto& [property, value] : graph.PropertiesOf(entity))
    sorted.emplace(graph.NameOf(property), Show(value, graph));
  std::string text = "{";
  for (const auto& [name, value] : sorted) text += name + ": " + value + ", ";
  return text + "}";
}

std::string ShowNode(const GraphReader& graph, NodeId node) {
  if (!graph.HasNode(node)) return "(gone)";
  std::vector<std::string> labels;
  for (const LabelId label : graph.LabelsOf(node)) labels.emplace_back(graph.NameOf(label));
  std::sort(labels.begin(), labels.end());
  return fmt::format("(:{} {})", fmt::join(labels, ":"), ShowProperties(graph, node));
}

std::string ShowEdge(const GraphReader& graph, EdgeId edge) {
  if (!graph.HasEdge(edge)) return "[gone]";
  return fmt::format("[:{} {}]", graph.NameOf(graph.EdgeOf(edge).type), ShowProperties(graph, edge));
}

void Note(Outcome& outcome, const QueryError& error) {
  outcome.rows.clear();
  outcome.error = std::string(papergraph::NameOf(error.type())) + "/" + error.detail();
  outcome.message = error.what();
  outcome.compile = error.phase() == ErrorPhase::kCompile;
  outcome.resource = error.type() == ErrorType::kResourceError;
}

std::shared_ptr<const engine::Procedure> FindProcedure(std::string_view name) {
  for (const engine::Procedure& procedure : engine::BuiltInProcedures()) {
    if (procedure.name == name) return std::shared_ptr<const engine::Procedure>(std::shared_ptr<void>(), &procedure);
  }
  return nullptr;
}

void RunPlain(PlainGraph& graph, const std::string& text, Shown& sink) {
  const Value parameters = Parameters();
  const ast::Statement statement = Parse(text);
  engine::CheckContext check;
  check.find_procedure = [](std::string_view name) { return FindProcedure(name).get(); };
  check.parameters = &parameters;
  engine::Check(statement, check);
  const auto schema = [&](const auto* of_schema) {
    if (of_schema == nullptr) return false;
    engine::RunSchema(*of_schema, statement.span, graph);
    return true;
  };
  if (schema(std::get_if<ast::CreateIndex>(&statement.value)) ||
      schema(std::get_if<ast::DropIndex>(&statement.value)) ||
      schema(std::get_if<ast::CreateConstraint>(&statement.value)) ||
      schema(std::get_if<ast::DropConstraint>(&statement.value))) {
    return;
  }
  engine::PlanContext context;
  context.graph = &graph;
  context.parameters = &parameters;
  context.rules = engine::RuleSet::None();
  context.find_procedure = FindProcedure;
  engine::Executor executor(engine::Planner::PlanStatement(std::get<ast::Query>(statement.value), context));
  engine::RunOptions options;
  options.timeout_seconds = kSeconds;
  options.memory_limit = kMemory;
  executor.Run(graph, &graph, parameters, options, sink);
  graph.CheckConstraints();
}

// 1 and 1.0 as one.
std::string Merged(std::string row) {
  for (size_t at = 0; (at = row.find("0x", at)) != std::string::npos;) {
    const size_t from = at > 0 && row[at - 1] == '-' ? at - 1 : at;
    size_t length = 0;
    const double number = std::stod(row.substr(from), &length);
    if (number == static_cast<double>(static_cast<int64_t>(number))) {
      const std::string shown = std::to_string(static_cast<int64_t>(number));
      row.replace(from, length, shown);
      at = from + shown.size();
    } else {
      at = from + length;
    }
  }
  return row;
}

std::vector<std::string> Comparable(std::vector<std::string> rows, bool ordered, bool merged) {
  if (merged) std::transform(rows.begin(), rows.end(), rows.begin(), Merged);
  if (!ordered) std::sort(rows.begin(), rows.end());
  return rows;
}

}  // namespace

std::string Show(const Value& value, const GraphReader& graph) {
  switch (value.kind()) {
    case ValueKind::kNode:
      return ShowNode(graph, value.as_node());
    case ValueKind::kRelationship: {
      const EdgeId edge = value.as_relationship();
      if (!graph.HasEdge(edge)) return "[gone]";
      const EdgeRecord record = graph.EdgeOf(edge);
      return ShowNode(graph, record.start) + "-" + ShowEdge(graph, edge) + "->" + ShowNode(graph, record.end);
    }
    case ValueKind::kPath: {
      std::string text = "<";
      const Path& path = value.as_path();
      for (size_t i = 0; i < path.nodes.size(); ++i) {
        text += ShowNode(graph, path.nodes[i]);
        if (i == path.edges.size()) break;
        const bool forth = graph.HasEdge(path.edges[i]) && graph.EdgeOf(path.edges[i]).start == path.nodes[i];
        text += (forth ? "-" : "<-") + ShowEdge(graph, path.edges[i]) + (forth ? "->" : "-");
      }
      return text + ">";
    }
    case ValueKind::kList: {
      std::string text = "[";
      for (const Value& item : value.as_list()) text += Show(item, graph) + ", ";
      return text + "]";
    }
    case ValueKind::kMap: {
      std::string text = "{";
      for (const auto& [key, item] : value.as_map()) text += key + ": " + Show(item, graph) + ", ";
      return text + "}";
    }
    default:
      return ShowValue(value);
  }
}

std::string Outcome::Text() const {
  if (!error.empty()) return error + ": " + message + "\n";
  std::string text = fmt::format("{} rows: {}\n", rows.size(), fmt::join(columns, " | "));
  for (size_t i = 0; i < rows.size() && i < 30; ++i) text += "  " + rows[i] + "\n";
  return text;
}

void Shown::Columns(const std::vector<std::string>& names, const GraphReader& graph) {
  outcome.columns = names;
  graph_ = &graph;
}

void Shown::Row(std::span<const Value> values) {
  std::string text;
  for (const Value& value : values) text += Show(value, *graph_) + " | ";
  outcome.rows.push_back(std::move(text));
}

Outcome Run(engine::Session& session, const std::string& text) {
  Shown sink;
  try {
    session.Run(text, Parameters(), sink);
  } catch (const QueryError& error) {
    Note(sink.outcome, error);
  }
  return std::move(sink.outcome);
}

Outcome Run(PlainGraph& graph, const std::string& text) {
  Shown sink;
  const size_t before = graph.Savepoint();
  try {
    RunPlain(graph, text, sink);
  } catch (const QueryError& error) {
    Note(sink.outcome, error);
  } catch (const StoreError& error) {  // as Session turns it into a QueryError
    Note(sink.outcome, RuntimeError(ErrorType::kConstraintValidationFailed, "ConstraintViolation", {}, error.what()));
  }
  if (!sink.outcome.error.empty()) graph.RollbackTo(before);
  return std::move(sink.outcome);
}

std::vector<std::string> GraphText(const GraphReader& graph) {
  std::vector<NodeId> nodes(graph.NodeIdLimit());
  nodes.resize(graph.ScanNodes(std::nullopt, NodeId{0}, nodes));
  std::vector<EdgeId> edges(graph.EdgeIdLimit());
  edges.resize(graph.ScanEdges(std::nullopt, EdgeId{0}, edges));
  std::map<NodeId, size_t> colour;
  const std::hash<std::string> hash;
  for (const NodeId node : nodes) colour[node] = hash(ShowNode(graph, node));
  for (int round = 0; round < 4; ++round) {
    std::map<NodeId, std::vector<std::string>> touched;
    for (const EdgeId edge : edges) {
      const EdgeRecord record = graph.EdgeOf(edge);
      const std::string shown = ShowEdge(graph, edge);
      touched[record.start].push_back(fmt::format("out {} {}", shown, colour[record.end]));
      touched[record.end].push_back(fmt::format("in {} {}", shown, colour[record.start]));
    }
    std::map<NodeId, size_t> next;
    for (const NodeId node : nodes) {
      auto& around = touched[node];
      std::sort(around.begin(), around.end());
      next[node] = hash(fmt::format("{} {}", colour[node], fmt::join(around, ";")));
    }
    colour = std::move(next);
  }
  std::vector<std::string> lines;
  for (const NodeId node : nodes) lines.push_back(fmt::format("{} #{:x}", ShowNode(graph, node), colour[node]));
  for (const EdgeId edge : edges) {
    const EdgeRecord record = graph.EdgeOf(edge);
    lines.push_back(fmt::format("{}-{}->{} #{:x} #{:x}", ShowNode(graph, record.start), ShowEdge(graph, edge),
                                ShowNode(graph, record.end), colour[record.start], colour[record.end]));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

std::optional<std::string> Difference(const Step& step, const Outcome& store, const Outcome& plain) {
  if (store.resource || plain.resource) return std::nullopt;
  const std::string both =
      "--- on the store, optimised\n" + store.Text() + "--- on the plain graph, as written\n" + plain.Text();
  if (store.compile && !step.risky) return "a valid statement is refused\n" + both;
  if (store.error != plain.error) {
    // Which of several predicates is tested first is left open, and so is whether a failing one is asked at all.
    if (step.error_is_open) return std::nullopt;
    return "another error\n" + both;
  }
  if (store.columns != plain.columns) return "other columns\n" + both;
  const auto same = [&](bool merged) {
    return Comparable(store.rows, step.ordered, merged) == Comparable(plain.rows, step.ordered, merged);
  };
  if (same(false) || (step.merges_numbers && same(true))) return std::nullopt;
  return "other rows\n" + both;
}

Bench::Bench() : store_(Store::Open(":memory:", {})) {
  engine::SessionOptions options;
  options.timeout_seconds = kSeconds;
  options.memory_limit = kMemory;
  options.ignore_estimates = true;
  session_ = std::make_unique<engine::Session>(*store_, options);
}

Outcome Bench::RunWithout(const std::string& rule, const std::string& text) {
  engine::SessionOptions options;
  options.timeout_seconds = kSeconds;
  options.memory_limit = kMemory;
  options.ignore_estimates = true;
  options.disabled_rules = {rule};
  engine::Session session(*store_, options);
  return Run(session, text);
}

void Bench::Reset() { session_->Reset(); }

std::optional<std::string> Bench::Check(const Case& made) {
  Reset();
  PlainGraph plain;
  const Step creation{made.graph};
  if (auto wrong = Difference(creation, Run(*session_, made.graph), Run(plain, made.graph))) return *wrong;
  const size_t begin = plain.Savepoint();
  bool failed = false;
  if (made.transaction) Run(*session_, "BEGIN");
  for (size_t i = 0; i < made.steps.size() && !failed; ++i) {
    const Step& step = made.steps[i];
    const Outcome on_store = Run(*session_, step.text), on_plain = Run(plain, step.text);
    ++statements;
    rows += on_store.rows.size();
    if (!on_store.error.empty()) ++errors;
    const auto where = [&] { return fmt::format("statement {}: {}\n", i + 1, step.text); };
    if (auto wrong = Difference(step, on_store, on_plain)) return where() + *wrong;
    failed = !on_store.error.empty() || !on_plain.error.empty();
    if (failed && (on_store.error != on_plain.error || !made.transaction)) {
      // One of them may have written, or a limit was met: the graphs are no longer the same.
      if (on_store.error != on_plain.error) return std::nullopt;
      failed = false;
    }
    if (failed) break;
    if (step.writes) {
      const auto expected = GraphText(plain), actual = GraphText(*session_->Graph());
      if (expected != actual) {
        return where() + fmt::format("another graph\n--- on the store\n{}\n--- on the plain graph\n{}\n",
                                     fmt::join(actual, "\n"), fmt::join(expected, "\n"));
      }
    } else if (auto again = Difference(step, Run(*session_, step.text), on_plain)) {
      return where() + "the second time: " + *again;
    }
  }
  if (made.transaction) {
    const bool rolled_back = failed || made.rollback;
    Run(*session_, rolled_back ? "ROLLBACK" : "COMMIT");
    if (rolled_back) plain.RollbackTo(begin);
    const auto expected = GraphText(plain), actual = GraphText(*session_->Graph());
    if (expected != actual) {
      return fmt::format("after the transaction: another graph\n--- on the store\n{}\n--- on the plain graph\n{}\n",
                         fmt::join(actual, "\n"), fmt::join(expected, "\n"));
    }
  }
  const bool wrote = std::any_of(made.steps.begin(), made.steps.end(), [](const Step& step) { return step.writes; });
  // What was asked before the last change is asked again: by a plan that was made for another graph.
  for (const Step& step : made.steps) {
    if (step.writes || (step.by_number && wrote)) continue;
    if (auto wrong = Difference(step, Run(*session_, step.text), Run(plain, step.text)))
      return "at the end, again: " + step.text + "\n" + *wrong;
  }
  return std::nullopt;
}

}  // namespace papergraph::generate
