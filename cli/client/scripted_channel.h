// For tests: a server of Bolt without a socket.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "cli/client/channel.h"

namespace papergraph::cli {

/// What a server sends, known beforehand; what was sent to it is kept.
struct ScriptedChannel final : Channel {
  explicit ScriptedChannel(std::vector<std::string> pieces = {}) : coming(pieces.begin(), pieces.end()) {}
  std::deque<std::string> coming;
  std::string* sent = nullptr;

  void Send(std::string_view bytes) override {
    if (sent) *sent += bytes;
  }
  std::string Receive(double) override {
    if (coming.empty()) throw ConnectionError("the server ended the connection");
    std::string bytes = std::move(coming.front());
    coming.pop_front();
    return bytes;
  }
};

}  // namespace papergraph::cli
