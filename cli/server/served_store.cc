#include "cli/server/served_store.h"

#include <algorithm>
#include <filesystem>
#include <vector>

namespace papergraph::cli {

namespace fs = std::filesystem;

ServedStore::ServedStore(std::string path, Open open)
    : path_(std::move(path)), open_(std::move(open)), looked_(std::chrono::steady_clock::now()) {
  fingerprint_ = Fingerprint();  // before: what is written meanwhile is seen the next time
  store_ = open_();
}

std::shared_ptr<Store> ServedStore::Current() {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (!store_->read_only() || store_->in_memory() || now - looked_ < std::chrono::seconds(1)) return store_;
  looked_ = now;
  const std::string fingerprint = Fingerprint();
  if (fingerprint == fingerprint_) return store_;
  try {
    store_ = open_();
    fingerprint_ = fingerprint;
  } catch (const std::exception&) {
    // Being restored, or gone: the old state is still whole in memory and in the files that are held open.
  }
  return store_;
}

bool ServedStore::IsNewest(const std::shared_ptr<Store>& store) {
  const std::lock_guard lock(mutex_);
  return store == store_;
}

// Every commit lengthens or adds a file; the log of messages alone says nothing.
std::string ServedStore::Fingerprint() const {
  std::vector<std::string> lines;
  std::error_code error;
  for (fs::directory_iterator at(path_, error), end; !error && at != end; at.increment(error)) {
    const std::string name = at->path().filename().string();
    if (name.starts_with("LOG") || name == "LOCK") continue;
    std::error_code gone;
    const uintmax_t size = at->file_size(gone);
    const auto written = at->last_write_time(gone).time_since_epoch().count();
    lines.push_back(name + " " + std::to_string(size) + " " + std::to_string(written) + "\n");
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const std::string& line : lines) all += line;
  return all;
}

}  // namespace papergraph::cli
