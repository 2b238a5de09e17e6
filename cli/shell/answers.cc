#include "cli/shell/answers.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <iostream>
#include <stdexcept>
#include <streambuf>

#include "cli/terminal.h"

namespace papergraph::cli {
namespace {

bool IsInstalled(const std::string& command) {
  const std::string program = command.substr(0, command.find(' '));
  if (program.find('/') != program.npos) return access(program.c_str(), X_OK) == 0;
  const char* path = std::getenv("PATH");
  std::string folders = path ? path : "";
  for (size_t start = 0; start <= folders.size();) {
    const size_t end = std::min(folders.find(':', start), folders.size());
    if (access((folders.substr(start, end - start) + "/" + program).c_str(), X_OK) == 0) return true;
    start = end + 1;
  }
  return false;
}

// Empty: there is none, and answers scroll by.
std::string PagerCommand() {
  for (const char* name : {"PAPERGRAPH_PAGER", "PAGER"}) {
    if (const char* command = std::getenv(name)) return IsInstalled(command) ? command : "";
  }
  return IsInstalled("less") ? "less -RSFX" : "";
}

std::ofstream Create(const std::string& name) {
  std::ofstream file(name, std::ios::binary | std::ios::trunc);
  if (!file) throw std::runtime_error("cannot write " + name + ": " + std::strerror(errno));
  return file;
}

}  // namespace

// Holds text back until it is longer than the screen; then a pager shows it and all that follows.
class Answers::Pager : public std::streambuf {
 public:
  Pager(std::string command, size_t lines, std::function<void()> left)
      : command_(std::move(command)), lines_(lines), left_(std::move(left)) {}

  void End() {
    if (pipe_) {
      pclose(pipe_);
      pipe_ = nullptr;
      std::signal(SIGPIPE, before_);
    } else {
      std::cout << held_ << std::flush;
    }
    held_.clear();
  }

 protected:
  std::streamsize xsputn(const char* text, std::streamsize size) override {
    if (gone_) return size;
    if (!pipe_) {
      held_.append(text, static_cast<size_t>(size));
      seen_ += static_cast<size_t>(std::count(text, text + size, '\n'));
      if (seen_ < lines_) return size;
      Start();
    } else {
      Send(text, static_cast<size_t>(size));
    }
    return size;
  }
  int overflow(int c) override {
    const char byte = static_cast<char>(c);
    if (c != EOF) xsputn(&byte, 1);
    return c;
  }

 private:
  void Start() {
    std::cout.flush();
    // A pager that is left early closes the pipe: that ends the answer, not the shell.
    before_ = std::signal(SIGPIPE, SIG_IGN);
    setenv("LESSCHARSET", "utf-8", 0);
    pipe_ = popen(command_.c_str(), "w");
    if (!pipe_) {
      std::signal(SIGPIPE, before_);
      command_.clear();
      lines_ = SIZE_MAX;
      return;
    }
    const std::string text = std::move(held_);
    held_.clear();
    Send(text.data(), text.size());
  }
  void Send(const char* text, size_t size) {
    if (std::fwrite(text, 1, size, pipe_) == size && std::fflush(pipe_) == 0) return;
    gone_ = true;
    left_();
  }

  std::string command_;
  size_t lines_;
  std::function<void()> left_;
  std::string held_;
  size_t seen_ = 0;
  std::FILE* pipe_ = nullptr;
  bool gone_ = false;
  void (*before_)(int) = SIG_DFL;
};

Answers::Answers() = default;
Answers::~Answers() = default;

void Answers::To(const std::string& file) {
  file_ = file.empty() ? std::ofstream() : Create(file);
  file_name_ = file;
}

void Answers::Once(const std::string& file) {
  once_ = Create(file);
  once_name_ = file;
}

bool Answers::for_people() const { return once_name_.empty() && file_name_.empty() && isatty(STDOUT_FILENO); }

std::ostream& Answers::Begin(std::function<void()> left) {
  if (!once_name_.empty()) return once_;
  if (!file_name_.empty()) return file_;
  const size_t lines = paging_ && isatty(STDIN_FILENO) ? static_cast<size_t>(TerminalHeight()) : 0;
  std::string command = lines > 0 ? PagerCommand() : "";
  if (command.empty()) return std::cout;
  pager_ = std::make_unique<Pager>(std::move(command), lines, std::move(left));
  paged_ = std::make_unique<std::ostream>(pager_.get());
  return *paged_;
}

void Answers::End() {
  if (pager_) {
    paged_.reset();
    pager_->End();
    pager_.reset();
    return;
  }
  const bool once = !once_name_.empty();
  std::ofstream& file = once ? once_ : file_;
  const std::string name = once ? once_name_ : file_name_;
  if (name.empty()) {
    std::cout.flush();
    return;
  }
  file.flush();
  const bool whole = file.good();
  if (once) {
    once_.close();
    once_name_.clear();
  }
  if (!whole) throw std::runtime_error("cannot write all of the answer to " + name);
}

}  // namespace papergraph::cli
