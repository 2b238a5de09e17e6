// table and box: columns aligned on a terminal, long cells wrapped where the width is limited.
#include <algorithm>

#include "engine/output/bars.h"
#include "engine/output/rows.h"
#include "engine/output/text.h"

namespace papergraph::engine {
namespace {

constexpr size_t kRowsMeasured = 1000;  // the widths are those of the first rows, so that any number can flow through
constexpr size_t kNarrowest = 6;
constexpr size_t kLongestBar = 24;
constexpr size_t kSentence = 40;  // bytes from which an item of a list is worth a line of its own

// On a terminal a list of sentences stands one under the other, each behind a dot.
bool IsListOfSentences(const Value& value) {
  if (value.kind() != ValueKind::kList) return false;
  bool any_long = false;
  for (const Value& item : value.as_list()) {
    if (item.kind() != ValueKind::kString) return false;
    any_long = any_long || item.as_string().size() >= kSentence;
  }
  return any_long;
}

// The signs of a frame. `top` is empty where there is none.
struct Style {
  std::string_view left, between, right, line;
  std::string_view top_left, top_between, top_right;
  std::string_view head_left, head_between, head_right;
  std::string_view bottom_left, bottom_between, bottom_right;
};
constexpr Style kPlainStyle{"", " | ", "", "-", "", "", "", "", "-+-", "", "", "", ""};
constexpr Style kBoxStyle{"│ ", " │ ", " │", "─", "┌─", "─┬─", "─┐", "├─", "─┼─", "─┤", "└─", "─┴─", "─┘"};

struct Cell {
  std::string text;  // on one line, but for a list of sentences
  bool number;
  bool empty;
};

class TableRows : public RowWriter {
 public:
  TableRows(std::ostream& out, const RowFormatOptions& options, const Style& style)
      : out_(out), options_(options), style_(style) {}

  void Columns(const std::vector<std::string>& names, const GraphReader& graph) override {
    graph_ = &graph;
    for (const std::string& name : names) names_.push_back(OneLine(name));
  }

  void Row(std::span<const Value> values) override {
    std::vector<Cell> row;
    row.reserve(values.size());
    for (const Value& value : values) {
      row.push_back(Cell{TextOf(value), value.is_number(), value.is_null()});
    }
    ++rows_;
    if (widths_.empty()) {
      waiting_.push_back(std::move(row));
      if (waiting_.size() == kRowsMeasured) Begin();
    } else {
      Write(row);
    }
  }

  void Finish(const Summary& summary) override {
    End();
    if (!summary.plan.empty()) {
      out_ << Harmless(summary.plan);
      if (!summary.plan.ends_with('\n')) out_ << '\n';
    }
    if (!names_.empty()) {
      out_ << '(' << rows_ << (rows_ == 1 ? " row" : " rows");
      if (shown_ < names_.size())
        out_ << "; " << shown_ << " of " << names_.size() << " columns shown, the format line shows all";
      out_ << ")\n";
    }
    const std::string changed = DescribeStats(summary.stats);
    if (!changed.empty()) out_ << changed << '\n';
    if (names_.empty() && changed.empty() && summary.plan.empty()) out_ << "(no changes)\n";
  }

  void Fail(const QueryError&, std::string_view) override {
    if (rows_ > 0) End();
  }

 private:
  std::string TextOf(const Value& value) const {
    if (value.is_null()) return options_.null_text;
    std::string text;
    if (options_.width > 0 && IsListOfSentences(value)) {
      for (const Value& item : value.as_list()) {
        if (!text.empty()) text += '\n';
        text += "• " + OneLine(item.as_string());
      }
      return text;
    }
    AppendText(text, value, *graph_);
    return OneLine(text);
  }

  static std::vector<std::string_view> Paragraphs(std::string_view text) {
    std::vector<std::string_view> paragraphs;
    for (size_t end; (end = text.find('\n')) != text.npos; text.remove_prefix(end + 1)) {
      paragraphs.push_back(text.substr(0, end));
    }
    paragraphs.push_back(text);
    return paragraphs;
  }

  void End() {
    if (names_.empty()) return;
    if (widths_.empty()) {
      if (options_.width > 0) DrawBars();
      Begin();
    }
    Rule(style_.bottom_left, style_.bottom_between, style_.bottom_right);
  }

  // Beside the first column that counts; all rows are here, so that the most is known.
  void DrawBars() {
    const auto column = static_cast<size_t>(std::find_if(names_.begin(), names_.end(), IsCount) - names_.begin());
    if (column == names_.size() || waiting_.size() < 2) return;
    std::vector<int64_t> counts;
    size_t digits = 1;
    for (const auto& row : waiting_) {
      const std::string& text = row[column].text;
      if (!row[column].number || text.size() > 18 || text.find_first_not_of("0123456789") != text.npos) return;
      counts.push_back(std::stoll(text));
      digits = std::max(digits, text.size());
    }
    const int64_t most = *std::max_element(counts.begin(), counts.end());
    if (most == 0) return;
    const auto width = std::clamp<size_t>(static_cast<size_t>(options_.width) / 4, 1, kLongestBar);
    for (size_t i = 0; i < counts.size(); ++i) {
      std::string& text = waiting_[i][column].text;
      text = std::string(digits - text.size(), ' ') + text + ' ' + Bar(counts[i], most, width);
      waiting_[i][column].number = false;
    }
  }

  void Begin() {
    widths_.assign(names_.size(), 0);
    right_.assign(names_.size(), true);
    std::vector<bool> seen(names_.size(), false);
    for (size_t i = 0; i < names_.size(); ++i) widths_[i] = std::max<size_t>(1, DisplayWidth(names_[i]));
    for (const auto& row : waiting_) {
      for (size_t i = 0; i < row.size(); ++i) {
        for (std::string_view paragraph : Paragraphs(row[i].text))
          widths_[i] = std::max(widths_[i], DisplayWidth(paragraph));
        if (row[i].empty) continue;
        seen[i] = true;
        if (!row[i].number) right_[i] = false;
      }
    }
    for (size_t i = 0; i < names_.size(); ++i) {
      if (!seen[i]) right_[i] = false;
    }
    Shrink();
    Rule(style_.top_left, style_.top_between, style_.top_right);
    std::vector<Cell> head;
    for (const std::string& name : names_) head.push_back(Cell{name, false, false});
    if (options_.color) out_ << "\x1b[1m";
    Write(head);
    if (options_.color) out_ << "\x1b[0m";
    Rule(style_.head_left, style_.head_between, style_.head_right);
    for (const auto& row : waiting_) Write(row);
    waiting_.clear();
  }

  // Takes from the widest columns until the row fits; where that is not enough, the last columns are left out.
  void Shrink() {
    shown_ = names_.size();
    if (options_.width <= 0) return;
    const auto fits = [&](size_t cap) {
      size_t sum = DisplayWidth(style_.left) + DisplayWidth(style_.right) + DisplayWidth(style_.between) * (shown_ - 1);
      for (size_t i = 0; i < shown_; ++i) sum += std::min(widths_[i], cap);
      return sum <= static_cast<size_t>(options_.width);
    };
    while (shown_ > 1 && !fits(kNarrowest)) --shown_;
    widths_.resize(shown_);
    size_t cap = *std::max_element(widths_.begin(), widths_.end());
    while (cap > kNarrowest && !fits(cap)) --cap;
    for (size_t& width : widths_) width = std::min(width, cap);
  }

  void Rule(std::string_view left, std::string_view between, std::string_view right) {
    if (between.empty()) return;
    out_ << left;
    for (size_t i = 0; i < widths_.size(); ++i) {
      if (i) out_ << between;
      for (size_t k = 0; k < widths_[i]; ++k) out_ << style_.line;
    }
    out_ << right << '\n';
  }

  void Write(const std::vector<Cell>& row) {
    std::vector<std::vector<std::string_view>> lines(shown_);
    size_t height = 1;
    for (size_t i = 0; i < shown_; ++i) {
      if (options_.width > 0) {
        for (std::string_view paragraph : Paragraphs(row[i].text)) {
          const auto wrapped = Wrap(paragraph, std::max<size_t>(2, widths_[i]));
          lines[i].insert(lines[i].end(), wrapped.begin(), wrapped.end());
        }
      } else {
        lines[i] = {row[i].text};
      }
      height = std::max(height, lines[i].size());
    }
    std::string text;
    for (size_t line = 0; line < height; ++line) {
      text += style_.left;
      for (size_t i = 0; i < shown_; ++i) {
        if (i) text += style_.between;
        const std::string_view part = line < lines[i].size() ? lines[i][line] : std::string_view();
        const size_t width = DisplayWidth(part);
        const size_t gap = width < widths_[i] ? widths_[i] - width : 0;
        if (right_[i]) text.append(gap, ' ');
        text += part;
        if (!right_[i] && (i + 1 < shown_ || !style_.right.empty())) text.append(gap, ' ');
      }
      text += style_.right;
      while (text.ends_with(' ')) text.pop_back();
      text += '\n';
    }
    out_ << text;
  }

  std::ostream& out_;
  RowFormatOptions options_;
  const Style& style_;
  const GraphReader* graph_ = nullptr;
  std::vector<std::string> names_;
  std::vector<std::vector<Cell>> waiting_;
  std::vector<size_t> widths_;
  std::vector<bool> right_;
  size_t shown_ = 0;  // columns
  uint64_t rows_ = 0;
};

}  // namespace

std::unique_ptr<RowWriter> MakeTable(std::ostream& out, const RowFormatOptions& options) {
  return std::make_unique<TableRows>(out, options, kPlainStyle);
}
std::unique_ptr<RowWriter> MakeBox(std::ostream& out, const RowFormatOptions& options) {
  return std::make_unique<TableRows>(out, options, kBoxStyle);
}

}  // namespace papergraph::engine
