// A folder of a test's own, gone with it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace papergraph {

struct Place {
  Place() {
    std::string name = (std::filesystem::temp_directory_path() / "papergraph-XXXXXX").string();
    if (!mkdtemp(name.data())) throw std::runtime_error("no temporary folder");
    folder = name;
  }
  ~Place() { std::filesystem::remove_all(folder); }
  std::string operator/(const std::string& name) const { return (folder / name).string(); }
  std::filesystem::path folder;
};

}  // namespace papergraph
