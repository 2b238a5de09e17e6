#include "cli/options.h"

#include <CLI/CLI.hpp>
#include <charconv>

#include "engine/json.h"

namespace papergraph::cli {
namespace {

void AddSize(CLI::App& app, const std::string& name, uint64_t& bytes, const std::string& help) {
  app.add_option_function<std::string>(
         name,
         [&bytes, name](const std::string& text) {
           try {
             bytes = ParseSize(text);
           } catch (const UsageError& error) {
             throw CLI::ValidationError(name, error.what());
           }
         },
         help)
      ->type_name("SIZE");
}

}  // namespace

uint64_t ParseSize(const std::string& text) {
  uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  std::string_view unit(end, static_cast<size_t>(text.data() + text.size() - end));
  int shift = -1;
  if (unit.empty()) shift = 0;
  if (unit == "K" || unit == "k") shift = 10;
  if (unit == "M" || unit == "m") shift = 20;
  if (unit == "G" || unit == "g") shift = 30;
  if (error != std::errc() || shift < 0 || number > (UINT64_MAX >> shift)) {
    throw UsageError("\"" + text + "\" is no size; write a whole number, with K, M or G where wanted: 512M");
  }
  return number << shift;
}

void AddDatabaseOptions(CLI::App& app, DatabaseOptions& options, bool may_read_only) {
  app.add_option("--db", options.path, "the database: a folder, or :memory: (gone at the end)")
      ->envname("PAPERGRAPH_DB")
      ->type_name("DIR")
      ->capture_default_str();
  AddSize(app, "--cache", options.cache_bytes,
          "memory for what was read from the disk; half for what import collects (512M)");
  app.add_flag("--upgrade", options.upgrade, "rewrite a database of an older format");
  if (may_read_only) app.add_flag("--read-only", options.read_only, "only read; possible while another process writes");
}

void AddStatementOptions(CLI::App& app, engine::SessionOptions& options) {
  AddSize(app, "--memory-limit", options.memory_limit, "the most that a statement may hold (no limit)");
  app.add_option("--timeout", options.timeout_seconds, "the longest that a statement may run (no limit)")
      ->type_name("SECONDS")
      ->check(CLI::NonNegativeNumber);
  app.add_option("--allow-files", options.allow_files, "LOAD CSV and :source may read what lies in this folder")
      ->type_name("DIR")
      ->check(CLI::ExistingDirectory);
}

void AddParamsOption(CLI::App& app, std::vector<std::string>& params) {
  app.add_option("-P,--param", params, "a parameter: name=JSON; may be repeated")
      ->type_name("NAME=JSON")
      ->expected(1)
      ->take_all();
}

ValueMap ReadParams(const std::vector<std::string>& params) {
  ValueMap entries;
  for (const std::string& param : params) {
    const size_t equals = param.find('=');
    if (equals == 0 || equals == param.npos) throw UsageError("--param takes name=JSON, not \"" + param + "\"");
    const std::string json = param.substr(equals + 1);
    try {
      entries.emplace_back(param.substr(0, equals), engine::ParseJsonValue(json));
    } catch (const QueryError& error) {
      throw UsageError("--param " + param.substr(0, equals) +
                       " is no JSON (a string needs its quotes: name='\"GRPO\"'): " + error.what());
    }
  }
  return entries;
}

std::unique_ptr<Store> OpenDatabase(const DatabaseOptions& options, bool create) {
  OpenOptions open;
  open.create = create && !options.read_only;
  open.read_only = options.read_only;
  open.upgrade = options.upgrade;
  open.cache_bytes = options.cache_bytes;
  try {
    return Store::Open(options.path, open);
  } catch (const StoreError& error) {
    throw CannotOpen(error.what());
  }
}

}  // namespace papergraph::cli
