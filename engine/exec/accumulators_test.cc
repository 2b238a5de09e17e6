// Aggregates over the columns of a store, against sums made one by one.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>

#include "engine/functions/total.h"
#include "engine/session.h"
#include "storage/store.h"
#include "tests/support/seen_rows.h"

namespace papergraph::engine {
namespace {

TEST_CASE("sum and count are exact whatever the sizes of the integers, their number, and the nulls among them",
          "[exec]") {
  std::mt19937_64 random(20261123);
  for (const size_t size : {1, 7, 8, 9, 31, 700, 2500}) {
    for (const unsigned bits : {1, 20, 39, 40, 41, 62}) {
      for (const unsigned nulls : {0, 1, 5}) {  // of ten
        CAPTURE(size, bits, nulls);
        WideInt sum = 0, half = 0;
        int64_t count = 0;
        ValueList rows;
        while (rows.size() < size) {
          int64_t term = static_cast<int64_t>(random() >> (63 - bits)) - (int64_t{1} << bits);
          if (bits == 62) {  // The first half may be more than an integer holds; the second takes it back.
            if (rows.size() == size / 2) half = sum;
            term = rows.size() < size / 2 ? std::abs(term)
                                          : static_cast<int64_t>(-half / static_cast<WideInt>(size - size / 2));
          }
          const bool is_null = bits != 62 && random() % 10 < nulls;
          rows.push_back(is_null ? Value() : Value::Int(term));
          if (!is_null) sum += term;
          if (!is_null) ++count;
        }
        const auto store = Store::Open(":memory:", {});
        Session session(*store, {});
        LastRow seen;
        session.Run("UNWIND $rows AS v CREATE (:N {v: v, all: 'one'})", Value::Map({{"rows", Value::List(rows)}}),
                    seen);
        const std::vector<Value> expected{Value::Int(static_cast<int64_t>(sum)), Value::Int(count)};
        session.Run("MATCH (n:N) RETURN sum(n.v), count(n.v)", Value(), seen);
        CHECK(seen.row == expected);
        session.Run("MATCH (n:N) WITH n.all AS key, sum(n.v) AS s, count(n.v) AS c RETURN s, c", Value(), seen);
        CHECK(seen.row == expected);
      }
    }
  }
}

}  // namespace
}  // namespace papergraph::engine
