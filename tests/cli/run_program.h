// The real program ($PAPERGRAPH_PROGRAM), run as a user would.
#pragma once

#include <string>
#include <vector>

namespace papergraph {

struct ProgramResult {
  int status = -1;
  std::string out, err;
};

/// Empty when $PAPERGRAPH_PROGRAM is not set: then the test skips with a notice.
std::string ProgramPath();
/// Whether it is not set; says so.
bool ProgramIsMissing();
/// Whether the system gives no pseudo-terminal, as in a bare chroot; says so.
bool TerminalIsMissing();
/// Runs it with these arguments and this standard input, to its end.
ProgramResult RunProgram(const std::vector<std::string>& arguments, const std::string& input = "");
/// Runs it on a pseudo-terminal: writes each of `typed` once what came before has made the screen show `wait_for[i]`;
/// everything shown. `home` holds the program's history and start-up file.
std::string RunOnTerminal(const std::vector<std::string>& arguments, const std::vector<std::string>& wait_for,
                          const std::vector<std::string>& typed, const std::string& home = "/dev/null/none");
/// What a command of the shell writes to standard output, without the line breaks at the end.
std::string OutputOf(const std::string& command);

}  // namespace papergraph
