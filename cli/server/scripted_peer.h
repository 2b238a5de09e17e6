// For tests: a client of Bolt without a socket, whose messages are known beforehand.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "cli/server/bolt_machine.h"
#include "cli/server/chunks.h"
#include "cli/server/graph_values.h"
#include "cli/server/messages.h"

namespace papergraph::cli {

/// A message as a client sends it, not in chunks.
inline std::string Message(uint8_t tag, const ValueList& fields = {}) {
  std::string out;
  PackWriter writer(out);
  writer.Struct(tag, fields.size());
  for (const Value& field : fields) PackValue(writer, field, nullptr, {});
  return out;
}

struct ScriptedPeer final : BoltPeer {
  std::deque<std::string> coming;  // what Next gives
  bool resets_interrupt = false;   // RESET is seen as soon as it is among `coming`
  bool patient = false;            // without a message Next says kTooLong, not kGone
  int resets = 0;                  // among `coming`
  std::string sent;

  Waited Next(std::string& message, double) override {
    if (coming.empty()) return patient ? Waited::kTooLong : Waited::kGone;
    message = std::move(coming.front());
    coming.pop_front();
    return Waited::kMessage;
  }
  bool Send(std::string_view bytes) override {
    sent += bytes;
    return true;
  }
  bool Interrupted() override { return resets_interrupt && resets > 0; }
  void ResetDone() override { --resets; }
  std::string ClientAddress() const override { return "here"; }
  std::string ServerAddress() const override { return "127.0.0.1:7687"; }

  void Add(std::string message) {
    if (message.size() >= 2 && static_cast<uint8_t>(message[1]) == kReset) ++resets;
    coming.push_back(std::move(message));
  }
  /// What was sent since, as messages. Throws BadMessage.
  std::vector<PackedMessage> TakeReplies() {
    std::vector<std::string> messages;
    ChunkReader reader(1 << 30);
    reader.Add(sent, messages);
    sent.clear();
    std::vector<PackedMessage> replies;
    for (const std::string& message : messages) replies.push_back(ReadPacked(message, {}));
    return replies;
  }
};

}  // namespace papergraph::cli
