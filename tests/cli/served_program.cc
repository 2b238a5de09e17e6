#include "tests/cli/served_program.h"

#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <stdexcept>
#include <utility>

#include "tests/cli/run_program.h"

namespace papergraph {

ServedProgram::ServedProgram(const std::vector<std::string>& arguments) {
  std::vector<std::string> words = {ProgramPath(), "serve", "--port", "0"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const pid_t forked = fork();
  if (forked == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    dup2(ends[1], STDOUT_FILENO);
    close(ends[0]);
    close(ends[1]);
    Become(std::move(words));
  }
  child_.emplace(forked);
  close(ends[1]);
  for (char c; read(ends[0], &c, 1) == 1 && c != '\n';) url_ += c;
  close(ends[0]);
  if (url_.empty()) throw std::runtime_error("the server did not start");
}

ServedProgram::~ServedProgram() {
  child_->Signal(SIGTERM);
  child_->Wait();
}

}  // namespace papergraph
