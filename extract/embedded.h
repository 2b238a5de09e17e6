// The data files of this room, compiled in: a program is one file and finds its knowledge without a path.
#pragma once

#include <span>
#include <string_view>

namespace papergraph::extract {

/// A *.tsv of the source tree, by base name. Both views live as long as the program.
struct EmbeddedFile {
  std::string_view name;
  std::string_view text;
};

/// In the order of their paths. Generated at build time (tests/architecture/embed.cmake).
std::span<const EmbeddedFile> EmbeddedFiles();

}  // namespace papergraph::extract
