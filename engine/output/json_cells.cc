#include "engine/output/json_cells.h"

#include <charconv>
#include <cstring>

#include "engine/json.h"
#include "engine/output/plain_bytes.h"

namespace papergraph::engine {

void JsonCells::Add(const Column& column, size_t row, const GraphReader& graph) {
  switch (column.type) {
    case Column::Type::kNull:
      Mark("null");
      return;
    case Column::Type::kBool:
      Mark(!column.valid[row] ? "null" : column.ints[row] != 0 ? "true" : "false");
      return;
    case Column::Type::kInt:
      if (!column.valid[row]) return Mark("null");
      if (room() < kMostOfMark) Flush();
      at_ = std::to_chars(at_, at_ + kMostOfMark, column.ints[row]).ptr;
      return;
    case Column::Type::kString:
      column.valid[row] ? AddString(column.strings[row]) : Mark("null");
      return;
    case Column::Type::kFloat:
      if (!column.valid[row]) return Mark("null");
      Flush();
      AppendJsonFloat(out_, column.floats[row]);
      return;
    default:
      Flush();
      AppendJson(out_, column.Get(row), graph);
      return;
  }
}

void JsonCells::AddString(std::string_view text) {
  if (text.size() + 2 * kWordBytes > room()) Flush();
  if (text.size() + 2 * kWordBytes <= room()) {
    // Copied while it is looked at; what is no plain text begins anew.
    char* to = at_;
    *to++ = '"';
    const char* from = text.data();
    const char* const end = from + text.size();
    bool plain = true;
    for (; plain && end - from >= static_cast<ptrdiff_t>(kWordBytes); from += kWordBytes, to += kWordBytes) {
      const uint64_t word = LoadWord(from);
      std::memcpy(to, &word, kWordBytes);
      plain = IsPlainWord(word);
    }
    for (; plain && from != end; ++from) {
      plain = IsPlainByte(static_cast<uint8_t>(*from));
      *to++ = *from;
    }
    if (plain) {
      *to++ = '"';
      at_ = to;
      return;
    }
  }
  Flush();
  AppendJsonString(out_, text);
}

}  // namespace papergraph::engine
