// Whatever lines come, each is answered by one line of valid JSON, and the session goes on.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "cli/protocol.h"
#include "engine/json.h"
#include "storage/store.h"
#include "tests/fuzz/disagree.h"

namespace papergraph {
namespace {

struct Server {
  std::unique_ptr<Store> store = Store::Open(":memory:", {});
  engine::Session session{*store, {"", 16 << 20, 0.05}};
  cli::Protocol protocol{session};

  Server() { Ask(R"-({"op":"query","query":"CREATE (:A {x: 1})-[:T {w: 2}]->(:B {s: 'b'})"})-"); }

  std::string Ask(std::string_view line) {
    std::string out;
    protocol.Answer(line, out);
    return out;
  }
};

void Check(std::string_view lines) {
  static Server server;
  static int inputs = 0;
  // What was written stays for a while: a session is long.
  if (++inputs % 512 == 0) server.Ask(R"({"op":"reset"})");
  while (!lines.empty()) {
    const size_t end = std::min(lines.find('\n'), lines.size());
    const std::string line(lines.substr(0, end));
    lines.remove_prefix(std::min(end + 1, lines.size()));
    if (line.empty()) continue;
    const std::string answer = server.Ask(line);
    if (answer.empty() || answer.find('\n') != answer.size() - 1) Disagree("not one line", line, answer);
    try {
      // Elapsed time and elements of the graph are values like any other to this reader.
      bool has_entities = false;
      if (engine::ParseJsonValue(answer, &has_entities).kind() != ValueKind::kMap) Disagree("no object", line, answer);
    } catch (const QueryError& error) {
      Disagree(error.what(), line, answer);
    }
  }
  if (server.session.in_transaction()) server.Ask(R"({"op":"query","query":"ROLLBACK"})");
}

}  // namespace
}  // namespace papergraph

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  papergraph::Check({reinterpret_cast<const char*>(data), size});
  return 0;
}
