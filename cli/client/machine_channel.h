// For tests: the server's conversation as a client's channel, without a socket.
#pragma once

#include <algorithm>
#include <functional>

#include "cli/client/channel.h"
#include "cli/server/scripted_peer.h"

namespace papergraph::cli {

/// A store that is served, writable.
struct ServedMachine {
  std::shared_ptr<Store> store = Store::Open(":memory:", {});
  ServedStore served{":memory:", [this] { return store; }};
  Logins logins;
  BoltShared shared{{.writable = true}, served, logins};

  std::unique_ptr<Channel> Connect();
  /// Called before each statement that is sent; what it throws breaks the connection.
  std::function<void()> before_run = [] {};
  int statements = 0;
};

/// What is sent waits until something is to be received: then the machine answers all of it.
class MachineChannel : public Channel {
 public:
  explicit MachineChannel(ServedMachine& served) : served_(served), machine_({5, 4}, served.shared, peer_, 1) {}

  void Send(std::string_view bytes) override {
    const size_t taken = std::min(bytes.size(), kGreetingBytes - greeting_.size());
    greeting_ += bytes.substr(0, taken);
    if (taken > 0 && greeting_.size() == kGreetingBytes) peer_.sent += AnswerGreeting(ReadGreeting(greeting_), "");
    std::vector<std::string> messages;
    chunks_.Add(bytes.substr(taken), messages);
    for (std::string& message : messages) {
      if (static_cast<uint8_t>(message[1]) == kRun) {
        ++served_.statements;
        served_.before_run();
      }
      peer_.Add(std::move(message));
    }
  }
  std::string Receive(double) override {
    std::string message;
    while (!peer_.coming.empty() && peer_.Next(message, 0) == BoltPeer::Waited::kMessage) machine_.Handle(message);
    if (peer_.sent.empty()) throw ConnectionError("the server ended the connection");
    return std::exchange(peer_.sent, {});
  }

 private:
  ServedMachine& served_;
  ScriptedPeer peer_;
  BoltMachine machine_;
  ChunkReader chunks_{64 << 20};
  std::string greeting_;
};

inline std::unique_ptr<Channel> ServedMachine::Connect() { return std::make_unique<MachineChannel>(*this); }

}  // namespace papergraph::cli
