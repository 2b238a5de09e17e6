#include "storage/format/sort_key.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <random>

#include "storage/format/checksum.h"
#include "storage/format/value_codec.h"
#include "tests/support/random_writer.h"
#include "tests/support/same_graph.h"

namespace papergraph {
namespace {

std::string KeyOf(const Value& value) {
  std::string key;
  AppendSortKey(value, key);
  return key;
}

std::vector<Value> ManyValues() {
  std::vector<Value> values;
  std::mt19937 random(1);
  for (int i = 0; i < 250; ++i) values.push_back(RandomValue(random, false));
  for (int64_t i : {INT64_MIN, INT64_MIN + 1, int64_t{-1}, int64_t{0}, int64_t{1}, INT64_MAX - 1, INT64_MAX}) {
    values.push_back(Value::Int(i));
    values.push_back(Value::Float(static_cast<double>(i)));
  }
  for (int shift = 50; shift < 63; ++shift) {
    for (int64_t by : {-2, -1, 0, 1, 2}) values.push_back(Value::Int((int64_t{1} << shift) + by));
    for (int64_t by : {-2, -1, 0, 1, 2}) values.push_back(Value::Int(-(int64_t{1} << shift) + by));
  }
  for (double d : {-1e300, -0.5, 0.25, 5e-324, 1e300, 9223372036854775808.0, -9223372036854775808.0}) {
    values.push_back(Value::Float(d));
  }
  return values;
}

}  // namespace

TEST_CASE("sort keys are in the order of the values, and equal values have equal keys", "[sort_key]") {
  std::vector<Value> values = ManyValues();
  for (const Value& a : values) {
    for (const Value& b : values) {
      INFO(ShowValue(a) << " and " << ShowValue(b));
      const auto order = Order(a, b);
      if (order < 0) REQUIRE(KeyOf(a) <= KeyOf(b));
      if (Equals(a, b) == Ternary(true)) REQUIRE(KeyOf(a) == KeyOf(b));
      if (HasExactSortKey(a) && HasExactSortKey(b) && order != 0) REQUIRE(KeyOf(a) != KeyOf(b));
    }
  }
}

TEST_CASE("the prefix of a string begins the keys of the strings that begin with it, and no others", "[sort_key]") {
  const std::string texts[] = {"",      "a",  "ab",  "b", std::string("a\0", 2), std::string("a\0b", 3),
                               "a\xff", "强", "强化"};
  for (const std::string& prefix : texts) {
    std::string begin;
    AppendStringPrefix(prefix, begin);
    for (const std::string& text : texts) {
      CHECK(KeyOf(Value::String(text)).starts_with(begin) == text.starts_with(prefix));
    }
  }
}

TEST_CASE("the end of a prefix is above all that begin with it and not above anything else", "[sort_key]") {
  CHECK(PrefixEnd("ab") == "ac");
  CHECK(PrefixEnd("a\xff") == "b");
  CHECK(PrefixEnd("\xff\xff").empty());
}

TEST_CASE("every storable value comes back from its bytes, bit for bit", "[value_codec]") {
  for (const Value& value : ManyValues()) {
    std::string bytes;
    EncodeValue(value, bytes);
    ByteReader in(bytes);
    CHECK(DecodeValue(in) == value);
    CHECK(in.empty());
    for (size_t length = 0; length < bytes.size(); ++length) {
      ByteReader cut(std::string_view(bytes).substr(0, length));
      CHECK_THROWS_AS(DecodeValue(cut), StoreError);
    }
  }
}

TEST_CASE("the checksum is CRC-32C", "[checksum]") {
  CHECK(Crc32c("123456789") == 0xe3069283u);
  CHECK(Crc32c(std::string(32, '\0')) == 0x8a9136aau);
  std::string sealed = "text";
  Seal(sealed);
  CHECK(Unseal(sealed) == "text");
  sealed[1] = 'f';
  CHECK_THROWS_AS(Unseal(sealed), StoreError);
  CHECK_THROWS_AS(Unseal("abc"), StoreError);
}

}  // namespace papergraph
