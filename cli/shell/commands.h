// The shell's own commands (`:help`): a table. To add one: a function and a row in commands.cc.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace papergraph::cli {

class Shell;

struct ShellCommand {
  const char* name;       // without the colon
  const char* arguments;  // "FORMAT PATH [QUERY]"
  const char* help;
  /// False: it failed, and said so. May throw QueryError and StoreError.
  bool (*run)(Shell& shell, const std::string& arguments);
};

/// The first word, which spaces or tabs end; `rest` is what follows them.
std::string TakeWord(const std::string& text, std::string& rest);

std::span<const ShellCommand> ShellCommands();
/// Null when there is none. Takes the first letters where they fit one command alone.
const ShellCommand* FindShellCommand(std::string_view name);

}  // namespace papergraph::cli
