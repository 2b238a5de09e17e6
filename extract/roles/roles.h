// Which edge: what the words around an entity's mentions say of its part in the paper.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "extract/entities/entity.h"

namespace papergraph::extract {

enum class Role : uint8_t { kOwn, kUses, kCompares, kEvaluates, kTrains, kMentions };
constexpr size_t kRoles = 6;

/// The role of one entity and where it is said best.
struct RoleFinding {
  Role role = Role::kUses;
  std::string edge;      // "USES", "PROPOSES", ...
  std::string rule;      // the cue or the place that decided
  uint32_t mention = 0;  // in PaperMentions::mentions
  double margin = 0;     // to the next role; more is surer
};

class RoleCues;  // extract/roles/role_cues.h

/// `cues`: one for each of `found.views`. `benchmark_paper`: the paper's own thing is a benchmark, so that what it
/// compares are its subjects.
RoleFinding DecideRole(const PaperEntity& entity, const PaperMentions& found, const std::vector<RoleCues>& cues,
                       bool benchmark_paper);

}  // namespace papergraph::extract
