#include "cli/client/push.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <thread>
#include <tuple>

#include "cli/client/push_keys.h"
#include "engine/formats.h"
#include "engine/language.h"

namespace papergraph::cli {
namespace {

constexpr int kTries = 5;

/// Rows for the same two statements.
struct Batch {
  std::string write;  // $rows are maps: id, digest, properties and, of a relationship, start and end
  std::string check;  // counts those of $rows (without properties) that are there with their digest
  bool checks = false;
  ValueList rows;
  size_t bytes = 0;
};

std::string LabelsText(const std::vector<std::string>& labels, size_t from) {
  std::string text;
  for (size_t i = from; i < labels.size(); ++i) text += ":" + engine::QuotedName(labels[i]);
  return text;
}

// A label by which nodes are found: their first. Nodes without one are found by their key alone.
std::string Place(const std::vector<std::string>& labels) {
  return labels.empty() ? "" : ":" + engine::QuotedName(labels[0]);
}

struct OneNumber : engine::RowSink {
  void Columns(const std::vector<std::string>&, const GraphReader&) override {}
  void Row(std::span<const Value> values) override {
    if (!values.empty() && values[0].kind() == ValueKind::kInt) number = values[0].as_int();
  }
  int64_t number = 0;
};

class Pusher {
 public:
  Pusher(const GraphReader& graph, BoltClient& client, const PushOptions& options,
         const std::function<void(uint64_t, uint64_t)>& progress)
      : graph_(graph),
        client_(client),
        options_(options),
        progress_(progress),
        order_{false, options.timeout_seconds, options.database},
        total_(graph.NodeCount() + graph.EdgeCount()),
        keys_(graph) {}

  PushReport Run() {
    report_.nodes = graph_.NodeCount();
    report_.relationships = graph_.EdgeCount();
    MakeSchema();
    PushNodes();
    PushRelationships();
    return std::move(report_);
  }

 private:
  // Again where the server says that it may work later: another transaction was in the way, a leader is chosen.
  template <typename Action>
  auto Patiently(const Action& action) {
    double pause = options_.pause_seconds;
    for (int tries = 1;; ++tries, pause *= 2) {
      try {
        return action();
      } catch (const ServerError& error) {
        if (!error.is_transient() || tries == kTries) throw;
      }
      std::this_thread::sleep_for(std::chrono::duration<double>(pause));
    }
  }

  void MakeSchema() {
    for (const auto& labels : keys_.label_sets()) {
      if (labels.empty()) {
        report_.notices.push_back("nodes without a label are found without an index: many of them take long");
        continue;
      }
      if (!places_.insert(labels[0]).second) continue;
      const std::string label = engine::QuotedName(labels[0]), key(kKeyProperty);
      const std::string refused = Try("CREATE CONSTRAINT " + engine::QuotedName("papergraph_id_" + labels[0]) +
                                      " IF NOT EXISTS FOR (n:" + label + ") REQUIRE n." + key + " IS UNIQUE");
      if (refused.empty()) continue;
      // Memgraph's spelling, where a constraint is no index.
      Try("CREATE INDEX ON :" + label + "(" + key + ")");
      if (!Try("CREATE CONSTRAINT ON (n:" + label + ") ASSERT n." + key + " IS UNIQUE").empty())
        report_.notices.push_back("no constraint keeps " + key + " of " + labels[0] + " unique: " + refused);
    }
    for (const std::string& statement : engine::SchemaStatements(graph_)) {
      if (statement.find(kKeyProperty) != statement.npos) continue;  // of an earlier push to here
      if (const std::string refused = Try(statement); !refused.empty())
        report_.notices.push_back("not taken: " + statement + ": " + refused);
    }
  }

  // What the server says against a statement; empty: nothing.
  std::string Try(const std::string& statement) {
    try {
      client_.Do(statement, Value(), order_);
      return {};
    } catch (const ServerError& error) {
      return error.code() + ": " + error.what();
    }
  }

  void PushNodes() {
    Batch batch;
    uint32_t set = UINT32_MAX;
    for (const NodeId node : keys_.nodes()) {
      if (keys_.LabelSetOf(node) != set) {
        Flush(batch);
        set = keys_.LabelSetOf(node);
        batch = NodeBatch(keys_.label_sets()[set]);
      }
      Add(batch, keys_.of(node), PropertiesToSend(graph_, node), {});
    }
    Flush(batch);
  }

  Batch NodeBatch(const std::vector<std::string>& labels) {
    const std::string place = Place(labels);
    Batch batch;
    batch.write = "UNWIND $rows AS row MERGE (n" + place + " {papergraph_id: row.id}) " +
                  "WITH n, row WHERE coalesce(n.papergraph_digest, '') <> row.digest SET n = row.properties" +
                  (labels.size() > 1 ? " SET n" + LabelsText(labels, 1) : "");
    batch.check = "UNWIND $rows AS row MATCH (n" + place +
                  " {papergraph_id: row.id}) WHERE n.papergraph_digest = row.digest RETURN count(n) AS same";
    batch.checks =
        Number("MATCH (n" + place + ") WHERE n.papergraph_id IS NOT NULL RETURN 1 AS one LIMIT 1", Value()) > 0;
    return batch;
  }

  void PushRelationships() {
    std::vector<TypeId> types;
    for (uint32_t type = 0; type < graph_.TypeCount(); ++type) types.push_back(TypeId{type});
    std::sort(types.begin(), types.end(), [this](TypeId a, TypeId b) { return graph_.NameOf(a) < graph_.NameOf(b); });
    std::map<std::tuple<std::string, uint32_t, uint32_t>, Batch> batches;
    for (const TypeId type : types) {
      const std::string name(graph_.NameOf(type));
      for (const NodeId start : keys_.nodes()) {
        for (Link& link : LinksOf(start, type)) {
          const uint32_t from = keys_.LabelSetOf(start), to = keys_.LabelSetOf(link.end);
          const auto [at, is_new] = batches.try_emplace({name, from, to});
          if (is_new) at->second = RelationshipBatch(name, keys_.label_sets()[from], keys_.label_sets()[to]);
          Add(at->second, link.key, std::move(link.properties),
              {{"start", Value::String(HexOf(keys_.of(start)))}, {"end", Value::String(HexOf(keys_.of(link.end)))}});
        }
      }
      for (auto& [where, batch] : batches) Flush(batch);
      batches.clear();
    }
  }

  Batch RelationshipBatch(const std::string& type, const std::vector<std::string>& from,
                          const std::vector<std::string>& to) {
    const std::string quoted = engine::QuotedName(type), a = Place(from), b = Place(to);
    Batch batch;
    batch.write = "UNWIND $rows AS row MATCH (a" + a + " {papergraph_id: row.start}) MATCH (b" + b +
                  " {papergraph_id: row.end}) MERGE (a)-[r:" + quoted + " {papergraph_id: row.id}]->(b) " +
                  "WITH r, row WHERE coalesce(r.papergraph_digest, '') <> row.digest SET r = row.properties";
    batch.check = "UNWIND $rows AS row MATCH (a" + a + " {papergraph_id: row.start})-[r:" + quoted +
                  " {papergraph_id: row.id}]->() WHERE r.papergraph_digest = row.digest RETURN count(r) AS same";
    batch.checks = Number("MATCH (a" + a + ")-[r:" + quoted + "]->(b" + b +
                              ") WHERE r.papergraph_id IS NOT NULL RETURN 1 AS one LIMIT 1",
                          Value()) > 0;
    return batch;
  }

  struct Link {
    NodeId end;
    PushKey key;
    std::string text;
    SentProperties properties;
  };

  // A relationship is known by its ends, its type and where it was read: file, place, rule; or else by its sentence.
  // What is the same in all this is numbered in the order of its properties.
  std::vector<Link> LinksOf(NodeId start, TypeId type) const {
    std::vector<Link> links;
    for (const Neighbour& neighbour : graph_.Neighbours(start, type, EdgeDirection::kOut)) {
      Link link{neighbour.node, {}, {}, PropertiesToSend(graph_, neighbour.edge)};
      const auto has = [&](std::string_view name) {
        return std::any_of(link.properties.begin(), link.properties.end(),
                           [&](const auto& property) { return property.first == name; });
      };
      const bool has_place = has("source");
      SentProperties known;
      for (const auto& [name, value] : link.properties) {
        const bool place = name == "source" || name == "start" || name == "end" || name == "rule";
        if (has_place ? place : name == "evidence") known.emplace_back(name, value);
      }
      link.key = KeyOf(HexOf(keys_.of(start)) + HexOf(keys_.of(link.end)) + std::string(graph_.NameOf(type)) + '\0' +
                       TextOf(known, graph_));
      link.text = TextOf(link.properties, graph_);
      links.push_back(std::move(link));
    }
    std::stable_sort(links.begin(), links.end(),
                     [](const Link& a, const Link& b) { return a.key != b.key ? a.key < b.key : a.text < b.text; });
    PushKey shared{};
    for (size_t i = 0, twins = 0; i < links.size(); ++i) {
      twins = i > 0 && links[i].key == shared ? twins + 1 : 0;
      shared = links[i].key;
      if (twins > 0) links[i].key = KeyOf(HexOf(shared) + std::to_string(twins));
    }
    return links;
  }

  void Add(Batch& batch, const PushKey& key, SentProperties properties, ValueMap row) {
    const std::string text = TextOf(properties, graph_);
    const Value id = Value::String(HexOf(key)), digest = Value::String(HexOf(KeyOf(text)));
    properties.emplace_back(kKeyProperty, id);
    properties.emplace_back(kDigestProperty, digest);
    row.emplace_back("id", id);
    row.emplace_back("digest", digest);
    row.emplace_back("properties", Value::Map(std::move(properties)));
    batch.rows.push_back(Value::Map(std::move(row)));
    batch.bytes += text.size() + 200;
    if (batch.rows.size() >= options_.batch_rows || batch.bytes >= options_.batch_bytes) Flush(batch);
  }

  void Flush(Batch& batch) {
    if (batch.rows.empty()) return;
    done_ += batch.rows.size();
    if (!batch.checks || !IsThere(batch)) {
      const engine::Stats stats = Patiently([&] {
        return client_.Do(batch.write, Value::Map({{"rows", Value::List(batch.rows)}}), order_);
      });
      report_.changed.nodes_created += stats.nodes_created;
      report_.changed.relationships_created += stats.relationships_created;
      report_.changed.properties_set += stats.properties_set;
      report_.changed.labels_added += stats.labels_added;
    }
    batch.rows.clear();
    batch.bytes = 0;
    progress_(done_, total_);
  }

  bool IsThere(const Batch& batch) {
    ValueList rows;
    for (const Value& row : batch.rows) {
      ValueMap bare;
      for (const auto& [name, value] : row.as_map()) {
        if (name != "properties") bare.emplace_back(name, value);
      }
      rows.push_back(Value::Map(std::move(bare)));
    }
    return Number(batch.check, Value::Map({{"rows", Value::List(std::move(rows))}})) ==
           static_cast<int64_t>(batch.rows.size());
  }

  int64_t Number(const std::string& query, const Value& params) {
    return Patiently([&] {
      OneNumber sink;
      client_.Run(query, params, order_, sink);
      return sink.number;
    });
  }

  const GraphReader& graph_;
  BoltClient& client_;
  const PushOptions& options_;
  const std::function<void(uint64_t, uint64_t)>& progress_;
  const BoltOrder order_;
  const uint64_t total_;
  const NodeKeys keys_;
  std::set<std::string> places_;
  uint64_t done_ = 0;
  PushReport report_;
};

}  // namespace

PushReport Push(const GraphReader& graph, BoltClient& client, const PushOptions& options,
                const std::function<void(uint64_t done, uint64_t total)>& progress) {
  return Pusher(graph, client, options, progress).Run();
}

}  // namespace papergraph::cli
