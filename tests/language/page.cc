#include "tests/language/page.h"

#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string_view>

namespace papergraph {
namespace {

// Lines with their places.
class PlacedLines {
 public:
  explicit PlacedLines(std::string_view text) : text_(text) {}
  bool Next(std::string_view& line) {
    if (at_ >= text_.size()) return false;
    begin_ = at_;
    const size_t end = std::min(text_.find('\n', at_), text_.size());
    line = text_.substr(at_, end - at_);
    at_ = end + 1;
    ++number_;
    return true;
  }
  size_t begin() const { return begin_; }  // of the line read last
  size_t next() const { return at_; }      // where the next one begins
  size_t number() const { return number_; }

 private:
  std::string_view text_;
  size_t at_ = 0, begin_ = 0, number_ = 0;
};

std::string ReadOrThrow(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

}  // namespace

Page ReadPage(const std::string& path) {
  Page page;
  page.path = path;
  page.text = ReadOrThrow(path);
  PlacedLines lines(page.text);
  std::string section;
  Example* waiting = nullptr;  // for its output
  for (std::string_view line; lines.Next(line);) {
    if (line.starts_with("#")) {
      waiting = nullptr;
      section = line.substr(line.find_first_not_of("# "));
      if (line.starts_with("## ")) page.chapters.emplace_back().title = section;
      if (!page.chapters.empty()) page.chapters.back().headings.emplace_back(section, lines.number());
    }
    if (!line.starts_with("```")) {
      if (!line.empty()) waiting = nullptr;
      continue;
    }
    const std::string_view kind = line.substr(3);
    const size_t begin = lines.next(), first_line = lines.number() + 1;
    while (lines.Next(line) && line != "```") {
    }
    const std::string content = page.text.substr(begin, lines.begin() - begin);
    if (kind == "cypher" && !page.chapters.empty()) {
      waiting = &page.chapters.back().examples.emplace_back(Example{section, first_line, content, false, "", 0, 0});
    } else if (kind.empty() && waiting) {
      waiting->has_output = true;
      waiting->output = content;
      waiting->output_begin = begin;
      waiting->output_end = lines.begin();
      waiting = nullptr;
    } else if (kind.starts_with("csv ")) {
      page.chapters.back().files.emplace_back(kind.substr(4), content);
    }
  }
  return page;
}

std::vector<std::string> StatementsOf(const Example& example) {
  std::vector<std::string> statements;
  std::string statement;
  PlacedLines lines(example.statements);
  for (std::string_view line; lines.Next(line);) {
    statement += line;
    const bool is_command = statement.starts_with(':');
    if (is_command || line.ends_with(';')) {
      if (!is_command) statement.pop_back();
      statements.push_back(std::move(statement));
      statement.clear();
    } else {
      statement += '\n';
    }
  }
  if (!statement.empty()) statement.pop_back();
  if (!statement.empty()) statements.push_back(statement);
  return statements;
}

}  // namespace papergraph
