// Who may ask over HTTP: which host they meant, which page sent them, and their password.
#pragma once

#include <string>

#include "cli/server/explorer.h"
#include "cli/server/http_message.h"
#include "cli/server/logins.h"

namespace papergraph::cli {

struct HttpRefusal {
  int status = 0;  // 0: nothing is refused
  std::string message;
};

/// Names that others chose for this machine's address (DNS rebinding) are refused, and what pages of others send.
/// `server_address`: where the client reached this server ("127.0.0.1:7687").
HttpRefusal CheckHost(const HttpRequest& request, const Explorer& explorer, const std::string& server_address);

/// Of a POST: it must be JSON, from a page of this server or from no page at all.
HttpRefusal CheckPost(const HttpRequest& request, const Explorer& explorer);

/// HTTP Basic (RFC 7617) against `logins`, counted with those of Bolt.
HttpRefusal CheckLogin(const HttpRequest& request, Logins& logins, const std::string& client_address);

}  // namespace papergraph::cli
