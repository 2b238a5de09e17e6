#include "cli/mcp_server.h"

#include <algorithm>
#include <sstream>
#include <vector>

#include "cli/commands.h"
#include "cli/identity_text.h"
#include "cli/report_error.h"
#include "engine/json.h"
#include "engine/language.h"

namespace papergraph::cli {
namespace {

using nlohmann::json;

constexpr int kParseError = -32700, kInvalidRequest = -32600, kMethodNotFound = -32601, kInvalidParams = -32602;
/// Newest first.
constexpr const char* kProtocolVersions[] = {"2025-06-18", "2025-03-26", "2024-11-05"};
constexpr int64_t kUsualRows = 50, kMostRows = 1000;

constexpr const char* kInstructions =
    "A graph of AI papers, read from daily reports: Paper, Method, Benchmark, Model and Domain nodes; relationships "
    "such "
    "as USES, PROPOSES, EVALUATES_ON and COMPARES_WITH carry the sentence that they rest on (evidence); Result nodes "
    "carry reported numbers. Use `ask` with a plain sentence first, such as `papers using GRPO on math benchmarks`, "
    "`results on AIME 2024`, `methods compared with LoRA`, `leaderboard of GSM8K`; it also gives the Cypher that the "
    "sentence means. Use `query` for what no sentence says, after `schema`. Use `why` for the sentence and the rule "
    "behind one relationship. Quote the evidence.";

struct RpcError {
  int code;
  std::string message;
};

struct Property {
  const char* name;
  json schema;
  bool required = true;
};

json Tool(const char* name, const char* title, const char* description, const std::vector<Property>& properties) {
  json schema = {{"type", "object"}, {"properties", json::object()}, {"required", json::array()}};
  for (const Property& property : properties) {
    schema["properties"][property.name] = property.schema;
    if (property.required) schema["required"].push_back(property.name);
  }
  return {{"name", name},
          {"title", title},
          {"description", description},
          {"inputSchema", schema},
          {"annotations", {{"readOnlyHint", true}, {"openWorldHint", false}}}};
}

json Text(const char* description) { return {{"type", "string"}, {"description", description}}; }

json Limit() {
  return {{"type", "integer"},
          {"minimum", 1},
          {"maximum", kMostRows},
          {"default", kUsualRows},
          {"description", "how many rows at most"}};
}

json Tools() {
  return json::array(
      {Tool("ask", "Ask in a sentence",
            "Answers a plain English sentence about papers, methods, benchmarks, models and reported numbers. Gives "
            "rows "
            "with the sentences of evidence, and the Cypher that the sentence means.",
            {{"question", Text("such as: papers using GRPO on math benchmarks")}, {"limit", Limit(), false}}),
       Tool("query", "Run Cypher", "Runs one openCypher statement that reads.",
            {{"cypher", Text("such as: MATCH (p:Paper)-[:USES]->(m:Method {name: $name}) RETURN p.title")},
             {"parameters", {{"type", "object"}, {"description", "values of the statement's $parameters"}}, false},
             {"limit", Limit(), false}}),
       Tool("why", "Why a relationship is there",
            "The relationships from a paper to a name: which rule, which file, which sentence with the words marked.",
            {{"paper", Text("its arXiv id, its title or the beginning of that")},
             {"name", Text("a method, benchmark, model or domain, by any of its names")}}),
       Tool("schema", "What is in the graph", "Labels and relationship types with their counts and properties.", {})});
}

/// Rows as the session's protocol writes them, as far as `most`.
class FirstRows : public engine::RowSink {
 public:
  struct Enough {};

  explicit FirstRows(int64_t most) : most_(most) {}
  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    graph_ = &graph;
    columns_ = names;
  }
  void Row(std::span<const Value> values) override {
    if (static_cast<int64_t>(rows_.size()) == most_) throw Enough();
    json& row = rows_.emplace_back(json::array());
    for (const Value& value : values) {
      std::string text;
      engine::AppendJson(text, value, *graph_);
      row.push_back(json::parse(text));
    }
  }
  const std::vector<std::string>& columns() const { return columns_; }
  const json::array_t& rows() const { return rows_; }

 private:
  int64_t most_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::string> columns_;
  json::array_t rows_;
};

json Run(engine::Session& session, const std::string& statement, const Value& parameters, int64_t most) {
  FirstRows rows(most);
  json answer;
  try {
    const engine::Summary summary = session.Run(statement, parameters, rows);
    if (!summary.notices.empty()) answer["notices"] = summary.notices;
    if (!summary.plan.empty()) answer["plan"] = summary.plan;
    answer["truncated"] = false;
  } catch (const FirstRows::Enough&) {
    answer["truncated"] = true;
  }
  answer["columns"] = rows.columns();
  answer["rows"] = rows.rows();
  return answer;
}

json Column(engine::Session& session, const std::string& statement) {
  const json answer = Run(session, statement, Value(), kMostRows);
  json values = json::array();
  for (const json& row : answer["rows"]) values.push_back(row[0]);
  return values;
}

/// Properties are those of the first of each: all would be to read the graph.
json Schema(engine::Session& session) {
  const std::shared_ptr<const GraphReader> graph = session.Graph();
  json schema = {{"labels", json::array()}, {"relationshipTypes", json::array()}};
  for (uint32_t id = 0; id < graph->LabelCount(); ++id) {
    const std::string name(graph->NameOf(LabelId{id})), quoted = engine::QuotedName(name);
    const json count = Column(session, "MATCH (n:" + quoted + ") RETURN count(*)")[0];
    if (count == 0) continue;
    schema["labels"].push_back({{"name", name},
                                {"count", count},
                                {"properties", Column(session, "MATCH (n:" + quoted +
                                                                   ") WITH n LIMIT 200 UNWIND keys(n) AS key "
                                                                   "RETURN DISTINCT key ORDER BY key")}});
  }
  for (uint32_t id = 0; id < graph->TypeCount(); ++id) {
    const std::string name(graph->NameOf(TypeId{id})), quoted = engine::QuotedName(name);
    const json count = Column(session, "MATCH ()-[r:" + quoted + "]->() RETURN count(*)")[0];
    if (count == 0) continue;
    const std::string some = "MATCH (a)-[r:" + quoted + "]->(b) WITH a, r, b LIMIT 200 ";
    schema["relationshipTypes"].push_back(
        {{"name", name},
         {"count", count},
         {"between", Column(session, some + "UNWIND labels(a) AS x UNWIND labels(b) AS y WITH DISTINCT x, y "
                                            "RETURN x + ' -> ' + y AS arrow ORDER BY arrow")},
         {"properties", Column(session, some + "UNWIND keys(r) AS key RETURN DISTINCT key ORDER BY key")}});
  }
  return schema;
}

std::string TextOf(const json& arguments, const char* name) {
  const auto found = arguments.find(name);
  if (found == arguments.end() || !found->is_string())
    throw RpcError{kInvalidParams, std::string("the argument `") + name + "` is missing or no string"};
  return found->get<std::string>();
}

int64_t LimitOf(const json& arguments) {
  const auto found = arguments.find("limit");
  if (found == arguments.end()) return kUsualRows;
  if (!found->is_number_integer() || *found < 1 || *found > kMostRows)
    throw RpcError{kInvalidParams, "`limit` is a whole number from 1 to " + std::to_string(kMostRows)};
  return found->get<int64_t>();
}

json Ask(engine::Session& session, const json& arguments) {
  const std::string question = TextOf(arguments, "question");
  if (engine::IsCypher(question))
    throw RpcError{kInvalidParams, "this is Cypher: use the tool `query`, or ask in a sentence"};
  const std::string cypher = Run(session, "EXPLAIN " + question, Value(), 1).value("plan", "");
  json answer = Run(session, question, Value(), LimitOf(arguments));
  answer["cypher"] = cypher.substr(0, cypher.find_last_not_of('\n') + 1);
  return answer;
}

json Query(engine::Session& session, const json& arguments) {
  const auto parameters = arguments.find("parameters");
  if (parameters != arguments.end() && !parameters->is_object())
    throw RpcError{kInvalidParams, "`parameters` is an object"};
  const Value values = parameters == arguments.end() ? Value() : engine::ParseJsonValue(parameters->dump());
  return Run(session, TextOf(arguments, "cypher"), values, LimitOf(arguments));
}

json Content(const std::string& text, bool is_error) {
  return {{"content", json::array({{{"type", "text"}, {"text", text}}})}, {"isError", is_error}};
}

json Initialize(const json& params) {
  const std::string wanted = params.value("protocolVersion", "");
  const auto* const known = std::find(std::begin(kProtocolVersions), std::end(kProtocolVersions), wanted);
  return {{"protocolVersion", known == std::end(kProtocolVersions) ? kProtocolVersions[0] : *known},
          {"capabilities", {{"tools", json::object()}}},
          {"serverInfo", {{"name", "papergraph"}, {"version", std::string(Version())}}},
          {"instructions", kInstructions}};
}

/// Bytes of names that are not UTF-8 become U+FFFD.
std::string Line(const json& message) { return message.dump(-1, ' ', false, json::error_handler_t::replace); }

std::string Failure(const json& id, const RpcError& error) {
  return Line({{"jsonrpc", "2.0"}, {"id", id}, {"error", {{"code", error.code}, {"message", error.message}}}});
}

}  // namespace

/// What the tool says is wrong is its answer, so that the model can read it and try again.
json McpServer::Call(const json& params) {
  const std::string name = TextOf(params, "name");
  const json arguments = params.value("arguments", json::object());
  if (!arguments.is_object()) throw RpcError{kInvalidParams, "`arguments` is an object"};
  try {
    const std::unique_ptr<Store> store = open_();
    engine::Session session(*store, options_);
    if (name == "why") {
      std::ostringstream out;
      const std::string paper = TextOf(arguments, "paper"), thing = TextOf(arguments, "name");
      const bool found = WriteReasons(out, *session.Graph(), paper, thing, false);
      return Content(found ? out.str()
                           : "no relationship from `" + paper + "` to `" + thing +
                                 "`: `paper` is an id or a title, `name` a name or alias",
                     !found);
    }
    json answer;
    if (name == "ask") {
      answer = Ask(session, arguments);
    } else if (name == "query") {
      answer = Query(session, arguments);
    } else if (name == "schema") {
      answer = Schema(session);
    } else {
      throw RpcError{kInvalidParams, "unknown tool `" + name + "`"};
    }
    json result = Content(Line(answer), false);
    result["structuredContent"] = std::move(answer);
    return result;
  } catch (const QueryError& error) {
    const json statement = arguments.value(name == "ask" ? "question" : "cypher", json());
    return Content(statement.is_string() ? DescribeError(error, statement.get<std::string>()) : error.what(), true);
  } catch (const RpcError&) {
    throw;
  } catch (const std::exception& error) {
    return Content(error.what(), true);
  }
}

std::optional<std::string> McpServer::Answer(std::string_view line) {
  const json message = json::parse(line, nullptr, /*allow_exceptions=*/false);
  if (message.is_discarded()) return Failure(nullptr, {kParseError, "this line is no JSON"});
  if (!message.is_object() || message.value("jsonrpc", json()) != "2.0")
    return Failure(nullptr, {kInvalidRequest, "a message is a JSON object with \"jsonrpc\": \"2.0\""});
  const json id = message.value("id", json());
  const json method = message.value("method", json());
  if (!method.is_string()) {
    if (message.contains("result") || message.contains("error")) return std::nullopt;  // an answer; nothing was asked
    return Failure(id, {kInvalidRequest, "\"method\" is missing"});
  }
  if (!message.contains("id")) return std::nullopt;
  if (!id.is_string() && !id.is_number()) return Failure(nullptr, {kInvalidRequest, "\"id\" is a string or a number"});
  const json given = message.value("params", json());
  const json params = given.is_null() ? json::object() : given;
  try {
    if (!params.is_object()) throw RpcError{kInvalidParams, "\"params\" is an object"};
    json result;
    if (method == "initialize") {
      result = Initialize(params);
    } else if (method == "ping") {
      result = json::object();
    } else if (method == "tools/list") {
      result = {{"tools", Tools()}};
    } else if (method == "tools/call") {
      result = Call(params);
    } else {
      throw RpcError{kMethodNotFound, "unknown method `" + method.get<std::string>() + "`"};
    }
    return Line({{"jsonrpc", "2.0"}, {"id", id}, {"result", result}});
  } catch (const RpcError& error) {
    return Failure(id, error);
  }
}

}  // namespace papergraph::cli
