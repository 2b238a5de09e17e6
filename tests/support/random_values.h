// Values of every storable kind, for the property tests of the formats.
#pragma once

#include <bit>
#include <cmath>
#include <limits>
#include <random>
#include <string>

#include "storage/temporal_calendar.h"
#include "storage/temporal_zone.h"
#include "tests/support/plain_graph.h"

namespace papergraph::engine {

/// Pieces that some format, language or terminal takes for its own.
inline std::string RandomText(std::mt19937& random) {
  using namespace std::string_view_literals;
  static constexpr std::string_view kPieces[] = {"a",
                                                 "B",
                                                 "7",
                                                 "\0"sv,
                                                 ";",
                                                 "\\",
                                                 "\"",
                                                 "'",
                                                 ",",
                                                 "\n",
                                                 "\r\n",
                                                 "\t",
                                                 "{",
                                                 "}",
                                                 "<",
                                                 "&",
                                                 "`",
                                                 "组",
                                                 "ö",
                                                 "👩‍🔬",
                                                 "|",
                                                 "$",
                                                 "\x01",
                                                 "=1+",
                                                 "//",
                                                 "\x7f",
                                                 "N",
                                                 "%",
                                                 " ",
                                                 ":",
                                                 "]]>",
                                                 "\r",
                                                 "\xc2\x85",
                                                 "\u2028",
                                                 "\xef\xbf\xbe",
                                                 "\xef\xbf\xbf",
                                                 "\x1b",
                                                 "\\u",
                                                 "\xef\xbb\xbf",
                                                 "e\u0301",
                                                 "null",
                                                 "/*",
                                                 "العربية",
                                                 "\\;",
                                                 "_type",
                                                 "[",
                                                 "]",
                                                 "\x08",
                                                 "\x0c",
                                                 "--"};
  std::string text;
  for (auto count = random() % 6; count > 0; --count) text += kPieces[random() % std::size(kPieces)];
  return text;
}

inline Value RandomInt(std::mt19937& random) {
  using Limits = std::numeric_limits<int64_t>;
  constexpr int64_t kEdges[] = {Limits::min(), Limits::min() + 1, Limits::max(), -1, 0, 1, int64_t{1} << 53};
  if (random() % 3 == 0) return Value::Int(kEdges[random() % std::size(kEdges)]);
  return Value::Int(static_cast<int64_t>(random()) - (int64_t{1} << 31));
}

inline Value RandomFloat(std::mt19937& random) {
  using Limits = std::numeric_limits<double>;
  constexpr double kEdges[] = {0.0,
                               -0.0,
                               3.0,
                               0.1,
                               1e23,
                               -1e-7,
                               9007199254740993.0,
                               Limits::quiet_NaN(),
                               Limits::infinity(),
                               -Limits::infinity(),
                               Limits::denorm_min(),
                               -Limits::denorm_min(),
                               Limits::min() / 3,
                               Limits::max(),
                               Limits::lowest(),
                               Limits::min(),
                               Limits::epsilon()};
  if (random() % 2) return Value::Float(kEdges[random() % std::size(kEdges)]);
  const uint64_t bits = uint64_t{random()} << 32 | random();
  const auto any = std::bit_cast<double>(bits);
  return Value::Float(std::isnan(any) ? 0.5 : any);  // of NaN there is one
}

inline Value RandomTemporal(std::mt19937& random, unsigned kind) {
  const auto below = [&](int64_t limit) {
    return static_cast<int64_t>((uint64_t{random()} << 31 ^ random()) % static_cast<uint64_t>(limit));
  };
  // Near today, or anywhere.
  const auto days = [&] {
    constexpr int64_t kEdges[] = {kMinDays, kMaxDays, 0, -719529, 2932897};
    if (random() % 4 == 0) return kEdges[random() % std::size(kEdges)];
    return random() % 2 ? below(80'000) - 20'000 : kMinDays + below(kMaxDays - kMinDays);
  };
  const auto fraction = [&] {
    constexpr int64_t kUnits[] = {kNanosPerSecond, 1'000'000, 1'000, 1};
    const int64_t unit = kUnits[random() % std::size(kUnits)];
    return static_cast<int32_t>(below(kNanosPerSecond) / unit * unit);
  };
  const auto second = [&] { return random() % 3 == 0 ? below(1440) * 60 : below(kSecondsPerDay); };
  const auto offset = [&] {
    constexpr int32_t kEdges[] = {0, 64'800, -64'800, 3'600, -7'200, 19'800, 34'745, -1};
    return kEdges[random() % std::size(kEdges)];
  };
  switch (kind % 6) {
    case 0:
      return Value::Of(Date{days()});
    case 1:
      return Value::Of(LocalTime{second() * kNanosPerSecond + fraction()});
    case 2:
      return Value::Of(Time{second() * kNanosPerSecond + fraction(), offset()});
    case 3:
      return Value::Of(LocalDateTime{days() * kSecondsPerDay + second(), fraction()});
    case 4: {
      constexpr const char* kZones[] = {"Europe/Stockholm", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC",
                                        "Asia/Shanghai",    "Africa/Monrovia",  "Etc/GMT+12",     "Europe/Dublin"};
      if (random() % 2) return Value::Of(AtLocal({days() * kSecondsPerDay + second(), fraction()}, Zone{"", offset()}));
      // Days when Stockholm's clocks changed: some times come twice, some never.
      const int64_t day = random() % 3 == 0 ? (random() % 2 ? 18'561 : 18'714) : days() / 2;
      return Value::Of(AtInstant(day * kSecondsPerDay + second(), fraction(), Zone{kZones[random() % 9], 0}));
    }
    default: {
      const auto amount = [&] { return random() % 3 == 0 ? int64_t{0} : below(200'000) - 100'000; };
      Duration duration{amount(), amount(), amount(), random() % 2 ? fraction() : 0};
      if (random() % 8 == 0) duration = {below(1'000'000'000) * 12, -below(1'000'000'000'000), 0, 1};
      return Value::Of(duration);
    }
  }
}

inline constexpr unsigned kScalarKinds = 10;

inline Value RandomScalar(std::mt19937& random, unsigned kind) {
  switch (kind % kScalarKinds) {
    case 0:
      return Value::Bool(random() % 2 == 0);
    case 1:
      return RandomInt(random);
    case 2:
      return RandomFloat(random);
    case 3:
      return Value::String(RandomText(random));
    default:
      return RandomTemporal(random, kind % kScalarKinds);
  }
}

/// Anything that a property may hold.
inline Value RandomStorable(std::mt19937& random) {
  if (random() % 4 != 0) return RandomScalar(random, static_cast<unsigned>(random()));
  ValueList items;
  const auto kind = static_cast<unsigned>(random());
  const bool mixed = random() % 4 == 0;
  for (auto count = random() % 4; count > 0; --count) {
    items.push_back(RandomScalar(random, mixed ? static_cast<unsigned>(random()) : kind));
  }
  if (mixed && random() % 4 == 0) items.push_back(Value());
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
