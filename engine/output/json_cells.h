// Cells of typed columns as JSON: what is short and plain gathers in a small buffer, without a value for each.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "engine/exec/batch.h"
#include "storage/graph_reader.h"

namespace papergraph::engine {

/// Appends to `out`, all of it when this ends.
class JsonCells {
 public:
  explicit JsonCells(std::string& out) : out_(out) {}
  ~JsonCells() { Flush(); }
  JsonCells(const JsonCells&) = delete;
  JsonCells& operator=(const JsonCells&) = delete;

  /// A few bytes of JSON as they are.
  void Mark(std::string_view mark) {
    if (room() < kMostOfMark) Flush();
    for (char c : mark) *at_++ = c;
  }
  /// The cell of a row.
  void Add(const Column& column, size_t row, const GraphReader& graph);

 private:
  static constexpr size_t kMostOfMark = 32;
  size_t room() const { return static_cast<size_t>(buffer_.data() + buffer_.size() - at_); }
  void AddString(std::string_view text);
  void Flush() {
    out_.append(buffer_.data(), static_cast<size_t>(at_ - buffer_.data()));
    at_ = buffer_.data();
  }

  std::string& out_;
  std::array<char, 4096> buffer_;
  char* at_ = buffer_.data();
};

}  // namespace papergraph::engine
