// A client's connection: its wire on the listener's thread, its statements on the workers' threads.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cli/server/bolt_machine.h"
#include "cli/server/conversation.h"
#include "cli/server/wire.h"
#include "cli/server/workers.h"

namespace papergraph::cli {

/// While it waits for its client it has no thread. Public functions on the listener's thread, but those of BoltPeer.
class Connection final : public std::enable_shared_from_this<Connection>, public BoltPeer {
 public:
  using Clock = std::chrono::steady_clock;

  /// `gone` is called once, on the listener's thread, when nothing of it runs any more. The references outlive it.
  Connection(std::unique_ptr<Wire> wire, BoltShared& shared, Workers& workers, uint64_t id,
             std::function<void(const std::shared_ptr<Connection>&)> gone);
  ~Connection();

  void Start();
  void Close();
  /// A few times a second: ends what has waited too long.
  void Tick(Clock::time_point now);

 private:
  // BoltPeer, on a worker's thread.
  Waited Next(std::string& message, double seconds) override;
  bool Send(std::string_view bytes) override;
  bool Interrupted() override { return resets_ > 0 || closed_; }
  void ResetDone() override;
  std::string ClientAddress() const override { return wire_->ClientAddress(); }
  std::string ServerAddress() const override { return wire_->ServerAddress(); }

  // On the listener's thread.
  void Read();
  void Received(std::string_view bytes);
  void Greet(std::string_view bytes);
  /// What is spoken from now on.
  void Speak(std::unique_ptr<Framing> framing, std::unique_ptr<Conversation> conversation);
  void Enqueue(std::vector<std::string> messages);
  void Write();
  void Written(bool good);
  void Finish();

  // On a worker's thread.
  void Work();
  /// REQUIRES: mutex_ is held, and there is a message.
  void Pop(std::string& message);

  std::unique_ptr<Wire> wire_;
  BoltShared& shared_;
  Workers& workers_;
  const uint64_t id_;
  const std::function<void(const std::shared_ptr<Connection>&)> gone_;
  const Clock::time_point began_ = Clock::now();
  std::string greeting_;
  std::unique_ptr<Framing> framing_;
  std::unique_ptr<Conversation> machine_;
  std::atomic<bool> authenticated_{false};
  std::atomic<bool> closed_{false};
  std::atomic<int> resets_{0};  // that came and were not answered yet
  std::string sending_;         // by the wire, now

  std::mutex mutex_;  // of all below
  std::condition_variable changed_;
  std::deque<std::string> inbox_;
  size_t inbox_bytes_ = 0;
  bool paused_ = false;  // nothing is read until the inbox is smaller
  std::string outbox_;
  uint64_t sent_ = 0;        // bytes so far
  bool writing_ = false;     // sending_ is under way, or about to be
  bool running_ = false;     // a worker has it
  bool finishing_ = false;   // closed when all is written
  Clock::time_point waits_;  // for the client, since; without a worker
  Clock::time_point finished_;
};

}  // namespace papergraph::cli
