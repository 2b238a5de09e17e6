// Names of labels, types and properties <-> small dense numbers. Grows only: a number keeps its name for ever.
#pragma once

#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace papergraph {

/// Any number of threads. Ids are given out by Intern at once and for all, whatever becomes of the transaction that
/// asked: so two transactions that use the same new name agree.
class NameTable {
 public:
  std::optional<uint32_t> Find(std::string_view name) const;
  uint32_t Intern(std::string_view name);
  /// No lock. REQUIRES: id < size() was seen by this thread.
  std::string_view NameOf(uint32_t id) const {
    const uint32_t chunk = ChunkOf(id);
    return chunks_[chunk].load(std::memory_order_acquire)[id - StartOf(chunk)];
  }
  uint32_t size() const { return size_.load(std::memory_order_acquire); }
  void Clear();

  NameTable() = default;
  ~NameTable() { Clear(); }
  NameTable(const NameTable&) = delete;
  NameTable& operator=(const NameTable&) = delete;

 private:
  // Chunk n has kFirst << n names, which never move.
  static constexpr uint32_t kFirst = 64;
  static uint32_t ChunkOf(uint32_t id) { return static_cast<uint32_t>(std::bit_width(id / kFirst + 1) - 1); }
  static uint32_t StartOf(uint32_t chunk) { return (kFirst << chunk) - kFirst; }

  mutable std::shared_mutex mutex_;
  std::atomic<uint32_t> size_{0};
  std::array<std::atomic<std::string*>, 26> chunks_{};
  std::unordered_map<std::string_view, uint32_t> ids_;
};

struct NameTables {
  NameTable labels, types, properties;
};

}  // namespace papergraph
