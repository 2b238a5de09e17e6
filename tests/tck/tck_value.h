// Values of the TCK: as it writes them, and as a session answers; both in one form that can be compared.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

namespace papergraph::tck {

struct TckValue {
  enum class Kind { kNull, kBool, kInt, kFloat, kString, kList, kMap, kNode, kRelationship, kPath };
  Kind kind = Kind::kNull;
  std::string text;                                       // the scalar; a relationship's type; a path's arrows
  double number = 0;                                      // kFloat
  std::vector<std::string> labels;                        // kNode, sorted
  std::vector<TckValue> items;                            // kList; kPath: node, relationship, node, ...
  std::vector<std::pair<std::string, TckValue>> entries;  // kMap, and the properties of nodes and relationships; sorted
};

/// Reads the TCK's notation: (:A {p: 1}), [:T], <(:A)-[:T]->(:B)>, 'text', 1.0, NaN ... Throws std::runtime_error.
TckValue ParseTckValue(const std::string& text);

/// A value of CONTRACT.md's statement object. Throws std::runtime_error when it is none.
TckValue FromJson(const nlohmann::json& json);

/// For parameters: the form that CONTRACT.md gives values.
nlohmann::json ToJson(const TckValue& value);

/// Equal values have equal texts: NaN equals NaN, -0.0 equals 0.0; with `lists_are_bags` the order in lists is ignored.
std::string Canonical(const TckValue& value, bool lists_are_bags);

}  // namespace papergraph::tck
