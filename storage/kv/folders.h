// Folders that change places in one step.
#pragma once

#include <string>

namespace papergraph {

/// Puts the folder `fresh` in the place of `path`, and what was at `path`, if anything, at `old`, where nothing is. A
/// kill leaves at `path` the one or the other, whole; what was there may then still be named `fresh`. Durable. Throws
/// std::filesystem::filesystem_error; then `path` is as it was.
void ReplaceFolder(const std::string& fresh, const std::string& path, const std::string& old);

/// Where nothing is yet: `path`, else `path`-2, `path`-3 ...
std::string FreeName(const std::string& path);

}  // namespace papergraph
