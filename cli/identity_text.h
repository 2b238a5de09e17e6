// What is known about names, written for people: `aliases` and `why`, as commands and in the shell.
#pragma once

#include <ostream>
#include <string>

#include "storage/graph_reader.h"

namespace papergraph::cli {

/// The things that `name` is a form of, with all their forms and why these are one. False, after a word on standard
/// error, when there is none.
bool WriteAliases(std::ostream& out, const GraphReader& graph, const std::string& name);
/// The edges from `paper` (its id, its title or the beginning of that) to `name`: rule, file and sentence, the words
/// marked in bold or in angle quotes. False, after a word on standard error, when there is none.
bool WriteReasons(std::ostream& out, const GraphReader& graph, const std::string& paper, const std::string& name,
                  bool bold);

}  // namespace papergraph::cli
