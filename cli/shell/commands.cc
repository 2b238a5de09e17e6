#include "cli/shell/commands.h"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iostream>

#include "cli/identity_text.h"
#include "cli/literal.h"
#include "cli/report_error.h"
#include "cli/shell/overview.h"
#include "cli/shell/shell.h"
#include "cli/terminal.h"
#include "cli/write_graph.h"
#include "engine/json.h"
#include "engine/language.h"

namespace papergraph::cli {
namespace {

bool Refuse(const std::string& message) {
  std::cerr << Harmless(message) << '\n';
  return false;
}

bool Help(Shell&, const std::string& arguments) {
  if (!arguments.empty()) {
    std::string_view name = arguments;
    if (name.starts_with(':')) name.remove_prefix(1);
    if (const ShellCommand* command = FindShellCommand(name)) {
      std::cout << ':' << command->name << ' ' << command->arguments << "\n  " << command->help << '\n';
      return true;
    }
    const auto lower = [](std::string text) {
      std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) { return std::tolower(c); });
      return text;
    };
    bool found = false;
    for (const engine::Callable& callable : engine::Callables()) {
      if (lower(callable.name) != lower(arguments)) continue;
      found = true;
      std::cout << (callable.is_procedure ? "CALL " : "") << callable.signature << "\n  " << callable.help << '\n';
      if (!callable.example.empty()) std::cout << "  " << callable.example << '\n';
    }
    return found || Refuse("there is neither a command nor a function " + arguments);
  }
  std::cout
      << "A plain sentence ends with the line, Cypher with a semicolon.\n"
         "  papers using GRPO on math benchmarks\n"
         "  what is new on AIME 2024 since 2026-01\n"
         "  best model for math\n"
         "  MATCH (p:Paper)-[:USES]->(m:Method) RETURN m.name, count(*) AS papers ORDER BY papers DESC LIMIT 5;\n\n";
  for (const ShellCommand& command : ShellCommands()) {
    const std::string head = std::string(":") + command.name + " " + command.arguments;
    std::cout << "  " << head << std::string(head.size() < 26 ? 26 - head.size() : 1, ' ') << command.help << '\n';
  }
  std::cout
      << "\n:help NAME explains a command, a function or a procedure. Tab completes, Ctrl-R searches the history,\n"
         "Ctrl-C ends a statement, Ctrl-D the shell.\n";
  return true;
}

bool Schema(Shell& shell, const std::string&) {
  ShowSchema(shell);
  return true;
}
bool ShowCounts(Shell& shell, const std::string&) {
  ShowStats(shell);
  return true;
}

void SetParam(Shell& shell, const std::string& name, Value value) {
  auto& params = shell.params();
  std::erase_if(params, [&](const auto& entry) { return entry.first == name; });
  params.emplace_back(name, std::move(value));
}

bool SetParams(Shell& shell, const std::string& map) {
  const Value values = ParseLiteral(map);
  for (const auto& [name, value] : values.as_map()) SetParam(shell, name, value);
  return true;
}

bool Params(Shell& shell, const std::string& arguments) {
  if (arguments == "clear") {
    shell.params().clear();
    return true;
  }
  if (arguments.starts_with('{')) return SetParams(shell, arguments);
  if (!arguments.empty()) return Refuse("write :params, :params clear or :params {name: value, ...}");
  const auto graph = shell.session().Graph();
  for (const auto& [name, value] : shell.params()) {
    std::string text = ":param " + name + " ";
    engine::AppendJson(text, value, *graph);
    std::cout << Harmless(text) << '\n';
  }
  return true;
}

bool Param(Shell& shell, const std::string& arguments) {
  if (arguments.starts_with('{')) return SetParams(shell, arguments);
  std::string rest;
  std::string name = TakeWord(arguments, rest);
  if (rest.starts_with("=>")) TakeWord(rest, rest);
  if (name.starts_with('$')) name.erase(0, 1);
  if (name.empty() || rest.empty())
    return Refuse("write :param name value, the value as in Cypher: :param name 'GRPO'");
  SetParam(shell, name, ParseLiteral(rest));
  return true;
}

bool Begin(Shell& shell, const std::string&) { return shell.RunText("BEGIN;"); }
bool Commit(Shell& shell, const std::string&) { return shell.RunText("COMMIT;"); }
bool Rollback(Shell& shell, const std::string&) { return shell.RunText("ROLLBACK;"); }

bool Format(Shell& shell, const std::string& arguments) {
  if (engine::FindRowFormat(arguments) || arguments == kPictureFormat.name) {
    shell.settings().format = arguments;
    return true;
  }
  if (!arguments.empty()) return Refuse("there is no format " + arguments + "; :format lists them");
  const auto list = [&](const engine::RowFormat& format) {
    const bool chosen = format.name == shell.settings().format;
    std::cout << (chosen ? "* " : "  ") << format.name << std::string(12 - format.name.size(), ' ') << format.help
              << '\n';
  };
  for (const engine::RowFormat& format : engine::RowFormats()) list(format);
  list(kPictureFormat);
  return true;
}

bool Switch(bool& setting, const std::string& arguments) {
  if (arguments != "on" && arguments != "off" && !arguments.empty()) return Refuse("write on or off");
  setting = arguments.empty() ? !setting : arguments == "on";
  return true;
}

bool Profile(Shell& shell, const std::string& arguments) {
  if (arguments.empty()) return Refuse("write :profile STATEMENT");
  return shell.RunText("PROFILE " + arguments);
}

bool Sentences(Shell& shell, const std::string& arguments) {
  if (!Switch(shell.settings().sentences, arguments)) return false;
  std::cout << (shell.settings().sentences ? "plain sentences are read\n" : "only Cypher is read\n");
  return true;
}

bool Pager(Shell& shell, const std::string& arguments) {
  bool wanted = shell.answers().paging();
  if (!Switch(wanted, arguments)) return false;
  shell.answers().Page(wanted);
  return true;
}

bool Output(Shell& shell, const std::string& arguments) {
  shell.answers().To(arguments == "-" ? "" : arguments);
  return true;
}

bool Once(Shell& shell, const std::string& arguments) {
  if (arguments.empty()) return Refuse("write :once FILE");
  shell.answers().Once(arguments);
  return true;
}

// A word, or what stands between quotes.
std::string TakeQuoted(const std::string& text, std::string& rest) {
  if (!text.empty() && (text[0] == '\'' || text[0] == '"')) {
    if (const size_t end = text.find(text[0], 1); end != text.npos) {
      const std::string word = text.substr(1, end - 1);
      rest = text.substr(end + 1);
      rest.erase(0, rest.find_first_not_of(" \t"));
      return word;
    }
  }
  return TakeWord(text, rest);
}

bool Aliases(Shell& shell, const std::string& arguments) {
  if (arguments.empty()) return Refuse("write :aliases NAME");
  std::string rest;
  const std::string name = TakeQuoted(arguments, rest);
  return WriteAliases(std::cout, *shell.session().Graph(), rest.empty() ? name : arguments);
}

bool Why(Shell& shell, const std::string& arguments) {
  std::string name, rest;
  const std::string paper = TakeQuoted(arguments, name);
  if (name.empty()) return Refuse("write :why PAPER NAME: :why 2601.22628 GRPO");
  const std::string quoted = TakeQuoted(name, rest);
  return WriteReasons(std::cout, *shell.session().Graph(), paper, rest.empty() ? quoted : name,
                      WantsColor(STDOUT_FILENO));
}

bool Explain(Shell& shell, const std::string& arguments) {
  if (arguments.empty() || arguments == "on" || arguments == "off") {
    if (!Switch(shell.settings().explain, arguments)) return false;
    std::cout << (shell.settings().explain ? "statements are explained, not run\n" : "statements are run\n");
    return true;
  }
  return shell.RunText("EXPLAIN " + arguments);
}

bool Timer(Shell& shell, const std::string& arguments) { return Switch(shell.settings().timer, arguments); }

// Whether `path` lies in `folder` when all links are followed.
bool LiesIn(const std::string& path, const std::string& folder) {
  std::error_code error;
  const auto file = std::filesystem::weakly_canonical(path, error);
  if (error) return false;
  const auto root = std::filesystem::weakly_canonical(folder, error);
  if (error) return false;
  return std::mismatch(root.begin(), root.end(), file.begin(), file.end()).first == root.end();
}

bool Source(Shell& shell, const std::string& arguments) {
  if (arguments.empty()) return Refuse("write :source FILE");
  const std::string& folder = shell.settings().allow_files;
  if (folder.empty()) return Refuse(":source reads files only when the shell was started with --allow-files DIR");
  if (!LiesIn(arguments, folder)) return Refuse(arguments + " does not lie in " + folder);
  return shell.RunFile(arguments, true);
}

bool Export(Shell& shell, const std::string& arguments) {
  std::string rest, query;
  const std::string name = TakeWord(arguments, rest);
  const engine::GraphFormat* format = engine::FindGraphFormat(name);
  if (!format) {
    std::string known;
    for (const engine::GraphFormat& known_format : engine::GraphFormats())
      known += " " + std::string(known_format.name);
    return Refuse("write :export FORMAT PATH [QUERY]; the formats are" + known);
  }
  const std::string path = TakeWord(rest, query);
  if (path.empty()) return Refuse("write where to: :export " + name + " PATH [QUERY]");
  WriteGraph(shell.session(), *format, query, path);
  std::cout << "written to " << path << '\n';
  return true;
}

bool Width(Shell& shell, const std::string& arguments) {
  if (arguments.empty() || arguments == "auto") {
    shell.settings().width = -1;
    return true;
  }
  if (arguments.find_first_not_of("0123456789") != arguments.npos || arguments.size() > 5) {
    return Refuse("write :width COLUMNS, 0 for no limit, or auto");
  }
  shell.settings().width = std::stoi(arguments);
  return true;
}

bool Null(Shell& shell, const std::string& arguments) {
  shell.settings().null_text = arguments;
  return true;
}

bool Quit(Shell& shell, const std::string&) {
  shell.Quit();
  return true;
}

}  // namespace

std::string TakeWord(const std::string& text, std::string& rest) {
  const size_t space = text.find_first_of(" \t");
  rest = space == text.npos ? "" : text.substr(space);
  rest.erase(0, rest.find_first_not_of(" \t"));
  return text.substr(0, space);
}

std::span<const ShellCommand> ShellCommands() {
  static constexpr ShellCommand kCommands[] = {
      {"help", "[NAME]", "this, or help on a command or function", Help},
      {"schema", "", "labels, types, properties, indexes", Schema},
      {"stats", "", "how many nodes and edges there are", ShowCounts},
      {"params", "[clear|{...}]", "the parameters; {name: value, ...} sets several", Params},
      {"param", "NAME VALUE", "set a parameter: :param name 'GRPO'", Param},
      {"begin", "", "begin a transaction", Begin},
      {"commit", "", "keep what it did", Commit},
      {"rollback", "", "take back what it did", Rollback},
      {"format", "[NAME]", "how rows are shown", Format},
      {"explain", "[on|off|STATEMENT]", "show what a statement means and how it would run", Explain},
      {"profile", "STATEMENT", "run it and show rows and time of each step", Profile},
      {"nl", "[on|off]", "read plain sentences, or Cypher alone", Sentences},
      {"why", "PAPER NAME", "which edge, which rule, which sentence", Why},
      {"aliases", "NAME", "all forms of a name, and why they are one", Aliases},
      {"timer", "[on|off]", "show how long a statement took", Timer},
      {"source", "FILE", "run a file (in the folder of --allow-files)", Source},
      {"export", "FORMAT PATH [QUERY]", "write the graph, or what QUERY returns", Export},
      {"output", "[FILE|-]", "write answers to a file; alone or with -: to the terminal", Output},
      {"once", "FILE", "write the next answer to a file", Once},
      {"pager", "[on|off]", "answers longer than the screen go through $PAGER", Pager},
      {"width", "[COLUMNS|auto]", "of tables; 0: no limit", Width},
      {"null", "[TEXT]", "what stands for null", Null},
      {"quit", "", "leave", Quit},
  };
  return kCommands;
}

const ShellCommand* FindShellCommand(std::string_view name) {
  if (name == "exit") name = "quit";
  const ShellCommand* found = nullptr;
  for (const ShellCommand& command : ShellCommands()) {
    const std::string_view full = command.name;
    if (full == name) return &command;
    if (!name.empty() && full.starts_with(name)) {
      if (found) return nullptr;
      found = &command;
    }
  }
  return found;
}

}  // namespace papergraph::cli
