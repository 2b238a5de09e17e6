// `papergraph session`: the JSON lines of CONTRACT.md, for programs.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <csignal>

#include "cli/commands.h"
#include "cli/line_channel.h"
#include "cli/literal.h"
#include "cli/options.h"
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

class Protocol {
 public:
  explicit Protocol(engine::Session& session) : session_(session) {}

  /// Appends one line to `out`, whatever `line` is.
  void Answer(std::string_view line, std::string& out) {
    const size_t start = out.size();
    std::string_view text;  // what a position in an error is about
    Value request;
    try {
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

 private:
  void Query(std::string_view text, const Value* params, bool has_entities, std::string& out) {
    if (params && params->kind() != ValueKind::kMap && !params->is_null()) throw BadRequest("\"params\" is an object");
    if (params && has_entities) engine::RequireEntities(*params, *session_.Graph());
    engine::JsonStatement statement(out);
    statement.Finish(session_.Run(text, params ? *params : Value(), statement));
  }

  void Declare(const Value& request) {
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

  engine::Session& session_;
};

struct SessionCommandOptions {
  DatabaseOptions database;
  engine::SessionOptions statement;
};

int RunSession(const SessionCommandOptions& options) {
  std::signal(SIGPIPE, SIG_IGN);  // a reader that left is the end, not a crash
  const std::unique_ptr<Store> store = OpenDatabase(options.database, true);
  engine::Session session(*store, options.statement);
  Protocol protocol(session);
  LineChannel channel(STDIN_FILENO, STDOUT_FILENO);
  channel.out() += "{\"engine\":\"papergraph\",\"version\":\"" + std::string(Version()) + "\",\"procedures\":true}\n";
  if (!channel.Flush()) return kDone;
  std::string_view line;
  while (channel.NextLine(line)) {
    if (!line.empty()) protocol.Answer(line, channel.out());
  }
  return kDone;
}

}  // namespace

const Command kSession{"session", "answer JSON lines from standard input: for programs",
                       "  echo '{\"op\":\"query\",\"query\":\"RETURN 1 AS one\"}' | papergraph session --db :memory:\n",
                       [](CLI::App& app) -> std::function<int()> {
                         auto options = std::make_shared<SessionCommandOptions>();
                         AddDatabaseOptions(app, options->database, true);
                         AddStatementOptions(app, options->statement);
                         return [options] { return RunSession(*options); };
                       }};

}  // namespace papergraph::cli
