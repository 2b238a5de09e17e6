#include "tests/tck/tck_value.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <stdexcept>

namespace papergraph::tck {
namespace {

using Kind = TckValue::Kind;

TckValue Scalar(Kind kind, std::string text) { return {.kind = kind, .text = std::move(text)}; }

TckValue Number(double number) {
  TckValue value{.kind = Kind::kFloat};
  value.number = number == 0 ? 0.0 : number;
  return value;
}

void SortEntries(TckValue& value) {
  std::sort(value.entries.begin(), value.entries.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
}

class Notation {
 public:
  explicit Notation(const std::string& text) : text_(text) {}

  TckValue Whole() {
    TckValue value = Read();
    Space();
    if (at_ != text_.size()) Fail("the end");
    return value;
  }

 private:
  [[noreturn]] void Fail(const std::string& what) const {
    throw std::runtime_error("expected " + what + " at " + std::to_string(at_) + " in " + text_);
  }
  void Space() {
    while (at_ < text_.size() && (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\t')) ++at_;
  }
  bool At(const std::string& token) const { return text_.compare(at_, token.size(), token) == 0; }
  bool Eat(const std::string& token) {
    Space();
    if (!At(token)) return false;
    at_ += token.size();
    return true;
  }
  void Need(const std::string& token) {
    if (!Eat(token)) Fail("'" + token + "'");
  }

  std::string Name() {
    std::string name;
    if (Eat("`")) {
      while (at_ < text_.size() && text_[at_] != '`') name += text_[at_++];
      Need("`");
      return name;
    }
    while (at_ < text_.size()) {
      const auto c = static_cast<unsigned char>(text_[at_]);
      if (!std::isalnum(c) && c != '_' && c != '$' && c < 0x80) break;
      name += text_[at_++];
    }
    if (name.empty()) Fail("a name");
    return name;
  }

  TckValue Read() {
    Space();
    if (at_ >= text_.size()) Fail("a value");
    if (At("'")) return Scalar(Kind::kString, Quoted());
    if (At("(")) return Node();
    if (At("<")) return PathValue();
    if (At("{")) {
      TckValue map{.kind = Kind::kMap};
      Entries(map);
      return map;
    }
    if (At("[:")) return Relationship();
    if (At("[")) return List();
    static const std::pair<const char*, double> kNotFinite[] = {{"NaN", std::nan("")},
                                                                {"Infinity", HUGE_VAL},
                                                                {"-Infinity", -HUGE_VAL},
                                                                {"Inf", HUGE_VAL},
                                                                {"-Inf", -HUGE_VAL}};
    for (const auto& [word, number] : kNotFinite) {
      if (Eat(word)) return Number(number);
    }
    if (Eat("null")) return {};
    if (Eat("true")) return Scalar(Kind::kBool, "true");
    if (Eat("false")) return Scalar(Kind::kBool, "false");
    const size_t start = at_;
    while (at_ < text_.size() && (std::isalnum(static_cast<unsigned char>(text_[at_])) || text_[at_] == '.' ||
                                  ((text_[at_] == '-' || text_[at_] == '+') &&
                                   (at_ == start || text_[at_ - 1] == 'e' || text_[at_ - 1] == 'E')))) {
      ++at_;
    }
    const std::string number = text_.substr(start, at_ - start);
    if (number.empty()) Fail("a value");
    if (number.find_first_of(".eE") == std::string::npos) return Scalar(Kind::kInt, std::to_string(std::stoll(number)));
    return Number(std::strtod(number.c_str(), nullptr));
  }

  std::string Quoted() {
    std::string out;
    for (++at_; at_ < text_.size() && text_[at_] != '\''; ++at_) {
      if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
      out += text_[at_];
    }
    Need("'");
    return out;
  }

  void Entries(TckValue& into) {
    Need("{");
    while (!Eat("}")) {
      if (!into.entries.empty()) Need(",");
      Space();
      std::string key = Name();
      Need(":");
      into.entries.emplace_back(std::move(key), Read());
    }
    SortEntries(into);
  }

  TckValue List() {
    TckValue list{.kind = Kind::kList};
    Need("[");
    while (!Eat("]")) {
      if (!list.items.empty()) Need(",");
      list.items.push_back(Read());
    }
    return list;
  }

  TckValue Node() {
    TckValue node{.kind = Kind::kNode};
    Need("(");
    while (Eat(":")) node.labels.push_back(Name());
    std::sort(node.labels.begin(), node.labels.end());
    node.labels.erase(std::unique(node.labels.begin(), node.labels.end()), node.labels.end());
    Space();
    if (At("{")) Entries(node);
    Need(")");
    return node;
  }

  TckValue Relationship() {
    TckValue edge{.kind = Kind::kRelationship};
    Need("[:");
    edge.text = Name();
    Space();
    if (At("{")) Entries(edge);
    Need("]");
    return edge;
  }

  TckValue PathValue() {
    TckValue path{.kind = Kind::kPath};
    Need("<");
    path.items.push_back(Node());
    while (!Eat(">")) {
      const bool backwards = Eat("<-");
      if (!backwards) Need("-");
      path.items.push_back(Relationship());
      Need(backwards ? "-" : "->");
      path.text += backwards ? '<' : '>';
      path.items.push_back(Node());
    }
    return path;
  }

  const std::string& text_;
  size_t at_ = 0;
};

void AddProperties(TckValue& value, const nlohmann::json& map) {
  for (const auto& [key, item] : map.items()) value.entries.emplace_back(key, FromJson(item));
  SortEntries(value);
}

TckValue PathFromJson(const nlohmann::json& json) {
  TckValue path{.kind = Kind::kPath};
  const auto& nodes = json.at("nodes");
  const auto& edges = json.at("relationships");
  if (nodes.size() != edges.size() + 1) throw std::runtime_error("a path with a wrong number of nodes");
  path.items.push_back(FromJson(nodes[0]));
  for (size_t i = 0; i < edges.size(); ++i) {
    const bool forward = edges[i].at("start") == nodes[i].at("id") && edges[i].at("end") == nodes[i + 1].at("id");
    const bool backward = edges[i].at("end") == nodes[i].at("id") && edges[i].at("start") == nodes[i + 1].at("id");
    if (!forward && !backward) throw std::runtime_error("a path whose relationship does not join its nodes");
    path.text += forward ? '>' : '<';
    path.items.push_back(FromJson(edges[i]));
    path.items.push_back(FromJson(nodes[i + 1]));
  }
  return path;
}

TckValue TypedFromJson(const nlohmann::json& json) {
  const std::string type = json.at("_type");
  TckValue value;
  if (type == "node") {
    value.kind = Kind::kNode;
    value.labels = json.at("labels").get<std::vector<std::string>>();
    std::sort(value.labels.begin(), value.labels.end());
    AddProperties(value, json.at("properties"));
  } else if (type == "relationship") {
    value.kind = Kind::kRelationship;
    value.text = json.at("type");
    AddProperties(value, json.at("properties"));
  } else if (type == "path") {
    value = PathFromJson(json);
  } else if (type == "map") {
    value.kind = Kind::kMap;
    AddProperties(value, json.at("value"));
  } else if (type == "float") {
    const std::string text = json.at("value");
    value = Number(text == "NaN" ? std::nan("") : text == "Infinity" ? HUGE_VAL : -HUGE_VAL);
  } else {
    static const char* const kTemporal[] = {"date", "time", "localtime", "datetime", "localdatetime", "duration"};
    if (std::find(std::begin(kTemporal), std::end(kTemporal), type) == std::end(kTemporal)) {
      throw std::runtime_error("unknown _type " + type);
    }
    value = Scalar(Kind::kString, json.at("value"));  // the TCK writes temporal values as strings
  }
  return value;
}

}  // namespace

TckValue ParseTckValue(const std::string& text) { return Notation(text).Whole(); }

TckValue FromJson(const nlohmann::json& json) {
  if (json.is_null()) return {};
  if (json.is_boolean()) return Scalar(Kind::kBool, json.get<bool>() ? "true" : "false");
  if (json.is_number_integer()) return Scalar(Kind::kInt, std::to_string(json.get<int64_t>()));
  if (json.is_number_float()) return Number(json.get<double>());
  if (json.is_string()) return Scalar(Kind::kString, json.get<std::string>());
  if (json.is_array()) {
    TckValue list{.kind = Kind::kList};
    for (const auto& item : json) list.items.push_back(FromJson(item));
    return list;
  }
  if (json.contains("_type")) return TypedFromJson(json);
  TckValue map{.kind = Kind::kMap};
  AddProperties(map, json);
  return map;
}

nlohmann::json ToJson(const TckValue& value) {
  switch (value.kind) {
    case Kind::kNull:
      return nullptr;
    case Kind::kBool:
      return value.text == "true";
    case Kind::kInt:
      return std::stoll(value.text);
    case Kind::kString:
      return value.text;
    case Kind::kFloat:
      if (std::isfinite(value.number)) return value.number;
      return {{"_type", "float"},
              {"value", std::isnan(value.number) ? "NaN"
                        : value.number > 0       ? "Infinity"
                                                 : "-Infinity"}};
    case Kind::kList: {
      auto list = nlohmann::json::array();
      for (const auto& item : value.items) list.push_back(ToJson(item));
      return list;
    }
    case Kind::kMap: {
      auto map = nlohmann::json::object();
      for (const auto& [key, item] : value.entries) map[key] = ToJson(item);
      return map;
    }
    default:
      throw std::runtime_error("a graph element cannot be a parameter");
  }
}

std::string Canonical(const TckValue& value, bool lists_are_bags) {
  std::string out(1, "nbifslmNRP"[static_cast<int>(value.kind)]);
  out += nlohmann::json(value.text).dump();
  if (value.kind == Kind::kFloat) out += std::isnan(value.number) ? "NaN" : nlohmann::json(value.number).dump();
  if (value.kind == Kind::kFloat && std::isinf(value.number)) out += value.number > 0 ? "+" : "-";
  for (const auto& label : value.labels) out += ":" + label;
  std::vector<std::string> items;
  for (const auto& item : value.items) items.push_back(Canonical(item, lists_are_bags));
  if (value.kind == Kind::kList && lists_are_bags) std::sort(items.begin(), items.end());
  for (const auto& item : items) out += "," + item;
  for (const auto& [key, item] : value.entries) {
    out += "," + nlohmann::json(key).dump() + "=" + Canonical(item, lists_are_bags);
  }
  return out + ";";
}

}  // namespace papergraph::tck
