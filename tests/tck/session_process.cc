#include "tests/tck/session_process.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace papergraph::tck {

SessionProcess::SessionProcess(const std::string& program) {
  signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> in{};
  std::array<int, 2> out{};
  if (pipe2(in.data(), O_CLOEXEC) != 0 || pipe2(out.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  const pid_t forked = fork();
  if (forked == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    Become({program, "session", "--db", ":memory:"});
  }
  child_.emplace(forked);
  close(in[0]);
  close(out[1]);
  to_child_ = in[1];
  from_child_ = out[0];
  ReadLine();  // hello
}

SessionProcess::~SessionProcess() {
  close(to_child_);
  close(from_child_);
}

std::string SessionProcess::ReadLine() {
  for (;;) {
    if (const auto end = buffer_.find('\n'); end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    pollfd poll_fd{.fd = from_child_, .events = POLLIN, .revents = 0};
    if (poll(&poll_fd, 1, 10'000) <= 0) {
      child_->Signal(SIGKILL);
      throw std::runtime_error("no answer in ten seconds");
    }
    std::array<char, 65536> chunk{};
    const ssize_t got = read(from_child_, chunk.data(), chunk.size());
    if (got <= 0) throw std::runtime_error("the session ended");
    buffer_.append(chunk.data(), static_cast<size_t>(got));
  }
}

nlohmann::json SessionProcess::Ask(const nlohmann::json& request) {
  const std::string line = request.dump() + "\n";
  for (size_t done = 0; done < line.size();) {
    const ssize_t wrote = write(to_child_, line.data() + done, line.size() - done);
    if (wrote <= 0) throw std::runtime_error("the session takes no more requests");
    done += static_cast<size_t>(wrote);
  }
  return nlohmann::json::parse(ReadLine());
}

}  // namespace papergraph::tck
