// Words in texts from end to end: statements, sentences, ingest.
#include <catch2/catch.hpp>
#include <map>

#include "engine/session.h"
#include "extract/ingest.h"
#include "grammar/error.h"
#include "storage/full_text.h"
#include "storage/store.h"

namespace papergraph {
namespace {

using Column = std::vector<std::string>;

struct FoundColumn : engine::RowSink {
  void Columns(const std::vector<std::string>& names, const GraphReader&) override { columns = names; }
  void Row(std::span<const Value> values) override {
    rows.push_back(values[0].kind() == ValueKind::kString ? std::string(values[0].as_string())
                   : values[0].kind() == ValueKind::kInt  ? std::to_string(values[0].as_int())
                                                          : std::string(NameOf(values[0].kind())));
  }
  Column columns, rows;
};

struct Graph {
  std::unique_ptr<Store> store = Store::Open(":memory:", {});
  engine::Session session{*store, {}};

  Column Ask(const std::string& text) {
    FoundColumn sink;
    session.Run(text, Value(), sink);
    columns = sink.columns;
    return sink.rows;
  }
  std::string Detail(const std::string& text) {
    try {
      Ask(text);
    } catch (const QueryError& error) {
      return error.detail();
    }
    return "";
  }
  Column columns;
};

constexpr const char* kPapers =
    "CREATE (a:Paper {id: '1', date: '2026-01-01', title: 'Reward hacking in agents', summary: '测试时计算'}),"
    " (b:Paper {id: '2', date: '2026-02-01', title: 'A curriculum', summary: 'Rewards. Reward models for hacking'}),"
    " (c:Paper {id: '3', date: '2026-03-01', title: 'Chain of thought', summary: '关于测试时训练'}),"
    " (m:Method {name: 'Chain-of-Thought', aliases: ['Chain of thought']}), (d:Domain {name: 'Agents', aliases: "
    "['Rewards']}),"
    " (c)-[:USES {evidence: 'Monitoring the chain of thought.'}]->(m), (a)-[:IN_DOMAIN {evidence: 'x'}]->(d)";
constexpr const char* kIndex = "CREATE FULLTEXT INDEX t FOR (p:Paper) ON EACH [p.title, p.summary]";
constexpr const char* kEvidence = "CREATE FULLTEXT INDEX e FOR ()-[r:USES|IN_DOMAIN]-() ON EACH [r.evidence]";

TEST_CASE("a search is true to every write of its own transaction and of others", "[search]") {
  Graph graph;
  const std::string search = "CALL search.text('reward 测试时 curriculum') YIELD node RETURN node.id";
  CHECK(graph.Detail(search) == "InvalidArgument");
  graph.Ask(kPapers);
  graph.Ask(kIndex);
  CHECK(graph.Ask(search).size() == 3);
  graph.Ask("BEGIN");
  graph.Ask("MATCH (p:Paper {id: '3'}) SET p.summary = 'none'");
  graph.Ask("CREATE (:Paper {id: '4', title: 'reward'})");
  CHECK(graph.Ask(search) == graph.Ask(search));
  CHECK(graph.Ask("CALL search.text('reward') YIELD node RETURN node.id").size() == 3);
  CHECK(graph.Ask("CALL search.text('测试时') YIELD node RETURN node.id") == Column{"1"});
  graph.Ask("ROLLBACK");
  CHECK(graph.Ask("CALL search.text('测试时') YIELD node RETURN node.id").size() == 2);
  graph.Ask("MATCH (p:Paper {id: '1'}) REMOVE p:Paper");
  CHECK(graph.Ask("CALL search.text('测试时') YIELD node RETURN node.id") == Column{"3"});
  graph.Ask("MATCH (p {id: '1'}) SET p:Paper");
  CHECK(graph.Ask("CALL search.text('\"reward hacking\"') YIELD node RETURN node.id") == Column{"1"});
  graph.Ask("MATCH (p:Paper) DETACH DELETE p");
  CHECK(graph.Ask(search).empty());
  CHECK(graph.store->Check().faults.empty());
  graph.Ask("DROP INDEX t");
  CHECK(graph.Detail(search) == "InvalidArgument");
}

TEST_CASE("an index is made of what is there, shown with all its labels, and asked by name", "[search]") {
  Graph graph;
  graph.Ask(kPapers);
  graph.Ask("CREATE FULLTEXT INDEX both FOR (n:Paper|Method) ON EACH [n.title, n.name]");
  CHECK(graph.Detail("CREATE FULLTEXT INDEX both FOR (n:Paper|Method) ON EACH [n.title, n.name]") ==
        "IndexAlreadyExists");
  CHECK(graph.Detail("CREATE FULLTEXT INDEX IF NOT EXISTS FOR (n:Paper|Method) ON EACH [n.title, n.name]") == "");
  graph.Ask(kEvidence);
  CHECK(graph.Ask("SHOW INDEXES YIELD labelsOrTypes RETURN reduce(s = '', l IN labelsOrTypes | s + l)") ==
        Column{"PaperMethod", "USESIN_DOMAIN"});
  CHECK(graph.Ask("CALL search.text('chain', {index: 'both', limit: 1}) YIELD node RETURN 1").size() == 1);
  CHECK(graph.Ask("CALL search.text('chain') YIELD node RETURN 1").size() == 2);
  CHECK(graph.Ask("CALL search.relationships('chain') YIELD relationship, snippet RETURN snippet") ==
        Column{"Monitoring the «chain» of thought."});
  CHECK(graph.Ask("CALL db.index.fulltext.queryNodes('both', 'curriculum') YIELD node RETURN node.id") == Column{"2"});
  for (const char* wrong :
       {"CALL search.text('x', {index: 'bot'}) YIELD node RETURN 1",
        "CALL search.text('x', {limit: -1}) YIELD node RETURN 1",
        "CALL search.text('x', {limits: 1}) YIELD node RETURN 1", "CALL search.text(null) YIELD node RETURN 1"}) {
    CAPTURE(wrong);
    CHECK(graph.Detail(wrong) == "InvalidArgument");
  }
}

TEST_CASE("equal scores are in the order of ids", "[search]") {
  Graph graph;
  graph.Ask("UNWIND range(0, 40) AS i CREATE (:Paper {id: toString(i), title: 'the same'})");
  graph.Ask(kIndex);
  Column wanted;
  for (int i = 0; i < 20; ++i) wanted.push_back(std::to_string(i));
  CHECK(graph.Ask("CALL search.text('same', {limit: 20}) YIELD node RETURN node.id") == wanted);
}

TEST_CASE("sentences look for words that are no names in the texts of papers", "[search]") {
  Graph graph;
  graph.Ask(kPapers);
  CHECK(graph.Detail("papers about \"reward hacking\"") == "UnknownName");
  graph.Ask(kIndex);
  for (const bool evidence : {false, true}) {
    if (evidence) graph.Ask(kEvidence);
    const std::map<std::string, Column> expected = {
        {"papers about \"reward hacking\"", {"1"}},
        {"papers mentioning reward hacking", {"1", "2"}},
        {"papers mentioning reward hacking since 2026-02", {"2"}},
        {"papers about agents", {"1"}},   // the domain
        {"papers about rewards", {"1"}},  // another word for that domain ...
        {"papers about \"rewards\"", {"2"}},
        {"papers mentioning rewards", {"2"}},  // ... and here the word itself
        {"papers about \"agents\"", {"1"}},
        {"papers about \"reward hacking\" and using Chain-of-Thought", {}},
        {"papers mentioning Chain-of-Thought", {"3"}},
        {"papers mentioning chain of thought monitoring", evidence ? Column{"3"} : Column{}},
        {"关于“测试时”的论文", {"1", "3"}},
        {"提到测试时训练的论文", {"3"}},
        {"提到测试时的论文", {"1", "3"}},
        {"how many papers mention \"reward hacking\"", {"1"}},
    };
    for (const auto& [sentence, wanted] : expected) {
      CAPTURE(sentence, evidence);
      Column found = graph.Ask(sentence);
      std::sort(found.begin(), found.end());
      CHECK(found == wanted);
    }
    graph.Ask("papers about \"reward hacking\"");
    CHECK(graph.columns == Column{"paper", "title", "date", "score", "snippet"});
  }
  CHECK(graph.Detail("papers using reward hacking") == "UnknownName");
  CHECK(graph.Detail("papers about chain of thougt") == "UnknownName");
  CHECK(graph.Detail("methods about \"reward hacking\"") == "UnknownPhrase");
  CHECK(graph.Detail("papers not about \"reward hacking\"") == "UnknownPhrase");
  CHECK(graph.Detail("trend of papers mentioning \"reward hacking\"") == "UnknownPhrase");
}

TEST_CASE("a database that ingest makes can be searched at once, and forgets", "[search]") {
  Graph graph;
  extract::Ingest(*graph.store, {"examples/reports"}, {});
  CHECK(graph.Ask("papers about \"open base models\"") == Column{"2503.18892"});
  CHECK_FALSE(graph.Ask("CALL search.text('多数投票') YIELD node RETURN node.id").empty());
  CHECK(graph.store->Check().faults.empty());
  graph.Ask("DROP INDEX papergraph_text");
  extract::Ingest(*graph.store, {"examples/reports"}, {});
  CHECK(graph.Detail("CALL search.text('x') YIELD node RETURN 1") == "InvalidArgument");
}

}  // namespace
}  // namespace papergraph
