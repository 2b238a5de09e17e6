// What documents are known by: files of one name in different folders are different documents.
#pragma once

#include <functional>
#include <map>
#include <string>

namespace papergraph::extract {

/// The names of the files of one call. A file is known by its base name. Where another file of the call has that name
/// already, as many folders are put before it as tell the two apart ("2026-02/30.txt"), and a file that is known by
/// such a name keeps it.
class SourceNames {
 public:
  using Known = std::function<bool(const std::string& source)>;
  explicit SourceNames(Known known) : known_(std::move(known)) {}

  /// In the order of the files; the same for the same path.
  std::string Of(const std::string& path);

 private:
  Known known_;
  std::map<std::string, std::string> paths_;  // by source
};

/// The source that `path` (or a source's own name) means among those that are known: the longest end of it; its base
/// name when none is.
std::string KnownSource(const std::string& path, const SourceNames::Known& known);

}  // namespace papergraph::extract
