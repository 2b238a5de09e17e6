// Values of every storable kind, for the property tests of the formats.
#pragma once

#include <limits>
#include <random>
#include <string>

#include "tests/support/plain_graph.h"

namespace papergraph::engine {

inline std::string RandomText(std::mt19937& random) {
  static const char* const kPieces[] = {"a",    "B",  "7",    " ",   ";",  "\\",   "\"", "'",  ",", "\n",
                                        "\r\n", "\t", "{",    "}",   "<",  "&",    "`",  "组", "ö", "👩",
                                        "|",    "$",  "\x01", "=1+", "//", "\x7f", "N",  "%"};
  std::string text;
  for (auto count = random() % 6; count > 0; --count) text += kPieces[random() % std::size(kPieces)];
  return text;
}

inline Value RandomScalar(std::mt19937& random, unsigned kind) {
  const auto number = static_cast<int64_t>(random()) - (int64_t{1} << 31);
  switch (kind % 10) {
    case 0:
      return Value::Bool(number % 2 == 0);
    case 1:
      return Value::Int(number % 7 == 0 ? std::numeric_limits<int64_t>::min() : number);
    case 2:
      return Value::Float(number % 5 == 0 ? 3.0 : static_cast<double>(number) / 7e-12);
    case 3:
      return Value::Of(Date{number % 1000000});
    case 4:
      return Value::Of(LocalTime{(number & 0x7fffffff) * 1000});
    case 5:
      return Value::Of(Time{(number & 0x7fffffff) * 1000000000 % 86400000000000, 3600});
    case 6:
      return Value::Of(LocalDateTime{number, 500});
    case 7:
      return Value::Of(DateTime{number, 0, -7200, ""});
    case 8:
      return Value::Of(Duration{number % 100, number % 9, number % 1000, 7});
    default:
      return Value::String(RandomText(random));
  }
}

/// Anything that a property may hold.
inline Value RandomStorable(std::mt19937& random) {
  if (random() % 4 != 0) return RandomScalar(random, static_cast<unsigned>(random()));
  ValueList items;
  const auto kind = static_cast<unsigned>(random());
  for (auto count = random() % 4; count > 0; --count) items.push_back(RandomScalar(random, kind));
  return Value::List(std::move(items));
}

/// Nodes with labels A, B, both or none, edges of types R and `odd type`, every one with some properties of any kind
/// under few names. `shuffle` gives the same graph created in another order.
inline PlainGraph RandomPropertyGraph(unsigned seed, unsigned shuffle) {
  std::mt19937 random(seed);
  struct Entity {
    unsigned choice;
    size_t start, end;
    std::vector<std::pair<std::string, Value>> properties;
  };
  const auto properties = [&] {
    std::vector<std::pair<std::string, Value>> result;
    for (const char* name : {"name", "a:b", "sources", "x,y", "start"}) {
      if (random() % 3 == 0) result.emplace_back(name, RandomStorable(random));
    }
    return result;
  };
  std::vector<Entity> nodes, edges;
  for (auto count = 3 + random() % 12; count > 0; --count)
    nodes.push_back({static_cast<unsigned>(random() % 4), 0, 0, properties()});
  for (auto count = random() % 25; count > 0; --count) {
    edges.push_back({static_cast<unsigned>(random() % 2), random() % nodes.size(), random() % nodes.size(),
                     random() % 2 ? properties() : std::vector<std::pair<std::string, Value>>()});
  }
  PlainGraph graph;
  std::mt19937 order(shuffle);
  std::vector<size_t> places(nodes.size());
  for (size_t i = 0; i < places.size(); ++i) places[i] = i;
  if (shuffle) std::shuffle(places.begin(), places.end(), order);
  if (shuffle) std::shuffle(edges.begin(), edges.end(), order);
  if (shuffle % 2) graph.InternLabel("B"), graph.InternProperty("start"), graph.InternType("odd type");
  std::vector<NodeId> ids(nodes.size());
  for (size_t place : places) {
    std::vector<LabelId> labels;
    if (nodes[place].choice & 1) labels.push_back(graph.InternLabel("A"));
    if (nodes[place].choice & 2) labels.push_back(graph.InternLabel("B"));
    std::sort(labels.begin(), labels.end());
    ids[place] = graph.CreateNode(labels);
    for (const auto& [name, value] : nodes[place].properties)
      graph.SetProperty(ids[place], graph.InternProperty(name), value);
  }
  for (const Entity& edge : edges) {
    const EdgeId id =
        graph.CreateEdge(ids[edge.start], graph.InternType(edge.choice ? "R" : "odd type"), ids[edge.end]);
    for (const auto& [name, value] : edge.properties) graph.SetProperty(id, graph.InternProperty(name), value);
  }
  return graph;
}

}  // namespace papergraph::engine
