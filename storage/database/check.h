// Reads everything of one version and compares all that is stored twice.
#pragma once

#include "storage/database/version.h"
#include "storage/store.h"

namespace papergraph {

/// Faults are values; nothing is thrown for what is wrong with the data. At most a hundred faults are written out.
CheckReport CheckVersion(const Version& version, KeyValue& kv);

}  // namespace papergraph
