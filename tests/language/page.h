// The pages of docs/ that describe the language: their sections, examples and what is printed below these.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace papergraph {

/// A fenced block of Cypher and the plain fenced block that follows it, its output.
struct Example {
  std::string section;  // the nearest heading above, without its #
  size_t line = 0;      // of the first statement, from 1
  std::string statements;
  bool has_output = false;
  std::string output;
  size_t output_begin = 0, output_end = 0;  // bytes of `output` in the page
};

/// What stands under a `## ` heading. Its examples share one graph.
struct Chapter {
  std::string title;
  std::vector<std::pair<std::string, size_t>> headings;    // of `## ` and deeper: text and line
  std::vector<std::pair<std::string, std::string>> files;  // name and content: blocks opened by ```csv NAME
  std::vector<Example> examples;
};

struct Page {
  std::string path, text;
  std::vector<Chapter> chapters;
};

/// REQUIRES: the file exists and closes all its fences.
Page ReadPage(const std::string& path);

/// The statements of a block: each ends with a `;` at the end of a line, or with the block.
std::vector<std::string> StatementsOf(const Example& example);

}  // namespace papergraph
