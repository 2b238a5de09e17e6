// Databases of older formats: read key by key, written anew beside, put in their place in one step.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>

#include "storage/format/keys.h"

namespace papergraph {

/// Writes one key of the next format. Each key once, in any order.
using PutKey = std::function<void(std::string_view key, std::string_view value)>;

/// From one format to the next.
struct FormatStep {
  uint32_t from;
  /// What becomes of a key (all but the format's own, ascending). Deltas are folded into the values already: the merge
  /// operator goes on to read those of every format.
  std::function<void(std::string_view key, std::string_view value, const PutKey& put)> take;
};

/// The steps that this program knows, ascending. None yet: format 1 is the first that was released.
std::span<const FormatStep> FormatSteps();

/// Brings the database at `path` to the format `to`; one that has it, or a newer one, stays as it is, and so does a
/// place without a database. The new one is checked (Store::Check) before it takes the place; the old files stay beside
/// it, in `path`.format0 for a format 0. After a failure or a kill the old one or the new one is at `path`, whole.
/// Throws StoreError kVersion (no step leads to `to`), kLocked, kCorrupt, kIo.
void UpgradeFolder(const std::string& path, std::span<const FormatStep> steps, uint32_t to = kFormatVersion);

}  // namespace papergraph
