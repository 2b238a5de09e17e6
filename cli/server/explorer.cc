#include "cli/server/explorer.h"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>

namespace papergraph::cli {

namespace fs = std::filesystem;

namespace {

constexpr uintmax_t kMostBytes = 16 << 20;  // of a file of the page; what is larger is not one

const char* MediaType(const fs::path& path) {
  static constexpr std::pair<std::string_view, const char*> kTypes[] = {
      {".html", "text/html; charset=utf-8"}, {".js", "text/javascript; charset=utf-8"},
      {".css", "text/css; charset=utf-8"},   {".svg", "image/svg+xml"},
      {".txt", "text/plain; charset=utf-8"},
  };
  const std::string extension = path.extension().string();
  for (const auto& [known, type] : kTypes) {
    if (extension == known) return type;
  }
  return nullptr;
}

// FNV-1a: http://www.isthe.com/chongo/tech/comp/fnv
std::string TagOf(std::string_view bytes) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : bytes) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  return fmt::format("\"{:016x}\"", hash);
}

}  // namespace

ExplorerFiles ReadExplorerFiles(const std::string& folder) {
  ExplorerFiles files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    const char* type = MediaType(at->path());
    std::error_code gone;
    if (!type || !at->is_regular_file(gone) || at->file_size(gone) > kMostBytes) continue;
    std::ifstream in(at->path(), std::ios::binary);
    std::string bytes{std::istreambuf_iterator<char>(in), {}};
    std::string tag = TagOf(bytes);
    files["/" + at->path().filename().string()] = {type, std::move(bytes), std::move(tag)};
  }
  const auto index = files.find("/index.html");
  if (index == files.end()) return {};
  files["/"] = index->second;
  return files;
}

ExplorerFiles FindExplorerFiles(const std::string& program) {
  const fs::path folder = fs::path(program).parent_path();
  for (const fs::path& candidate : {folder / "explorer", folder.parent_path() / "share" / "papergraph" / "explorer"}) {
    if (ExplorerFiles files = ReadExplorerFiles(candidate.string()); !files.empty()) return files;
  }
  return {};
}

}  // namespace papergraph::cli
