// "Did you mean": the nearest of some names.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>

namespace papergraph::engine {

/// How many code points must be put in, taken out, changed or swapped with their neighbour to make `a` of `b`; any
/// number above `limit` when it is more than `limit`. Upper and lower case of ASCII are the same.
size_t EditDistance(std::string_view a, std::string_view b, size_t limit);

/// The mistakes that a name of this length may have and still be meant: one in three code points, three at most.
size_t TolerableDistance(std::string_view name);

/// The candidate nearest to `name` within its tolerable distance, the first of equals; empty when none is near.
std::string_view Nearest(std::string_view name, std::span<const std::string_view> candidates);

}  // namespace papergraph::engine
