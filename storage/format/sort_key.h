// Values as bytes whose order is the order of the values: what index entries begin with.
// Bytes: docs/format.md, "Sort key".
#pragma once

#include <string>
#include <string_view>

#include "storage/value.h"

namespace papergraph {

/// Appends the sort key. Order(a, b) < 0 implies key(a) <= key(b), and equal values (Cypher's =) have the same key: 1
/// and 1.0. REQUIRES: IsStorable(value), or a list of storable values (the key of an index over several properties).
void AppendSortKey(const Value& value, std::string& out);

/// Whether values of different keys are all that differ: false for temporal values and lists, where one key may stand
/// for several values and whoever seeks must look at the values themselves.
bool HasExactSortKey(const Value& value);

/// What the keys of all strings with this prefix begin with.
void AppendStringPrefix(std::string_view prefix, std::string& out);

/// The byte with which the keys of all values that this one can be compared with begin. Numbers share one; NaN has its
/// own.
char SortKeyGroup(const Value& value);

/// Whether a key that begins with this byte is exact in the sense of HasExactSortKey.
bool IsExactGroup(char group);

/// The smallest byte string above all that begin with `prefix`; empty where there is none.
std::string PrefixEnd(std::string prefix);

}  // namespace papergraph
