#include "cli/server/http_message.h"

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <sstream>

namespace papergraph::cli {

namespace http = boost::beast::http;
using boost::system::error_code;

namespace {

// Chunks of one byte are six times their body.
constexpr size_t kMostRaw = kMostHttpHead + 6 * kMostHttpBody;

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  }
  return lower;
}

std::string_view View(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct HttpFraming::Parser : http::request_parser<http::string_body> {
  Parser() {
    eager(true);
    header_limit(kMostHttpHead);
    body_limit(kMostHttpBody);
  }
};

HttpFraming::HttpFraming() = default;
HttpFraming::~HttpFraming() = default;

void HttpFraming::Add(std::string_view bytes, bool, std::vector<std::string>& messages) {
  if (broken_) return;
  buffer_ += bytes;
  while (parsed_ < buffer_.size()) {
    if (!parser_) parser_ = std::make_unique<Parser>();
    error_code error;
    const size_t used = parser_->put(boost::asio::buffer(buffer_.data() + parsed_, buffer_.size() - parsed_), error);
    parsed_ += used;
    const bool waits = error == http::error::need_more;
    if ((error && !waits) || (waits && buffer_.size() > kMostRaw)) {
      broken_ = true;
      messages.push_back(std::move(buffer_));
      return;
    }
    if (!parser_->is_done()) {
      if (waits || used == 0) return;
      continue;
    }
    messages.push_back(buffer_.substr(0, parsed_));
    buffer_.erase(0, parsed_);
    parsed_ = 0;
    parser_.reset();
  }
}

int ReadHttpRequest(std::string_view bytes, HttpRequest& request) {
  http::request_parser<http::string_body> parser;
  parser.eager(true);
  parser.header_limit(kMostHttpHead);
  parser.body_limit(kMostHttpBody);
  error_code error;
  for (size_t at = 0; !error && at < bytes.size() && !parser.is_done();) {
    const size_t used = parser.put(boost::asio::buffer(bytes.data() + at, bytes.size() - at), error);
    if (used == 0) break;
    at += used;
  }
  if (!parser.is_done()) {
    return error == http::error::body_limit ? 413 : error == http::error::header_limit ? 431 : 400;
  }
  auto parsed = parser.release();
  request.method = View(parsed.method_string());
  request.target = View(parsed.target());
  request.keep_alive = parsed.keep_alive();
  request.body = std::move(parsed.body());
  for (const auto& field : parsed) request.fields.emplace_back(Lower(View(field.name_string())), View(field.value()));
  return 0;
}

size_t HttpRequest::Count(std::string_view name) const {
  size_t count = 0;
  for (const auto& [known, value] : fields) count += known == name;
  return count;
}

std::string_view HttpRequest::Field(std::string_view name) const {
  for (const auto& [known, value] : fields) {
    if (known == name) return value;
  }
  return {};
}

std::string WriteHttpResponse(const HttpResponse& response, bool with_body) {
  http::response<http::empty_body> head(static_cast<http::status>(response.status), 11);
  for (const auto& [name, value] : response.fields) head.set(name, value);
  head.keep_alive(response.keep_alive);
  if (response.status != 304) head.content_length(response.body.size());
  std::ostringstream bytes;
  bytes << head.base();
  if (with_body && response.status != 304) bytes << response.body;
  return std::move(bytes).str();
}

}  // namespace papergraph::cli
