// Where the shell's answers go: the terminal, a pager when they are longer than the screen, or a file.
#pragma once

#include <fstream>
#include <functional>
#include <memory>
#include <ostream>
#include <string>

namespace papergraph::cli {

/// One answer at a time. One thread.
class Answers {
 public:
  Answers();
  ~Answers();
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;

  /// `:output`: from now on into this file, which is emptied first; "" goes back to the terminal.
  /// Throws std::runtime_error with the path and the reason.
  void To(const std::string& file);
  /// `:once`: the next answer alone.
  void Once(const std::string& file);
  /// `:pager`.
  void Page(bool wanted) { paging_ = wanted; }
  bool paging() const { return paging_; }

  /// Whether the next answer is for a person at a terminal.
  bool for_people() const;

  /// The stream for one answer. On a terminal what is longer than the screen goes through $PAPERGRAPH_PAGER, else
  /// $PAGER, else less; `left` is called once when the person leaves the pager before the end.
  std::ostream& Begin(std::function<void()> left);
  /// Waits for the pager. Throws std::runtime_error when the file took less than was written (the disk is full).
  void End();

 private:
  class Pager;

  bool paging_ = true;
  std::string file_name_, once_name_;
  std::ofstream file_, once_;
  std::unique_ptr<Pager> pager_;
  std::unique_ptr<std::ostream> paged_;
};

}  // namespace papergraph::cli
