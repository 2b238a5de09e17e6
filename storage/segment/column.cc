#include "storage/segment/column.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <unordered_map>

#include "storage/format/bytes.h"
#include "storage/format/checksum.h"
#include "storage/format/value_codec.h"

namespace papergraph {
namespace {

[[noreturn]] void Corrupt(const char* what) { throw StoreError(StoreError::Kind::kCorrupt, what); }

ColumnForm FormOf(ValueKind kind) {
  switch (kind) {
    case ValueKind::kBool:
      return ColumnForm::kBool;
    case ValueKind::kInt:
      return ColumnForm::kInt;
    case ValueKind::kFloat:
      return ColumnForm::kFloat;
    case ValueKind::kString:
      return ColumnForm::kString;
    default:
      return ColumnForm::kMixed;
  }
}

// Bytes that hold numbers up to `most`.
uint8_t WidthFor(uint64_t most) {
  if (most == 0) return 0;
  if (most <= 0xff) return 1;
  if (most <= 0xffff) return 2;
  if (most <= 0xffffffff) return 4;
  return 8;
}

void PutWidth(std::string& out, uint64_t value, uint8_t width) {
  out.append(reinterpret_cast<const char*>(&value), width);
}

uint64_t GetWidth(const char* bytes, uint8_t width) {
  uint64_t value = 0;
  std::memcpy(&value, bytes, width);
  return value;
}

void EncodeInts(std::span<const Value* const> values, std::string& out) {
  int64_t least = values[0]->as_int(), most = least;
  for (const Value* value : values) {
    least = std::min(least, value->as_int());
    most = std::max(most, value->as_int());
  }
  uint8_t width = WidthFor(static_cast<uint64_t>(most) - static_cast<uint64_t>(least));
  PutSigned(out, least);
  out.push_back(static_cast<char>(width));
  for (const Value* value : values) {
    PutWidth(out, static_cast<uint64_t>(value->as_int()) - static_cast<uint64_t>(least), width);
  }
}

void PutStrings(std::span<const std::string_view> texts, std::string& out) {
  for (std::string_view text : texts) PutVarint(out, text.size());
  for (std::string_view text : texts) out.append(text);
}

void EncodeStrings(std::span<const Value* const> values, std::string& out) {
  std::vector<std::string_view> texts, distinct;
  std::vector<uint32_t> codes;
  std::unordered_map<std::string_view, uint32_t> code_of;
  size_t all_bytes = 0, distinct_bytes = 0;
  for (const Value* value : values) {
    std::string_view text = value->as_string();
    texts.push_back(text);
    all_bytes += text.size() + 1;
    auto [it, is_new] = code_of.emplace(text, static_cast<uint32_t>(distinct.size()));
    if (is_new) {
      distinct.push_back(text);
      distinct_bytes += text.size() + 1;
    }
    codes.push_back(it->second);
  }
  uint8_t width = WidthFor(distinct.size() - 1);
  if (distinct_bytes + width * codes.size() < all_bytes) {
    PutVarint(out, distinct.size());
    PutStrings(distinct, out);
    for (uint32_t code : codes) PutWidth(out, code, width);
  } else {
    PutVarint(out, 0);
    PutStrings(texts, out);
  }
}

}  // namespace

void ColumnSegment::DecodeStrings(ByteReader& in, std::span<const uint32_t> rows) {
  uint64_t dictionary = in.Varint();
  uint64_t count = dictionary == 0 ? rows.size() : dictionary;
  if (count > rows.size()) Corrupt("a dictionary is too long");
  std::vector<Place> places(count);
  uint64_t total = 0;
  for (Place& place : places) {
    place = {static_cast<uint32_t>(total), in.Varint32()};
    total += place.size;
    if (total > in.left()) Corrupt("a string is cut off");
  }
  text_ = in.Bytes(total);
  places_.assign(size_, Place{0, 0});
  if (dictionary == 0) {
    for (size_t i = 0; i < rows.size(); ++i) places_[rows[i]] = places[i];
    return;
  }
  uint8_t width = WidthFor(count - 1);
  std::string_view codes = in.Bytes(width * rows.size());
  for (size_t i = 0; i < rows.size(); ++i) {
    uint64_t code = GetWidth(codes.data() + width * i, width);
    if (code >= count) Corrupt("a code is not in its dictionary");
    places_[rows[i]] = places[code];
  }
}

std::unique_ptr<ColumnSegment> ColumnSegment::Decode(std::string_view bytes) {
  auto column = std::make_unique<ColumnSegment>();
  column->memory = sizeof(ColumnSegment);
  if (bytes.empty()) return column;
  ByteReader in(Unseal(bytes));
  column->form_ = static_cast<ColumnForm>(in.Byte());
  uint32_t size = in.Varint32();
  if (size == 0 || size > kSegmentSize) Corrupt("a column has an impossible length");
  column->size_ = size;
  if (in.Byte() != 0) {  // all are there
    for (uint32_t i = 0; i < size; ++i) column->present_[i >> 6] |= uint64_t{1} << (i & 63);
  } else {
    std::string_view bits = in.Bytes((size + 7) / 8);
    std::memcpy(column->present_.data(), bits.data(), bits.size());
  }
  std::vector<uint32_t> rows;
  rows.reserve(size);
  for (uint32_t i = 0; i < kSegmentSize; ++i) {
    if ((column->present_[i >> 6] >> (i & 63) & 1) == 0) continue;
    if (i >= size) Corrupt("a column has values past its length");
    rows.push_back(i);
  }
  if (rows.empty()) Corrupt("a column without values");
  if (rows.back() + 1 != size) Corrupt("a column goes on past its last value");
  column->full_ = rows.size() == size;
  switch (column->form_) {
    case ColumnForm::kBool: {
      column->ints_.assign(size, 0);
      std::string_view bits = in.Bytes((rows.size() + 7) / 8);
      for (size_t i = 0; i < rows.size(); ++i)
        column->ints_[rows[i]] = static_cast<unsigned char>(bits[i / 8]) >> (i % 8) & 1;
      break;
    }
    case ColumnForm::kInt: {
      column->ints_.assign(size, 0);
      auto least = static_cast<uint64_t>(in.Signed());
      uint8_t width = in.Byte();
      if (width > 8) Corrupt("a width of more than 8 bytes");
      std::string_view words = in.Bytes(width * rows.size());
      for (size_t i = 0; i < rows.size(); ++i) {
        column->ints_[rows[i]] = static_cast<int64_t>(least + GetWidth(words.data() + width * i, width));
      }
      break;
    }
    case ColumnForm::kFloat:
      column->floats_.assign(size, 0);
      for (uint32_t row : rows) column->floats_[row] = in.Fixed<double>();
      break;
    case ColumnForm::kString:
      column->DecodeStrings(in, rows);
      break;
    case ColumnForm::kMixed:
      column->values_.resize(size);
      for (uint32_t row : rows) {
        column->values_[row] = DecodeValue(in);
        if (column->values_[row].is_null()) Corrupt("a column holds a null");
      }
      break;
    default:
      Corrupt("a column of no known form");
  }
  if (!in.empty()) Corrupt("a column has bytes left over");
  column->memory += column->ints_.capacity() * 8 + column->floats_.capacity() * 8 + column->places_.capacity() * 8 +
                    column->text_.capacity() + column->values_.capacity() * 64;
  return column;
}

Value ColumnSegment::At(uint32_t offset) const {
  if (!Has(offset)) return {};
  switch (form_) {
    case ColumnForm::kBool:
      return Value::Bool(ints_[offset] != 0);
    case ColumnForm::kInt:
      return Value::Int(ints_[offset]);
    case ColumnForm::kFloat:
      return Value::Float(floats_[offset]);
    case ColumnForm::kString:
      return Value::String(String(offset));
    case ColumnForm::kMixed:
      return values_[offset];
  }
  return {};
}

std::vector<Value> ColumnSegment::Values() const {
  std::vector<Value> values(size_);
  for (uint32_t i = 0; i < size_; ++i) values[i] = At(i);
  return values;
}

std::string EncodeColumn(std::span<const Value> values) {
  std::string out;
  while (!values.empty() && values.back().is_null()) values = values.first(values.size() - 1);
  if (values.empty()) return out;
  std::vector<const Value*> there;
  ColumnForm form = FormOf(values.back().kind());
  for (const Value& value : values) {
    if (value.is_null()) continue;
    there.push_back(&value);
    if (FormOf(value.kind()) != form) form = ColumnForm::kMixed;
  }
  out.push_back(static_cast<char>(form));
  PutVarint(out, values.size());
  bool dense = there.size() == values.size();
  out.push_back(dense ? 1 : 0);
  if (!dense) {
    std::string bits((values.size() + 7) / 8, 0);
    for (size_t i = 0; i < values.size(); ++i) {
      if (!values[i].is_null()) bits[i / 8] = static_cast<char>(bits[i / 8] | 1 << (i % 8));
    }
    out += bits;
  }
  switch (form) {
    case ColumnForm::kBool: {
      std::string bits((there.size() + 7) / 8, 0);
      for (size_t i = 0; i < there.size(); ++i) {
        if (there[i]->as_bool()) bits[i / 8] = static_cast<char>(bits[i / 8] | 1 << (i % 8));
      }
      out += bits;
      break;
    }
    case ColumnForm::kInt:
      EncodeInts(there, out);
      break;
    case ColumnForm::kFloat:
      for (const Value* value : there) PutFixed(out, value->as_float());
      break;
    case ColumnForm::kString:
      EncodeStrings(there, out);
      break;
    case ColumnForm::kMixed:
      for (const Value* value : there) EncodeValue(*value, out);
      break;
  }
  Seal(out);
  return out;
}

}  // namespace papergraph
