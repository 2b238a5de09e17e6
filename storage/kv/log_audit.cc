#include "storage/kv/log_audit.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "storage/error.h"
#include "storage/format/bytes.h"
#include "storage/format/checksum.h"

namespace papergraph {
namespace {

namespace fs = std::filesystem;

// https://github.com/facebook/rocksdb/wiki/Write-Ahead-Log-File-Format
constexpr size_t kLogBlock = 32768;
constexpr size_t kHeader = 7;  // checksum 4, length 2, type 1
constexpr size_t kSector = 512;
enum RecordType : unsigned char { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

unsigned char ByteAt(std::string_view bytes, size_t at) { return static_cast<unsigned char>(bytes[at]); }

// The checksum is stored masked, so that checksums of checksums stay good.
uint32_t StoredChecksum(std::string_view bytes, size_t at) {
  uint32_t masked = 0;
  for (size_t i = 4; i-- > 0;) masked = masked << 8 | ByteAt(bytes, at + i);
  const uint32_t rotated = masked - 0xa282ead8u;
  return rotated >> 17 | rotated << 15;
}

// Of type and contents; the length is not in it.
bool HasChecksum(std::string_view bytes, size_t at, size_t length) {
  return Crc32c(bytes.substr(at + 6, 1 + length)) == StoredChecksum(bytes, at);
}

size_t LengthAt(std::string_view bytes, size_t at) { return ByteAt(bytes, at + 4) | ByteAt(bytes, at + 5) << 8; }

// What may be read from `at` on without leaving its block or the file.
size_t RoomAt(std::string_view bytes, size_t at) { return std::min(kLogBlock - at % kLogBlock, bytes.size() - at); }

bool IsRecord(std::string_view bytes, size_t at) {
  const size_t room = RoomAt(bytes, at);
  if (room < kHeader) return false;
  const unsigned char type = ByteAt(bytes, at + 6);
  const size_t length = LengthAt(bytes, at);
  return type >= kFull && type <= kLast && kHeader + length <= room && HasChecksum(bytes, at, length);
}

bool IsZero(std::string_view bytes, size_t from) { return bytes.find_first_not_of('\0', from) == bytes.npos; }

// Whether a record begins behind `at`: then what is at `at` was not the last that was written, and was synced, since
// nothing is written behind what is not (commit.cc).
bool BeginsRecordBehind(std::string_view bytes, size_t at) {
  const size_t block_end = std::min(bytes.size(), (at / kLogBlock + 1) * kLogBlock);
  for (size_t next = at + 1; next < bytes.size(); next = next < block_end ? next + 1 : next + kLogBlock) {
    if (next >= block_end) next = (next + kLogBlock - 1) / kLogBlock * kLogBlock;
    if (next >= bytes.size()) return false;
    if (IsRecord(bytes, next) && (ByteAt(bytes, next + 6) == kFull || ByteAt(bytes, next + 6) == kFirst)) return true;
  }
  return false;
}

// Whether a sector of bytes [at, end) is zeros, as what a disk did not come to write is; it writes in any order.
bool LacksSector(std::string_view bytes, size_t at, size_t end) {
  while (at < end) {
    const size_t next = std::min((at / kSector + 1) * kSector, end);
    if (bytes.substr(at, next - at).find_first_not_of('\0') == bytes.npos) return true;
    at = next;
  }
  return false;
}

// Whether the record at `at`, which cannot be read, is one that was being written when the writer ended. Zeros follow
// the records of a log that was not closed (log_files.h), and stand for sectors that were not written.
bool IsCutShort(std::string_view bytes, size_t at) {
  if (IsZero(bytes, at)) return true;
  if (BeginsRecordBehind(bytes, at)) return false;
  const size_t content_end = bytes.find_last_not_of('\0') + 1;
  if (LacksSector(bytes, at, content_end)) return true;
  const size_t written_end = std::min((content_end + kSector - 1) / kSector * kSector, bytes.size());
  const size_t room = std::min(RoomAt(bytes, at), written_end - at);
  if (room < kHeader) return true;
  if (kHeader + LengthAt(bytes, at) <= room) return false;
  // It says that it is longer than what is there. If what is there has the checksum, only the length is wrong.
  for (size_t end = std::max(content_end, at + kHeader); end <= at + room; ++end) {
    if (HasChecksum(bytes, at, end - at - kHeader)) return false;
  }
  return true;
}

std::string ReadAll(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

constexpr std::string_view kNote = "papergraph: the logs before this one\n";
constexpr uint8_t kLogData = 3;  // a record of a WriteBatch (rocksdb/db/dbformat.h, kTypeLogData)

constexpr const char* kAdvice = "run `papergraph check --repair`, or `papergraph restore` from a backup";

[[noreturn]] void ThrowIo(const std::string& what, const std::error_code& error) {
  throw StoreError(StoreError::Kind::kIo, fmt::format("{}: {}", what, error.message()));
}

// The name in CURRENT; empty when it is not there.
std::string ManifestOf(const std::string& folder) {
  std::string name = ReadAll(folder + "/CURRENT");
  if (!name.empty() && name.back() == '\n') name.pop_back();
  return name;
}

// Only those of the newest log: when RocksDB itself has begun a newer one, which has no note, it has listed the others
// in its MANIFEST, or needs them no more.
void RequireOlderLogs(const std::string& folder, std::string_view newest) {
  for (const OlderLog& log : OlderLogsOf(newest)) {
    std::error_code error;
    const uint64_t size = fs::file_size(folder + "/" + log.file, error);
    if (!error && size >= log.size) continue;
    const std::string what = error ? "is gone" : fmt::format("has {} bytes of {}", size, log.size);
    throw StoreError(StoreError::Kind::kCorrupt,
                     fmt::format("{}/{} {}, and what was committed to it: {}", folder, log.file, what, kAdvice));
  }
}

}  // namespace

std::optional<std::string> FindLogDamage(std::string_view bytes) {
  bool is_inside = false;  // between the first and the last part of a record
  for (size_t at = 0; at < bytes.size();) {
    if (kLogBlock - at % kLogBlock < kHeader) {  // too little for a header: filled with zeros
      at += kLogBlock - at % kLogBlock;
      continue;
    }
    if (!IsRecord(bytes, at)) {
      if (IsCutShort(bytes, at)) return std::nullopt;
      return fmt::format("damaged at byte {} of {}", at, bytes.size());
    }
    const unsigned char type = ByteAt(bytes, at + 6);
    if ((type == kMiddle || type == kLast) != is_inside) {
      return fmt::format("damaged before byte {} of {}", at, bytes.size());
    }
    is_inside = type == kFirst || type == kMiddle;
    at += kHeader + LengthAt(bytes, at);
  }
  return std::nullopt;
}

std::string NoteOfOlderLogs(const std::vector<OlderLog>& logs) {
  std::string note(kNote);
  for (const OlderLog& log : logs) note += fmt::format("{} {}\n", log.file, log.size);
  return note;
}

std::vector<OlderLog> OlderLogsOf(std::string_view log) {
  std::vector<OlderLog> logs;
  if (log.size() < kHeader || !IsRecord(log, 0) || ByteAt(log, 6) != kFull) return logs;
  ByteReader in(log.substr(kHeader, LengthAt(log, 0)));
  try {
    in.Fixed<uint64_t>();  // the batch's sequence number
    if (in.Fixed<uint32_t>() != 0 || in.Fixed<uint8_t>() != kLogData) return logs;
    std::istringstream note{std::string(in.String())};
    std::string line;
    if (!std::getline(note, line) || line + "\n" != kNote) return logs;
    for (OlderLog older; note >> older.file >> older.size;) logs.push_back(older);
  } catch (const StoreError&) {  // another batch
  }
  return logs;
}

void RequireWholeLogs(const std::string& folder) {
  std::set<std::string> files;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    if (it->path().extension() == ".log") files.insert(it->path().filename());
  }
  if (error) ThrowIo(folder, error);
  const std::string manifest = ManifestOf(folder);
  // RocksDB would go on without what the log has. Only what a kill leaves of a database in the making has none yet.
  if (files.empty() && manifest != "MANIFEST-000001") {
    throw StoreError(StoreError::Kind::kCorrupt,
                     fmt::format("{}: its log, a file named *.log, is gone, and with it what was committed last: {}",
                                 folder, kAdvice));
  }
  const std::string newest = files.empty() ? "" : *files.rbegin();  // six digits, ascending
  files.insert(manifest);
  for (const std::string& file : files) {
    if (file.empty()) continue;
    const std::string path = folder + "/" + file;
    std::string bytes = ReadAll(path);
    auto damage = FindLogDamage(bytes);
    // Beside a writer, a block may be read before and the next one after it was written.
    for (std::string again; damage && (again = ReadAll(path)) != bytes; damage = FindLogDamage(bytes)) {
      bytes = std::move(again);
    }
    if (damage) {
      throw StoreError(StoreError::Kind::kCorrupt, fmt::format("{}/{}: {}: {}", folder, file, *damage, kAdvice));
    }
    if (file == newest) RequireOlderLogs(folder, bytes);
  }
}

std::string LogState(const std::string& folder) {
  std::set<std::string> lines;
  std::error_code error;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string file = it->path().filename();
    if (file.ends_with(".log")) lines.insert(file);
    if (!file.starts_with("MANIFEST-")) continue;
    std::error_code gone;
    const uint64_t size = fs::file_size(it->path(), gone);
    if (!gone) lines.insert(fmt::format("{} {}", file, size));
  }
  if (error) ThrowIo(folder, error);
  std::string state = ManifestOf(folder);
  for (const std::string& line : lines) state += "\n" + line;
  return state;
}

}  // namespace papergraph
