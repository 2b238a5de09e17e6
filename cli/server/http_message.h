// HTTP/1.1 within this server's limits. Hides Boost.Beast, so that one file knows it.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/server/conversation.h"

namespace papergraph::cli {

inline constexpr size_t kMostHttpHead = 16 << 10, kMostHttpBody = 64 << 10;  // bytes of a request

struct HttpRequest {
  std::string method;                                       // "GET"
  std::string target;                                       // as it came: a path, and perhaps a query
  std::vector<std::pair<std::string, std::string>> fields;  // names in lower case, in their order
  std::string body;
  bool keep_alive = false;

  /// How often it was sent, and the first value; `name` in lower case.
  size_t Count(std::string_view name) const;
  std::string_view Field(std::string_view name) const;
};

/// The request that `bytes` are. Returns 0, or the status that says what is wrong with them.
int ReadHttpRequest(std::string_view bytes, HttpRequest& request);

struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> fields;
  std::string body;
  bool keep_alive = true;
};

/// `with_body`: false for HEAD, whose answer only says how long it would be.
std::string WriteHttpResponse(const HttpResponse& response, bool with_body);

/// Requests, each with its head and its body as it came. What is no request, or too long, is given as it is, too, and
/// all that follows is dropped: who answers it reads it again, sees what is wrong and says so.
class HttpFraming final : public Framing {
 public:
  HttpFraming();
  ~HttpFraming() override;
  void Add(std::string_view bytes, bool authenticated, std::vector<std::string>& messages) override;

 private:
  struct Parser;

  std::unique_ptr<Parser> parser_;  // of the request that begins at the front of buffer_
  std::string buffer_;
  size_t parsed_ = 0;  // bytes of it
  bool broken_ = false;
};

}  // namespace papergraph::cli
