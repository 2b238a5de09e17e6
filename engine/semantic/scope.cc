#include "engine/semantic/scope.h"

#include "engine/nearest.h"

namespace papergraph::engine {

const Variable* Scope::Find(std::string_view name) const {
  for (const Variable& variable : variables_) {
    if (variable.name == name) return &variable;
  }
  return nullptr;
}

void Scope::Set(std::string_view name, Type type) {
  for (Variable& variable : variables_) {
    if (variable.name == name) {
      variable.type = std::move(type);
      return;
    }
  }
  variables_.push_back({std::string(name), std::move(type)});
}

std::string_view Scope::Nearest(std::string_view name) const {
  std::vector<std::string_view> names;
  for (const Variable& variable : variables_) names.push_back(variable.name);
  return engine::Nearest(name, names);
}

}  // namespace papergraph::engine
