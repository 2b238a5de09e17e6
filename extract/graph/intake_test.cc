#include "extract/graph/intake.h"

#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "extract/graph/graph_writer.h"
#include "tests/support/plain_graph.h"

namespace papergraph::extract {
namespace {

std::string Show(const Value& value) {
  switch (value.kind()) {
    case ValueKind::kNull:
      return "null";
    case ValueKind::kInt:
      return std::to_string(value.as_int());
    case ValueKind::kFloat:
      return fmt::format("{}", value.as_float());
    case ValueKind::kString:
      return fmt::format("'{}'", value.as_string());
    case ValueKind::kList: {
      std::string text = "[";
      for (const Value& item : value.as_list()) text += Show(item) + ",";
      return text + "]";
    }
    default:
      return "?";
  }
}

std::string Show(const GraphReader& graph, const auto& properties) {
  std::map<std::string_view, std::string> sorted;
  for (const auto& [property, value] : properties) sorted[graph.NameOf(property)] = Show(value);
  std::string text;
  for (const auto& [name, value] : sorted) text += fmt::format(" {}={}", name, value);
  return text;
}

std::string ShowNode(const GraphReader& graph, NodeId node) {
  std::string text;
  for (const LabelId label : graph.LabelsOf(node)) text += fmt::format(":{}", graph.NameOf(label));
  return text + Show(graph, graph.PropertiesOf(node));
}

/// The whole graph as text that does not depend on ids.
std::string Dump(const GraphReader& graph) {
  std::vector<std::string> lines;
  std::vector<NodeId> nodes(graph.NodeIdLimit());
  nodes.resize(graph.ScanNodes(std::nullopt, NodeId{0}, nodes));
  for (const NodeId node : nodes) lines.push_back(ShowNode(graph, node));
  std::vector<EdgeId> edges(graph.EdgeIdLimit());
  edges.resize(graph.ScanEdges(std::nullopt, EdgeId{0}, edges));
  for (const EdgeId edge : edges) {
    const EdgeRecord record = graph.EdgeOf(edge);
    lines.push_back(fmt::format("{} -[{}{}]-> {}", ShowNode(graph, record.start), graph.NameOf(record.type),
                                Show(graph, graph.PropertiesOf(edge)), ShowNode(graph, record.end)));
  }
  std::sort(lines.begin(), lines.end());
  return fmt::format("{}", fmt::join(lines, "\n"));
}

/// The lines that only one of two dumps has.
std::string Difference(const std::string& a, const std::string& b) {
  const auto lines = [](const std::string& text) {
    std::vector<std::string> split;
    for (size_t at = 0; at < text.size();) {
      const size_t end = std::min(text.find('\n', at), text.size());
      split.push_back(text.substr(at, end - at));
      at = end + 1;
    }
    return split;
  };
  const std::vector<std::string> left = lines(a), right = lines(b);
  std::vector<std::string> different;
  std::set_symmetric_difference(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(different));
  return fmt::format("{}", fmt::join(different, "\n"));
}

EntityFinding FindingOf(EntityKind kind, std::string edge, std::string name, std::vector<std::string> aliases = {}) {
  EntityFinding finding;
  finding.kind = kind;
  finding.edge = std::move(edge);
  finding.evidence.text = name;
  finding.evidence.section = SectionKind::kResults;
  finding.rule = "test";
  finding.confidence = 0.9;
  finding.name = std::move(name);
  finding.aliases = std::move(aliases);
  return finding;
}

ReadSource Source(std::string source, std::vector<std::pair<std::string, std::vector<EntityFinding>>> papers,
                  std::string date = "2026-01-01") {
  ReadSource read;
  read.source = std::move(source);
  for (auto& [id, findings] : papers) {
    PaperText text;
    text.id = id;
    text.title = "Title of " + id + " in " + read.source;
    text.date = date;
    uint64_t start = 100;
    for (EntityFinding& finding : findings) {
      finding.evidence.start = start;
      finding.evidence.end = start += 10;
    }
    read.papers.push_back(std::move(text));
    read.findings.push_back({std::move(findings), {}});
  }
  std::string content = date;
  for (const PaperFindings& findings : read.findings) content += Encode(findings);
  read.hash = HashOf(content);
  return read;
}

/// A graph with an intake.
struct Bench {
  PlainGraph graph;
  Decisions decisions;
  Intake intake{graph, Vocabulary::BuiltIn(), decisions, 1};

  void Put(const ReadSource& source) { intake.Put(graph, source); }
  std::vector<NodeId> Named(std::string_view label, std::string_view name) const {
    std::vector<NodeId> nodes(graph.NodeIdLimit()), found;
    const auto id = graph.FindLabel(label);
    const auto property = graph.FindProperty("name");
    if (!id || !property) return {};
    nodes.resize(graph.ScanNodes(*id, NodeId{0}, nodes));
    for (const NodeId node : nodes) {
      if (graph.NodeProperty(node, *property) == Value::String(name)) found.push_back(node);
    }
    return found;
  }
  /// The nodes that edges of this type lead to from the one of this name.
  std::vector<std::string> From(std::string_view label, std::string_view name, std::string_view type) const {
    std::vector<std::string> names;
    for (const NodeId node : Named(label, name)) {
      for (const Neighbour& neighbour : graph.Neighbours(node, *graph.FindType(type), EdgeDirection::kOut)) {
        names.emplace_back(graph.NodeProperty(neighbour.node, *graph.FindProperty("name")).as_string());
      }
    }
    return names;
  }
};

constexpr EntityKind kMethod = EntityKind::kMethod, kModel = EntityKind::kModel, kBenchmark = EntityKind::kBenchmark,
                     kDomain = EntityKind::kDomain;

std::vector<EntityFinding> RandomFindings(std::mt19937& random) {
  static const std::vector<EntityFinding> kPool = {
      FindingOf(kMethod, "USES", "GRPO", {"Group Relative Policy Optimization"}),
      FindingOf(kMethod, "COMPARES_WITH", "GRPO"),
      FindingOf(kMethod, "USES", "GRPO", {"另一种群体策略优化算法"}),
      FindingOf(kMethod, "USES", "另一种群体策略优化算法"),
      FindingOf(kMethod, "COMPARES_WITH", "另一种群体策略优化算法", {"LoRA"}),
      FindingOf(kMethod, "PROPOSES", "XQZN", {"Xenon Quark Zoning Net"}),
      FindingOf(kMethod, "PROPOSES", "XQZN", {"Xylem Quorum Zeal Norm"}),
      FindingOf(kMethod, "USES", "XQZN"),
      FindingOf(kMethod, "COMPARES_WITH", "Xenon Quark Zoning Net"),
      FindingOf(kMethod, "PROPOSES", "composite zoning reward"),
      FindingOf(kMethod, "USES", "composite zoning reward"),
      FindingOf(kMethod, "PROPOSES", "QuarkZone", {"夸克分区"}),
      FindingOf(kMethod, "USES", "QuarkZone-2"),
      FindingOf(kModel, "USES", "Zorp9-8B"),
      FindingOf(kModel, "USES", "Zorp9"),
      FindingOf(kModel, "COMPARES_WITH", "zorp9 8b"),
      FindingOf(kModel, "USES", "Qwen3-8B", {"Qwen3"}),
      FindingOf(kBenchmark, "EVALUATES_ON", "AIME 2024", {"AIME24"}),
      FindingOf(kBenchmark, "EVALUATES_ON", "AIME 2025"),
      FindingOf(kBenchmark, "EVALUATES_ON", "ZZMT 2031"),
      FindingOf(kBenchmark, "MENTIONS", "Zorp-Math-bench"),
      FindingOf(kBenchmark, "INTRODUCES", "Zorp-Math-Bench", {"ZMB"}),
      FindingOf(kDomain, "IN_DOMAIN", "Mathematical Reasoning", {"数学推理"}),
      FindingOf(kDomain, "IN_DOMAIN", "Zorpology"),
  };
  std::vector<EntityFinding> findings;
  const size_t count = random() % 6;
  for (size_t i = 0; i < count; ++i) {
    EntityFinding finding = kPool[random() % kPool.size()];
    finding.confidence = 0.5 + static_cast<double>(random() % 5) / 10;
    findings.push_back(std::move(finding));
  }
  return findings;
}

ReadSource RandomSource(std::mt19937& random, int name) {
  std::vector<std::pair<std::string, std::vector<EntityFinding>>> papers;
  const size_t count = 1 + random() % 3;
  for (size_t i = 0; i < count; ++i)
    papers.emplace_back(fmt::format("2601.0000{}", random() % 6), RandomFindings(random));
  ReadSource source =
      Source(fmt::format("s{}.txt", name), std::move(papers), fmt::format("2026-01-0{}", 1 + random() % 4));
  for (size_t i = 0; i < source.papers.size(); ++i) {
    PaperFindings& findings = source.findings[i];
    if (findings.entities.empty()) continue;
    ResultFinding result;
    result.metric = "accuracy";
    result.value = static_cast<double>(random() % 3);
    result.unit = "%";
    result.kind = "absolute";
    result.benchmark = findings.entities[random() % findings.entities.size()].name;
    result.subjects = {findings.entities[random() % findings.entities.size()].name};
    result.evidence.text = "a number";
    result.rule = "test";
    findings.results.push_back(std::move(result));
  }
  return source;
}

}  // namespace

TEST_CASE("the graph follows from the set of documents, not from what came and went", "[intake]") {
  for (uint32_t seed = 0; seed < 60; ++seed) {
    std::mt19937 random(seed);
    Bench wandering;
    std::map<std::string, ReadSource> there;
    for (int step = 0; step < 14; ++step) {
      const int name = static_cast<int>(random() % 6);
      const std::string source = fmt::format("s{}.txt", name);
      if (there.contains(source) && random() % 3 == 0) {
        wandering.intake.Drop(wandering.graph, source);
        there.erase(source);
      } else {
        const ReadSource document = RandomSource(random, name);
        wandering.Put(document);
        there.insert_or_assign(source, document);
      }
    }
    std::vector<std::string> order;
    for (const auto& [source, document] : there) order.push_back(source);
    std::shuffle(order.begin(), order.end(), random);
    Bench straight;
    for (const std::string& source : order) straight.Put(there.at(source));
    CAPTURE(seed);
    REQUIRE(Difference(Dump(wandering.graph), Dump(straight.graph)) == "");
    // What was read from the records is what was kept in memory.
    const Intake again(straight.graph, Vocabulary::BuiltIn(), straight.decisions, 1);
    CHECK(ExtractedGraph(straight.graph, again.corpus()).Apply({}, again.corpus().PaperIds()) ==
          std::vector<bool>(again.corpus().PaperIds().size(), false));
    ExtractedGraph(straight.graph, again.corpus()).ApplyAll();
    REQUIRE(Difference(Dump(wandering.graph), Dump(straight.graph)) == "");
    for (const std::string& source : order) wandering.intake.Drop(wandering.graph, source);
    CHECK(wandering.graph.NodeCount() == 0);
    CHECK(wandering.graph.EdgeCount() == 0);
  }
}

TEST_CASE("a paper in several sources is one node with the earliest date and title", "[intake]") {
  Bench bench;
  bench.Put(Source("b.json", {{"2601.00001", {FindingOf(kMethod, "USES", "GRPO")}}}, "2026-01-02"));
  bench.Put(Source("a.json", {{"2601.00001", {FindingOf(kMethod, "USES", "GRPO")}}}, "2026-01-03"));
  const NodeId paper = [&] {
    std::vector<NodeId> nodes(4);
    nodes.resize(bench.graph.ScanNodes(bench.graph.FindLabel("Paper"), NodeId{0}, nodes));
    REQUIRE(nodes.size() == 1);
    return nodes.front();
  }();
  CHECK(ShowNode(bench.graph, paper) ==
        ":Paper date='2026-01-02' id='2601.00001' sources=['a.json','b.json',] title='Title of 2601.00001 in b.json'");
  CHECK(bench.graph.Neighbours(paper, *bench.graph.FindType("USES"), EdgeDirection::kOut).size() == 2);  // one a source
}

TEST_CASE("of two findings of one edge in one source the surer one stays", "[intake]") {
  Bench bench;
  EntityFinding weak = FindingOf(kMethod, "USES", "GRPO"),
                strong = FindingOf(kMethod, "USES", "Group Relative Policy Optimization");
  weak.confidence = 0.6;
  bench.Put(Source("a.txt", {{"2601.00001", {weak, strong}}}));
  REQUIRE(bench.graph.EdgeCount(*bench.graph.FindType("USES")) == 1);
  std::vector<EdgeId> edge(1);
  bench.graph.ScanEdges(bench.graph.FindType("USES"), EdgeId{0}, edge);
  CHECK(bench.graph.EdgeProperty(edge[0], *bench.graph.FindProperty("confidence")) == Value::Float(0.9));
}

TEST_CASE("sizes, versions and families are things of their own, and say where they belong", "[intake]") {
  Bench bench;
  bench.Put(Source(
      "a.txt",
      {{"2601.00001",
        {FindingOf(kModel, "USES", "Zorp9-8B"), FindingOf(kBenchmark, "EVALUATES_ON", "ZZMT 2031"),
         FindingOf(kBenchmark, "EVALUATES_ON", "ZZMT 2032"), FindingOf(kBenchmark, "EVALUATES_ON", "Zorp-Math-bench"),
         FindingOf(kBenchmark, "EVALUATES_ON", "AIME 2024")}}}));
  CHECK(bench.From("Model", "Zorp9-8B", "VARIANT_OF") == std::vector<std::string>{"Zorp9"});
  CHECK(bench.From("Benchmark", "ZZMT 2031", "PART_OF") == std::vector<std::string>{"ZZMT"});
  CHECK(bench.From("Benchmark", "ZZMT 2032", "PART_OF") == std::vector<std::string>{"ZZMT"});
  CHECK(bench.From("Benchmark", "Zorp-Math-bench", "IN_DOMAIN") == std::vector<std::string>{"Mathematical Reasoning"});
  CHECK(bench.From("Benchmark", "AIME 2024", "PART_OF") == std::vector<std::string>{"AIME"});
  CHECK(bench.From("Benchmark", "AIME 2024", "IN_DOMAIN") == std::vector<std::string>{"Mathematical Reasoning"});
  const NodeId model = bench.Named("Model", "Zorp9-8B").front();
  CHECK(bench.graph.NodeProperty(model, *bench.graph.FindProperty("parameters")) == Value::Float(8));
}

TEST_CASE("an acronym with two meanings joins nothing; with one it joins its full name", "[intake]") {
  Bench bench;
  bench.Put(Source("a.txt", {{"2601.00001", {FindingOf(kMethod, "PROPOSES", "XQZN", {"Xenon Quark Zoning Net"})}}}));
  bench.Put(Source("b.txt", {{"2601.00002", {FindingOf(kMethod, "USES", "XQZN")}}}));
  CHECK(bench.graph.NodeCount(*bench.graph.FindLabel("Method")) == 1);
  bench.Put(Source("c.txt", {{"2601.00003", {FindingOf(kMethod, "PROPOSES", "XQZN", {"Xylem Quorum Zeal Norm"})}}}));
  CHECK(bench.graph.NodeCount(*bench.graph.FindLabel("Method")) == 3);
  bench.intake.Drop(bench.graph, "a.txt");
  CHECK(bench.graph.NodeCount(*bench.graph.FindLabel("Method")) == 1);
}

TEST_CASE("three letters for a paper's own method mean nothing elsewhere", "[intake]") {
  Bench bench;
  bench.Put(Source("a.txt", {{"2601.00001", {FindingOf(kMethod, "PROPOSES", "XQZ", {"Xenon Quark Zoning"})}},
                             {"2601.00002", {FindingOf(kMethod, "USES", "XQZ")}},
                             {"2601.00003", {FindingOf(kMethod, "COMPARES_WITH", "Xenon Quark Zoning")}}}));
  CHECK(bench.graph.NodeCount(*bench.graph.FindLabel("Method")) == 2);
}

TEST_CASE("the active part of a mixture of experts may be left out of a model's size", "[intake]") {
  Bench bench;
  bench.Put(Source("a.txt", {{"2601.00001",
                              {FindingOf(kModel, "USES", "Zorp9-30B-A3B"), FindingOf(kModel, "USES", "Zorp9-30B"),
                               FindingOf(kModel, "USES", "Zorp9-3B")}}}));
  CHECK(bench.graph.NodeCount(*bench.graph.FindLabel("Model")) == 3);  // with the family
}

TEST_CASE("an acronym that the paper spells out in its own way is not the known one", "[intake]") {
  Bench bench;
  bench.Put(
      Source("a.txt", {{"2601.00001", {FindingOf(kMethod, "USES", "GRPO")}},
                       {"2601.00002", {FindingOf(kMethod, "PROPOSES", "GRPO", {"Gated Retrieval Prompt Ordering"})}}}));
  CHECK(bench.graph.NodeCount(*bench.graph.FindLabel("Method")) == 2);
}

TEST_CASE("a paper's own name is not the known one that must be written otherwise", "[intake]") {
  Bench bench;
  bench.Put(Source("a.txt", {{"2601.00001", {FindingOf(kMethod, "USES", "STaR")}},
                             {"2601.00002", {FindingOf(kMethod, "PROPOSES", "STAR")}}}));
  CHECK(bench.graph.NodeCount(*bench.graph.FindLabel("Method")) == 2);
}

TEST_CASE("a descriptive phrase for a paper's own method is nobody else's name", "[intake]") {
  Bench bench;
  bench.Put(Source("a.txt", {{"2601.00001", {FindingOf(kMethod, "PROPOSES", "composite zoning reward")}},
                             {"2601.00002", {FindingOf(kMethod, "PROPOSES", "composite zoning reward")}},
                             {"2601.00003", {FindingOf(kMethod, "USES", "composite zoning reward")}}}));
  CHECK(bench.graph.NodeCount(*bench.graph.FindLabel("Method")) == 3);
}

TEST_CASE("what a person adds stays and keeps its nodes alive", "[intake]") {
  Bench bench;
  PlainGraph& graph = bench.graph;
  const ReadSource document = Source(
      "a.txt", {{"2601.00001", {FindingOf(kMethod, "USES", "QuarkZone"), FindingOf(kModel, "USES", "Zorp9-8B")}}});
  bench.Put(document);
  const std::string before = Dump(graph);
  const NodeId method = bench.Named("Method", "QuarkZone").front();
  graph.SetProperty(method, graph.InternProperty("rating"), Value::Int(5));
  const LabelId person_label = graph.InternLabel("Person");
  const NodeId person = graph.CreateNode({&person_label, 1});
  std::vector<NodeId> papers(1);
  graph.ScanNodes(graph.FindLabel("Paper"), NodeId{0}, papers);
  graph.CreateEdge(person, graph.InternType("READ"), papers[0]);
  graph.SetProperty(graph.Neighbours(papers[0], *graph.FindType("USES"), EdgeDirection::kOut).front().edge,
                    graph.InternProperty("note"), Value::Int(1));
  bench.Put(Source("b.txt", {{"2601.00001", {FindingOf(kMethod, "USES", "QuarkZone", {"夸克分区"})}}}));
  CHECK(graph.EdgeProperty(graph.Neighbours(papers[0], *graph.FindType("USES"), EdgeDirection::kOut).front().edge,
                           *graph.FindProperty("note")) == Value::Int(1));
  bench.intake.Drop(graph, "a.txt");
  bench.intake.Drop(graph, "b.txt");
  CHECK(graph.NodeCount() == 3);
  CHECK(graph.EdgeCount() == 1);
  CHECK(ShowNode(graph, papers[0]) == ":Paper id='2601.00001'");
  CHECK(ShowNode(graph, method) == ":Method name='QuarkZone' rating=5");
  bench.Put(document);
  CHECK(bench.Named("Method", "QuarkZone") == std::vector<NodeId>{method});
  CHECK(graph.NodeCount(*graph.FindLabel("Paper")) == 1);
  graph.SetProperty(method, graph.InternProperty("rating"), Value());
  graph.DeleteEdge(graph.Neighbours(person, *graph.FindType("READ"), EdgeDirection::kOut).front().edge);
  graph.DeleteNode(person);
  CHECK(Dump(graph) == before);
}

TEST_CASE("a paper node that a person made before is taken over and given back", "[intake]") {
  Bench bench;
  const LabelId label = bench.graph.InternLabel("Paper");
  const NodeId paper = bench.graph.CreateNode({&label, 1});
  bench.graph.SetProperty(paper, bench.graph.InternProperty("id"), Value::String("2601.00001"));
  bench.Put(Source("a.txt", {{"2601.00001", {}}}));
  CHECK(bench.graph.NodeCount(label) == 1);
  bench.intake.Drop(bench.graph, "a.txt");
  CHECK(ShowNode(bench.graph, paper) == ":Paper id='2601.00001'");
}

TEST_CASE("what a person deleted comes back when its paper is told of again", "[intake]") {
  Bench bench;
  bench.Put(Source("a.txt", {{"2601.00001", {FindingOf(kMethod, "USES", "QuarkZone")}}}));
  const std::string before = Dump(bench.graph);
  const NodeId method = bench.Named("Method", "QuarkZone").front();
  bench.graph.DeleteEdge(
      bench.graph.Neighbours(method, *bench.graph.FindType("USES"), EdgeDirection::kIn).front().edge);
  bench.graph.DeleteNode(method);
  bench.Put(Source("a.txt", {{"2601.00001", {FindingOf(kMethod, "USES", "QuarkZone")}}}));
  CHECK(Dump(bench.graph) == before);
}

TEST_CASE("names that a person merged are one thing, names set apart are two", "[intake]") {
  Bench plain, decided;
  decided.decisions.merged[{kMethod, "quarkzone"}] = "QuarkZone";
  decided.decisions.merged[{kMethod, "grpo"}] = "QuarkZone";
  decided.decisions.apart[{kMethod, "夸克分区法"}] = "夸克分区法";
  const ReadSource document = Source(
      "a.txt",
      {{"2601.00001", {FindingOf(kMethod, "USES", "QuarkZone", {"夸克分区法"}), FindingOf(kMethod, "USES", "GRPO")}},
       {"2601.00002", {FindingOf(kMethod, "USES", "夸克分区法")}}});
  plain.Put(document);
  decided.Put(document);
  CHECK(plain.Named("Method", "QuarkZone").size() == 1);
  CHECK(plain.graph.NodeCount(*plain.graph.FindLabel("Method")) == 2);
  CHECK(decided.graph.NodeCount(*decided.graph.FindLabel("Method")) == 2);
  CHECK(decided.Named("Method", "夸克分区法").size() == 1);
  CHECK(decided.Named("Method", "GRPO").empty());
  // Taking the decision back gives the graph that never had it.
  const Intake undone(decided.graph, Vocabulary::BuiltIn(), plain.decisions, 1);
  ExtractedGraph(decided.graph, undone.corpus()).ApplyAll();
  CHECK(Dump(decided.graph) == Dump(plain.graph));
}

}  // namespace papergraph::extract
