// The rows of a statement, as the client asks for them.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <vector>

#include "cli/server/packstream.h"
#include "engine/result.h"

namespace papergraph::cli {

/// What a stream asks of the conversation that it belongs to.
class StreamOwner {
 public:
  /// The columns are known: says so, waits for the client and gives an order (Pull, Discard, Keep, Drop), or throws.
  virtual void OnColumns(const std::vector<std::string>& names) = 0;
  /// The order is done and there are more rows: says so and gets the next order, or throws.
  virtual void OnMore() = 0;
  /// A message RECORD for the client. Throws when nobody is there to read it, or the statement is to end.
  virtual void OnRecord(std::string_view message) = 0;

 protected:
  ~StreamOwner() = default;
};

/// A sink that blocks its statement between orders, so that rows that nobody asked for are not made.
class ResultStream : public engine::RowSink {
 public:
  /// `owner` outlives it. `most_kept`: bytes that Keep may hold.
  ResultStream(StreamOwner& owner, Dialect dialect, uint64_t most_kept)
      : owner_(owner), dialect_(dialect), most_kept_(most_kept) {}

  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override;
  void Row(std::span<const Value> values) override;

  // Orders. `count` < 0: all.
  void Pull(int64_t count) { Order(Mode::kSend, count); }
  void Discard(int64_t count) { Order(Mode::kDrop, count); }
  /// All others are held here: the client wants to go on with something else and may come back to them.
  void Keep() { Order(Mode::kKeep, -1); }

  bool has_columns() const { return has_columns_; }
  bool keeps() const { return mode_ == Mode::kKeep; }
  const std::vector<std::string>& columns() const { return columns_; }
  uint64_t rows() const { return rows_; }
  std::deque<std::string> TakeKept() { return std::move(kept_); }

 private:
  enum class Mode { kSend, kDrop, kKeep };

  void Order(Mode mode, int64_t count) {
    mode_ = mode;
    left_ = count;
  }

  StreamOwner& owner_;
  const Dialect dialect_;
  const uint64_t most_kept_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::string> columns_;
  bool has_columns_ = false;
  Mode mode_ = Mode::kSend;
  int64_t left_ = 0;  // rows of the order that are still to come; negative: no end
  uint64_t rows_ = 0;
  std::string message_;
  std::deque<std::string> kept_;
  uint64_t kept_bytes_ = 0;
};

}  // namespace papergraph::cli
