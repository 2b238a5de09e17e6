// Whatever bytes a client sends, the server answers each message once, in messages that can be read, and goes on.
#include <memory>
#include <string>
#include <vector>

#include "cli/server/bolt_machine.h"
#include "cli/server/scripted_peer.h"
#include "tests/fuzz/disagree.h"

namespace papergraph {
namespace {

using namespace cli;

struct Server {
  std::shared_ptr<Store> store = Store::Open(":memory:", {});
  ServedStore served{":memory:", [this] { return store; }};
  Logins logins;
  BoltShared shared{{.writable = true, .statement = {"", 16 << 20, 0.05}}, served, logins};
};

// The first byte chooses the version, and whether somebody has logged on.
void Check(std::string_view bytes) {
  if (bytes.empty()) return;
  static Server server;
  static int inputs = 0;
  // What was written stays for a while.
  if (++inputs % 512 == 0) server.store->Reset();
  const auto choice = static_cast<uint8_t>(bytes[0]);
  bytes.remove_prefix(1);
  ReadGreeting(bytes);
  const BoltVersion version = choice % 6 == 5 ? BoltVersion{4, 4} : BoltVersion{5, static_cast<uint8_t>(choice % 6)};
  ScriptedPeer peer;
  peer.resets_interrupt = (choice & 0x40) != 0;
  peer.patient = (choice & 0x20) != 0;
  BoltMachine machine(version, server.shared, peer, 1);
  if (choice & 0x80) {
    machine.Handle(Message(kHello, {Value::Map({})}));
    if (!machine.authenticated()) machine.Handle(Message(kLogon, {Value::Map({})}));
    peer.TakeReplies();
  }
  std::vector<std::string> messages;
  try {
    ChunkReader reader(1 << 16);
    reader.Add(bytes, messages);
  } catch (const BadMessage&) {
  }
  const size_t count = messages.size();
  for (std::string& message : messages) peer.Add(std::move(message));
  bool goes_on = true;
  while (goes_on && !peer.coming.empty()) {
    std::string message;
    peer.Next(message, 0);
    goes_on = machine.Handle(message);
  }
  size_t answers = 0;
  try {
    for (const PackedMessage& reply : peer.TakeReplies()) answers += reply.tag != kRecord;
  } catch (const BadMessage& error) {
    Disagree(error.what(), std::string(bytes), "");
  }
  if (goes_on ? answers != count : answers > count) {
    Disagree("not one answer a message", std::string(bytes), std::to_string(answers) + " for " + std::to_string(count));
  }
}

}  // namespace
}  // namespace papergraph

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
