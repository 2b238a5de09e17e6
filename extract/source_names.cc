#include "extract/source_names.h"

#include <filesystem>
#include <vector>

#include "extract/readers/load.h"

namespace papergraph::extract {
namespace {

std::string Spelled(const std::string& path) { return std::filesystem::path(path).lexically_normal().generic_string(); }

/// The ends of a path, the shortest first: "c.txt", "b/c.txt", "a/b/c.txt".
std::vector<std::string> Ends(const std::string& path) {
  std::vector<std::string> ends = {SourceName(path)};
  const std::string whole = Spelled(path);
  size_t slash = whole.rfind('/');
  while (slash != std::string::npos && slash > 0) {
    slash = whole.rfind('/', slash - 1);
    const std::string end = whole.substr(slash == std::string::npos ? 0 : slash + 1);
    if (!end.starts_with("../")) ends.push_back(end);
  }
  return ends;
}

}  // namespace

std::string KnownSource(const std::string& path, const SourceNames::Known& known) {
  const std::vector<std::string> ends = Ends(path);
  for (size_t i = ends.size(); i-- > 1;) {
    if (known(ends[i])) return ends[i];
  }
  return ends.front();
}

std::string SourceNames::Of(const std::string& path) {
  const std::string whole = Spelled(path);
  const auto take = [&](const std::string& source) { return paths_.try_emplace(source, whole).first->second == whole; };
  const std::string known = KnownSource(path, known_);
  if (take(known)) return known;
  const std::vector<std::string> ends = Ends(path);
  for (const std::string& end : ends) {
    if (take(end)) return end;
  }
  return ends.back();
}

}  // namespace papergraph::extract
