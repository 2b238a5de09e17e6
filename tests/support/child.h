// Child processes of tests.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace papergraph {

/// A child; killed with this object unless it has ended by then.
class Child {
 public:
  /// What fork() or forkpty() has given the parent. Throws std::system_error where it failed: kill() takes the -1 that
  /// stands for that as every process of the machine.
  explicit Child(pid_t forked);
  ~Child();
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  void Signal(int signal);
  /// Its exit status once it has ended; -1 where a signal has ended it, or where that was asked before.
  int Wait();

 private:
  pid_t pid_;
};

/// In a child: becomes the program words[0]; exit status 127 where that cannot be started.
[[noreturn]] void Become(std::vector<std::string> words);

}  // namespace papergraph
