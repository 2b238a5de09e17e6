#include "cli/server/bolt_machine.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>

#include "cli/server/message_text.h"
#include "cli/server/scripted_peer.h"
#include "tests/support/files.h"

namespace papergraph::cli {
namespace {

Value Map(ValueMap entries = {}) { return Value::Map(std::move(entries)); }

struct Client {
  std::shared_ptr<Store> store = Store::Open(":memory:", {});
  ServedStore served{":memory:", [this] { return store; }};
  std::unique_ptr<Logins> logins;
  BoltShared shared;
  ScriptedPeer peer;
  BoltMachine machine;

  explicit Client(BoltVersion version = {5, 4}, BoltSettings settings = {.writable = true},
                  std::unique_ptr<Logins> who = std::make_unique<Logins>())
      : logins(std::move(who)), shared{settings, served, *logins}, machine(version, shared, peer, 1) {}

  /// Sends these; the replies as words: "S" (SUCCESS), "S+" (there are more rows), "R1,a" (a row), "I" (IGNORED), the
  /// code after "Neo.", and "." when the conversation is over.
  std::string Say(const std::vector<std::string>& messages) {
    for (const std::string& message : messages) peer.Add(message);
    bool goes_on = true;
    while (goes_on && !peer.coming.empty()) {
      std::string message;
      peer.Next(message, 0);
      goes_on = machine.Handle(message);
    }
    std::string words;
    for (const PackedMessage& reply : peer.TakeReplies()) {
      if (!words.empty()) words += ' ';
      words += Word(reply);
    }
    return goes_on ? words : words + " .";
  }
  std::string Word(const PackedMessage& reply) {
    if (reply.tag == kIgnored) return "I";
    last = reply.fields[0];
    if (reply.tag == kSuccess) return last.Find("has_more") ? "S+" : "S";
    if (reply.tag == kFailure) return std::string(last.Find("code")->as_string().substr(4));
    std::string word = "R";
    for (const Value& value : last.as_list()) {
      if (word.size() > 1) word += ',';
      word += value.kind() == ValueKind::kInt ? std::to_string(value.as_int()) : "?";
    }
    return word;
  }
  Value last;  // what the last reply carried

  std::string LogOn() { return Say({Hello(), Message(kLogon, {Map({{"scheme", Text("none")}})})}); }
  static std::string Hello(ValueMap extra = {}) { return Message(kHello, {Map(std::move(extra))}); }
  static std::string Run(std::string_view text, ValueMap extra = {}, ValueMap params = {}) {
    return Message(kRun, {Text(text), Map(std::move(params)), Map(std::move(extra))});
  }
  static std::string Pull(int64_t count = -1, int64_t result = -1, uint8_t tag = kPull) {
    return Message(tag, {Map({{"n", Value::Int(count)}, {"qid", Value::Int(result)}})});
  }
  static std::string Begin(ValueMap extra = {}) { return Message(kBegin, {Map(std::move(extra))}); }
  int64_t Nodes() { return static_cast<int64_t>(store->Snapshot()->NodeCount()); }
};

const std::string kThree = Client::Run("UNWIND [1, 2, 3] AS x RETURN x");
const std::string kResetMessage = Message(kReset), kCommitMessage = Message(kCommit),
                  kRollbackMessage = Message(kRollback);

TEST_CASE("rows come as many at a time as they are asked for", "[bolt]") {
  Client client;
  CHECK(client.LogOn() == "S S");
  CHECK(client.Say({kThree, Client::Pull()}) == "S R1 R2 R3 S");
  CHECK(client.Say({kThree, Client::Pull(2), Client::Pull(1)}) == "S R1 R2 S+ R3 S");
  CHECK(client.Say({kThree, Client::Pull(1), Client::Pull(1, -1, kDiscard), Client::Pull(5)}) == "S R1 S+ S+ R3 S");
  CHECK(client.Say({kThree, Client::Pull(-1, -1, kDiscard)}) == "S S");
  CHECK(client.Say({Client::Run("CREATE (:A)"), Client::Pull()}) == "S S");
  CHECK(client.last.Find("type")->as_string() == "w");
  CHECK(client.last.Find("stats")->Find("nodes-created")->as_int() == 1);
  CHECK(client.Nodes() == 1);
}

TEST_CASE("after an error everything is ignored until RESET", "[bolt]") {
  Client client;
  client.LogOn();
  CHECK(client.Say({Client::Run("RETURN y"), Client::Pull(), kThree, Client::Pull()}) ==
        "ClientError.Statement.SyntaxError I I I");
  CHECK(client.Say({Client::Begin(), kResetMessage, kThree, Client::Pull()}) == "I S S R1 R2 R3 S");
  CHECK(client.Say({Client::Run("UNWIND [1, 0] AS x RETURN 1 / x"), Client::Pull(), Client::Pull(), kResetMessage}) ==
        "S ClientError.Statement.ArithmeticError I S");
}

TEST_CASE("RESET ends a statement whose rows are unread, and what was sent before it is ignored", "[bolt]") {
  Client client;
  client.LogOn();
  CHECK(client.Say({Client::Run("UNWIND range(1, 5) AS x CREATE (:A) RETURN x"), Client::Pull(1), kResetMessage}) ==
        "S R1 S+ S");
  CHECK(client.Nodes() == 0);
  client.peer.resets_interrupt = true;
  CHECK(client.Say({Client::Run("CREATE (:A)"), Client::Pull(), kResetMessage, kThree, Client::Pull()}) ==
        "I I S S R1 R2 R3 S");
  CHECK(client.Nodes() == 0);
}

TEST_CASE("a transaction keeps what it did at COMMIT only", "[bolt]") {
  Client client;
  client.LogOn();
  const std::string create = Client::Run("CREATE (:A)");
  CHECK(client.Say({Client::Begin(), create, Client::Pull()}) == "S S S");
  CHECK(client.Nodes() == 0);
  CHECK(client.Say({kCommitMessage}) == "S");
  CHECK(client.last.Find("bookmark") != nullptr);
  CHECK(client.Nodes() == 1);
  CHECK(client.Say({Client::Begin(), create, Client::Pull(), kRollbackMessage}) == "S S S S");
  CHECK(client.Say({Client::Begin(), create, Client::Pull(), kResetMessage}) == "S S S S");
  CHECK(client.Say({Client::Begin(), create, Client::Pull(), Client::Run("RETURN y"), kCommitMessage, kResetMessage}) ==
        "S S S ClientError.Statement.SyntaxError I S");
  CHECK(client.Nodes() == 1);
  // Unread rows do not keep it from ending; a statement that writes is done whole.
  const std::string many = Client::Run("UNWIND range(1, 5) AS x CREATE (:A) RETURN x");
  CHECK(client.Say({Client::Begin(), many, Client::Pull(2), kRollbackMessage}) == "S S R1 R2 S+ S");
  CHECK(client.Nodes() == 1);
  CHECK(client.Say({Client::Begin(), many, Client::Pull(2), kCommitMessage}) == "S S R1 R2 S+ S");
  CHECK(client.Nodes() == 6);
}

TEST_CASE("results of a transaction may be read in turns", "[bolt]") {
  Client client;
  client.LogOn();
  CHECK(client.Say({Client::Begin(), kThree}) == "S S .");
  CHECK(client.last.Find("qid")->as_int() == 0);
  Client other;
  other.LogOn();
  const std::string second = Client::Run("UNWIND [7, 8] AS x RETURN x");
  CHECK(other.Say({Client::Begin(), kThree, Client::Pull(1), second, Client::Pull(1), Client::Pull(1, 0),
                   Client::Pull(-1, 1), Client::Pull(-1, 0), kCommitMessage}) == "S S R1 S+ S R7 S+ R2 S+ R8 S R3 S S");
  // An error in the rest of the first is told when the second begins.
  const std::string fails = Client::Run("UNWIND range(1, 9000) AS x RETURN 1 / (8000 - x)");
  CHECK(other.Say({Client::Begin(), fails, Client::Pull(1), second, Client::Pull(), kResetMessage}) ==
        "S S R0 S+ ClientError.Statement.ArithmeticError I S");
}

TEST_CASE("what is kept for later has the limit of a statement's memory", "[bolt]") {
  BoltSettings settings{.writable = true};
  settings.statement.memory_limit = 8 << 20;
  Client client({5, 4}, settings);
  client.LogOn();
  CHECK(client.Say(
            {Client::Begin(),
             Client::Run("UNWIND range(1, 20000) AS x RETURN x, $long", {}, {{"long", Text(std::string(1000, 'x'))}}),
             Client::Pull(1), kThree, kResetMessage}) ==
        "S S R1,? S+ ClientError.General.TransactionOutOfMemoryError S");
}

TEST_CASE("a client that does not come back loses its statement or transaction, and is told so", "[bolt]") {
  Client client;
  client.LogOn();
  client.peer.patient = true;
  CHECK(client.Say({kThree, Client::Pull(1)}) == "S R1 S+");
  CHECK(client.Say({Client::Pull(1), kThree, kResetMessage}) == "ClientError.Transaction.TransactionTimedOut I S");
  CHECK(client.Say({Client::Begin(), Client::Run("CREATE (:A)"), Client::Pull()}) == "S S S");
  CHECK(client.machine.waits_in_transaction());
  client.machine.Expire();
  CHECK_FALSE(client.machine.waits_in_transaction());
  CHECK(client.Say({kCommitMessage, kResetMessage, kThree, Client::Pull()}) ==
        "ClientError.Transaction.TransactionTimedOut S S R1 R2 R3 S");
  CHECK(client.Nodes() == 0);
  client.peer.patient = false;
  CHECK(client.Say({kThree, Client::Pull(1)}) == "S R1 S+ .");
}

TEST_CASE("a conflict can be tried again; a constraint cannot", "[bolt]") {
  Client client;
  client.LogOn();
  client.Say({Client::Run("CREATE (:A {n: 0})"), Client::Pull(),
              Client::Run("CREATE CONSTRAINT FOR (a:A) REQUIRE a.n IS UNIQUE"), Client::Pull()});
  engine::Session other(*client.store, {});
  struct : engine::RowSink {
    void Columns(const std::vector<std::string>&, const GraphReader&) override {}
    void Row(std::span<const Value>) override {}
  } nothing;
  CHECK(client.Say({Client::Begin(), Client::Run("MATCH (a:A) SET a.n = a.n + 1"), Client::Pull()}) == "S S S");
  other.Run("MATCH (a:A) SET a.n = a.n + 1", Value(), nothing);
  CHECK(client.Say({kCommitMessage, kResetMessage}) == "TransientError.Transaction.Outdated S");
  CHECK(client.Say({Client::Run("CREATE (:A {n: 1})"), Client::Pull(), kResetMessage}) ==
        "S ClientError.Schema.ConstraintValidationFailed S");
}

TEST_CASE("who may only read cannot write, also in a transaction", "[bolt]") {
  const std::string create = Client::Run("CREATE (:A)"), refused = "ClientError.Statement.AccessMode";
  for (const bool writable : {false, true}) {
    Client client({5, 4}, {.writable = writable});
    client.LogOn();
    const ValueMap mode = writable ? ValueMap{{"mode", Text("r")}} : ValueMap{};
    CHECK(client.Say({Client::Run("CREATE (:A)", mode), Client::Pull(), kResetMessage}) == refused + " I S");
    CHECK(client.Say({Client::Run("CREATE INDEX FOR (a:A) ON (a.x)", mode), kResetMessage}) == refused + " S");
    CHECK(client.Say({Client::Begin(mode), create, kResetMessage}) == "S " + refused + " S");
    CHECK(client.Say({Client::Begin(mode), kThree, Client::Pull(), kCommitMessage}) == "S S R1 R2 R3 S S");
    CHECK(client.Nodes() == 0);
    if (writable) CHECK(client.Say({create, Client::Pull()}) == "S S");
  }
}

TEST_CASE("transactions are not begun and ended by statements", "[bolt]") {
  Client client;
  client.LogOn();
  for (const char* text : {"BEGIN", " begin transaction;", "/* x */ COMMIT", "ROLLBACK"}) {
    CHECK(client.Say({Client::Run(text), kResetMessage}) == "ClientError.Statement.SemanticError S");
    CHECK(client.Say({Client::Begin(), Client::Run(text), kResetMessage}) == "S ClientError.Statement.SemanticError S");
  }
  CHECK(client.Say({Client::Run("RETURN 7 AS commit"), Client::Pull()}) == "S R7 S");
}

TEST_CASE("messages at the wrong time end the conversation", "[bolt]") {
  const std::string bad = "ClientError.Request.Invalid .";
  const auto logged_on = [](std::vector<std::string> messages) {
    Client client;
    client.LogOn();
    return client.Say(messages);
  };
  for (const std::string& first :
       {kThree, kResetMessage, Message(kLogon, {Map()}), Client::Pull(), std::string("x"), std::string()}) {
    CHECK(Client().Say({first}) == bad);
  }
  Client unknown;
  CHECK(unknown.Say({Client::Hello(), kThree}) == "S " + bad);
  Client impatient;
  CHECK(impatient.Say({Client::Hello(), kResetMessage}) == "S " + bad);
  CHECK(logged_on({Client::Pull()}) == bad);
  CHECK(logged_on({kCommitMessage}) == bad);
  CHECK(logged_on({Client::Hello()}) == bad);
  CHECK(logged_on({Client::Begin(), Client::Begin()}) == "S " + bad);
  CHECK(logged_on({kThree, Client::Pull(0)}) == "S " + bad);
  CHECK(logged_on({kThree, Client::Pull(1), kThree}) == "S R1 S+ " + bad);
  CHECK(logged_on({Message(kRun, {Text("RETURN 1")})}) == bad);
  CHECK(logged_on({Message(kRun, {Value::Int(1), Map(), Map()})}) == bad);
  CHECK(logged_on({Message(0x55)}) == bad);
  CHECK(logged_on({Message(kGoodbye), kThree}) == " .");
  CHECK(logged_on({kThree, Client::Pull(1), Message(kGoodbye)}) == "S R1 S+ .");
}

TEST_CASE("what a version has, it has, and no other", "[bolt]") {
  Client old({4, 4});
  CHECK(old.Say({Client::Hello({{"patch_bolt", Value::List({Text("utc")})}})}) == "S");
  CHECK(old.last.Find("patch_bolt") != nullptr);
  CHECK(old.Say({kThree, Client::Pull()}) == "S R1 R2 R3 S");
  CHECK(old.Say({Message(kLogoff)}) == "ClientError.Request.Invalid .");
  Client plain({4, 4});
  plain.Say({Client::Hello()});
  CHECK(plain.last.Find("patch_bolt") == nullptr);
  Client five({5, 0});
  CHECK(five.Say({Client::Hello({{"patch_bolt", Value::List({Text("utc")})}}), kThree, Client::Pull(1),
                  kResetMessage}) == "S S R1 S+ S");
  CHECK(five.Say({Message(kTelemetry, {Value::Int(1)})}) == "ClientError.Request.Invalid .");
  Client new_one;
  CHECK(new_one.LogOn() == "S S");
  CHECK(new_one.Say({Message(kTelemetry, {Value::Int(1)}), Message(kLogoff), Message(kLogon, {Map()}), kThree,
                     Client::Pull(-1, -1, kDiscard)}) == "S S S S S");
}

TEST_CASE("ROUTE names this server for everything, by the name that the client has for it", "[bolt]") {
  Client client;
  client.Say({Client::Hello({{"routing", Map({{"address", Text("box:1")}})}}), Message(kLogon, {Map()})});
  const auto address = [&](ValueMap context) {
    CHECK(client.Say({Message(kRoute, {Map(std::move(context)), Value::List({}), Map()})}) == "S");
    const ValueList& servers = client.last.Find("rt")->Find("servers")->as_list();
    CHECK(servers.size() == 3);
    for (const Value& server : servers)
      CHECK(server.Find("addresses")->as_list() == servers[0].Find("addresses")->as_list());
    return std::string(servers[0].Find("addresses")->as_list().at(0).as_string());
  };
  CHECK(address({{"address", Text("other:2")}}) == "other:2");
  CHECK(address({}) == "box:1");
}

TEST_CASE("nobody gets in with a wrong password, in any version", "[bolt]") {
  const Folder folder;
  const std::string users = folder / "users";
  std::ofstream(users) << "ada:secret\n";
  chmod(users.c_str(), 0600);
  const auto as = [](const char* scheme, const char* name, const char* password) {
    return ValueMap{{"scheme", Text(scheme)}, {"principal", Text(name)}, {"credentials", Text(password)}};
  };
  for (const BoltVersion version : {BoltVersion{4, 4}, {5, 0}, {5, 1}, {5, 4}}) {
    const bool logs_on = version.minor > 0 && version.major == 5;
    const auto ask = [&](const ValueMap& auth) {
      Client client(version, {}, std::make_unique<Logins>(users));
      if (!logs_on) return client.Say({Client::Hello(auth), kThree, Client::Pull(1)});
      return client.Say({Client::Hello(), Message(kLogon, {Map(auth)}), kThree, Client::Pull(1)}).substr(2);
    };
    CAPTURE(int{version.minor});
    CHECK(ask(as("basic", "ada", "secret")) == "S S R1 S+ .");
    for (const ValueMap& auth :
         {as("basic", "ada", "wrong"), as("basic", "eve", "secret"), as("none", "ada", "secret"), ValueMap{}}) {
      CHECK(ask(auth) == "ClientError.Security.Unauthorized .");
    }
  }
}

TEST_CASE("a quiet client holds no old state of the database, and goes on where it was", "[bolt]") {
  Client client;
  client.LogOn();
  client.Say({Client::Run("CREATE (:A)"), Client::Pull()});
  const long before = client.store.use_count();
  client.machine.Rest(false);
  CHECK(client.store.use_count() == before);
  client.machine.Rest(true);
  CHECK(client.store.use_count() == before - 1);
  CHECK(client.Say({Client::Begin(), Client::Run("CREATE (:A)"), Client::Pull()}) == "S S S");
  client.machine.Rest(true);
  CHECK(client.Say({kCommitMessage}) == "S");
  CHECK(client.Nodes() == 2);
}

TEST_CASE("only so many statements are open at once", "[bolt]") {
  Client client({5, 4}, {.most_statements = 0});
  client.LogOn();
  CHECK(client.Say({kThree, kResetMessage}) == "TransientError.Transaction.MaximumTransactionLimitReached S");
}

TEST_CASE("values that are refused, databases that are not there and other people's rights end the statement only",
          "[bolt]") {
  Client client;
  client.LogOn();
  std::string bytes = Client::Run("RETURN $x", {}, {{"x", Value()}});
  bytes[bytes.find('\xC0')] = '\xCC';
  bytes.insert(bytes.find('\xCC') + 1, 1, '\0');
  CHECK(client.Say({bytes, kResetMessage}) == "ClientError.Statement.TypeError S");
  CHECK(client.Say({Client::Run("RETURN 1", {{"db", Text("x")}}), kResetMessage}) ==
        "ClientError.Database.DatabaseNotFound S");
  CHECK(client.Say({Client::Run("RETURN 1", {{"imp_user", Text("x")}}), kResetMessage}) ==
        "ClientError.Security.Forbidden S");
  CHECK(client.Say({Client::Run("RETURN 1", {{"db", Text("neo4j")}}), Client::Pull()}) == "S R1 S");
}

}  // namespace
}  // namespace papergraph::cli
