// The table of commands. To add one: a file here and a row in commands.cc.
#pragma once

#include <functional>
#include <span>
#include <string_view>

namespace CLI {
class App;
}

namespace papergraph::cli {

/// "0.1.0".
std::string_view Version();

/// A command line like `papergraph NAME ...`.
struct Command {
  const char* name;
  const char* help;      // one line
  const char* examples;  // lines of the shell, shown by --help
  /// Declares the options and returns what runs when they are read: its result is the exit status.
  std::function<int()> (*configure)(CLI::App& app);
};

std::span<const Command* const> Commands();

extern const Command kAliases;
extern const Command kBackup;
extern const Command kCheck;
extern const Command kCompletion;
extern const Command kExport;
extern const Command kForget;
extern const Command kImport;
extern const Command kIngest;
extern const Command kMcp;
extern const Command kMerge;
extern const Command kPush;
extern const Command kQuery;
extern const Command kRestore;
extern const Command kServe;
extern const Command kSession;
extern const Command kShell;
extern const Command kSplit;
extern const Command kWhy;

}  // namespace papergraph::cli
