#include "extract/record_codec.h"

#include <fmt/format.h>

#include <bit>

#include "storage/error.h"

namespace papergraph::extract {

void RecordEncoder::Number(uint64_t number) {
  for (; number >= 0x80; number >>= 7) bytes_.push_back(static_cast<char>((number & 0x7F) | 0x80));
  bytes_.push_back(static_cast<char>(number));
}

void RecordEncoder::Text(std::string_view text) {
  Number(text.size());
  bytes_.append(text);
}

void RecordEncoder::Float(double number) {
  const uint64_t bits = std::bit_cast<uint64_t>(number);
  for (int shift = 0; shift < 64; shift += 8) bytes_.push_back(static_cast<char>((bits >> shift) & 0xFF));
}

void RecordEncoder::MaybeFloat(const std::optional<double>& number) {
  Number(number ? 1 : 0);
  if (number) Float(*number);
}

void RecordEncoder::Texts(const std::vector<std::string>& texts) {
  Number(texts.size());
  for (const std::string& text : texts) Text(text);
}

void RecordDecoder::Fail() const {
  throw StoreError(
      StoreError::Kind::kCorrupt,
      fmt::format("the record \"{}\" of extraction is damaged at byte {}; restore a backup, or forget and ingest again",
                  key_, at_));
}

uint64_t RecordDecoder::Number() {
  uint64_t number = 0;
  for (int shift = 0; shift < 64; shift += 7) {
    if (at_ >= bytes_.size()) Fail();
    const unsigned char byte = static_cast<unsigned char>(bytes_[at_++]);
    number |= static_cast<uint64_t>(byte & 0x7F) << shift;
    if (byte < 0x80) return number;
  }
  Fail();
}

size_t RecordDecoder::Count() {
  const uint64_t count = Number();
  if (count > bytes_.size() - at_) Fail();
  return static_cast<size_t>(count);
}

std::string RecordDecoder::Text() {
  const size_t length = Count();
  std::string text(bytes_.substr(at_, length));
  at_ += length;
  return text;
}

double RecordDecoder::Float() {
  if (bytes_.size() - at_ < 8) Fail();
  uint64_t bits = 0;
  for (int shift = 0; shift < 64; shift += 8)
    bits |= static_cast<uint64_t>(static_cast<unsigned char>(bytes_[at_++])) << shift;
  return std::bit_cast<double>(bits);
}

std::optional<double> RecordDecoder::MaybeFloat() {
  if (Number() == 0) return std::nullopt;
  return Float();
}

std::vector<std::string> RecordDecoder::Texts() {
  std::vector<std::string> texts(Count());
  for (std::string& text : texts) text = Text();
  return texts;
}

}  // namespace papergraph::extract
