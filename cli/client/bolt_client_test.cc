#include "cli/client/bolt_client.h"

#include <catch2/catch.hpp>

#include "cli/client/machine_channel.h"
#include "cli/client/scripted_channel.h"
#include "cli/server/message_text.h"
#include "cli/server/scripted_peer.h"

namespace papergraph::cli {
namespace {

Value Map(ValueMap entries = {}) { return Value::Map(std::move(entries)); }

std::string Chunked(const std::string& message) {
  std::string out;
  AppendChunked(out, message);
  return out;
}
std::string Success(ValueMap metadata = {}) { return Chunked(Message(kSuccess, {Map(std::move(metadata))})); }
std::string Record(ValueList row) { return Chunked(Message(kRecord, {Value::List(std::move(row))})); }
std::string Failure(const char* code, const char* message) {
  return Chunked(Message(kFailure, {Map({{"code", Text(code)}, {"message", Text(message)}})}));
}
std::string Ignored() { return Chunked(Message(kIgnored)); }
const std::string kFive("\0\0\4\5", 4);

/// Rows as text: "1,a|2,b".
struct Rows : engine::RowSink {
  std::vector<std::string> columns;
  std::vector<ValueList> rows;
  const GraphReader* graph = nullptr;
  void Columns(const std::vector<std::string>& names, const GraphReader& reader) override {
    columns = names;
    graph = &reader;
  }
  void Row(std::span<const Value> values) override { rows.emplace_back(values.begin(), values.end()); }
};

std::string ErrorOf(std::vector<std::string> pieces) {
  try {
    BoltClient client(std::make_unique<ScriptedChannel>(std::move(pieces)), {});
    Rows rows;
    client.Run("RETURN 1", Value(), {}, rows);
    return "";
  } catch (const ConnectionError& error) {
    return error.what();
  } catch (const ServerError& error) {
    return error.code() + ": " + error.what();
  }
}

TEST_CASE("what a server answers that is not Bolt is an error that says so", "[client]") {
  using Catch::Matchers::Contains;
  CHECK_THAT(ErrorOf({}), Contains("ended the connection"));
  CHECK_THAT(ErrorOf({"HTTP/1.1 400 Bad Request\r\n"}), Contains("HTTP"));
  CHECK_THAT(ErrorOf({std::string(4, '\0')}), Contains("no version of Bolt"));
  CHECK_THAT(ErrorOf({"SSH-2.0-OpenSSH"}), Contains("not Bolt"));
  CHECK_THAT(ErrorOf({std::string("\0\0\4\7", 4)}), Contains("not Bolt"));
  CHECK_THAT(ErrorOf({kFive, "\x00\x01"}), Contains("ended the connection"));
  CHECK_THAT(ErrorOf({kFive, Chunked("\xFF\xFF\xFF")}), Contains("not Bolt"));
  CHECK_THAT(ErrorOf({kFive, Chunked(Message(kRun, {Map()}))}), Contains("not Bolt"));
  CHECK_THAT(ErrorOf({kFive, Chunked(Message(kSuccess, {}))}), Contains("not Bolt"));
  CHECK_THAT(ErrorOf({kFive, Chunked(Message(kSuccess, {Text("no map")}))}), Contains("not Bolt"));
  CHECK_THAT(ErrorOf({kFive, Ignored()}), Contains("comes next"));
  CHECK_THAT(ErrorOf({kFive, Success(), Success(), Success({{"fields", Value::List({Text("a")})}}), Record({})}),
             Contains("do not fit"));
  CHECK_THAT(ErrorOf({kFive, Success(), Success(), Success({{"fields", Value::List({Value::Int(1)})}})}),
             Contains("no text"));
  // A message that never ends.
  std::vector<std::string> endless = {kFive};
  for (int i = 0; i < 1100; ++i) endless.push_back(std::string("\xFF\xFF", 2) + std::string(65535, 'x'));
  CHECK_THAT(ErrorOf(endless), Contains("longer than"));
}

TEST_CASE("a refused log-on has the server's code", "[client]") {
  CHECK(ErrorOf({kFive, Success(), Failure("Neo.ClientError.Security.Unauthorized", "no")}) ==
        "Neo.ClientError.Security.Unauthorized: no");
}

TEST_CASE("after a refused statement the connection can be used again", "[client]") {
  BoltClient client(
      std::make_unique<ScriptedChannel>(std::vector<std::string>{
          kFive, Success(), Success(), Failure("Neo.ClientError.Statement.SyntaxError", "what?") + Ignored(), Success(),
          Success({{"fields", Value::List({Text("x")})}}) + Record({Value::Int(7)}) + Success()}),
      {});
  Rows rows;
  CHECK_THROWS_AS(client.Run("nonsense", Value(), {}, rows), ServerError);
  client.Run("RETURN 7 AS x", Value(), {}, rows);
  CHECK(rows.rows == std::vector<ValueList>{{Value::Int(7)}});
}

TEST_CASE("where there are more rows they are asked for", "[client]") {
  std::string sent;
  auto script = std::make_unique<ScriptedChannel>(
      std::vector<std::string>{kFive, Success(), Success(),
                               Success({{"fields", Value::List({Text("x")})}}) + Record({Value::Int(1)}) +
                                   Success({{"has_more", Value::Bool(true)}}),
                               Record({Value::Int(2)}) + Success()});
  script->sent = &sent;
  BoltClient client(std::move(script), {});
  Rows rows;
  client.Run("RETURN x", Value(), {}, rows);
  CHECK(rows.rows == std::vector<ValueList>{{Value::Int(1)}, {Value::Int(2)}});
  CHECK(sent.ends_with(Chunked(Message(kPull, {Map({{"n", Value::Int(1000)}})}))));
}

TEST_CASE("what a server may not send as a node, a relationship or a path stands as null and is told", "[client]") {
  const auto structure = [](uint8_t tag, const ValueList& fields) {
    std::string out;
    PackWriter writer(out);
    writer.Struct(kRecord, 1);
    writer.List(1);
    writer.Struct(tag, fields.size());
    for (const Value& field : fields) PackValue(writer, field, nullptr, {});
    return Chunked(out);
  };
  const Value none = Value::List({}), one = Value::List({Map({{"id", none}, {"type", none}, {"properties", none}})});
  const std::vector<std::string> records = {
      structure('N', {}),
      structure('N', {Value::Int(1), Text("Paper"), Map(), Text("a")}),
      structure('N', {Value::Int(1), Value::List({Value::Int(1)}), Map(), Text("a")}),
      structure('R', {Value::Int(1), Value::Int(1), Value::Int(1), Value::Int(1), Map()}),
      structure('P', {none, none, none}),
      structure('P', {one, one, Value::List({Value::Int(1), Value::Int(0)})}),
      structure('P', {Text("x"), none, none}),
      structure('?', {Text("x")}),
  };
  for (const std::string& record : records) {
    BoltClient client(
        std::make_unique<ScriptedChannel>(std::vector<std::string>{
            kFive, Success(), Success(), Success({{"fields", Value::List({Text("x")})}}) + record + Success()}),
        {});
    Rows rows;
    const engine::Summary summary = client.Run("RETURN x", Value(), {}, rows);
    CHECK(rows.rows == std::vector<ValueList>{{Value()}});
    CHECK(summary.notices.size() == 1);
  }
}

TEST_CASE("older servers are greeted as they expect it", "[client]") {
  // Bolt 4.1 as its documentation shows it: HELLO logs on, and there is no LOGON.
  std::string sent;
  auto script = std::make_unique<ScriptedChannel>(std::vector<std::string>{
      std::string("\0\0\1\4", 4), Success({{"server", Text("Neo4j/4.1.0")}, {"connection_id", Text("bolt-1")}})});
  script->sent = &sent;
  {
    BoltClient client(std::move(script), {"neo4j", "secret"});
    CHECK(client.server() == "Neo4j/4.1.0");
  }
  CHECK(sent.substr(0, 20) == std::string("\x60\x60\xB0\x17\0\4\4\5\0\2\4\4\0\0\1\4\0\0\0\4", 20));
  std::vector<std::string> messages;
  ChunkReader(1000).Add(std::string_view(sent).substr(20), messages);
  REQUIRE(messages.size() == 2);
  const PackedMessage hello = ReadPacked(messages[0], {});
  CHECK(hello.tag == kHello);
  CHECK(*hello.fields[0].Find("scheme") == Text("basic"));
  CHECK(*hello.fields[0].Find("principal") == Text("neo4j"));
  CHECK(*hello.fields[0].Find("credentials") == Text("secret"));
  CHECK(ReadPacked(messages[1], {}).tag == kGoodbye);
}

TEST_CASE("every value, node, relationship and path comes back from a server as it was there", "[client]") {
  ServedMachine served;
  BoltClient client(served.Connect(), {});
  Rows rows;
  client.Do("CREATE (a:Paper {id: '1', tags: ['x', 'y']})-[:USES {evidence: 'e'}]->(:Method {name: 'GRPO'})", Value(),
            {});
  const Value values =
      Value::List({Value::Int(INT64_MIN), Value::Float(0.5), Value::Bool(true), Text("论文"), Value()});
  client.Run(
      "MATCH p = (:Method)<-[r:USES]-(n) RETURN p, r, n, $values AS v, date('2026-01-02') AS d, "
      "datetime('2026-01-02T03:04:05+01:00') AS t, duration('P1M2D') AS u, {k: [1]} AS m",
      Map({{"values", values}}), {}, rows);
  REQUIRE(rows.rows.size() == 1);
  CHECK(rows.columns == std::vector<std::string>{"p", "r", "n", "v", "d", "t", "u", "m"});
  const ValueList& row = rows.rows[0];
  CHECK(row[3] == values);
  CHECK(row[0].as_path().nodes.size() == 2);
  CHECK(row[0].as_path().nodes[1] == row[2].as_node());
  CHECK(row[0].as_path().edges[0] == row[1].as_relationship());
  CHECK(row[4].kind() == ValueKind::kDate);
  CHECK(row[5].as_date_time().offset == 3600);
  CHECK(row[6].kind() == ValueKind::kDuration);
  CHECK(*row[7].Find("k") == Value::List({Value::Int(1)}));
}

TEST_CASE("rows of any number come, and counters with them", "[client]") {
  ServedMachine served;
  BoltClient client(served.Connect(), {});
  Rows rows;
  client.Run("UNWIND range(1, 900) AS x RETURN x", Value(), {}, rows);
  CHECK(rows.rows.size() == 900);
  const engine::Stats stats = client.Do("UNWIND range(1, 3) AS x CREATE (:A {x: x})", Value(), {});
  CHECK(stats.nodes_created == 3);
  CHECK(stats.properties_set == 3);
  CHECK_THROWS_AS(client.Do("CREATE ()", Value(), {.read_only = true}), ServerError);
  CHECK(client.Do("MATCH (n:A) DETACH DELETE n", Value(), {}).nodes_deleted == 3);
}

TEST_CASE("addresses are a scheme, a host and perhaps a port", "[client]") {
  const BoltAddress plain = ParseBoltAddress("bolt://graph.example");
  CHECK((plain.host == "graph.example" && plain.port == "7687" && plain.security == BoltAddress::Security::kPlain));
  const BoltAddress six = ParseBoltAddress("bolt+ssc://[::1]:99/");
  CHECK((six.host == "::1" && six.port == "99" && six.security == BoltAddress::Security::kUnchecked));
  for (const char* wrong :
       {"", "graph", "http://a", "neo4j://a", "bolt://", "bolt://a:", "bolt://a:0", "bolt://a:65536", "bolt://a:x",
        "bolt://u:p@a", "bolt://[::1", "bolt://a/b", "bolt://a b"}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(ParseBoltAddress(wrong), std::invalid_argument);
  }
}

}  // namespace
}  // namespace papergraph::cli
