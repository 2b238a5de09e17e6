// How many segments were not in memory: for PROFILE.
#pragma once

#include <cstdint>

namespace papergraph {

/// The segments that the calling thread has read and decoded so far, of any store.
uint64_t SegmentLoadsOfThread();

}  // namespace papergraph
