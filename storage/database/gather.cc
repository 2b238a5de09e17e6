// Reading one property of many nodes or edges, a run of the same segment at a time.
#include <algorithm>

#include "storage/database/property_vector.h"
#include "storage/database/version.h"

namespace papergraph {
namespace {

using Form = PropertyVector::Form;

Form FormOf(ColumnForm form) {
  switch (form) {
    case ColumnForm::kBool:
      return Form::kBool;
    case ColumnForm::kInt:
      return Form::kInt;
    case ColumnForm::kFloat:
      return Form::kFloat;
    case ColumnForm::kString:
      return Form::kString;
    case ColumnForm::kMixed:
      return Form::kValue;
  }
  return Form::kValue;
}

void Prepare(PropertyVector& out, Form form, size_t count) {
  out.form = form;
  switch (form) {
    case Form::kBool:
    case Form::kInt:
      out.ints.resize(count);
      break;
    case Form::kFloat:
      out.floats.resize(count);
      break;
    case Form::kString:
      out.strings.resize(count);
      break;
    case Form::kValue:
      out.values.assign(count, Value());
      break;
    case Form::kNone:
      break;
  }
}

// Two columns do not agree: everything so far becomes a general value.
void Generalise(PropertyVector& out, size_t count) {
  std::vector<Value> values(count);
  for (size_t i = 0; i < count; ++i) values[i] = ValueAt(out, i);
  out.values = std::move(values);
  out.form = Form::kValue;
}

template <typename Id>
void Gather(const Version& version, SegmentKind kind, PropertyId property, std::span<const Id> ids,
            PropertyVector& out) {
  out.form = Form::kNone;
  out.valid.assign(ids.size(), 0);
  for (size_t begin = 0; begin < ids.size();) {
    const uint32_t segment = Raw(ids[begin]) >> kSegmentShift;
    size_t end = begin + 1;
    bool is_run = true;  // each id the one after the last
    constexpr size_t kStep = 16;
    for (; end + kStep <= ids.size(); end += kStep) {
      uint32_t others = 0, jumps = 0;
      for (size_t i = 0; i < kStep; ++i) others |= (Raw(ids[end + i]) >> kSegmentShift) ^ segment;
      for (size_t i = 0; i < kStep; ++i) jumps |= (Raw(ids[end + i]) - Raw(ids[end + i - 1])) ^ 1;
      if (others != 0) break;
      is_run = is_run && jumps == 0;
    }
    for (; end < ids.size() && Raw(ids[end]) >> kSegmentShift == segment; ++end) {
      is_run = is_run && Raw(ids[end]) == Raw(ids[end - 1]) + 1;
    }
    const ColumnSegment* column = version.Column(kind, Raw(property), segment);
    if (column == nullptr || column->size() == 0) {
      begin = end;
      continue;
    }
    Form form = FormOf(column->form());
    if (out.form == Form::kNone) {
      Prepare(out, form, ids.size());
    } else if (out.form != form && out.form != Form::kValue) {
      Generalise(out, ids.size());
    }
    const uint32_t first = Raw(ids[begin]) & kSegmentMask;
    if (is_run && column->full() && first + (end - begin) <= column->size() && out.form == form &&
        form != Form::kValue) {
      std::fill(out.valid.begin() + static_cast<std::ptrdiff_t>(begin),
                out.valid.begin() + static_cast<std::ptrdiff_t>(end), 1);
      switch (form) {
        case Form::kFloat:
          std::copy_n(column->floats() + first, end - begin, out.floats.data() + begin);
          break;
        case Form::kString:
          for (size_t i = begin; i < end; ++i)
            out.strings[i] = column->String(first + static_cast<uint32_t>(i - begin));
          break;
        default:
          std::copy_n(column->ints() + first, end - begin, out.ints.data() + begin);
          break;
      }
      begin = end;
      continue;
    }
    auto fill = [&](auto&& take) {
      for (size_t i = begin; i < end; ++i) {
        const uint32_t offset = Raw(ids[i]) & kSegmentMask;
        if (!column->Has(offset)) continue;
        out.valid[i] = 1;
        take(i, offset);
      }
    };
    switch (out.form) {
      case Form::kBool:
      case Form::kInt:
        fill([&](size_t i, uint32_t offset) { out.ints[i] = column->Int(offset); });
        break;
      case Form::kFloat:
        fill([&](size_t i, uint32_t offset) { out.floats[i] = column->Float(offset); });
        break;
      case Form::kString:
        fill([&](size_t i, uint32_t offset) { out.strings[i] = column->String(offset); });
        break;
      case Form::kValue:
        fill([&](size_t i, uint32_t offset) { out.values[i] = column->At(offset); });
        break;
      case Form::kNone:
        break;
    }
    begin = end;
  }
}

}  // namespace

void Version::GatherProperty(PropertyId property, std::span<const NodeId> nodes, PropertyVector& out) const {
  Gather(*this, SegmentKind::kNodeColumn, property, nodes, out);
}
void Version::GatherProperty(PropertyId property, std::span<const EdgeId> edges, PropertyVector& out) const {
  Gather(*this, SegmentKind::kEdgeColumn, property, edges, out);
}

}  // namespace papergraph
