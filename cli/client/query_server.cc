#include "cli/client/query_server.h"

#include <iostream>
#include <utility>

#include "cli/report_error.h"
#include "engine/language.h"
#include "engine/portable.h"

namespace papergraph::cli {
namespace {

// The Cypher that a sentence means. Throws QueryError.
std::string Translate(DatabaseOptions database, const engine::SessionOptions& options, const std::string& sentence,
                      std::vector<std::string>& notices) {
  database.read_only = true;
  const std::unique_ptr<Store> store = OpenDatabase(database, false);
  engine::Session session(*store, options);
  engine::NoRows nothing;
  engine::Summary summary = session.Run("EXPLAIN " + sentence, Value(), nothing);
  notices = std::move(summary.notices);
  if (const std::string why = engine::WhyNotPortable(summary.plan); !why.empty()) {
    throw QueryError(ErrorType::kSemanticError, "NotPortable", {},
                     "this sentence cannot be asked of another server: its Cypher has " + why +
                         ", which other engines do not know. Ask it here, without --server.\n" + summary.plan);
  }
  return std::move(summary.plan);
}

// What the server's code says, in the words that the formats know.
QueryError ToQueryError(const ServerError& error) {
  static constexpr std::pair<std::string_view, ErrorType> kTypes[] = {
      {".SyntaxError", ErrorType::kSyntaxError},
      {".TypeError", ErrorType::kTypeError},
      {".ArgumentError", ErrorType::kArgumentError},
      {".ArithmeticError", ErrorType::kArithmeticError},
      {".ParameterMissing", ErrorType::kParameterMissing},
      {".ConstraintValidationFailed", ErrorType::kConstraintValidationFailed},
      {".ProcedureNotFound", ErrorType::kProcedureError},
      {".TransactionTimedOut", ErrorType::kResourceError},
  };
  ErrorType type = ErrorType::kStorageError;
  for (const auto& [end, known] : kTypes) {
    if (error.code().ends_with(end)) type = known;
  }
  return RuntimeError(type, error.code(), {}, error.what());
}

}  // namespace

int QueryServer(const ServerOptions& server, const DatabaseOptions& database, const engine::SessionOptions& statement,
                const std::string& text, const Value& params, engine::RowWriter& writer) {
  std::vector<std::string> notices;
  const auto failed = [&](const QueryError& error, const std::string& said) {
    writer.Fail(error, text);
    std::cout.flush();
    std::cerr << said << '\n';
    return kFailed;
  };
  try {
    BoltOrder order{database.read_only, statement.timeout_seconds, server.database};
    std::string cypher = text;
    if (!engine::IsCypher(text)) {
      cypher = Translate(database, statement, text, notices);
      order.read_only = true;
    }
    const std::unique_ptr<BoltClient> client = Connect(server);
    const engine::Summary summary = client->Run(cypher, params, order, writer);
    writer.Finish(summary);
    std::cout.flush();
    notices.insert(notices.end(), summary.notices.begin(), summary.notices.end());
    for (const std::string& notice : notices) std::cerr << Harmless(notice) << '\n';
    return kDone;
  } catch (const QueryError& error) {
    writer.Fail(error, text);
    std::cout.flush();
    ReportError(error, text);
    return kFailed;
  } catch (const ServerError& error) {
    return failed(ToQueryError(error), Describe(server, error));
  } catch (const ConnectionError& error) {
    return failed(RuntimeError(ErrorType::kStorageError, "Connection", {}, error.what()),
                  Harmless(server.address + ": " + error.what()));
  }
}

}  // namespace papergraph::cli
