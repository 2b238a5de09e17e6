#include "cli/client/push_keys.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <map>
#include <stdexcept>

#include "engine/json.h"

namespace papergraph::cli {
namespace {

constexpr char kEnd = '\0';  // of a part of what a key is made of

std::string_view BytesOf(const PushKey& key) { return {reinterpret_cast<const char*>(key.data()), key.size()}; }

// As in the files of export: what differs in the order of these alone is equal.
bool IsSet(std::string_view name) { return name == "sources" || name == "aliases"; }

Value Sorted(const Value& list) {
  if (list.kind() != ValueKind::kList) return list;
  ValueList items = list.as_list();
  std::stable_sort(items.begin(), items.end(), [](const Value& a, const Value& b) { return Order(a, b) < 0; });
  return Value::List(std::move(items));
}

std::string JsonOf(const Value& value, const GraphReader& graph) {
  std::string text;
  engine::AppendJson(text, value, graph);
  return text;
}

/// `id`, else `name`; null: neither.
Value NaturalKey(const GraphReader& graph, NodeId node) {
  for (const char* name : {"id", "name"}) {
    const auto property = graph.FindProperty(name);
    if (!property) continue;
    Value value = graph.NodeProperty(node, *property);
    if (!value.is_null()) return value;
  }
  return Value();
}

}  // namespace

PushKey KeyOf(std::string_view text) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  if (EVP_Digest(text.data(), text.size(), digest, nullptr, EVP_sha256(), nullptr) != 1)
    throw std::runtime_error("SHA-256 is not there");
  PushKey key;
  std::copy_n(digest, key.size(), key.begin());
  return key;
}

std::string HexOf(const PushKey& key) {
  std::string text;
  for (const uint8_t byte : key) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  return text;
}

template <typename Id>
SentProperties PropertiesToSend(const GraphReader& graph, Id id) {
  SentProperties properties;
  for (auto& [property, value] : graph.PropertiesOf(id)) {
    const std::string_view name = graph.NameOf(property);
    if (name != kKeyProperty && name != kDigestProperty) properties.emplace_back(name, std::move(value));
  }
  std::sort(properties.begin(), properties.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  return properties;
}
template SentProperties PropertiesToSend(const GraphReader& graph, NodeId id);
template SentProperties PropertiesToSend(const GraphReader& graph, EdgeId id);

std::string TextOf(const SentProperties& properties, const GraphReader& graph) {
  std::string text;
  for (const auto& [name, value] : properties) {
    engine::AppendJsonString(text, name);
    text += ':';
    engine::AppendJson(text, IsSet(name) ? Sorted(value) : value, graph);
    text += ',';
  }
  return text;
}

NodeKeys::NodeKeys(const GraphReader& graph) : graph_(graph), keys_(graph.NodeIdLimit()), sets_(graph.NodeIdLimit()) {
  ReadLabelSets();
  std::vector<NodeId> nameless;
  for (const NodeId node : nodes_) {
    std::string text;
    for (const std::string& label : label_sets_[LabelSetOf(node)]) text += label + kEnd;
    const Value natural = NaturalKey(graph, node);
    text += natural.is_null() ? "?" + TextOf(PropertiesToSend(graph, node), graph) : "=" + JsonOf(natural, graph);
    keys_[Raw(node)] = KeyOf(text);
    if (natural.is_null()) nameless.push_back(node);
  }
  std::vector<PushKey> better;
  better.reserve(nameless.size());
  for (const NodeId node : nameless) better.push_back(Surroundings(node));
  for (size_t i = 0; i < nameless.size(); ++i) keys_[Raw(nameless[i])] = better[i];
  TellApart();
}

void NodeKeys::ReadLabelSets() {
  std::map<std::vector<std::string>, uint32_t> seen;
  nodes_.reserve(graph_.NodeCount());
  std::vector<NodeId> some(4096);
  for (NodeId from{0};;) {
    const size_t count = graph_.ScanNodes(std::nullopt, from, some);
    for (size_t i = 0; i < count; ++i) {
      std::vector<std::string> labels;
      for (const LabelId label : graph_.LabelsOf(some[i])) labels.emplace_back(graph_.NameOf(label));
      std::sort(labels.begin(), labels.end());
      sets_[Raw(some[i])] = seen.try_emplace(std::move(labels), static_cast<uint32_t>(seen.size())).first->second;
      nodes_.push_back(some[i]);
    }
    if (count < some.size()) break;
    from = NodeId{Raw(some.back()) + 1};
  }
  // From the order in which they were seen to their own.
  std::vector<uint32_t> places(seen.size());
  for (const auto& [labels, place] : seen) {
    places[place] = static_cast<uint32_t>(label_sets_.size());
    label_sets_.push_back(labels);
  }
  for (const NodeId node : nodes_) sets_[Raw(node)] = places[sets_[Raw(node)]];
}

PushKey NodeKeys::Surroundings(NodeId node) const {
  std::vector<std::string> links;
  for (uint32_t type = 0; type < graph_.TypeCount(); ++type) {
    for (const EdgeDirection direction : {EdgeDirection::kOut, EdgeDirection::kIn}) {
      for (const Neighbour& neighbour : graph_.Neighbours(node, TypeId{type}, direction)) {
        std::string link(direction == EdgeDirection::kOut ? ">" : "<");
        link += graph_.NameOf(TypeId{type});
        link += kEnd;
        link += BytesOf(keys_[Raw(neighbour.node)]);
        link += TextOf(PropertiesToSend(graph_, neighbour.edge), graph_);
        links.push_back(std::move(link));
      }
    }
  }
  std::sort(links.begin(), links.end());
  std::string text(BytesOf(keys_[Raw(node)]));
  for (const std::string& link : links) text += link + kEnd;
  return KeyOf(text);
}

void NodeKeys::TellApart() {
  const auto before = [this](NodeId a, NodeId b) {
    if (LabelSetOf(a) != LabelSetOf(b)) return LabelSetOf(a) < LabelSetOf(b);
    return of(a) != of(b) ? of(a) < of(b) : a < b;
  };
  std::sort(nodes_.begin(), nodes_.end(), before);
  // What tells twins apart is known before any of them gets another key.
  std::vector<std::pair<NodeId, PushKey>> changes;
  for (size_t begin = 0, end = 0; begin < nodes_.size(); begin = end) {
    const PushKey key = of(nodes_[begin]);
    for (end = begin + 1; end < nodes_.size() && of(nodes_[end]) == key; ++end) {
    }
    if (end - begin == 1) continue;
    std::vector<std::pair<std::string, NodeId>> twins;
    for (size_t i = begin; i < end; ++i) {
      const std::string look = TextOf(PropertiesToSend(graph_, nodes_[i]), graph_);
      twins.emplace_back(look + kEnd + HexOf(Surroundings(nodes_[i])), nodes_[i]);
    }
    std::sort(twins.begin(), twins.end());
    for (size_t i = 1; i < twins.size(); ++i)
      changes.emplace_back(twins[i].second, KeyOf(fmt::format("{}{}", BytesOf(key), i)));
  }
  for (const auto& [node, key] : changes) keys_[Raw(node)] = key;
  if (!changes.empty()) std::sort(nodes_.begin(), nodes_.end(), before);
}

}  // namespace papergraph::cli
