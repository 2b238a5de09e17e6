#include "cli/protocol.h"

#include "cli/literal.h"
#include "engine/json.h"

namespace papergraph::cli {
namespace {

QueryError BadRequest(const std::string& message) {
  return QueryError(ErrorType::kSyntaxError, "InvalidRequest", {}, message);
}

const Value& Member(const Value& object, std::string_view name, ValueKind kind) {
  const Value* member = object.Find(name);
  if (member && member->kind() == kind) return *member;
  throw BadRequest("the request needs \"" + std::string(name) + "\", " +
                   (kind == ValueKind::kString ? "a string" : "a list of rows, each a list of strings"));
}

}  // namespace

void Protocol::Answer(std::string_view line, std::string& out) {
  const size_t start = out.size();
  std::string_view text;  // what a position in an error is about
  engine::JsonQuery query;
  Value request;
  try {
    if (engine::ReadJsonQuery(line, query)) {
      text = query.text;
      Query(text, &query.params, false, out);
      out += '\n';
      return;
    }
    bool has_entities = false;
    text = line;
    request = engine::ParseJsonValue(line, &has_entities);
    text = {};
    if (request.kind() != ValueKind::kMap) throw BadRequest("a request is a JSON object");
    const std::string_view op = Member(request, "op", ValueKind::kString).as_string();
    if (op == "query") {
      text = Member(request, "query", ValueKind::kString).as_string();
      Query(text, request.Find("params"), has_entities, out);
    } else if (op == "reset") {
      session_.Reset();
      out += "{\"ok\":true}";
    } else if (op == "procedure") {
      Declare(request);
      out += "{\"ok\":true}";
    } else {
      throw BadRequest("\"op\" is query, reset or procedure, not \"" + std::string(op) + "\"");
    }
  } catch (const QueryError& error) {
    out.resize(start);
    engine::AppendJsonError(out, error, text);
  } catch (const std::bad_alloc&) {
    out.resize(start);
    engine::AppendJsonError(out, RuntimeError(ErrorType::kResourceError, "OutOfMemory", {}, "out of memory"), text);
  } catch (const std::exception& error) {
    out.resize(start);
    engine::AppendJsonError(out, RuntimeError(ErrorType::kStorageError, "StorageError", {}, error.what()), text);
  }
  out += '\n';
}

void Protocol::Query(std::string_view text, const Value* params, bool has_entities, std::string& out) {
  if (params && params->kind() != ValueKind::kMap && !params->is_null()) throw BadRequest("\"params\" is an object");
  if (params && has_entities) engine::RequireEntities(*params, *session_.Graph());
  engine::JsonStatement statement(out);
  statement.Finish(session_.Run(text, params ? *params : Value(), statement));
}

void Protocol::Declare(const Value& request) {
  const std::string_view signature = Member(request, "signature", ValueKind::kString).as_string();
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;
  const ValueList& table = Member(request, "table", ValueKind::kList).as_list();
  for (size_t i = 0; i < table.size(); ++i) {
    if (table[i].kind() != ValueKind::kList) throw BadRequest("each row of \"table\" is a list of strings");
    if (i > 0) rows.emplace_back();
    for (const Value& cell : table[i].as_list()) {
      if (cell.kind() != ValueKind::kString) throw BadRequest("each cell of \"table\" is a string");
      if (i == 0) {
        columns.emplace_back(cell.as_string());
      } else {
        rows.back().push_back(ParseLiteral(cell.as_string()));
      }
    }
  }
  session_.DeclareProcedure(signature, columns, std::move(rows));
}

}  // namespace papergraph::cli
