// What was extracted, as nodes and edges: brings the graph in line with the corpus and touches nothing that is a
// person's.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "extract/graph/corpus.h"
#include "storage/graph_writer.h"

namespace papergraph::extract {

/// An edge that extraction made. `source` is empty for edges without one.
struct MadeEdge {
  std::string type;
  NodeId target{};
  std::string source;
  EdgeId edge{};
};

struct MadeEntity {
  NodeId node = kNoNode;
  std::vector<MadeEdge> belongs;
};

struct MadeResult {
  std::string key;  // of its content
  NodeId node{};
  std::vector<MadeEdge> edges;  // ON, OF, AGAINST
};

struct MadePaper {
  NodeId node = kNoNode;
  bool adopted = false;         // a person had made the node
  std::vector<MadeEdge> edges;  // from the paper, REPORTS included
  std::vector<MadeResult> results;
};

/// Writes the differences between what extraction made before (records of kEntitySpace, kPaperSpace) and what the
/// corpus says now, in place: a node or edge that stays keeps its id and whatever a person hung on it. Lives for one
/// transaction.
class ExtractedGraph {
 public:
  /// Both live longer. REQUIRES: the corpus is settled.
  ExtractedGraph(GraphWriter& graph, const Corpus& corpus) : graph_(graph), corpus_(corpus) {}

  /// Indexes that lookups by people and by extraction need. Does nothing where they are.
  void EnsureIndexes();
  bool HasPapers() const;
  /// The full-text index on titles and summaries. For a graph that gets its first papers: later it is the user's to
  /// drop.
  void EnsureTextIndex();

  /// Brings these entities and papers in line. `changes` is what the linker said; `papers` are the ids of all papers
  /// whose sources or entities changed, each once. True for each paper whose node, edges or results are different now.
  std::vector<bool> Apply(const std::vector<Linker::Change>& changes, const std::vector<std::string>& papers);

  /// Brings everything in line, whatever was recorded: after the vocabulary or a person's decisions changed.
  void ApplyAll();

 private:
  using Properties = std::vector<std::pair<std::string_view, Value>>;
  struct EdgeWish {
    Properties properties;
    double confidence = 0;
    uint64_t start = 0;
  };
  using EdgeKey = std::tuple<std::string, NodeId, std::string>;  // type, target, source
  using EdgeWishes = std::map<EdgeKey, EdgeWish>;
  struct ResultWish {
    Properties properties;
    EdgeWishes edges;                         // ON, OF, AGAINST
    std::map<std::string, EdgeWish> reports;  // by source
  };

  MadeEntity& EntityAt(const std::string& key);
  NodeId NodeOf(EntityId id);
  void WriteEntity(EntityId id);
  void WriteBelongs(EntityId id);
  void ReleaseLeaving();
  bool WritePaper(const std::string& id);
  void Gather(const PaperPlace& place, EdgeWishes& edges, std::map<std::string, ResultWish>& results);
  bool WriteResults(MadePaper& made, std::map<std::string, ResultWish> wishes, EdgeWishes& edges);
  bool SetPaperProperties(NodeId node, const std::string& id, const std::vector<PaperPlace>& places);
  bool FindPaperNode(const std::string& id, MadePaper& made);
  bool DropPaper(const std::string& id, MadePaper& made);
  bool Align(NodeId from, std::vector<MadeEdge>& made, EdgeWishes wishes);
  bool SetAll(NodeId node, const Properties& properties);
  bool Set(NodeId node, std::string_view property, const Value& value);
  bool Set(EdgeId edge, std::string_view property, const Value& value);
  NodeId Create(std::string_view label);
  bool IsPersons(NodeId node, std::string_view label) const;
  void Release(NodeId node, std::string_view label, std::string_view keep, const std::string& kept_key, bool adopted);
  NodeId TakeKept(const std::string& kept_key, std::string_view label);

  GraphWriter& graph_;
  const Corpus& corpus_;
  std::unordered_map<std::string, MadeEntity> entities_;  // read or made in this transaction
  std::map<std::string, MadeEntity> leaving_;             // by old key
};

/// The label of a kind: "Domain", "Method", "Benchmark", "Model".
std::string_view LabelOf(EntityKind kind);

// Bytes of the records.
std::string Encode(const MadeEntity& entity);
std::string Encode(const MadePaper& paper);
MadeEntity DecodeMadeEntity(std::string_view key, std::string_view bytes);
MadePaper DecodeMadePaper(std::string_view key, std::string_view bytes);

}  // namespace papergraph::extract
