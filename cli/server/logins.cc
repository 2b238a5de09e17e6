#include "cli/server/logins.h"

#include <sys/stat.h>

#include <cstdint>
#include <fstream>
#include <stdexcept>

namespace papergraph::cli {
namespace {

constexpr size_t kMostAddresses = 10'000;

bool Same(std::string_view given, std::string_view right) {
  unsigned difference = given.size() == right.size() ? 0 : 1;
  for (size_t i = 0; i < given.size(); ++i) {
    const char other = right.empty() ? '\0' : right[i % right.size()];
    difference |= static_cast<uint8_t>(given[i]) ^ static_cast<uint8_t>(other);
  }
  return difference == 0;
}

}  // namespace

Logins::Logins(const std::string& path) {
  struct stat about {};
  if (stat(path.c_str(), &about) != 0) throw std::runtime_error(path + ": cannot be read");
  if ((about.st_mode & 077) != 0) {
    throw std::runtime_error(path + ": others may read the passwords; `chmod 600 " + path + "` ends that");
  }
  std::ifstream file(path);
  if (!file) throw std::runtime_error(path + ": cannot be read");
  for (std::string line; std::getline(file, line);) {
    if (line.ends_with('\r')) line.pop_back();
    if (line.empty() || line[0] == '#') continue;
    const size_t colon = line.find(':');
    if (colon == 0 || colon == line.npos || colon + 1 == line.size()) {
      throw std::runtime_error(path + ": a line is NAME:PASSWORD");
    }
    accounts_.emplace_back(line.substr(0, colon), line.substr(colon + 1));
  }
  if (accounts_.empty()) throw std::runtime_error(path + ": holds no password; a line is NAME:PASSWORD");
}

Logins::Answer Logins::Check(const std::string& address, std::string_view name, std::string_view password,
                             Clock::time_point now) {
  if (!required()) return Answer::kWelcome;
  const std::lock_guard lock(mutex_);
  if (failures_.size() >= kMostAddresses) {
    std::erase_if(failures_, [&](const auto& entry) { return now - entry.second.last > kFree * kWait; });
  }
  Failures& failures = failures_[address];
  if (failures.count >= kFree) {
    const auto waited = (now - failures.last) / kWait;
    if (waited == 0) return Answer::kTooMany;
    failures.count -= static_cast<int>(std::min<int64_t>(waited, failures.count));
  }
  bool found = false;
  for (const auto& [known, secret] : accounts_) {
    const bool right_name = Same(name, known);
    const bool right_password = Same(password, secret);
    found = found || (right_name && right_password);
  }
  if (found) {
    failures_.erase(address);
    return Answer::kWelcome;
  }
  ++failures.count;
  failures.last = now;
  return Answer::kWrong;
}

}  // namespace papergraph::cli
