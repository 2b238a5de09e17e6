#include "cli/server/chunks.h"

#include <catch2/catch.hpp>
#include <random>

#include "cli/server/greeting.h"
#include "cli/server/packstream.h"

namespace papergraph::cli {
namespace {

using namespace std::string_view_literals;

TEST_CASE("messages come out as they went in, however the bytes are cut, with NOOPs between them", "[chunks]") {
  for (unsigned seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    std::vector<std::string> expected;
    std::string bytes;
    for (auto count = random() % 6; count > 0; --count) {
      if (random() % 3 == 0) bytes.append(2, '\0');
      const size_t size = 1 + (random() % 8 == 0 ? random() % 200'000 : random() % 20);
      expected.emplace_back(size, static_cast<char>(random()));
      AppendChunked(bytes, expected.back());
    }
    ChunkReader reader(1 << 20);
    std::vector<std::string> messages;
    for (std::string_view rest = bytes; !rest.empty();) {
      const size_t taken = std::min<size_t>(rest.size(), 1 + random() % (random() % 2 ? 3 : 100'000));
      reader.Add(rest.substr(0, taken), messages);
      rest.remove_prefix(taken);
    }
    CAPTURE(seed);
    CHECK(messages == expected);
  }
}

TEST_CASE("a message may have many small chunks", "[chunks]") {
  ChunkReader reader(100);
  std::vector<std::string> messages;
  reader.Add("\0\1a\0\2bc\0\1d\0\0\0\0\0\1e\0\0"sv, messages);
  CHECK(messages == std::vector<std::string>{"abcd", "e"});
}

TEST_CASE("a message that is too long is refused as soon as its size is known", "[chunks]") {
  std::vector<std::string> messages;
  ChunkReader one(10);
  one.Add("\0\xA"sv, messages);
  CHECK_THROWS_AS(ChunkReader(10).Add("\0\xB"sv, messages), BadMessage);
  ChunkReader many(10);
  many.Add(
      "\0\x8"
      "12345678"sv,
      messages);
  CHECK_THROWS_AS(many.Add("\0\3"sv, messages), BadMessage);
  CHECK(messages.empty());
}

std::string Proposals(std::string_view versions) {
  std::string bytes = "\x60\x60\xB0\x17";
  bytes += versions;
  bytes.resize(kGreetingBytes);
  return bytes;
}

BoltVersion Chosen(std::string_view versions) {
  const Greeting greeting = ReadGreeting(Proposals(versions));
  CHECK(greeting.kind == Greeting::Kind::kBolt);
  return greeting.version;
}

TEST_CASE("the client's first proposal that is spoken here counts, ranges included", "[greeting]") {
  CHECK(Chosen("\0\0\4\5"sv) == BoltVersion{5, 4});
  CHECK(Chosen("\0\0\0\5"sv) == BoltVersion{5, 0});
  CHECK(Chosen("\0\0\5\5"sv) == BoltVersion{});
  CHECK(Chosen("\0\1\5\5"sv) == BoltVersion{5, 4});
  CHECK(Chosen("\0\x8\x8\5"sv) == BoltVersion{5, 4});
  CHECK(Chosen("\0\2\x8\5\0\2\4\4"sv) == BoltVersion{4, 4});
  CHECK(Chosen("\0\2\6\4"sv) == BoltVersion{4, 4});
  CHECK(Chosen("\0\1\6\4"sv) == BoltVersion{});
  CHECK(Chosen("\0\0\4\4\0\0\4\5"sv) == BoltVersion{4, 4});
  CHECK(Chosen("\0\0\1\xFF\0\x8\x8\5"sv) == BoltVersion{5, 4});  // the manifest of newer drivers
  CHECK(Chosen("\0\0\0\3\0\0\0\2\0\0\0\1"sv) == BoltVersion{});
  CHECK(AnswerGreeting({Greeting::Kind::kBolt, {5, 4}}, "") == "\0\0\4\5"sv);
  CHECK(AnswerGreeting({Greeting::Kind::kBolt, {}}, "") == "\0\0\0\0"sv);
}

TEST_CASE("a greeting is decided as soon as its bytes decide it", "[greeting]") {
  const std::string whole = Proposals("\0\0\4\5"sv);
  for (size_t size = 0; size < whole.size(); ++size) {
    CHECK(ReadGreeting(whole.substr(0, size)).kind == Greeting::Kind::kIncomplete);
  }
  CHECK(ReadGreeting("G").kind == Greeting::Kind::kIncomplete);
  for (const char* request :
       {"GET / HTTP/1.1\r\n", "POST /db/data HTTP/1.1", "OPTIONS * HTTP/1.1", "HEAD / HTTP/1.0"}) {
    CHECK(ReadGreeting(request).kind == Greeting::Kind::kHttp);
  }
  for (const auto other : {"\x16\x03\x01"sv, "SSH-2.0"sv, "GETTING"sv, "\x60\x61"sv, "\0"sv}) {
    CHECK(ReadGreeting(other).kind == Greeting::Kind::kForeign);
    CHECK(AnswerGreeting(ReadGreeting(other), "").empty());
  }
  const std::string answer = AnswerGreeting({Greeting::Kind::kHttp, {}}, "127.0.0.1:1");
  CHECK(answer.starts_with("HTTP/1.1 400 "));
  CHECK(answer.find("bolt://127.0.0.1:1") != std::string::npos);
}

}  // namespace
}  // namespace papergraph::cli
