// Files into memory, within bounds.
#pragma once

#include <cstdio>
#include <string>
#include <vector>

#include "extract/ingest.h"

namespace papergraph::extract {

/// No document is longer, no line of one is: a report has some 100 kB, a year of daily JSON some 10 MB.
inline constexpr uint64_t kLongestFile = 64ull << 20;
inline constexpr uint64_t kLongestLine = 16ull << 20;

/// Reads a file into `bytes`. False: `diagnostics` has one more that says why (missing, no permission, not a file, too
/// long), and no more than the bounds was held in memory.
bool LoadFile(const std::string& path, std::string& bytes, std::vector<Diagnostic>& diagnostics);

/// The same for what can be read from `file` to its end; `name` is for the messages.
bool LoadStream(std::FILE* file, const std::string& name, std::string& bytes, std::vector<Diagnostic>& diagnostics);

/// All files that `paths` mean, in order: files as named, of folders all that lies in them and below, by name; hidden
/// ones are left out. What cannot be read is a diagnostic.
std::vector<std::string> FilesOf(const std::vector<std::string>& paths, std::vector<Diagnostic>& diagnostics);

/// The base name of a path: what identifies a source.
std::string SourceName(const std::string& path);

}  // namespace papergraph::extract
