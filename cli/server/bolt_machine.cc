#include "cli/server/bolt_machine.h"

#include <fmt/format.h>

#include "cli/server/graph_values.h"
#include "cli/server/message_text.h"
#include "cli/server/messages.h"

namespace papergraph::cli {
namespace {

using engine::Session;

}  // namespace

BoltMachine::BoltMachine(BoltVersion version, BoltShared& shared, BoltPeer& peer, uint64_t id)
    : shared_(shared), peer_(peer), version_(version), id_(id), address_(peer.ServerAddress()) {
  if (version.major < 5) dialect_ = {.element_ids = false, .utc = false};
}

BoltMachine::~BoltMachine() = default;

void BoltMachine::Cancel() {
  const std::lock_guard lock(session_mutex_);
  if (session_) session_->Cancel();
}

bool BoltMachine::Handle(std::string_view message) {
  pending_ = message;
  while (pending_ && !over_) {
    const std::string next = std::move(*pending_);
    pending_.reset();
    Answer(next);
  }
  Flush();
  return !over_;
}

void BoltMachine::Answer(std::string_view bytes) {
  owes_ = true;
  PackedMessage message;
  try {
    message = ReadPacked(bytes, dialect_);
  } catch (const BadMessage& error) {
    return Violation(error.what());
  }
  if (message.tag == kGoodbye) {
    over_ = true;
  } else if (message.tag == kReset) {
    Reset();
  } else if (peer_.Interrupted() || state_ == State::kBroken) {
    Ignore();
  } else if (deferred_) {
    Fail(std::move(*deferred_));
    deferred_.reset();
  } else {
    Guarded("", [&] { Dispatch(message); });
  }
}

void BoltMachine::Dispatch(const PackedMessage& message) {
  const auto wants = [&](size_t fields) {
    if (message.fields.size() == fields) return true;
    Violation(fmt::format("the message 0x{:02X} has {} fields, not {}", message.tag, fields, message.fields.size()));
    return false;
  };
  const bool logs_on = version_ != BoltVersion{4, 4} && version_ != BoltVersion{5, 0};
  if (state_ == State::kConnected) {
    if (message.tag != kHello) return Violation("HELLO comes first");
    if (wants(1)) Hello(message);
    return;
  }
  if (state_ == State::kAuthentication) {
    if (message.tag != kLogon) return Violation("LOGON comes before anything else");
    if (wants(1)) Logon(message.fields[0]);
    return;
  }
  if (!message.refused.empty()) return Fail({"Neo.ClientError.Statement.TypeError", message.refused});
  const bool ready = state_ == State::kReady;
  switch (message.tag) {
    case kRun:
      if (wants(3)) Run(message);
      return;
    case kPull:
    case kDiscard:
      if (wants(1)) PullKept(message);
      return;
    case kBegin:
      if (!ready) return Violation("BEGIN within a transaction");
      if (wants(1)) Begin(message);
      return;
    case kCommit:
    case kRollback:
      if (ready) return Violation("no transaction is open");
      if (wants(0)) EndTransaction(message.tag == kCommit);
      return;
    case kRoute:
      if (!ready) return Violation("ROUTE within a transaction");
      if (wants(3)) Route(message);
      return;
    case kLogoff:
      if (!logs_on || !ready) break;
      state_ = State::kAuthentication;
      return Success({});
    case kTelemetry:
      if (version_ != BoltVersion{5, 4} || !ready) break;
      return Success({});
    default:
      break;
  }
  Violation(fmt::format("the message 0x{:02X} is not expected here", message.tag));
}

void BoltMachine::Hello(const PackedMessage& message) {
  const Value& extra = message.fields[0];
  if (extra.kind() != ValueKind::kMap) return Violation("HELLO takes a map");
  if (const Value* routing = extra.Find("routing")) {
    if (std::string named = TextAt(*routing, "address"); !named.empty()) address_ = std::move(named);
  }
  ValueMap metadata;
  // Drivers look for the first word, and for what the version after it can do.
  metadata.emplace_back("server", Text("Neo4j/5.13.0 compatible: papergraph/" PAPERGRAPH_VERSION));
  metadata.emplace_back("connection_id", Text(fmt::format("bolt-{}", id_)));
  metadata.emplace_back("hints", Value::Map({{"telemetry.enabled", Value::Bool(false)}}));
  if (const Value* patches = extra.Find("patch_bolt");
      version_.major == 4 && patches && patches->kind() == ValueKind::kList) {
    for (const Value& patch : patches->as_list()) {
      if (patch == Text("utc")) dialect_.utc = true;
    }
    if (dialect_.utc) metadata.emplace_back("patch_bolt", Value::List({Text("utc")}));
  }
  if (version_ != BoltVersion{4, 4} && version_ != BoltVersion{5, 0}) {
    state_ = State::kAuthentication;
    return Success(std::move(metadata));
  }
  Logon(extra);
  if (state_ == State::kReady) Success(std::move(metadata));
}

// Answers when it is refused, or when it was a message of its own.
void BoltMachine::Logon(const Value& auth) {
  const bool own_message = state_ == State::kAuthentication;
  if (auth.kind() != ValueKind::kMap) return Violation("LOGON takes a map");
  if (shared_.logins.required() && TextAt(auth, "scheme") != "basic") {
    Fail({"Neo.ClientError.Security.Unauthorized", "this server wants a name and a password (scheme \"basic\")"});
    over_ = true;
    return;
  }
  switch (shared_.logins.Check(peer_.ClientAddress(), TextAt(auth, "principal"), TextAt(auth, "credentials"),
                               Logins::Clock::now())) {
    case Logins::Answer::kWelcome:
      state_ = State::kReady;
      if (own_message) Success({});
      return;
    case Logins::Answer::kWrong:
      Fail({"Neo.ClientError.Security.Unauthorized", "the name or the password is wrong"});
      break;
    case Logins::Answer::kTooMany:
      Fail({"Neo.ClientError.Security.AuthenticationRateLimit",
            "too many wrong passwords came from this address; try again in a few seconds"});
      break;
  }
  over_ = true;
}

void BoltMachine::Reset() {
  if (!authenticated()) return Violation("RESET before anybody has logged on");
  peer_.ResetDone();
  kept_.clear();
  deferred_.reset();
  if (session_ && session_->in_transaction()) {
    engine::NoRows nothing;
    session_->Run("ROLLBACK", Value(), nothing);
  }
  state_ = State::kReady;
  Success({});
}

void BoltMachine::Expire() {
  if (!waits_in_transaction()) return;
  kept_.clear();
  engine::NoRows nothing;
  session_->Run("ROLLBACK", Value(), nothing);
  deferred_ = BoltError{"Neo.ClientError.Transaction.TransactionTimedOut",
                        "the transaction waited too long for its client and was rolled back"};
}

void BoltMachine::Rest(bool long_quiet) {
  if (!session_ || session_->in_transaction() || !kept_.empty()) return;
  if (!long_quiet && shared_.store.IsNewest(store_)) return;
  const std::lock_guard lock(session_mutex_);
  session_.reset();
  store_.reset();
}

bool BoltMachine::Prepare(const Value& extra) {
  if (extra.kind() != ValueKind::kMap) {
    Violation("RUN and BEGIN take a map at their end");
    return false;
  }
  const std::string database = TextAt(extra, "db");
  if (!database.empty() && database != kBoltDatabase && database != "neo4j") {
    Fail({"Neo.ClientError.Database.DatabaseNotFound",
          fmt::format("there is no database `{}` here, only `{}`", database, kBoltDatabase)});
    return false;
  }
  if (!TextAt(extra, "imp_user").empty()) {
    Fail({"Neo.ClientError.Security.Forbidden", "nobody can be impersonated here"});
    return false;
  }
  if (std::shared_ptr<Store> newest = shared_.store.Current(); newest != store_) {
    const std::lock_guard lock(session_mutex_);
    session_.reset();
    store_ = std::move(newest);
    session_ = std::make_unique<Session>(*store_, shared_.settings.statement);
  }
  session_->SetReadOnly(!shared_.settings.writable || TextAt(extra, "mode") == "r");
  began_ = std::chrono::steady_clock::now();
  timeout_ = 0;
  if (const Value* timeout = extra.Find("tx_timeout"); timeout && timeout->kind() == ValueKind::kInt) {
    timeout_ = static_cast<double>(std::max<int64_t>(0, timeout->as_int())) / 1000;
  }
  return true;
}

// Of the statement that comes: what is left of the transaction's time, but not more than any may have.
bool BoltMachine::SetTimeout() {
  double seconds = shared_.settings.statement.timeout_seconds;
  if (timeout_ > 0) {
    const double left = timeout_ - std::chrono::duration<double>(std::chrono::steady_clock::now() - began_).count();
    if (left <= 0) {
      Fail({"Neo.ClientError.Transaction.TransactionTimedOut", "the transaction took longer than its tx_timeout"});
      return false;
    }
    seconds = seconds > 0 ? std::min(seconds, left) : left;
  }
  session_->SetTimeout(seconds);
  return true;
}

void BoltMachine::Begin(const PackedMessage& message) {
  if (!Prepare(message.fields[0])) return;
  engine::NoRows nothing;
  session_->Run("BEGIN", Value(), nothing);
  state_ = State::kTransaction;
  next_result_ = 0;
  Success({});
}

void BoltMachine::EndTransaction(bool commit) {
  kept_.clear();
  engine::NoRows nothing;
  session_->Run(commit ? "COMMIT" : "ROLLBACK", Value(), nothing);
  state_ = State::kReady;
  if (!commit) return Success({});
  Success({{"bookmark", Text(fmt::format("{}:{}", kBoltDatabase, ++shared_.commits))}});
}

void BoltMachine::Route(const PackedMessage& message) {
  std::string address = TextAt(message.fields[0], "address");
  if (address.empty()) address = address_;
  ValueList servers;
  for (const char* role : {"WRITE", "READ", "ROUTE"}) {
    servers.push_back(Value::Map({{"addresses", Value::List({Text(address)})}, {"role", Text(role)}}));
  }
  Success({{"rt", Value::Map({{"ttl", Value::Int(300)},
                              {"db", Text(kBoltDatabase)},
                              {"servers", Value::List(std::move(servers))}})}});
}

}  // namespace papergraph::cli
