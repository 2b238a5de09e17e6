#include "cli/server/explorer_api.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "engine/formats.h"
#include "engine/json.h"
#include "engine/language.h"
#include "storage/text_fold.h"

namespace papergraph::cli {
namespace {

using engine::AppendJsonString;

constexpr size_t kMostThings = 8;

struct BadRequest {
  std::string message;
};

/// The first rows, as JSON.
class FirstRows : public engine::RowSink {
 public:
  struct Enough {};  // thrown through the statement: nobody looks at more

  FirstRows(std::string& out, int64_t most) : out_(out), most_(most) {}
  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    graph_ = &graph;
    out_ += "{\"columns\":[";
    for (const std::string& name : names) {
      if (&name != &names.front()) out_ += ',';
      AppendJsonString(out_, name);
    }
    out_ += "],\"rows\":[";
  }
  void Row(std::span<const Value> values) override {
    if (rows_ == most_ || out_.size() > kMostApiBytes) throw Enough();
    out_ += rows_++ > 0 ? ",[" : "[";
    for (size_t i = 0; i < values.size(); ++i) {
      if (i > 0) out_ += ',';
      engine::AppendJson(out_, values[i], *graph_);
    }
    out_ += ']';
  }
  bool has_columns() const { return graph_ != nullptr; }

 private:
  std::string& out_;
  const int64_t most_;
  const GraphReader* graph_ = nullptr;
  int64_t rows_ = 0;
};

const Value& Required(const Value& body, std::string_view key) {
  const Value* value = body.Find(key);
  if (!value || value->kind() != ValueKind::kString) throw BadRequest{fmt::format("\"{}\" is missing or no text", key)};
  return *value;
}

int64_t LimitOf(const Value& body) {
  const Value* limit = body.Find("limit");
  if (!limit) return kUsualApiRows;
  if (limit->kind() != ValueKind::kInt || limit->as_int() < 1 || limit->as_int() > kMostApiRows) {
    throw BadRequest{fmt::format("\"limit\" is a whole number from 1 to {}", kMostApiRows)};
  }
  return limit->as_int();
}

ApiAnswer Refusal(int status, std::string_view message) {
  ApiAnswer answer{status, "{\"error\":{\"type\":\"Request\",\"message\":"};
  AppendJsonString(answer.json, message);
  answer.json += "}}";
  return answer;
}

ApiAnswer Failure(const QueryError& error, std::string_view statement) {
  ApiAnswer answer;
  engine::AppendJsonError(answer.json, error, statement);
  answer.json.resize(answer.json.size() - 2);  // }}
  answer.json += fmt::format(",\"start\":{},\"end\":{}}}}}", error.span().start, error.span().end);
  return answer;
}

// A transaction would live in a connection that the page does not know.
void EndTransaction(engine::Session& session) {
  if (!session.in_transaction()) return;
  engine::NoRows nothing;
  session.Run("ROLLBACK", Value(), nothing);
}

ApiAnswer Query(const std::string& statement, const Value& body, engine::Session& session) {
  const Value* parameters = body.Find("parameters");
  if (parameters && parameters->kind() != ValueKind::kMap) throw BadRequest{"\"parameters\" is an object"};
  ApiAnswer answer;
  std::string& out = answer.json;
  FirstRows rows(out, LimitOf(body));
  engine::Summary summary;
  bool truncated = false;
  try {
    summary = session.Run(statement, parameters ? *parameters : Value(), rows);
  } catch (const FirstRows::Enough&) {
    truncated = true;
  }
  if (!rows.has_columns()) out = "{\"columns\":[],\"rows\":[";
  out += fmt::format("],\"truncated\":{},\"elapsed_ms\":{:.3f},\"notices\":[", truncated, summary.elapsed_ms);
  for (const std::string& notice : summary.notices) {
    if (&notice != &summary.notices.front()) out += ',';
    AppendJsonString(out, notice);
  }
  out += "],\"plan\":";
  AppendJsonString(out, summary.plan);
  out += '}';
  return answer;
}

std::string PatternOf(const std::string& statement, const GraphReader& graph) {
  try {
    return engine::PatternQuery(statement, graph);
  } catch (const QueryError&) {
    return {};  // it does not run either, and running it says why
  }
}

ApiAnswer Meaning(const std::string& statement, engine::Session& session) {
  std::string cypher;
  if (!engine::IsCypher(statement)) {
    engine::NoRows nothing;
    cypher = session.Run("EXPLAIN " + statement, Value(), nothing).plan;
    cypher.resize(cypher.find_last_not_of('\n') + 1);
  }
  ApiAnswer answer;
  answer.json = "{\"cypher\":";
  AppendJsonString(answer.json, cypher);
  answer.json += ",\"pattern\":";
  AppendJsonString(answer.json, PatternOf(statement, *session.Graph()));
  answer.json += '}';
  return answer;
}

std::string TextOrNone(const Value& value) {
  return value.kind() == ValueKind::kString ? std::string(value.as_string()) : std::string();
}

// The alias of the node whose folded form is `folded`; nothing where its name is that.
std::string AliasOf(const GraphReader& graph, NodeId node, std::string_view name, std::string_view folded) {
  const auto aliases = graph.FindProperty("aliases");
  if (FoldName(name) == folded || !aliases) return {};
  const Value list = graph.NodeProperty(node, *aliases);
  if (list.kind() != ValueKind::kList) return {};
  for (const Value& alias : list.as_list()) {
    if (alias.kind() == ValueKind::kString && FoldName(alias.as_string()) == folded) return TextOrNone(alias);
  }
  return {};
}

// What is named by a text that begins like this: each once, as a page can open it.
void AppendThings(std::string& out, std::string_view text, const GraphReader& graph) {
  const std::string folded = FoldName(text);
  const auto name_property = graph.FindProperty("name");
  if (folded.empty() || !name_property) return;
  std::set<NodeId> seen;
  graph.ScanNames(folded, [&](std::string_view form, NodeId node) {
    if (!seen.insert(node).second) return true;
    const std::string name = TextOrNone(graph.NodeProperty(node, *name_property));
    const std::vector<LabelId> labels = graph.LabelsOf(node);
    if (name.empty() || labels.empty()) return true;
    out += seen.size() > 1 ? ",{\"label\":" : "{\"label\":";
    AppendJsonString(out, graph.NameOf(labels.front()));
    out += ",\"name\":";
    AppendJsonString(out, name);
    out += ",\"alias\":";
    AppendJsonString(out, AliasOf(graph, node, name, form));
    out += '}';
    return seen.size() < kMostThings;
  });
}

ApiAnswer Complete(const std::string& text, const Explorer& explorer, const engine::Session& session) {
  const std::shared_ptr<const GraphReader> graph = session.Graph();
  Completions found;
  if (explorer.complete && !text.starts_with(':')) found = explorer.complete(text, *graph);
  ApiAnswer answer;
  std::string& out = answer.json;
  out = fmt::format("{{\"start\":{},\"candidates\":[", found.start);
  for (const std::string& candidate : found.candidates) {
    if (&candidate != &found.candidates.front()) out += ',';
    AppendJsonString(out, candidate);
  }
  out += "],\"things\":[";
  AppendThings(out, text, *graph);
  out += "]}";
  return answer;
}

}  // namespace

ApiAnswer AnswerApi(std::string_view path, std::string_view body, const Explorer& explorer, engine::Session& session) {
  std::string statement;
  try {
    Value asked;
    try {
      asked = engine::ParseJsonValue(body);
    } catch (const QueryError& error) {
      throw BadRequest{error.what()};
    }
    if (asked.kind() != ValueKind::kMap) throw BadRequest{"the body is a JSON object"};
    if (path == "/api/complete") return Complete(TextOrNone(Required(asked, "text")), explorer, session);
    statement = TextOrNone(Required(asked, "statement"));
    if (path == "/api/meaning") return Meaning(statement, session);
    ApiAnswer answer = Query(statement, asked, session);
    if (!session.in_transaction()) return answer;
    EndTransaction(session);
    return Refusal(400, "the page reads one statement at a time, without transactions");
  } catch (const BadRequest& bad) {
    return Refusal(400, bad.message);
  } catch (const QueryError& error) {
    return Failure(error, statement);
  }
}

}  // namespace papergraph::cli
