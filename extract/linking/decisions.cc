#include "extract/linking/decisions.h"

#include <vector>

#include "extract/source_records.h"

namespace papergraph::extract {
namespace {

constexpr std::string_view kKindLetters = "dmbl";  // by EntityKind

}  // namespace

Decisions LoadDecisions(const GraphReader& graph) {
  Decisions decisions;
  // Key: "m" or "a", the kind's letter, the folded form.
  graph.ScanRecords(kDecisionSpace, {}, [&](std::string_view key, std::string_view value) {
    const size_t kind = key.size() > 2 ? kKindLetters.find(key[1]) : std::string_view::npos;
    if (kind == std::string_view::npos) return true;
    auto& forms = key[0] == 'm' ? decisions.merged : decisions.apart;
    forms[{static_cast<EntityKind>(kind), std::string(key.substr(2))}] = value;
    return true;
  });
  return decisions;
}

void StoreDecisions(GraphWriter& graph, const Decisions& decisions) {
  std::vector<std::string> old;
  graph.ScanRecords(kDecisionSpace, {}, [&](std::string_view key, std::string_view) {
    old.emplace_back(key);
    return true;
  });
  for (const std::string& key : old) graph.DeleteRecord(kDecisionSpace, key);
  const auto store = [&](char sort, const auto& forms) {
    for (const auto& [form, name] : forms) {
      graph.PutRecord(kDecisionSpace, std::string{sort, kKindLetters[static_cast<size_t>(form.first)]} + form.second,
                      name);
    }
  };
  store('m', decisions.merged);
  store('a', decisions.apart);
}

}  // namespace papergraph::extract
