// The small graph of the sentence tests: a few papers with names, aliases, families and Chinese.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tests/support/plain_graph.h"

namespace papergraph {

/// Builds nodes by name; edges from papers carry evidence "paper TYPE name".
class SampleBuilder {
 public:
  explicit SampleBuilder(GraphWriter& graph) : graph_(graph) {
    Named("Domain", "Natural Language Processing", {"NLP", "自然语言处理"});
    Named("Domain", "Mathematical Reasoning", {"math", "数学", "数学推理"});
    Named("Domain", "Code Generation", {"code", "代码生成"});
    Named("Domain", "Robotics", {"机器人"});
    Named("Domain", "Reinforcement Learning", {"RL", "强化学习"});
    Edge("Mathematical Reasoning", "PART_OF", "Natural Language Processing");
    Named("Method", "GRPO", {"Group Relative Policy Optimization", "组相对策略优化"});
    Named("Method", "PPO", {"Proximal Policy Optimization"});
    Named("Method", "DPO", {});
    Named("Method", "LoRA", {"Low-Rank Adaptation"});
    Named("Method", "DoRA", {});
    Named("Model", "Qwen3", {"通义千问3"});
    Named("Model", "Qwen3-8B", {});
    Named("Model", "GPT-4o", {});
    Edge("Qwen3-8B", "VARIANT_OF", "Qwen3");
    for (const char* name : {"AIME", "AIME 2024", "AIME 2025", "GSM8K", "MATH", "MMMU", "HumanEval"})
      Named("Benchmark", name, {});
    Edge("AIME 2024", "PART_OF", "AIME");
    Edge("AIME 2025", "PART_OF", "AIME");
    for (const char* name : {"AIME", "GSM8K", "MATH"}) Edge(name, "IN_DOMAIN", "Mathematical Reasoning");
    Edge("HumanEval", "IN_DOMAIN", "Code Generation");

    Paper("2601.00001", "Search with GRPO", 20454, {"Ada Lovelace", "王小明"});  // 2026-01-01
    Says("USES GRPO", "USES LoRA", "USES Qwen3-8B", "EVALUATES_ON AIME 2024", "IN_DOMAIN Mathematical Reasoning");
    Paper("2601.00002", "Code with GRPO", 20468, {"Grace Hopper"});  // 2026-01-15
    Says("USES GRPO", "USES PPO", "USES LoRA", "EVALUATES_ON HumanEval", "IN_DOMAIN Code Generation",
         "TRAINS_ON GSM8K");
    Paper("2601.00003", "DoRA: better than LoRA", 20484, {"Ada Lovelace"});  // 2026-01-31
    Says("PROPOSES DoRA", "COMPARES_WITH LoRA", "COMPARES_WITH GRPO", "EVALUATES_ON GSM8K", "USES Qwen3",
         "IN_DOMAIN Natural Language Processing");
    Paper("2602.00004", "AIME 2025, the benchmark", 20488, {});  // 2026-02-04
    Says("INTRODUCES AIME 2025", "USES GPT-4o", "IN_DOMAIN Mathematical Reasoning", "MENTIONS GSM8K");
    Paper("2602.00005", "Robots", 20500, {});  // 2026-02-16
    Says("USES GRPO", "USES GPT-4o", "IN_DOMAIN Robotics", "IN_DOMAIN Reinforcement Learning", "USES DPO");

    Result("2601.00001", "GRPO", "AIME 2024", "accuracy", 80.5, "absolute");
    Result("2601.00001", "Qwen3-8B", "AIME 2024", "accuracy", 60.0, "absolute");
    Result("2601.00003", "DoRA", "GSM8K", "accuracy", 2.5, "delta", "LoRA");
    Result("2602.00004", "GPT-4o", "AIME 2025", "accuracy", 9.0, "absolute");
  }

 private:
  NodeId Node(const char* label) {
    const LabelId id = graph_.InternLabel(label);
    return graph_.CreateNode({{id}});
  }
  void Set(auto entity, const char* property, const Value& value) {
    graph_.SetProperty(entity, graph_.InternProperty(property), value);
  }
  static Value Strings(const std::vector<std::string>& texts) {
    ValueList list;
    for (const auto& text : texts) list.push_back(Value::String(text));
    return Value::List(std::move(list));
  }

  void Named(const char* label, const std::string& name, const std::vector<std::string>& aliases) {
    const NodeId node = Node(label);
    Set(node, "name", Value::String(name));
    if (!aliases.empty()) Set(node, "aliases", Strings(aliases));
    nodes_[name] = node;
  }
  void Paper(const std::string& id, const std::string& title, int64_t day, const std::vector<std::string>& authors) {
    paper_ = id;
    const NodeId node = nodes_[id] = Node("Paper");
    Set(node, "id", Value::String(id));
    Set(node, "title", Value::String(title));
    Set(node, "date", Value::Of(Date{day}));
    if (!authors.empty()) Set(node, "authors", Strings(authors));
  }
  EdgeId Edge(const std::string& from, const std::string& type, const std::string& to) {
    return graph_.CreateEdge(nodes_.at(from), graph_.InternType(type), nodes_.at(to));
  }
  void Says(auto... facts) {
    for (const std::string fact : {facts...}) {
      const size_t space = fact.find(' ');
      Set(Edge(paper_, fact.substr(0, space), fact.substr(space + 1)), "evidence", Value::String(paper_ + " " + fact));
    }
  }
  void Result(const std::string& paper, const std::string& subject, const std::string& benchmark, const char* metric,
              double value, const char* kind, const std::string& against = "") {
    const std::string key = "result " + std::to_string(nodes_.size());
    const NodeId node = nodes_[key] = Node("Result");
    Set(node, "metric", Value::String(metric));
    Set(node, "value", Value::Float(value));
    Set(node, "unit", Value::String("%"));
    Set(node, "kind", Value::String(kind));
    Set(node, "evidence", Value::String(subject + " on " + benchmark));
    Edge(paper, "REPORTS", key);
    Edge(key, "ON", benchmark);
    Edge(key, "OF", subject);
    if (!against.empty()) Edge(key, "AGAINST", against);
  }

  GraphWriter& graph_;
  std::map<std::string, NodeId> nodes_;
  std::string paper_;
};

class SampleGraph {
 public:
  SampleGraph() { SampleBuilder{graph_}; }
  PlainGraph& graph() { return graph_; }
  static constexpr Date kToday{20504};  // 2026-02-20

 private:
  PlainGraph graph_;
};

}  // namespace papergraph
