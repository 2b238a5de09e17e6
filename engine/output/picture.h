// What a graph looks like as a picture: the DOT text that `dot` writes and `svg` lays out.
#pragma once

#include <string>

#include "engine/formats.h"

namespace papergraph::engine {

struct PictureLimits {
  size_t nodes;  // 0: all
  size_t edges;
};

/// Byte-stable: equal graphs give equal text. What is left out is said in the picture's title. All names and texts are
/// quoted, so that nothing in them is read as DOT, as an escape or as an entity.
std::string DotText(const GraphReader& graph, const GraphSelection& selection, PictureLimits limits);

}  // namespace papergraph::engine
