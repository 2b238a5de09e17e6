// Threads for statements: as many as are needed at once, and no more than allowed.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace papergraph::cli {

/// Any number of threads may submit.
class Workers {
 public:
  explicit Workers(size_t most) : most_(most) {}
  /// Waits for what was submitted.
  ~Workers();
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;

  /// `job` must not throw. It waits while all threads that may be there are busy.
  void Submit(std::function<void()> job);

 private:
  void Work();

  const size_t most_;
  std::mutex mutex_;
  std::condition_variable work_;
  std::deque<std::function<void()>> jobs_;
  std::vector<std::thread> threads_;
  size_t idle_ = 0;
  bool ending_ = false;
};

}  // namespace papergraph::cli
