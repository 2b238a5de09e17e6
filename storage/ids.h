// Ids: dense, 32 bits, types of their own so that they cannot be mixed up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>

namespace papergraph {

/// Dense from 0. Never used again while a database exists, so that a deleted node stays deleted. 32 bits keep a
/// neighbour list entry at 8 bytes; the store refuses (StoreError kLimit) to go past 2^32 - 2.
enum class NodeId : uint32_t {};
enum class EdgeId : uint32_t {};

/// Names of labels, relationship types and property keys are small dense numbers from 0 (storage/schema.h).
enum class LabelId : uint32_t {};
enum class TypeId : uint32_t {};
enum class PropertyId : uint32_t {};

inline constexpr NodeId kNoNode{std::numeric_limits<uint32_t>::max()};
inline constexpr EdgeId kNoEdge{std::numeric_limits<uint32_t>::max()};
inline constexpr LabelId kNoLabel{std::numeric_limits<uint32_t>::max()};

constexpr uint32_t Raw(NodeId id) { return static_cast<uint32_t>(id); }
constexpr uint32_t Raw(EdgeId id) { return static_cast<uint32_t>(id); }
constexpr uint32_t Raw(LabelId id) { return static_cast<uint32_t>(id); }
constexpr uint32_t Raw(TypeId id) { return static_cast<uint32_t>(id); }
constexpr uint32_t Raw(PropertyId id) { return static_cast<uint32_t>(id); }

}  // namespace papergraph
