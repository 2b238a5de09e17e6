// Text for people: values in Cypher's notation, and how wide text is on a terminal.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/result.h"
#include "engine/terminal_text.h"

namespace papergraph::engine {

/// Strings, lists, maps, temporal values as Cypher would write them; `(:Label {key: value})`, `[:TYPE {…}]`, and paths
/// as patterns of names and types, without what else their nodes and relationships carry. A string that is the whole
/// value stands bare, inside others in quotes.
void AppendText(std::string& out, const Value& value, const GraphReader& graph);
/// The shortest text that reads back as the same double, always with a point or an exponent; NaN, Infinity, -Infinity.
void AppendFloat(std::string& out, double value);
/// `"text"` as Cypher reads it; control characters and what else is hidden (HiddenCode) escaped.
void AppendQuoted(std::string& out, std::string_view text);
/// A label, type or key: bare where Cypher allows, else in backticks.
void AppendName(std::string& out, std::string_view name);

/// Appends `&`, `<`, `>` or `"` as the entity that HTML, XML and Graphviz read alike. False: `c` is none of them.
bool AppendEntity(std::string& out, char c);

/// Terminal cells that `text` takes; Chinese and emoji take two (UAX #11, by utf8proc).
size_t DisplayWidth(std::string_view text);
/// Lines of at most `width` cells, broken at spaces or beside wide characters where possible. At least one line.
/// REQUIRES: width >= 2.
std::vector<std::string_view> Wrap(std::string_view text, size_t width);

/// "3 nodes created, 2 properties set"; empty when nothing changed.
std::string DescribeStats(const Stats& stats);

}  // namespace papergraph::engine
