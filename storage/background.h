// Work that another thread does, in the order in which it was given.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

namespace papergraph {

/// One thread of its own. Given work by one thread.
class Background {
 public:
  Background();
  ~Background();  // what was not begun is left undone
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  /// Waits while much is undone, so that memory stays bounded; `bytes`: what waits with this work, when it is much.
  /// Throws what an earlier work has thrown.
  void Do(std::function<void()> work, uint64_t bytes = 0);
  /// Returns when all is done. Throws what the first work that failed has thrown; none was begun after it.
  void Wait();

 private:
  void Run();

  struct Work {
    std::function<void()> work;
    uint64_t bytes;
  };
  static constexpr size_t kMostUndone = 32;
  static constexpr uint64_t kMostBytes = 16ull << 20;

  std::mutex mutex_;
  std::condition_variable given_, done_;
  std::deque<Work> undone_;  // the first one is being done
  uint64_t bytes_ = 0;       // of those
  std::exception_ptr error_;
  bool stop_ = false;
  std::thread thread_;
};

/// Does the works [0, count) by this thread and another one, the next one by whoever is free. Throws what the failing
/// one with the least number has thrown, after both have ended.
void DoOnBothCores(size_t count, const std::function<void(size_t)>& work);

}  // namespace papergraph
