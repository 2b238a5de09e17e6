#include "extract/readers/load.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <memory>

namespace papergraph::extract {
namespace {

namespace fs = std::filesystem;

constexpr size_t kChunk = 1 << 20;

void Refuse(const std::string& file, uint64_t byte, uint64_t line, std::string message,
            std::vector<Diagnostic>& diagnostics) {
  diagnostics.push_back({file, byte, line, std::move(message), true});
}

// `papergraph ingest .` with the database in that very folder: its files are no reports.
bool IsDatabase(const std::string& folder) {
  std::error_code ignored;
  return fs::exists(folder + "/CURRENT", ignored) && fs::exists(folder + "/LOCK", ignored);
}

void AddFolder(const std::string& folder, std::vector<std::string>& files, std::vector<Diagnostic>& diagnostics) {
  if (IsDatabase(folder)) return;
  std::error_code error;
  std::vector<fs::path> entries;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error))
    entries.push_back(at->path());
  if (error) {
    return Refuse(folder, 0, 0,
                  fmt::format("the folder cannot be read: {}; expected permission to list it", error.message()),
                  diagnostics);
  }
  std::sort(entries.begin(), entries.end());
  for (const fs::path& entry : entries) {
    if (entry.filename().string().starts_with(".")) continue;
    const fs::file_status status = fs::status(entry, error);
    if (fs::is_directory(status) && !fs::is_symlink(fs::symlink_status(entry, error))) {
      AddFolder(entry.string(), files, diagnostics);
    } else if (!fs::is_directory(status)) {
      files.push_back(entry.string());
    }
  }
}

}  // namespace

std::string SourceName(const std::string& path) {
  const fs::path name = fs::path(path).filename();
  return name.empty() ? path : name.string();
}

bool LoadFile(const std::string& path, std::string& bytes, std::vector<Diagnostic>& diagnostics) {
  std::error_code error;
  const fs::file_status status = fs::status(path, error);
  if (!fs::exists(status)) return Refuse(path, 0, 0, "there is no such file", diagnostics), false;
  // A pipe or a device could be read for ever.
  if (!fs::is_regular_file(status))
    return Refuse(path, 0, 0, "not a regular file; expected a report or a JSON file", diagnostics), false;
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
  if (!file) {
    return Refuse(path, 0, 0,
                  fmt::format("the file cannot be opened: {}; expected permission to read it", std::strerror(errno)),
                  diagnostics),
           false;
  }
  return LoadStream(file.get(), path, bytes, diagnostics);
}

bool LoadStream(std::FILE* file, const std::string& path, std::string& bytes, std::vector<Diagnostic>& diagnostics) {
  bytes.clear();
  uint64_t line = 1, line_start = 0;
  for (;;) {
    const size_t before = bytes.size();
    bytes.resize(before + kChunk);
    const size_t got = std::fread(bytes.data() + before, 1, kChunk, file);
    bytes.resize(before + got);
    if (got == 0) break;
    for (size_t at = before; (at = bytes.find('\n', at)) != std::string::npos; ++at) {
      ++line;
      line_start = at + 1;
    }
    if (bytes.size() - line_start > kLongestLine) {
      Refuse(path, line_start, line,
             fmt::format("a line of more than {} MB; expected a report or a JSON file with shorter lines",
                         kLongestLine >> 20),
             diagnostics);
      return std::string().swap(bytes), false;
    }
    if (bytes.size() > kLongestFile) {
      Refuse(path, kLongestFile, line, fmt::format("the file has more than {} MB; split it", kLongestFile >> 20),
             diagnostics);
      return std::string().swap(bytes), false;
    }
  }
  if (std::ferror(file) != 0) {
    return Refuse(path, bytes.size(), line, fmt::format("reading stopped here: {}", std::strerror(errno)), diagnostics),
           false;
  }
  return true;
}

std::vector<std::string> FilesOf(const std::vector<std::string>& paths, std::vector<Diagnostic>& diagnostics) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code error;
    if (fs::is_directory(path, error)) {
      AddFolder(path, files, diagnostics);
    } else {
      files.push_back(path);  // LoadFile says what is wrong with it
    }
  }
  return files;
}

}  // namespace papergraph::extract
