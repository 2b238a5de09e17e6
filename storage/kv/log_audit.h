// Tells a log that a kill or a power cut has cut short from one that is damaged: RocksDB takes some damage for a cut.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace papergraph {

/// What is wrong with the bytes of a log in RocksDB's log format (write-ahead log, MANIFEST): blocks of 32 KB, records
/// with checksum, length and type. nullopt when it is whole, or ends in one record that was not written to its end:
/// what a kill leaves, or a power cut, after which the sectors that were not written are zeros; any number of zeros may
/// follow. Every flipped bit in front of that end is found, also one that makes the last record look as if it were cut.
std::optional<std::string> FindLogDamage(std::string_view bytes);

/// A log whose loss would otherwise pass for a log that was not needed any more.
struct OlderLog {
  std::string file;  // "000012.log"
  uint64_t size = 0;
};
/// What a writer puts at the beginning of its own log (RocksDB's LogData, which recovery passes over) when it opens a
/// folder whose older logs hold what no table has yet.
std::string NoteOfOlderLogs(const std::vector<OlderLog>& logs);
/// The logs of that note, from the bytes of the log that begins with it. Empty when it begins otherwise.
std::vector<OlderLog> OlderLogsOf(std::string_view log);

/// The same for each log and the MANIFEST of the RocksDB folder, and that there is a log, and those that the newest log
/// names, as long as they were. Throws StoreError kCorrupt, which names the file, and kIo. Files that vanish meanwhile
/// are left out.
void RequireWholeLogs(const std::string& folder);

/// What changes when a writer makes or removes a log or writes to the MANIFEST. Two equal ones, taken before and after
/// reading, say that what was read is one state. Throws StoreError kIo.
std::string LogState(const std::string& folder);

}  // namespace papergraph
