// Values -> JSON, by hand: this runs for every cell that a session answers.
#include <array>
#include <charconv>
#include <cmath>

#include "engine/json.h"
#include "engine/output/plain_bytes.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

// 0: copy; 1: escape; 2: the start of a multi-byte sequence, or a stray byte.
constexpr std::array<uint8_t, 256> kByteClass = [] {
  std::array<uint8_t, 256> classes{};
  for (int i = 0; i < 0x20; ++i) classes[i] = 1;
  classes['"'] = classes['\\'] = classes[0x7f] = 1;
  for (int i = 0x80; i < 0x100; ++i) classes[i] = 2;
  return classes;
}();

// How many bytes the UTF-8 sequence at `at` has; 0 when it is none.
size_t SequenceLength(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) { return at + i < text.size() ? static_cast<uint8_t>(text[at + i]) : uint8_t{0}; };
  const auto follows = [&](size_t i) { return (byte(i) & 0xc0) == 0x80; };
  const uint8_t first = byte(0);
  if (first >= 0xc2 && first <= 0xdf) return follows(1) ? 2 : 0;
  if (first >= 0xe0 && first <= 0xef) {
    if (!follows(1) || !follows(2)) return 0;
    if (first == 0xe0 && byte(1) < 0xa0) return 0;
    if (first == 0xed && byte(1) > 0x9f) return 0;
    return 3;
  }
  if (first >= 0xf0 && first <= 0xf4) {
    if (!follows(1) || !follows(2) || !follows(3)) return 0;
    if (first == 0xf0 && byte(1) < 0x90) return 0;
    if (first == 0xf4 && byte(1) > 0x8f) return 0;
    return 4;
  }
  return 0;
}

void AppendEscape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\b':
      out += "\\b";
      return;
    case '\f':
      out += "\\f";
      return;
    default:
      break;
  }
  AppendUnicodeEscape(out, static_cast<uint8_t>(c));
}

void AppendInt(std::string& out, int64_t value) {
  char buffer[24];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
  out.append(buffer, end);
}

template <typename T>
void AppendTyped(std::string& out, std::string_view type, const T& value) {
  out += "{\"_type\":\"";
  out += type;
  out += "\",\"value\":";
  AppendJsonString(out, ToString(value));
  out += '}';
}

template <typename Id>
void AppendJsonProperties(std::string& out, Id id, const GraphReader& graph) {
  out += "\"properties\":{";
  bool first = true;
  for (const auto& [property, value] : graph.PropertiesOf(id)) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(out, graph.NameOf(property));
    out += ':';
    AppendJson(out, value, graph);
  }
  out += "}}";
}

void AppendJsonNode(std::string& out, NodeId node, const GraphReader& graph) {
  out += "{\"_type\":\"node\",\"id\":";
  AppendInt(out, Raw(node));
  out += ",\"labels\":[";
  bool first = true;
  for (LabelId label : graph.LabelsOf(node)) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(out, graph.NameOf(label));
  }
  out += "],";
  AppendJsonProperties(out, node, graph);
}

void AppendJsonRelationship(std::string& out, EdgeId edge, const GraphReader& graph) {
  const EdgeRecord record = graph.EdgeOf(edge);
  out += "{\"_type\":\"relationship\",\"id\":";
  AppendInt(out, Raw(edge));
  out += ",\"type\":";
  AppendJsonString(out, graph.NameOf(record.type));
  out += ",\"start\":";
  AppendInt(out, Raw(record.start));
  out += ",\"end\":";
  AppendInt(out, Raw(record.end));
  out += ',';
  AppendJsonProperties(out, edge, graph);
}

template <typename T, typename Append>
void AppendArray(std::string& out, const std::vector<T>& items, Append append) {
  out += '[';
  for (size_t i = 0; i < items.size(); ++i) {
    if (i) out += ',';
    append(items[i]);
  }
  out += ']';
}

void AppendMap(std::string& out, const Value& map, const GraphReader& graph) {
  const bool marked = map.Find("_type") != nullptr;
  if (marked) out += "{\"_type\":\"map\",\"value\":";
  out += '{';
  bool first = true;
  for (const auto& [key, value] : map.as_map()) {
    if (!first) out += ',';
    first = false;
    AppendJsonString(out, key);
    out += ':';
    AppendJson(out, value, graph);
  }
  out += '}';
  if (marked) out += '}';
}

}  // namespace

void AppendJsonString(std::string& out, std::string_view text) {
  out += '"';
  size_t copied = 0, at = 0;
  while (at < text.size()) {
    if (at + kWordBytes <= text.size() && IsPlainWord(LoadWord(text.data() + at))) {
      at += kWordBytes;
      continue;
    }
    const uint8_t kind = kByteClass[static_cast<uint8_t>(text[at])];
    if (kind == 0) {
      ++at;
      continue;
    }
    if (kind == 2) {
      if (const uint32_t hidden = HiddenCode(text, at)) {
        out.append(text, copied, at - copied);
        AppendUnicodeEscape(out, hidden);
        copied = at += HiddenLength(hidden);
        continue;
      }
      if (const size_t length = SequenceLength(text, at)) {
        at += length;
        continue;
      }
    }
    out.append(text, copied, at - copied);
    if (kind == 1) {
      AppendEscape(out, text[at]);
    } else {
      out += "\xef\xbf\xbd";
    }
    copied = ++at;
  }
  out.append(text, copied, at - copied);
  out += '"';
}

void AppendJsonFloat(std::string& out, double value) {
  if (!std::isfinite(value)) {
    out += "{\"_type\":\"float\",\"value\":\"";
    out += std::isnan(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
    out += "\"}";
    return;
  }
  AppendFloat(out, value);
}

void AppendJson(std::string& out, const Value& value, const GraphReader& graph) {
  switch (value.kind()) {
    case ValueKind::kNull:
      out += "null";
      return;
    case ValueKind::kBool:
      out += value.as_bool() ? "true" : "false";
      return;
    case ValueKind::kInt:
      AppendInt(out, value.as_int());
      return;
    case ValueKind::kFloat:
      AppendJsonFloat(out, value.as_float());
      return;
    case ValueKind::kString:
      AppendJsonString(out, value.as_string());
      return;
    case ValueKind::kList:
      AppendArray(out, value.as_list(), [&](const Value& item) { AppendJson(out, item, graph); });
      return;
    case ValueKind::kMap:
      AppendMap(out, value, graph);
      return;
    case ValueKind::kNode:
      AppendJsonNode(out, value.as_node(), graph);
      return;
    case ValueKind::kRelationship:
      AppendJsonRelationship(out, value.as_relationship(), graph);
      return;
    case ValueKind::kPath:
      out += "{\"_type\":\"path\",\"nodes\":";
      AppendArray(out, value.as_path().nodes, [&](NodeId node) { AppendJsonNode(out, node, graph); });
      out += ",\"relationships\":";
      AppendArray(out, value.as_path().edges, [&](EdgeId edge) { AppendJsonRelationship(out, edge, graph); });
      out += '}';
      return;
    case ValueKind::kDate:
      AppendTyped(out, "date", value.as_date());
      return;
    case ValueKind::kTime:
      AppendTyped(out, "time", value.as_time());
      return;
    case ValueKind::kLocalTime:
      AppendTyped(out, "localtime", value.as_local_time());
      return;
    case ValueKind::kDateTime:
      AppendTyped(out, "datetime", value.as_date_time());
      return;
    case ValueKind::kLocalDateTime:
      AppendTyped(out, "localdatetime", value.as_local_date_time());
      return;
    case ValueKind::kDuration:
      AppendTyped(out, "duration", value.as_duration());
      return;
  }
}

}  // namespace papergraph::engine
