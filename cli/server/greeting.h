// The first bytes of a connection: Bolt's handshake, or somebody who meant another port.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace papergraph::cli {

struct BoltVersion {
  uint8_t major = 0;
  uint8_t minor = 0;
  friend bool operator==(const BoltVersion&, const BoltVersion&) = default;
};

struct Greeting {
  enum class Kind {
    kIncomplete,  // more bytes are needed
    kBolt,        // 20 bytes were read; `version` 0.0 when none of those that the client speaks is spoken here
    kHttp,        // the beginning of an HTTP request
    kForeign,     // something else
  };
  Kind kind = Kind::kIncomplete;
  BoltVersion version;
};

inline constexpr size_t kGreetingBytes = 20;

/// `bytes`: all that came so far. 5.4 to 5.0 and 4.4 are spoken; of the client's four proposals (a version, and how
/// many minor versions below it will do, too) the first that fits counts, with the highest minor version in it.
Greeting ReadGreeting(std::string_view bytes);

/// What answers it: four bytes, or a whole HTTP answer that says what this port is for, or nothing.
std::string AnswerGreeting(const Greeting& greeting, std::string_view address);

}  // namespace papergraph::cli
