// Accepts connections and serves them until it is told to stop.
#pragma once

#include <memory>
#include <string>

#include "cli/server/bolt_machine.h"

namespace papergraph::cli {

struct ListenSettings {
  std::string address = "127.0.0.1";  // as numbers
  uint16_t port = 7687;               // 0: any that is free
  std::string certificate, key;       // PEM files; both or none: TLS or not
};

/// Whether nobody from another machine can reach the address. Throws std::runtime_error when it is none.
bool IsLoopback(const std::string& address);

class Listener {
 public:
  /// Listens from now on. `shared` outlives it. Throws std::runtime_error, which says why it cannot.
  Listener(const ListenSettings& settings, BoltShared& shared);
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  /// "bolt://127.0.0.1:7687", "bolt+s://…" with TLS.
  std::string url() const;
  /// The page's: "http://127.0.0.1:7687", "https://…".
  std::string page_url() const;

  /// Serves until SIGINT, SIGTERM or Stop; then statements that run are ended, open transactions rolled back and
  /// connections closed.
  void Run();
  /// From any thread.
  void Stop();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace papergraph::cli
