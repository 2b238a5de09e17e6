#include "cli/server/http_door.h"

#include <openssl/evp.h>

#include <algorithm>

namespace papergraph::cli {

namespace {

std::string Lower(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return lower;
}

// "[::1]:7687" -> "[::1]". Empty for what is no host with an optional port.
std::string_view WithoutPort(std::string_view host) {
  const size_t colon = host.starts_with('[') ? host.find("]:") : host.find(':');
  if (colon == host.npos) return host;
  const size_t end = host.starts_with('[') ? colon + 1 : colon;
  const std::string_view port = host.substr(end + 1);
  const bool digits = !port.empty() && port.find_first_not_of("0123456789") == port.npos;
  return digits ? host.substr(0, end) : std::string_view();
}

// Padding may be missing (RFC 4648, 3.2). Nothing where it is no Base64.
std::string DecodeBase64(std::string_view text) {
  while (text.ends_with('=')) text.remove_suffix(1);
  const size_t padding = (4 - text.size() % 4) % 4;
  if (text.empty() || padding == 3) return {};
  const std::string padded = std::string(text) + std::string(padding, '=');
  std::string out(padded.size() / 4 * 3, '\0');
  const int size =
      EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(padded.data()), static_cast<int>(padded.size()));
  if (size < static_cast<int>(padding)) return {};
  out.resize(static_cast<size_t>(size) - padding);
  return out;
}

}  // namespace

HttpRefusal CheckHost(const HttpRequest& request, const Explorer& explorer, const std::string& server_address) {
  if (request.Count("host") != 1) return {400, "one Host is needed\n"};
  const std::string host = Lower(WithoutPort(request.Field("host")));
  // A loopback name belongs to nobody else, whatever the port: a tunnel may end here.
  const bool known = host == "localhost" || host == "127.0.0.1" || host == "[::1]" ||
                     (!host.empty() && host == WithoutPort(server_address)) ||
                     std::any_of(explorer.host_names.begin(), explorer.host_names.end(),
                                 [&](const std::string& name) { return host == Lower(name); });
  if (known) return {};
  return {421, "this server does not go by that name; `papergraph serve --host-name NAME` makes it\n"};
}

HttpRefusal CheckPost(const HttpRequest& request, const Explorer& explorer) {
  const std::string_view site = request.Field("sec-fetch-site");
  const std::string own = (explorer.tls ? "https://" : "http://") + Lower(request.Field("host"));
  const bool foreign = request.Count("origin") > 0 && Lower(request.Field("origin")) != own;
  if (foreign || (!site.empty() && site != "same-origin" && site != "none")) {
    return {403, "another site's page sent this\n"};
  }
  const std::string type = Lower(request.Field("content-type"));
  if (type != "application/json" && !type.starts_with("application/json;")) {
    return {415, "what is asked comes as application/json\n"};
  }
  return {};
}

HttpRefusal CheckLogin(const HttpRequest& request, Logins& logins, const std::string& client_address) {
  if (!logins.required()) return {};
  const std::string_view given = request.Field("authorization");
  if (Lower(given.substr(0, 6)) != "basic ") return {401, "a name and a password are needed\n"};
  const std::string pair = DecodeBase64(given.substr(given.find_last_of(' ') + 1));
  const size_t colon = pair.find(':');
  const std::string_view all(pair);
  switch (logins.Check(client_address, all.substr(0, colon), colon == all.npos ? "" : all.substr(colon + 1),
                       Logins::Clock::now())) {
    case Logins::Answer::kWelcome:
      return {};
    case Logins::Answer::kWrong:
      return {401, "the name or the password is wrong\n"};
    case Logins::Answer::kTooMany:
      break;
  }
  return {429, "too many wrong passwords came from this address; try again in a few seconds\n"};
}

}  // namespace papergraph::cli
