// Whatever bytes a browser, or who says that he is one, sends: requests are cut the same wherever the bytes were cut,
// each is answered by one whole answer of HTTP that lets no other page read it, and nothing is written.
#include <memory>
#include <string>
#include <vector>

#include "cli/server/http_machine.h"
#include "tests/fuzz/disagree.h"

namespace papergraph {
namespace {

using namespace cli;

struct Reader final : Peer {
  std::string sent;
  bool Send(std::string_view bytes) override {
    sent += bytes;
    return true;
  }
  std::string ClientAddress() const override { return "127.0.0.1"; }
  std::string ServerAddress() const override { return "127.0.0.1:7687"; }
};

struct Server {
  std::shared_ptr<Store> store = Store::Open(":memory:", {});
  ServedStore served{":memory:", [this] { return store; }};
  Logins logins;
  Explorer explorer;
  BoltShared shared{{.writable = true, .statement = {"", 16 << 20, 0.05}}, served, logins};

  Server() {
    explorer.files["/"] = {"text/html; charset=utf-8", "<p>", "\"1\""};
    explorer.complete = [](std::string_view text, const GraphReader&) {
      return Completions{text.size(), {std::string(text)}};
    };
  }
};

std::vector<std::string> Cut(std::string_view bytes, size_t step) {
  HttpFraming framing;
  std::vector<std::string> messages;
  for (size_t at = 0; at < bytes.size(); at += step) framing.Add(bytes.substr(at, step), true, messages);
  return messages;
}

// What is wrong with an answer; nothing if it is whole.
std::string Wrong(const std::string& answer, bool has_body) {
  const size_t end = answer.find("\r\n\r\n");
  if (!answer.starts_with("HTTP/1.1 ") || end == answer.npos) return "no answer of HTTP";
  const std::string_view head = std::string_view(answer).substr(0, end + 2);
  if (head.find("Content-Security-Policy: default-src 'self';") == head.npos) return "no policy";
  if (head.find("Access-Control") != head.npos) return "other pages may read it";
  const size_t field = head.find("\r\nContent-Length: ");
  if (field == head.npos) return head.starts_with("HTTP/1.1 304 ") ? "" : "no length";
  const size_t length = std::stoul(std::string(head.substr(field + 18)));
  const size_t body = answer.size() - end - 4;
  return body == (has_body ? length : 0) ? "" : "a length that is not the body's";
}

// The first byte says how the bytes arrive.
void Check(std::string_view bytes) {
  if (bytes.empty()) return;
  static Server server;
  const size_t step = 1 + static_cast<uint8_t>(bytes[0]) % 64;
  bytes.remove_prefix(1);
  const std::vector<std::string> messages = Cut(bytes, bytes.size() + 1);
  const std::vector<std::string> slowly = Cut(bytes, step);
  size_t good = 0;
  for (HttpRequest request; good < messages.size() && ReadHttpRequest(messages[good], request) == 0; ++good) {
    if (good >= slowly.size() || slowly[good] != messages[good]) {
      Disagree("cut elsewhere", messages[good], good < slowly.size() ? slowly[good] : "nothing");
    }
    request = {};
  }
  Reader reader;
  HttpMachine machine(server.shared, server.explorer, reader);
  for (size_t i = 0; i < messages.size(); ++i) {
    const std::string& message = messages[i];
    reader.sent.clear();
    const bool goes_on = machine.Handle(message);
    const std::string wrong = Wrong(reader.sent, i >= good || !message.starts_with("HEAD "));
    if (!wrong.empty()) Disagree(wrong.c_str(), message, reader.sent);
    if (!goes_on) break;
  }
  if (server.store->Snapshot()->NodeCount() > 0) Disagree("something was written", std::string(bytes), "");
}

}  // namespace
}  // namespace papergraph

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
