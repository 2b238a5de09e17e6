#include "storage/database/names.h"

#include <mutex>

namespace papergraph {

std::optional<uint32_t> NameTable::Find(std::string_view name) const {
  std::shared_lock lock(mutex_);
  auto it = ids_.find(name);
  if (it == ids_.end()) return std::nullopt;
  return it->second;
}

uint32_t NameTable::Intern(std::string_view name) {
  if (auto id = Find(name)) return *id;
  std::unique_lock lock(mutex_);
  if (auto it = ids_.find(name); it != ids_.end()) return it->second;
  uint32_t id = size_.load(std::memory_order_relaxed);
  const uint32_t number = ChunkOf(id);
  auto& chunk = chunks_[number];
  if (chunk.load(std::memory_order_relaxed) == nullptr) {
    chunk.store(std::make_unique<std::string[]>(kFirst << number).release(), std::memory_order_release);
  }
  std::string& stored = chunk.load(std::memory_order_relaxed)[id - StartOf(number)];
  stored = name;
  ids_.emplace(stored, id);
  size_.store(id + 1, std::memory_order_release);
  return id;
}

void NameTable::Clear() {
  std::unique_lock lock(mutex_);
  ids_.clear();
  size_.store(0, std::memory_order_release);
  for (auto& chunk : chunks_) std::unique_ptr<std::string[]>(chunk.exchange(nullptr));
}

}  // namespace papergraph
