#include "storage/background.h"

#include <atomic>
#include <vector>

namespace papergraph {

Background::Background() : thread_([this] { Run(); }) {}

Background::~Background() {
  {
    std::lock_guard lock(mutex_);
    stop_ = true;
  }
  given_.notify_one();
  thread_.join();
}

void Background::Do(std::function<void()> work, uint64_t bytes) {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] { return undone_.empty() || (undone_.size() < kMostUndone && bytes_ + bytes <= kMostBytes); });
  if (error_) std::rethrow_exception(error_);
  undone_.push_back({std::move(work), bytes});
  bytes_ += bytes;
  if (undone_.size() == 1) given_.notify_one();
}

void Background::Wait() {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] { return undone_.empty(); });
  if (error_) std::rethrow_exception(error_);
}

void Background::Run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    given_.wait(lock, [&] { return stop_ || !undone_.empty(); });
    if (stop_) return;
    if (!error_) {
      const std::function<void()>& work = undone_.front().work;
      lock.unlock();
      std::exception_ptr error;
      try {
        work();
      } catch (...) {
        error = std::current_exception();
      }
      lock.lock();
      error_ = error;
    }
    bytes_ -= undone_.front().bytes;
    undone_.pop_front();
    done_.notify_one();
  }
}

void DoOnBothCores(size_t count, const std::function<void(size_t)>& work) {
  std::atomic<size_t> next{0};
  std::vector<std::exception_ptr> errors(count);
  const auto run = [&] {
    for (size_t i; (i = next.fetch_add(1)) < count;) {
      try {
        work(i);
      } catch (...) {
        errors[i] = std::current_exception();
        next = count;
      }
    }
  };
  if (count > 1) {
    std::thread other(run);
    run();
    other.join();
  } else {
    run();
  }
  for (const std::exception_ptr& error : errors) {
    if (error) std::rethrow_exception(error);
  }
}

}  // namespace papergraph
