#include <algorithm>
#include <utility>

#include "cli/client/channel.h"

namespace papergraph::cli {
namespace {

[[noreturn]] void Refuse(std::string_view text, const std::string& why) {
  throw std::invalid_argument("\"" + std::string(text) + "\" " + why +
                              "; write bolt://HOST, bolt://HOST:PORT, or bolt+s:// (TLS), or bolt+ssc:// (TLS with a "
                              "certificate that nobody checks)");
}

bool IsPort(std::string_view port) {
  return !port.empty() && port.size() <= 5 && port.find_first_not_of("0123456789") == port.npos &&
         std::stoi(std::string(port)) >= 1 && std::stoi(std::string(port)) <= 65535;
}

}  // namespace

BoltAddress ParseBoltAddress(std::string_view text) {
  static constexpr std::pair<std::string_view, BoltAddress::Security> kSchemes[] = {
      {"bolt://", BoltAddress::Security::kPlain},
      {"bolt+s://", BoltAddress::Security::kChecked},
      {"bolt+ssc://", BoltAddress::Security::kUnchecked}};
  const auto* const scheme = std::find_if(std::begin(kSchemes), std::end(kSchemes),
                                          [&](const auto& known) { return text.starts_with(known.first); });
  if (scheme == std::end(kSchemes)) {
    if (text.starts_with("neo4j")) Refuse(text, "would ask a cluster for its members: name one of them");
    Refuse(text, "is no address of a server");
  }
  BoltAddress address;
  address.security = scheme->second;
  std::string_view rest = text.substr(scheme->first.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  if (rest.find('@') != rest.npos) Refuse(text, "names a user: that is --user, the password is never in an address");
  size_t end = rest.find(':');
  if (rest.starts_with('[')) {
    const size_t close = rest.find(']');
    if (close == rest.npos) Refuse(text, "has no ]");
    address.host = rest.substr(1, close - 1);
    end = close + 1;
  } else {
    address.host = rest.substr(0, end);
    end = std::min(end, rest.size());
  }
  rest.remove_prefix(end);
  if (address.host.empty() || address.host.find_first_of("/?# ") != std::string::npos) Refuse(text, "names no host");
  if (!rest.empty() && (rest[0] != ':' || !IsPort(rest.substr(1)))) Refuse(text, "has no port from 1 to 65535");
  address.port = rest.empty() ? "7687" : std::string(rest.substr(1));
  return address;
}

bool IsThisMachine(const BoltAddress& address) {
  return address.host == "localhost" || address.host.starts_with("127.") || address.host == "::1";
}

}  // namespace papergraph::cli
