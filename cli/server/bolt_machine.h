// Bolt's conversation with one client, from the first message after the handshake: no sockets here
// (neo4j.com/docs/bolt/current/bolt/server-state).
#pragma once

#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "cli/server/bolt_error.h"
#include "cli/server/conversation.h"
#include "cli/server/greeting.h"
#include "cli/server/logins.h"
#include "cli/server/packstream.h"
#include "cli/server/result_stream.h"
#include "cli/server/served_store.h"
#include "engine/session.h"

namespace papergraph::cli {

struct BoltSettings {
  bool writable = false;
  double client_timeout = 300;  // seconds that rows or an open transaction wait for their client
  int most_statements = 256;    // that may be open at once, in all conversations
  engine::SessionOptions statement;
};

struct Explorer;

/// What the conversations of a server share.
struct BoltShared {
  BoltSettings settings;
  ServedStore& store;
  Logins& logins;
  std::atomic<int> open_statements{0};
  std::atomic<uint64_t> commits{0};
  const Explorer* explorer = nullptr;  // none: HTTP is not spoken
};

/// The one database that a server has, by name.
inline constexpr std::string_view kBoltDatabase = "papergraph";

/// The other side, as the machine sees it.
class BoltPeer : public Peer {
 public:
  enum class Waited { kMessage, kGone, kTooLong };

  /// The client's next message, waited for so many seconds.
  virtual Waited Next(std::string& message, double seconds) = 0;
  /// A RESET has come that was not answered yet (Next gives what came before it first), or the client is gone.
  virtual bool Interrupted() = 0;
  /// The oldest such RESET is about to be answered.
  virtual void ResetDone() = 0;

 protected:
  ~BoltPeer() = default;
};

/// One thread at a time; Cancel from any. An open transaction is rolled back at the end.
class BoltMachine final : public Conversation, private StreamOwner {
 public:
  /// All but `version` outlive it.
  BoltMachine(BoltVersion version, BoltShared& shared, BoltPeer& peer, uint64_t id);
  ~BoltMachine() override;

  /// Answers a message; of a statement that gives rows, also those that follow, to the end of the statement. False: the
  /// conversation is over.
  bool Handle(std::string_view message) override;
  /// Says so when the client comes back.
  void Expire() override;
  void Rest(bool long_quiet) override;
  void Cancel() override;
  bool authenticated() const override { return state_ != State::kConnected && state_ != State::kAuthentication; }
  bool waits_in_transaction() const override { return state_ == State::kTransaction && !deferred_; }
  double patience() const override { return 0; }

 private:
  enum class State { kConnected, kAuthentication, kReady, kTransaction, kBroken };
  struct Abandoned {};  // thrown through a statement that nobody waits for any more
  struct Kept {
    std::deque<std::string> records;
    ValueMap summary;
  };

  // StreamOwner
  void OnColumns(const std::vector<std::string>& names) override;
  void OnMore() override;
  void OnRecord(std::string_view message) override;

  // Messages.
  void Answer(std::string_view bytes);
  void Dispatch(const PackedMessage& message);
  void Hello(const PackedMessage& message);
  void Logon(const Value& auth);
  void Reset();
  void Run(const PackedMessage& message);
  void RunStatement(const std::string& text, const Value& params);
  void Begin(const PackedMessage& message);
  void EndTransaction(bool commit);
  void PullKept(const PackedMessage& message);
  void Route(const PackedMessage& message);

  /// The client's next order for `stream_`. Throws Abandoned, QueryError.
  void WaitForOrder();
  /// False: this message was none.
  bool TakeOrder(const std::string& bytes);
  /// Readies the session for a statement or a transaction; false: FAILURE was sent.
  bool Prepare(const Value& extra);
  bool SetTimeout();
  ValueMap SummaryOf(const engine::Summary& summary);

  /// Calls `action`; what it throws becomes FAILURE, now or as the answer to the next message.
  template <typename Action>
  void Guarded(std::string_view text, const Action& action) {
    try {
      action();
    } catch (...) {
      Caught(text);
    }
  }
  /// In a handler of exceptions.
  void Caught(std::string_view text);
  // Answers. Each ends what is owed for a message.
  void Success(ValueMap metadata);
  void Fail(BoltError error);
  void Ignore();
  /// What no client may send: FAILURE, and the end.
  void Violation(const std::string& message);
  void Reply(uint8_t tag, const Value* metadata);
  void Flush();

  BoltShared& shared_;
  BoltPeer& peer_;
  const BoltVersion version_;
  const uint64_t id_;
  Dialect dialect_;
  State state_ = State::kConnected;
  bool over_ = false;
  bool owes_ = false;                   // an answer to the message read last
  std::optional<BoltError> deferred_;   // happened between two messages: the answer to the next
  std::optional<std::string> pending_;  // read while a statement ran, to be answered after it
  std::string out_;
  std::string address_;  // by which the client knows this server

  std::shared_ptr<Store> store_;
  std::mutex session_mutex_;  // of the pointer: Cancel comes from elsewhere
  std::unique_ptr<engine::Session> session_;
  double timeout_ = 0;                                     // of the transaction, in seconds; 0: none
  std::chrono::steady_clock::time_point began_;            // the transaction or the statement
  ResultStream* stream_ = nullptr;                         // of the statement that runs
  std::chrono::steady_clock::time_point statement_began_;  // that one
  int64_t next_result_ = 0;
  std::map<int64_t, Kept> kept_;
};

}  // namespace papergraph::cli
