#include "tests/tck/gherkin.h"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <stdexcept>

#include "tests/support/files.h"

namespace papergraph::tck {
namespace {

struct Outline {
  std::string name;
  bool is_outline = false;
  std::vector<std::string> tags;
  std::vector<Step> steps;
  std::vector<std::vector<std::string>> header;                     // one for each Examples block
  std::vector<std::vector<std::vector<std::string>>> example_rows;  // the same
};

std::string Trim(const std::string& text) {
  const auto first = text.find_first_not_of(" \t\r");
  return first == std::string::npos ? "" : text.substr(first, text.find_last_not_of(" \t\r") - first + 1);
}

bool TakePrefix(const std::string& text, std::initializer_list<const char*> prefixes, std::string& rest) {
  for (const std::string prefix : prefixes) {
    if (text.rfind(prefix, 0) == 0) {
      rest = Trim(text.substr(prefix.size()));
      return true;
    }
  }
  return false;
}

// `\|`, `\\` and `\n` are Gherkin's escapes.
std::vector<std::string> Cells(const std::string& line) {
  std::vector<std::string> cells;
  std::string cell;
  for (size_t i = 1; i < line.size(); ++i) {
    if (line[i] == '\\' && i + 1 < line.size() && std::string("\\|n").find(line[i + 1]) != std::string::npos) {
      cell += line[i + 1] == 'n' ? '\n' : line[i + 1];
      ++i;
    } else if (line[i] == '|') {
      cells.push_back(Trim(cell));
      cell.clear();
    } else {
      cell += line[i];
    }
  }
  return cells;
}

std::vector<std::string> Tags(const std::string& line) {
  std::vector<std::string> tags;
  std::istringstream words(line.substr(0, line.find('#')));
  for (std::string word; words >> word;) tags.push_back(word);
  return tags;
}

std::string Substitute(const std::string& text, const std::map<std::string, std::string>& values) {
  std::string out;
  for (size_t i = 0; i < text.size();) {
    const auto close = text[i] == '<' ? text.find('>', i) : std::string::npos;
    const auto value = close == std::string::npos ? values.end() : values.find(text.substr(i + 1, close - i - 1));
    if (value == values.end()) {
      out += text[i++];
    } else {
      out += value->second;
      i = close + 1;
    }
  }
  return out;
}

Step Substitute(Step step, const std::map<std::string, std::string>& values) {
  step.text = Substitute(step.text, values);
  step.doc = Substitute(step.doc, values);
  for (auto& row : step.table) {
    for (auto& cell : row) cell = Substitute(cell, values);
  }
  return step;
}

class Reader {
 public:
  Reader(const std::string& text, std::string name) : name_(std::move(name)) {
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) lines_.push_back(line);
  }

  void Read() {
    std::vector<std::string> tags;
    for (at_ = 0; at_ < lines_.size(); ++at_) {
      const std::string line = Trim(lines_[at_]);
      std::string rest;
      if (line.empty() || line[0] == '#') continue;
      if (line[0] == '@') {
        for (const auto& tag : Tags(line)) tags.push_back(tag);
      } else if (TakePrefix(line, {"Feature:"}, rest)) {
        feature_tags_ = std::exchange(tags, {});
      } else if (TakePrefix(line, {"Background:"}, rest)) {
        current_ = &background_;
      } else if (TakePrefix(line, {"Examples:", "Scenarios:"}, rest)) {
        Block().header.emplace_back();
        Block().example_rows.emplace_back();
        in_examples_ = true;
        tags.clear();
      } else if (TakePrefix(line, {"Scenario Outline:", "Scenario Template:", "Scenario:", "Example:"}, rest)) {
        blocks_.push_back(
            {.name = rest, .is_outline = line.rfind("Scenario ", 0) == 0, .tags = std::exchange(tags, {})});
        blocks_.back().tags.insert(blocks_.back().tags.begin(), feature_tags_.begin(), feature_tags_.end());
        current_ = &blocks_.back();
        in_examples_ = false;
      } else if (line.rfind("\"\"\"", 0) == 0) {
        LastStep().doc = DocString();
      } else if (line[0] == '|') {
        Row(Cells(line));
      } else if (TakePrefix(line, {"Given ", "When ", "Then ", "And ", "But ", "* "}, rest)) {
        Block().steps.push_back({.text = rest});
      } else if (current_ != nullptr && !current_->steps.empty()) {
        Fail("cannot read '" + line + "'");
      }
    }
  }

  std::vector<Scenario> Scenarios(const std::map<std::string, std::vector<int>>& row_numbers) const {
    std::vector<Scenario> out;
    for (const Outline& block : blocks_) {
      const std::string id = name_ + "::" + block.name;
      if (!block.is_outline) {
        out.push_back(Make(id, block, {}));
        continue;
      }
      size_t n = 0;
      for (size_t k = 0; k < block.header.size(); ++k) {
        for (const auto& row : block.example_rows[k]) {
          std::map<std::string, std::string> values;
          for (size_t c = 0; c < row.size(); ++c) values[block.header[k].at(c)] = row[c];
          const auto original = row_numbers.find(block.name);
          ++n;
          const int number = original == row_numbers.end() ? static_cast<int>(n) : original->second.at(n - 1);
          out.push_back(Make(id + "::" + std::to_string(number), block, values));
        }
      }
    }
    return out;
  }

 private:
  [[noreturn]] void Fail(const std::string& what) const {
    throw std::runtime_error(name_ + ":" + std::to_string(at_ + 1) + ": " + what);
  }
  Outline& Block() {
    if (current_ == nullptr) Fail("a step outside of a scenario");
    return *current_;
  }
  Step& LastStep() {
    if (Block().steps.empty()) Fail("a block without a step");
    return Block().steps.back();
  }

  void Row(std::vector<std::string> cells) {
    if (!in_examples_) {
      LastStep().table.push_back(std::move(cells));
    } else if (Block().header.back().empty()) {
      Block().header.back() = std::move(cells);
    } else {
      if (cells.size() != Block().header.back().size()) Fail("uneven Examples row");
      Block().example_rows.back().push_back(std::move(cells));
    }
  }

  std::string DocString() {
    const size_t indent = lines_[at_].find('"');
    std::string doc;
    for (++at_; at_ < lines_.size() && Trim(lines_[at_]) != "\"\"\""; ++at_) {
      const std::string& line = lines_[at_];
      const size_t cut = std::min({indent, line.find_first_not_of(" \t"), line.size()});
      if (!doc.empty()) doc += '\n';
      doc += line.substr(cut);
    }
    if (at_ == lines_.size()) Fail("a block that is not closed");
    for (size_t i; (i = doc.find("\\\"\\\"\\\"")) != std::string::npos;) doc.replace(i, 6, "\"\"\"");
    return doc;
  }

  Scenario Make(const std::string& id, const Outline& block, const std::map<std::string, std::string>& values) const {
    Scenario scenario{.id = id, .tags = block.tags, .steps = {}};
    for (const auto* steps : {&background_.steps, &block.steps}) {
      for (const Step& step : *steps) scenario.steps.push_back(Substitute(step, values));
    }
    return scenario;
  }

  std::string name_;
  std::vector<std::string> lines_;
  size_t at_ = 0;
  std::vector<std::string> feature_tags_;
  Outline background_;
  std::vector<Outline> blocks_;
  Outline* current_ = nullptr;
  bool in_examples_ = false;
};

}  // namespace

std::vector<Scenario> ParseFeature(const std::string& text, const std::string& name) {
  Reader reader(text, name);
  reader.Read();
  return reader.Scenarios({});
}

std::vector<Scenario> LoadScenarios(const std::filesystem::path& root) {
  std::map<std::string, std::map<std::string, std::vector<int>>> numbers;
  if (std::filesystem::exists(root / "tck-export.json")) {
    const auto note = nlohmann::json::parse(ReadFile(root / "tck-export.json"));
    numbers = note.at("rows").get<decltype(numbers)>();
  }
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() == ".feature") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  std::vector<Scenario> all;
  for (const auto& file : files) {
    const std::string name = std::filesystem::relative(file, root).generic_string();
    Reader reader(ReadFile(file), name);
    reader.Read();
    for (Scenario& scenario : reader.Scenarios(numbers[name])) all.push_back(std::move(scenario));
  }
  return all;
}

}  // namespace papergraph::tck
