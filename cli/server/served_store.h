// The database that a server shows.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

#include "storage/store.h"

namespace papergraph::cli {

/// Any number of threads. A store that is open to read only stays as it was when it was opened: this one is opened anew
/// when its files have changed, looked at once a second at most, so that what another process writes is seen.
class ServedStore {
 public:
  using Open = std::function<std::shared_ptr<Store>()>;
  /// `path` is the folder of what `open` opens. Throws what `open` throws.
  ServedStore(std::string path, Open open);

  /// The newest. Who holds it may go on to use it. What could not be opened anew stays as it was.
  std::shared_ptr<Store> Current();
  /// Whether Current gave it last.
  bool IsNewest(const std::shared_ptr<Store>& store);

 private:
  std::string Fingerprint() const;

  const std::string path_;
  const Open open_;
  std::mutex mutex_;
  std::shared_ptr<Store> store_;
  std::string fingerprint_;
  std::chrono::steady_clock::time_point looked_;
};

}  // namespace papergraph::cli
