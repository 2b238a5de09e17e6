// What happens to the files of some folders (inotify).
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

namespace papergraph::cli {

/// Reports files as they are written, moved in or taken away, in these folders and all below them, as `ingest` looks at
/// folders: hidden ones and databases are left out. One thread.
class FolderWatch {
 public:
  struct Changes {
    std::set<std::string>
        written;                 // files that are complete, and folders that are new or of which something was missed
    std::set<std::string> gone;  // files
    bool empty() const { return written.empty() && gone.empty(); }
  };

  /// Throws std::runtime_error when a folder cannot be watched.
  explicit FolderWatch(const std::vector<std::string>& folders);
  ~FolderWatch();
  FolderWatch(const FolderWatch&) = delete;
  FolderWatch& operator=(const FolderWatch&) = delete;

  /// Waits for changes, and then until nothing has changed for a moment, so that a file that is written several times
  /// is one change. Empty when `stop_descriptor` became readable or no folder is left.
  Changes Wait(int stop_descriptor);

 private:
  void Add(const std::string& folder, bool required);
  void Read(Changes& changes);

  int descriptor_;
  std::vector<std::string> roots_;
  std::map<int, std::string> folders_;  // by watch
};

}  // namespace papergraph::cli
