#include "storage/database/key_source.h"

#include "storage/format/keys.h"
#include "storage/format/sort_key.h"

namespace papergraph {

void KeySource::CollectIds(const std::string& prefix, std::vector<NodeId>& out) const {
  ScanKeys(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (key.size() == prefix.size() + 4) out.push_back(IdOfEntry(key));
    return true;
  });
}

}  // namespace papergraph
