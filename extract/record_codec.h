// The bytes of a record: numbers as LEB128, strings with their length before them. docs/format.md, "Records of
// extraction".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace papergraph::extract {

class RecordEncoder {
 public:
  void Number(uint64_t number);
  void Text(std::string_view text);
  void Float(double number);  // 8 bytes, little-endian IEEE 754
  void MaybeFloat(const std::optional<double>& number);
  void Texts(const std::vector<std::string>& texts);
  std::string Take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what RecordEncoder wrote. Every call throws StoreError kCorrupt, naming the record, when the bytes end too
/// early.
class RecordDecoder {
 public:
  /// Both live as long as the decoder.
  RecordDecoder(std::string_view key, std::string_view bytes) : key_(key), bytes_(bytes) {}
  uint64_t Number();
  std::string Text();
  double Float();
  std::optional<double> MaybeFloat();
  std::vector<std::string> Texts();
  /// A number of things that follow: never more than there are bytes.
  size_t Count();
  bool AtEnd() const { return at_ == bytes_.size(); }

 private:
  [[noreturn]] void Fail() const;
  std::string_view key_, bytes_;
  size_t at_ = 0;
};

}  // namespace papergraph::extract
