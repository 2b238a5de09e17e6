// The way to a server: bytes there and back. Hides sockets, so that the conversation is tested without.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace papergraph::cli {

/// The server cannot be reached, ended the connection, was silent too long or sends what is not Bolt. The message says
/// which, and what may help.
class ConnectionError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// One thread. Failure: ConnectionError; then it may only be destroyed.
class Channel {
 public:
  virtual ~Channel() = default;
  virtual void Send(std::string_view bytes) = 0;
  /// What came: at least a byte. Waits so many seconds at most; 0: for ever.
  virtual std::string Receive(double seconds) = 0;
};

/// Where a server is: bolt://HOST[:PORT], bolt+s:// (TLS, the certificate checked), bolt+ssc:// (TLS, any certificate).
struct BoltAddress {
  enum class Security { kPlain, kChecked, kUnchecked };
  Security security = Security::kPlain;
  std::string host;
  std::string port;
};
/// Throws std::invalid_argument, which says how an address looks.
BoltAddress ParseBoltAddress(std::string_view text);
/// Whether the host is this machine ("localhost", "127.0.0.1", "::1").
bool IsThisMachine(const BoltAddress& address);

/// Waits so many seconds at most until it stands. Throws ConnectionError.
std::unique_ptr<Channel> Dial(const BoltAddress& address, double seconds);

}  // namespace papergraph::cli
