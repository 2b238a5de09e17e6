// How much memory values take: what a statement's limit is held against.
#pragma once

#include <cstdint>

#include "engine/exec/context.h"
#include "storage/value.h"

namespace papergraph::engine {

/// The value itself and all that it refers to, about. What is shared counts at each place. Counting ends once `most` is
/// passed.
uint64_t BytesOf(const Value& value, uint64_t most);
/// What a copy of a string, a list or a map itself takes, elements not followed; 0 for others.
uint64_t ShallowBytesOf(const Value& value);
/// Whether both are strings, lists or maps with the same content in memory.
bool ShareContent(const Value& a, const Value& b);

/// Bytes held for the time of a scope.
class Held {
 public:
  explicit Held(ExecContext& context) : context_(context) {}
  ~Held() { context_.Release(bytes_); }
  Held(const Held&) = delete;
  Held& operator=(const Held&) = delete;
  void Add(uint64_t bytes) {
    bytes_ += bytes;
    context_.Charge(bytes);
  }
  /// An element of a growing list. Its content is followed only where somebody asks.
  void AddElement(const Value& value) {
    Add(context_.memory_limit == 0 ? sizeof(Value) : BytesOf(value, context_.memory_limit));
  }

 private:
  ExecContext& context_;
  uint64_t bytes_ = 0;
};

}  // namespace papergraph::engine
