// `papergraph completion`: scripts for shells, from the table of commands and their options.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/options.h"

namespace papergraph::cli {
namespace {

struct Choice {
  std::string name;  // "--format"
  std::string help;
  bool takes_value;
  std::string values;  // "table csv"; empty: any
};

struct Described {
  std::string name, help;
  std::vector<Choice> options;
};

/// "TEXT:{table,csv}" -> "table csv".
std::string ValuesOf(const CLI::Option& option) {
  const std::string type = option.get_type_name();
  const size_t open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos || close < open) return {};
  std::string values = type.substr(open + 1, close - open - 1);
  for (char& c : values) c = c == ',' ? ' ' : c;
  return values;
}

/// The commands as --help knows them.
std::vector<Described> DescribedCommands() {
  std::vector<Described> all;
  for (const Command* command : Commands()) {
    CLI::App app(command->help, command->name);
    command->configure(app);
    Described described{command->name, command->help, {}};
    for (const CLI::Option* option : app.get_options()) {
      for (const std::string& name : option->get_snames()) {
        described.options.push_back(
            {"-" + name, option->get_description(), option->get_items_expected_max() > 0, ValuesOf(*option)});
      }
      for (const std::string& name : option->get_lnames()) {
        described.options.push_back(
            {"--" + name, option->get_description(), option->get_items_expected_max() > 0, ValuesOf(*option)});
      }
    }
    all.push_back(std::move(described));
  }
  return all;
}

/// With a backslash before each of `special`.
std::string Escaped(const std::string& text, std::string_view special) {
  std::string out;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

/// In single quotes, as all three shells read them.
std::string Quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

std::string Bash(const std::vector<Described>& commands) {
  std::string names, options, values;
  for (const Described& command : commands) {
    names += command.name + " ";
    options += fmt::format("      {}) words='", command.name);
    for (const Choice& option : command.options) {
      options += option.name + " ";
      if (!option.values.empty()) {
        values += fmt::format("    '{} {}') words={} ;;\n", command.name, option.name, Quoted(option.values));
      }
    }
    options += "' ;;\n";
  }
  return fmt::format(R"(# bash completion for papergraph: source it, or put it into bash's folder of completions
_papergraph() {{
  local current=${{COMP_WORDS[COMP_CWORD]}} before=${{COMP_WORDS[COMP_CWORD-1]}} words=
  COMPREPLY=()
  if [ "$COMP_CWORD" = 1 ]; then
    COMPREPLY=($(compgen -W '{}--help --version' -- "$current"))
    return
  fi
  case "${{COMP_WORDS[1]}} $before" in
{}  esac
  if [ -z "$words" ] && [ "${{current:0:1}}" = - ]; then
    case "${{COMP_WORDS[1]}}" in
{}    esac
  fi
  if [ -n "$words" ]; then
    COMPREPLY=($(compgen -W "$words" -- "$current"))
  fi
}}
complete -o default -F _papergraph papergraph
)",
                     names, values, options);
}

std::string Zsh(const std::vector<Described>& commands) {
  std::string names, cases;
  for (const Described& command : commands) {
    names += "    " + Quoted(command.name + ":" + Escaped(command.help, ":\\")) + "\n";
    cases += fmt::format("    {})\n      _arguments \\\n", command.name);
    for (const Choice& option : command.options) {
      std::string spec = fmt::format("*{}[{}]", option.name, Escaped(option.help, "[]:\\"));
      if (option.takes_value)
        spec += option.values.empty() ? ":value:_files" : fmt::format(":value:({})", option.values);
      cases += "        " + Quoted(spec) + " \\\n";
    }
    cases += "        '*:file:_files' ;;\n";
  }
  return fmt::format(R"(#compdef papergraph
_papergraph() {{
  local -a commands
  commands=(
{}  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
{}  esac
}}
if [ "$funcstack[1]" = _papergraph ]; then
  _papergraph "$@"
else
  compdef _papergraph papergraph
fi
)",
                     names, cases);
}

std::string Fish(const std::vector<Described>& commands) {
  std::string out = "# fish completion for papergraph: ~/.config/fish/completions/papergraph.fish\n";
  for (const Described& command : commands) {
    out += fmt::format("complete -c papergraph -n __fish_use_subcommand -f -a {} -d {}\n", command.name,
                       Quoted(command.help));
    for (const Choice& option : command.options) {
      const bool single = !option.name.starts_with("--");
      out += fmt::format("complete -c papergraph -n '__fish_seen_subcommand_from {}' {} {}{}{} -d {}\n", command.name,
                         single ? "-s" : "-l", option.name.substr(single ? 1 : 2), option.takes_value ? " -r" : "",
                         option.values.empty() ? "" : " -f -a " + Quoted(option.values), Quoted(option.help));
    }
  }
  return out;
}

}  // namespace

const Command kCompletion{
    "completion", "print what makes Tab complete commands and options in bash, zsh or fish",
    "  source <(papergraph completion bash)\n"
    "  papergraph completion zsh > ~/.zfunc/_papergraph\n"
    "  papergraph completion fish > ~/.config/fish/completions/papergraph.fish\n",
    [](CLI::App& app) -> std::function<int()> {
      auto shell = std::make_shared<std::string>();
      app.add_option("SHELL", *shell, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
      return [shell] {
        const auto commands = DescribedCommands();
        std::cout << (*shell == "bash" ? Bash(commands) : *shell == "zsh" ? Zsh(commands) : Fish(commands));
        return kDone;
      };
    }};

}  // namespace papergraph::cli
