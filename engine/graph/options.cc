#include "engine/graph/options.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/nearest.h"

namespace papergraph::engine {
ProcedureOptions::ProcedureOptions(std::string_view procedure, const ProcedureContext& context,
                                   std::span<const Value> arguments, std::vector<std::string_view> known)
    : procedure_(procedure), context_(context) {
  map_ = arguments.empty() || arguments[0].is_null() ? Value::Map({}) : arguments[0];
  if (map_.kind() != ValueKind::kMap) {
    throw InvalidArgument(context, fmt::format("{} takes a map of options, such as {{label: 'Paper'}}; this is {}",
                                               procedure, NameOf(map_.kind())));
  }
  known.insert(known.begin(), {"label", "type"});
  for (const auto& [key, value] : map_.as_map()) {
    if (std::find(known.begin(), known.end(), key) != known.end()) continue;
    const std::string_view near = Nearest(key, known);
    throw InvalidArgument(
        context, fmt::format("{} has no option `{}`{}; it takes {}", procedure, key,
                             near.empty() ? "" : fmt::format(" (did you mean `{}`?)", near), fmt::join(known, ", ")));
  }
}

const Value* ProcedureOptions::Find(std::string_view key) const {
  const Value* value = map_.Find(key);
  return value == nullptr || value->is_null() ? nullptr : value;
}

void ProcedureOptions::Refuse(std::string_view key, std::string_view expected) const {
  const Value* value = Find(key);
  throw InvalidArgument(context_, fmt::format("{}: `{}` must be {}{}", procedure_, key, expected,
                                              value == nullptr ? "" : fmt::format(", not {}", NameOf(value->kind()))));
}

std::optional<std::vector<std::string>> ProcedureOptions::Names(std::string_view key) const {
  const Value* value = Find(key);
  if (value == nullptr) return std::nullopt;
  std::vector<std::string> names;
  if (value->kind() == ValueKind::kString) {
    names.emplace_back(value->as_string());
  } else if (value->kind() == ValueKind::kList) {
    for (const Value& item : value->as_list()) {
      if (item.kind() != ValueKind::kString) Refuse(key, "a name or a list of names");
      names.emplace_back(item.as_string());
    }
  } else {
    Refuse(key, "a name or a list of names");
  }
  return names;
}

ViewSelection ProcedureOptions::Selection(ViewDirection direction) const {
  ViewSelection selection;
  selection.direction = direction;
  if (const auto labels = Names("label")) {
    selection.labels.emplace();
    for (const auto& name : *labels) {
      if (const auto id = context_.graph.FindLabel(name)) selection.labels->push_back(*id);
    }
  }
  if (const auto types = Names("type")) {
    selection.types.emplace();
    for (const auto& name : *types) {
      if (const auto id = context_.graph.FindType(name)) selection.types->push_back(*id);
    }
  }
  return selection;
}

double ProcedureOptions::Number(std::string_view key, double fallback, double least, double most) const {
  const Value* value = Find(key);
  if (value == nullptr) return fallback;
  const std::string expected = fmt::format("a number from {} to {}", least, most);
  if (!value->is_number()) Refuse(key, expected);
  const double number = value->as_number();
  if (!(number >= least && number <= most)) {
    throw InvalidArgument(context_, fmt::format("{}: `{}` must be {}, not {}", procedure_, key, expected, number));
  }
  return number;
}

int64_t ProcedureOptions::Integer(std::string_view key, int64_t fallback, int64_t least, int64_t most) const {
  const Value* value = Find(key);
  if (value == nullptr) return fallback;
  const std::string expected = fmt::format("a whole number from {} to {}", least, most);
  if (value->kind() != ValueKind::kInt) Refuse(key, expected);
  const int64_t number = value->as_int();
  if (number < least || number > most) {
    throw InvalidArgument(context_, fmt::format("{}: `{}` must be {}, not {}", procedure_, key, expected, number));
  }
  return number;
}

std::optional<std::string> ProcedureOptions::Text(std::string_view key) const {
  const Value* value = Find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind() != ValueKind::kString) Refuse(key, "a string");
  return std::string(value->as_string());
}

}  // namespace papergraph::engine
