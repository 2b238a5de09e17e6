#include "cli/server/greeting.h"

#include <fmt/format.h>

#include <algorithm>

namespace papergraph::cli {
namespace {

constexpr std::string_view kMagic = "\x60\x60\xB0\x17";
constexpr int kNewestMinor = 4;  // of 5.x

// The highest version from major.least to major.most that is spoken here.
BoltVersion Best(int major, int least, int most) {
  if (major == 5 && least <= kNewestMinor) return {5, static_cast<uint8_t>(std::min(most, kNewestMinor))};
  if (major == 4 && least <= 4 && most >= 4) return {4, 4};
  return {};
}

bool BeginsLikeHttp(std::string_view bytes) {
  static constexpr std::string_view kMethods[] = {"GET ",   "HEAD ",    "POST ",  "PUT ",     "DELETE ",
                                                  "PRI * ", "OPTIONS ", "PATCH ", "CONNECT ", "TRACE "};
  return std::any_of(std::begin(kMethods), std::end(kMethods), [&](std::string_view method) {
    return bytes.substr(0, method.size()) == method.substr(0, bytes.size());
  });
}

}  // namespace

Greeting ReadGreeting(std::string_view bytes) {
  if (bytes.substr(0, kMagic.size()) != kMagic.substr(0, bytes.size())) {
    if (!BeginsLikeHttp(bytes)) return {Greeting::Kind::kForeign, {}};
    return {bytes.size() < 8 ? Greeting::Kind::kIncomplete : Greeting::Kind::kHttp, {}};
  }
  if (bytes.size() < kGreetingBytes) return {};
  for (size_t at = kMagic.size(); at < kGreetingBytes; at += 4) {
    const int range = static_cast<uint8_t>(bytes[at + 1]);
    const int minor = static_cast<uint8_t>(bytes[at + 2]);
    const int major = static_cast<uint8_t>(bytes[at + 3]);
    const BoltVersion best = Best(major, std::max(0, minor - range), minor);
    if (best.major != 0) return {Greeting::Kind::kBolt, best};
  }
  return {Greeting::Kind::kBolt, {}};
}

std::string AnswerGreeting(const Greeting& greeting, std::string_view address) {
  if (greeting.kind == Greeting::Kind::kBolt) {
    return {'\0', '\0', static_cast<char>(greeting.version.minor), static_cast<char>(greeting.version.major)};
  }
  if (greeting.kind != Greeting::Kind::kHttp) return {};
  const std::string text = fmt::format(
      "This port of papergraph speaks Bolt, not HTTP: connect with a driver of Neo4j to bolt://{}\n", address);
  return fmt::format(
      "HTTP/1.1 400 Bad Request\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: {}\r\n"
      "X-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n{}",
      text.size(), text);
}

}  // namespace papergraph::cli
