#include "extract/readers/leaderboard_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "extract/readers/json_scanner.h"
#include "extract/readers/readers.h"
#include "extract/readers/utf8.h"
#include "extract/text/trim.h"

namespace papergraph::extract {
namespace {

constexpr size_t kKeysWithin = 1 << 16;  // bytes in which the keys of a leaderboard have been seen
constexpr size_t kLongestRow = 400;      // bytes of a row that are kept as evidence

using Keys = std::span<const std::string_view>;
constexpr std::string_view kDatasetKeys[] = {"dataset", "benchmark"};
constexpr std::string_view kModelKeys[] = {"model", "model_name", "method"};
constexpr std::string_view kValueKeys[] = {"value", "score", "metric_value"};
constexpr std::string_view kMetricKeys[] = {"metric", "metric_name"};
constexpr std::string_view kTaskKeys[] = {"task"};
constexpr std::string_view kTitleKeys[] = {"paper_title", "title"};
constexpr std::string_view kDateKeys[] = {"paper_date", "date"};
constexpr std::string_view kInnerKeys[] = {"datasets", "sota", "rows", "subtasks", "subdatasets", "data", "results"};
constexpr std::string_view kPaperKeys[] = {"paper", "paper_url", "paper_id", "arxiv_id", "arxiv"};

const JsonValue* FindAny(const JsonValue& object, Keys names) {
  for (const std::string_view name : names) {
    if (const JsonValue* found = object.Find(name)) return found;
  }
  return nullptr;
}

/// The text of a member without blanks around it; empty when it is no text.
std::string MemberText(const JsonValue& object, Keys names) {
  const JsonValue* found = FindAny(object, names);
  if (found == nullptr || !found->is_string()) return {};
  return std::string(Trimmed(found->text));
}

struct Written {
  double value;
  std::string unit;
};
/// 88.5, "88.5", "88.5 %", "1,234".
std::optional<Written> WrittenNumber(const JsonValue& json) {
  if (json.kind != JsonValue::Kind::kNumber && !json.is_string()) return std::nullopt;
  std::string text = json.text;
  std::erase_if(text, [](char c) { return c == ' ' || c == ',' || c == '\t' || c == '\n'; });
  Written number{0, ""};
  if (text.ends_with('%')) {
    number.unit = "%";
    text.pop_back();
  }
  if (text.starts_with('+')) text.erase(0, 1);
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number.value, std::chars_format::general);
  const bool finite = number.value - number.value == 0;
  if (error != std::errc() || stop != end || !finite) return std::nullopt;
  return number;
}

class LeaderboardReader {
 public:
  LeaderboardReader(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics)
      : bytes_(bytes), document_(document), diagnostics_(diagnostics) {}

  /// `task` and `dataset` are those of the objects around it.
  void Read(const JsonValue& value, const std::string& task, const std::string& dataset) {
    if (value.kind == JsonValue::Kind::kArray) {
      for (const JsonValue& item : value.items) Read(item, task, dataset);
      return;
    }
    if (value.kind != JsonValue::Kind::kObject) return Refuse(value, "expected a row: an object");
    if (FindAny(value, kModelKeys) != nullptr) return ReadRow(value, task, dataset);
    const std::string own_task = MemberText(value, kTaskKeys);
    const std::string own_dataset = MemberText(value, kDatasetKeys);
    bool found = false;
    for (const std::string_view name : kInnerKeys) {
      const JsonValue* inner = value.Find(name);
      if (inner == nullptr || (inner->kind != JsonValue::Kind::kArray && inner->kind != JsonValue::Kind::kObject))
        continue;
      found = true;
      Read(*inner, own_task.empty() ? task : own_task, own_dataset.empty() ? dataset : own_dataset);
    }
    if (!found) Refuse(value, "expected a row with `dataset`, `model`, `value` and `paper`");
  }

  void Finish() {
    Remark(no_paper_, first_without_paper_,
           "without an arXiv number in `paper` {} left out; expected one like \"2601.22628\" or a link with it");
    Remark(no_number_, first_without_number_, "whose value is no number {} left out");
    if (document_.papers.empty() && diagnostics_.empty())
      diagnostics_.push_back(
          {{}, 0, 0, "no rows; expected objects with `dataset`, `model`, `value` and `paper`", false});
  }

 private:
  /// The row is left out, and nothing else.
  void Refuse(const JsonValue& value, std::string message) {
    diagnostics_.push_back({{}, value.start, 0, std::move(message), true, 0, true});
  }

  void Remark(size_t number, uint64_t byte, std::string_view what) {
    if (number == 0) return;
    const std::string rows = number == 1 ? "a row" : fmt::format("{} rows", number);
    diagnostics_.push_back({{},
                            byte,
                            0,
                            rows + ' ' + fmt::format(fmt::runtime(what), number == 1 ? "is" : "are, this one first,"),
                            false});
  }

  static std::string PaperOf(const JsonValue& row) {
    for (const std::string_view& name : kPaperKeys) {
      const std::string text = MemberText(row, {&name, 1});
      std::string id = PaperIdInLink(text);
      if (id.empty()) id = PaperIdInLink("abs/" + text);
      if (id.empty() && text.starts_with("arXiv:")) id = PaperIdInLink("abs/" + text.substr(6));
      if (!id.empty()) return id;
    }
    return {};
  }

  void ReadRow(const JsonValue& row, const std::string& outer_task, const std::string& outer_dataset) {
    StatedResult stated;
    stated.model = MemberText(row, kModelKeys);
    if (stated.model.empty()) return Refuse(row, "a row without a name in `model`");
    stated.dataset = MemberText(row, kDatasetKeys);
    if (stated.dataset.empty()) stated.dataset = outer_dataset;
    if (stated.dataset.empty()) return Refuse(row, "a row without a name in `dataset`");
    stated.task = MemberText(row, kTaskKeys);
    if (stated.task.empty()) stated.task = outer_task;
    const JsonValue* metrics = row.Find("metrics");
    const bool several = metrics != nullptr && metrics->kind == JsonValue::Kind::kObject;
    const JsonValue* value = FindAny(row, kValueKeys);
    if (!several && value == nullptr) return Refuse(row, "a row without `value`");
    const std::string id = PaperOf(row);
    if (id.empty()) {
      if (no_paper_++ == 0) first_without_paper_ = row.start;
      return;
    }
    PaperText& paper = PaperFor(row, id);
    stated.start = row.start;
    stated.end = std::min<uint64_t>(row.end, row.start + kLongestRow);
    while (stated.end < row.end && (static_cast<unsigned char>(bytes_[stated.end]) & 0xC0) == 0x80) --stated.end;
    stated.text = bytes_.substr(stated.start, stated.end - stated.start);
    if (!several) return AddNumber(paper, stated, MemberText(row, kMetricKeys), *value);
    for (size_t i = 0; i < metrics->items.size(); ++i) AddNumber(paper, stated, metrics->keys[i], metrics->items[i]);
  }

  void AddNumber(PaperText& paper, StatedResult stated, std::string metric, const JsonValue& value) {
    if (value.kind == JsonValue::Kind::kNull) return;
    const auto number = WrittenNumber(value);
    if (!number) {
      if (no_number_++ == 0) first_without_number_ = value.start;
      return;
    }
    stated.value = number->value;
    stated.unit = number->unit;
    for (const std::string_view percent : {" (%)", "(%)", " %"}) {  // "Accuracy (%)"
      if (!metric.ends_with(percent)) continue;
      stated.unit = "%";
      metric.resize(metric.size() - percent.size());
    }
    stated.metric = std::move(metric);
    paper.stated.push_back(std::move(stated));
  }

  PaperText& PaperFor(const JsonValue& row, const std::string& id) {
    const auto [at, fresh] = papers_.try_emplace(id, document_.papers.size());
    if (fresh) document_.papers.emplace_back();
    PaperText& paper = document_.papers[at->second];
    paper.id = id;
    if (paper.url.empty()) paper.url = "https://arxiv.org/abs/" + id;
    if (paper.title.empty()) paper.title = MemberText(row, kTitleKeys);
    if (paper.date.empty()) paper.date = DayOf(MemberText(row, kDateKeys));
    return paper;
  }

  std::string_view bytes_;
  Document& document_;
  std::vector<Diagnostic>& diagnostics_;
  std::map<std::string, size_t> papers_;  // by id: place in the document
  size_t no_paper_ = 0, no_number_ = 0;
  uint64_t first_without_paper_ = 0, first_without_number_ = 0;
};

/// The keys of all objects in the beginning.
std::set<std::string_view> KeysIn(std::string_view head) {
  std::set<std::string_view> keys;
  for (size_t at = 0; (at = head.find('"', at)) != std::string_view::npos;) {
    size_t end = ++at;
    while (end < head.size() && head[end] != '"') end += head[end] == '\\' ? 2 : 1;
    if (end >= head.size()) break;
    uint64_t next = end + 1;
    SkipJsonBlanks(head, next);
    if (next < head.size() && head[next] == ':') keys.insert(head.substr(at, end - at));
    at = end + 1;
  }
  return keys;
}

}  // namespace

bool IsLeaderboardJson(std::string_view bytes) {
  uint64_t at = bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  SkipJsonBlanks(bytes, at);
  if (at >= bytes.size() || (bytes[at] != '[' && bytes[at] != '{')) return false;
  const auto keys = KeysIn(bytes.substr(0, kKeysWithin));
  const auto any = [&](Keys names) {
    return std::any_of(names.begin(), names.end(), [&](std::string_view name) { return keys.contains(name); });
  };
  return (any(kDatasetKeys) && any(kModelKeys)) || (keys.contains("datasets") && keys.contains("task"));
}

void ReadLeaderboardJson(std::string_view bytes, Document& document, std::vector<Diagnostic>& diagnostics) {
  LeaderboardReader reader(bytes, document, diagnostics);
  uint64_t at = bytes.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
  for (SkipJsonBlanks(bytes, at); at < bytes.size(); SkipJsonBlanks(bytes, at)) {
    JsonValue value;
    JsonFault fault;
    if (!ScanJson(bytes, at, value, fault)) {
      diagnostics.push_back({{}, fault.byte, 0, std::move(fault.message), true});
      return;
    }
    reader.Read(value, {}, {});
  }
  reader.Finish();
}

}  // namespace papergraph::extract
