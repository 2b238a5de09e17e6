#include "storage/format/value_codec.h"

#include <catch2/catch.hpp>

#include "tests/support/random_values.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

TEST_CASE("every storable value is the same after encoding, and its bytes are no longer than they say",
          "[value_codec]") {
  std::mt19937 random(1);
  for (int i = 0; i < 5000; ++i) {
    const Value value = engine::RandomStorable(random);
    CAPTURE(ShowValue(value));
    std::string bytes;
    EncodeValue(value, bytes);
    bytes += "rest";
    ByteReader in(bytes);
    CHECK(DecodeValue(in) == value);
    CHECK(in.left() == 4);
  }
}

// A tag and numbers; `zone` behind them where the tag has one.
std::string Bytes(ValueTag tag, std::initializer_list<int64_t> numbers) {
  std::string bytes(1, static_cast<char>(tag));
  for (int64_t number : numbers) PutSigned(bytes, number);
  if (tag == ValueTag::kDateTime) PutString(bytes, "");
  return bytes;
}

TEST_CASE("a stored clock, fraction, offset or date outside its range is corruption, never cut to fit",
          "[value_codec]") {
  const auto corrupt = [](ValueTag tag, std::initializer_list<int64_t> numbers) {
    const std::string bytes = Bytes(tag, numbers);
    ByteReader in(bytes);
    try {
      DecodeValue(in);
      return false;
    } catch (const StoreError& error) {
      return error.kind() == StoreError::Kind::kCorrupt;
    }
  };
  constexpr int64_t kWrapsToOne = (int64_t{1} << 32) + 1;  // as 32 bits it would look right
  CHECK_FALSE(corrupt(ValueTag::kDateTime, {0, 999'999'999, -64'800}));
  CHECK(corrupt(ValueTag::kDateTime, {0, 1'000'000'000, 0}));
  CHECK(corrupt(ValueTag::kDateTime, {0, kWrapsToOne, 0}));
  CHECK(corrupt(ValueTag::kDateTime, {0, 0, kWrapsToOne}));
  CHECK(corrupt(ValueTag::kDateTime, {std::numeric_limits<int64_t>::max(), 0, 0}));
  CHECK_FALSE(corrupt(ValueTag::kTime, {kNanosPerDay - 1, 64'800}));
  CHECK(corrupt(ValueTag::kTime, {kNanosPerDay, 0}));
  CHECK(corrupt(ValueTag::kTime, {0, 64'801}));
  CHECK(corrupt(ValueTag::kTime, {0, kWrapsToOne}));
  CHECK(corrupt(ValueTag::kLocalTime, {-1}));
  CHECK(corrupt(ValueTag::kLocalDateTime, {0, kWrapsToOne}));
  CHECK(corrupt(ValueTag::kDuration, {0, 0, 0, -1}));
  CHECK(corrupt(ValueTag::kDuration, {0, 0, 0, kWrapsToOne}));
  CHECK_FALSE(corrupt(ValueTag::kDate, {kMinDays}));
  CHECK(corrupt(ValueTag::kDate, {kMaxDays + 1}));
}

}  // namespace
}  // namespace papergraph
