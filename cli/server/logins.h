// Who may come in: names and passwords from a file, and how often one may be wrong.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace papergraph::cli {

/// Any number of threads.
class Logins {
 public:
  using Clock = std::chrono::steady_clock;
  enum class Answer { kWelcome, kWrong, kTooMany };
  /// From one address so many wrong passwords may come one after the other; then one in kWait, and until that is over
  /// nothing that comes from there is looked at, right or wrong.
  static constexpr int kFree = 5;
  static constexpr std::chrono::seconds kWait{5};

  /// Anybody may come in.
  Logins() = default;
  /// A name and a password a line: `NAME:PASSWORD`; empty lines and those that begin with # say nothing. Throws
  /// std::runtime_error when it cannot be read, holds no password, or others than its owner may read it.
  explicit Logins(const std::string& path);

  bool required() const { return !accounts_.empty(); }

  /// The time it takes does not tell how much of a password was right.
  Answer Check(const std::string& address, std::string_view name, std::string_view password, Clock::time_point now);

 private:
  struct Failures {
    int count = 0;
    Clock::time_point last;
  };

  std::vector<std::pair<std::string, std::string>> accounts_;
  std::mutex mutex_;
  std::map<std::string, Failures> failures_;
};

}  // namespace papergraph::cli
