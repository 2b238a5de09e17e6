// The counters of a statement by their names in Bolt's summary.
#pragma once

#include <array>
#include <cstdint>
#include <utility>

#include "engine/result.h"

namespace papergraph::cli {

inline constexpr std::array<std::pair<const char*, uint64_t engine::Stats::*>, 7> kCounters = {{
    {"nodes-created", &engine::Stats::nodes_created},
    {"nodes-deleted", &engine::Stats::nodes_deleted},
    {"relationships-created", &engine::Stats::relationships_created},
    {"relationships-deleted", &engine::Stats::relationships_deleted},
    {"properties-set", &engine::Stats::properties_set},
    {"labels-added", &engine::Stats::labels_added},
    {"labels-removed", &engine::Stats::labels_removed},
}};

}  // namespace papergraph::cli
