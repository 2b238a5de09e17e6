// Bolt's conversation with a server, from its side of who asks (neo4j.com/docs/bolt/current/bolt). No sockets here.
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cli/client/channel.h"
#include "cli/server/chunks.h"
#include "cli/server/greeting.h"
#include "cli/server/packstream.h"
#include "engine/result.h"

namespace papergraph::cli {

/// The server refuses a statement, or a log-on.
class ServerError : public std::runtime_error {
 public:
  ServerError(std::string code, const std::string& message) : std::runtime_error(message), code_(std::move(code)) {}
  /// "Neo.ClientError.Statement.SyntaxError"
  const std::string& code() const { return code_; }
  /// Whether the same may work a little later.
  bool is_transient() const {
    return code_.starts_with("Neo.TransientError.") || code_.starts_with("Memgraph.TransientError.");
  }

 private:
  std::string code_;
};

struct BoltLogin {
  std::string user;  // empty: no log-on
  std::string password;
};

/// How a statement is to run.
struct BoltOrder {
  bool read_only = false;
  double timeout_seconds = 0;  // the server is told; 0: no limit
  std::string database;        // empty: the server's own choice
};

/// One thread. Speaks 5.4 to 5.0 and 4.4 to 4.0. Failure: ServerError, after which it can go on, and ConnectionError,
/// after which it may only be destroyed.
class BoltClient {
 public:
  /// Shakes hands and logs on. `patience`: seconds to wait for an answer that needs no work.
  BoltClient(std::unique_ptr<Channel> channel, const BoltLogin& login, double patience = 30);
  /// Says good-bye, if it can.
  ~BoltClient();
  BoltClient(const BoltClient&) = delete;
  BoltClient& operator=(const BoltClient&) = delete;

  /// Runs a statement as a transaction of its own; rows go to `sink` as they come. `params` is a map or null.
  engine::Summary Run(std::string_view text, const Value& params, const BoltOrder& order, engine::RowSink& sink);
  /// The same for a statement whose rows do not matter.
  engine::Stats Do(std::string_view text, const Value& params, const BoltOrder& order);

  /// "Neo4j/5.13.0", as the server names itself.
  const std::string& server() const { return server_; }

 private:
  void ShakeHands();
  void LogOn(const BoltLogin& login);
  void Send(uint8_t tag, const std::vector<Value>& fields);
  void Flush();
  std::string NextMessage(double seconds);
  PackedMessage Next(double seconds, const StructureReader* others = nullptr);
  /// The answer to a message that gives no rows: SUCCESS's metadata. Throws ServerError.
  Value Success(double seconds);
  /// FAILURE -> ServerError, after the server was made ready again; `ignored`: answers that are still to come.
  [[noreturn]] void Failed(const PackedMessage& failure, int ignored);

  std::unique_ptr<Channel> channel_;
  const double patience_;
  ChunkReader chunks_;
  std::deque<std::string> inbox_;
  std::string out_;
  BoltVersion version_;
  Dialect dialect_;
  std::string server_;
  bool ready_ = false;  // between two statements
};

}  // namespace papergraph::cli
