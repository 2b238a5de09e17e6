// How many statements run at once.
#pragma once

#include <atomic>

namespace papergraph::cli {

/// One place of all that a server has for open statements, while it lives.
class StatementPlace {
 public:
  StatementPlace(std::atomic<int>& open, int most) : open_(open), free_(open.fetch_add(1) < most) {}
  ~StatementPlace() { open_.fetch_sub(1); }
  StatementPlace(const StatementPlace&) = delete;
  StatementPlace& operator=(const StatementPlace&) = delete;
  /// False: all are taken, and the statement must not run.
  bool free() const { return free_; }

 private:
  std::atomic<int>& open_;
  const bool free_;
};

}  // namespace papergraph::cli
