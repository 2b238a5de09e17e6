// A `papergraph session` as a child process: a line in, a line out.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "tests/support/child.h"

namespace papergraph::tck {

/// Starts PROGRAM session --db :memory:. Ends it on destruction. Throws std::runtime_error when the child dies, is
/// silent for ten seconds (it is killed then), or writes what is not JSON.
class SessionProcess {
 public:
  explicit SessionProcess(const std::string& program);
  ~SessionProcess();
  SessionProcess(const SessionProcess&) = delete;
  SessionProcess& operator=(const SessionProcess&) = delete;

  nlohmann::json Ask(const nlohmann::json& request);

 private:
  std::string ReadLine();

  std::optional<Child> child_;
  int to_child_ = -1;
  int from_child_ = -1;
  std::string buffer_;
};

}  // namespace papergraph::tck
