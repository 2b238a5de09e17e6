#include "tests/cli/run_program.h"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <thread>
#include <utility>

#include "tests/support/child.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

[[noreturn]] void BecomeProgram(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), ProgramPath());
  Become(std::move(arguments));
}

}  // namespace

std::string ProgramPath() {
  const char* path = std::getenv("PAPERGRAPH_PROGRAM");
  return path ? path : "";
}

bool ProgramIsMissing() {
  if (!ProgramPath().empty()) return false;
  WARN("skipped: PAPERGRAPH_PROGRAM is not set");
  return true;
}

bool TerminalIsMissing() {
  int terminal = -1, other = -1;
  if (openpty(&terminal, &other, nullptr, nullptr, nullptr) != 0) {
    WARN("skipped: this system gives no pseudo-terminal (is /dev/pts mounted?)");
    return true;
  }
  close(terminal);
  close(other);
  return false;
}

ProgramResult RunProgram(const std::vector<std::string>& arguments, const std::string& input) {
  const Folder folder;
  std::ofstream(folder / "in", std::ios::binary) << input;
  const pid_t forked = fork();
  if (forked == 0) {
    const auto redirect = [&](const char* file, int flags, int to) {
      dup2(open((folder / file).c_str(), flags, 0600), to);
    };
    redirect("in", O_RDONLY, STDIN_FILENO);
    redirect("out", O_WRONLY | O_CREAT, STDOUT_FILENO);
    redirect("err", O_WRONLY | O_CREAT, STDERR_FILENO);
    BecomeProgram(arguments);
  }
  const int status = Child(forked).Wait();
  return {status, ReadFile(folder / "out"), ReadFile(folder / "err")};
}

std::string RunOnTerminal(const std::vector<std::string>& arguments, const std::vector<std::string>& wait_for,
                          const std::vector<std::string>& typed, const std::string& home) {
  int terminal = -1;
  winsize size{40, 100, 0, 0};
  const pid_t forked = forkpty(&terminal, nullptr, nullptr, &size);
  if (forked == 0) {
    setenv("TERM", "xterm", 1);
    setenv("XDG_STATE_HOME", home.c_str(), 1);
    setenv("XDG_CONFIG_HOME", home.c_str(), 1);
    setenv("PAPERGRAPH_PAGER", "sed s/^/paged:/", 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    BecomeProgram(arguments);
  }
  const Child child(forked);
  std::string screen;
  size_t seen = 0, next = 0;
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < end) {
    pollfd waits{terminal, POLLIN, 0};
    if (poll(&waits, 1, 200) > 0) {
      char buffer[4096];
      const ssize_t got = read(terminal, buffer, sizeof buffer);
      if (got <= 0) break;
      screen.append(buffer, static_cast<size_t>(got));
    }
    if (next >= typed.size()) continue;
    const size_t found = screen.find(wait_for[next], seen);
    if (found == screen.npos) continue;
    seen = found + wait_for[next].size();
    // Ctrl-C is for the statement: it must run by then. Ctrl-V is for the line editor: it must have the terminal, which
    // would take it itself a moment before.
    if (typed[next] == "\x03" || typed[next].find('\x16') != std::string::npos)
      std::this_thread::sleep_for(std::chrono::seconds(1));
    if (write(terminal, typed[next].data(), typed[next].size()) < 0) break;
    ++next;
  }
  close(terminal);
  return screen;
}

std::string OutputOf(const std::string& command) {
  const std::unique_ptr<FILE, int (*)(FILE*)> pipe(popen(command.c_str(), "r"), &pclose);
  std::string out;
  char chunk[4096];
  for (size_t got; (got = fread(chunk, 1, sizeof chunk, pipe.get())) > 0;) out.append(chunk, got);
  while (out.ends_with('\n')) out.pop_back();
  return out;
}

}  // namespace papergraph
