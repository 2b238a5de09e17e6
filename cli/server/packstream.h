// PackStream version 1, the bytes of Bolt's messages and values (neo4j.com/docs/bolt/current/packstream).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "storage/value.h"

namespace papergraph::cli {

/// How Bolt's versions differ in values: 5.x has element ids beside numbers, and moments in UTC; 4.4 has moments as the
/// clock shows them, unless client and server agreed on the patch "utc".
struct Dialect {
  bool element_ids = true;
  bool utc = true;
};

/// Bytes that are no message: the connection cannot go on.
class BadMessage : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Appends to a string that outlives it. After List, Map and Struct the caller writes as many items as it announced (of
/// a map: keys and values).
class PackWriter {
 public:
  explicit PackWriter(std::string& out) : out_(out) {}

  void Null() { Byte(0xC0); }
  void Bool(bool value) { Byte(value ? 0xC3 : 0xC2); }
  /// In as few bytes as it needs.
  void Int(int64_t value);
  void Float(double value);
  void String(std::string_view text);
  void List(size_t size) { Size(size, 0x90, 0xD4); }
  void Map(size_t size) { Size(size, 0xA0, 0xD8); }
  /// REQUIRES: fields < 16.
  void Struct(uint8_t tag, size_t fields);

 private:
  void Byte(uint8_t byte) { out_ += static_cast<char>(byte); }
  void Big(uint64_t value, int bytes);
  // `tiny` takes sizes below 16; `wide` and the two markers after it are followed by 1, 2 and 4 bytes.
  void Size(size_t size, uint8_t tiny, uint8_t wide);

  std::string& out_;
};

/// A message of the other side.
struct PackedMessage {
  uint8_t tag = 0;
  std::vector<Value> fields;
  /// Why a value cannot be used ("byte arrays are not supported", ...); it stands as null in `fields`. Empty: all can.
  std::string refused;
};

/// Reads one message, which is a structure. Values of Cypher that a client may send become Values; nodes,
/// relationships, paths, points and bytes are refused. Throws BadMessage for bytes that are no message, text that is
/// not UTF-8, nesting deeper than 200.
/// `others`, when it is there, is asked for structures that are refused otherwise, the inner ones first.
using StructureReader = std::function<std::optional<Value>(uint8_t tag, const std::vector<Value>& fields)>;
PackedMessage ReadPacked(std::string_view bytes, Dialect dialect, const StructureReader* others = nullptr);

}  // namespace papergraph::cli
