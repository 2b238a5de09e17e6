// What several commands take: where the database is and how it is opened.
#pragma once

#include <cstdint>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

#include "engine/session.h"
#include "storage/store.h"

namespace CLI {
class App;
}

namespace papergraph::cli {

// Exit statuses, as CONTRACT.md gives them.
inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUsage = 2;
inline constexpr int kNoDatabase = 3;

/// Ends a command with kNoDatabase.
class CannotOpen : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Ends a command with kUsage: the arguments are well formed but cannot go together.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct DatabaseOptions {
  std::string path = "papergraph.db";  // --db, else $PAPERGRAPH_DB
  bool read_only = false;
  bool upgrade = false;
  uint64_t cache_bytes = 512ull << 20;
};

/// --db, --cache and --upgrade; with `may_read_only` also --read-only. `options` lives as long as `app`.
void AddDatabaseOptions(CLI::App& app, DatabaseOptions& options, bool may_read_only);
/// --memory-limit, --timeout, --allow-files.
void AddStatementOptions(CLI::App& app, engine::SessionOptions& options);
/// -P,--param NAME=JSON, as often as wanted.
void AddParamsOption(CLI::App& app, std::vector<std::string>& params);
/// What those say. Throws UsageError.
ValueMap ReadParams(const std::vector<std::string>& params);

/// Throws CannotOpen, which says why and what to do. `create`: make the folder where it is missing.
std::unique_ptr<Store> OpenDatabase(const DatabaseOptions& options, bool create);

/// "512M" -> bytes: a whole number, with K, M or G (times 1024). Throws UsageError.
uint64_t ParseSize(const std::string& text);

}  // namespace papergraph::cli
