// `papergraph serve` as a child.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/support/child.h"

namespace papergraph {

/// Ends with this object, or with this process, whatever ends that.
class ServedProgram {
 public:
  /// On any free port; throws where it does not start.
  explicit ServedProgram(const std::vector<std::string>& arguments);
  ~ServedProgram();
  ServedProgram(const ServedProgram&) = delete;
  ServedProgram& operator=(const ServedProgram&) = delete;

  /// "bolt://127.0.0.1:40123"
  const std::string& url() const { return url_; }

 private:
  std::optional<Child> child_;
  std::string url_;
};

}  // namespace papergraph
