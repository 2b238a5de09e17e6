#include "cli/shell/statements.h"

#include <algorithm>

#include "engine/language.h"

namespace papergraph::cli {
namespace {

bool IsSpace(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

bool IsCommand(std::string_view text) {
  if (text.size() < 2 || (text[0] != ':' && text[0] != '.')) return false;
  const char letter = static_cast<char>(text[1] | 0x20);
  return letter >= 'a' && letter <= 'z';
}

std::string_view Trim(std::string_view text) {
  while (!text.empty() && IsSpace(text.back())) text.remove_suffix(1);
  while (!text.empty() && IsSpace(text.front())) text.remove_prefix(1);
  return text;
}

}  // namespace

void StatementReader::AddLine(std::string_view line) {
  text_ += line;
  text_ += '\n';
}

void StatementReader::Clear() {
  line_ += static_cast<uint64_t>(std::count(text_.begin(), text_.end(), '\n'));
  text_.clear();
  scanned_ = 0;
  state_ = State::kPlain;
  blank_ = true;
}

// The statement [0, end); what follows begins at `next`.
std::optional<StatementReader::Statement> StatementReader::Take(size_t end, size_t next) {
  Statement statement;
  statement.text = Trim(std::string_view(text_).substr(0, end));
  statement.line = line_;
  line_ += static_cast<uint64_t>(std::count(text_.begin(), text_.begin() + static_cast<ptrdiff_t>(next), '\n'));
  text_.erase(0, next);
  scanned_ = 0;
  state_ = State::kPlain;
  blank_ = true;
  return statement;
}

// Drops what stands before the next statement.
void StatementReader::SkipBlank() {
  size_t at = 0;
  for (;;) {
    while (at < text_.size() && (IsSpace(text_[at]) || text_[at] == ';')) ++at;
    if (text_.compare(at, 2, "//") == 0) {
      at = std::min(text_.find('\n', at), text_.size());
    } else if (text_.compare(at, 2, "/*") == 0 && text_.find("*/", at + 2) != text_.npos) {
      at = text_.find("*/", at + 2) + 2;
    } else {
      break;
    }
  }
  line_ += static_cast<uint64_t>(std::count(text_.begin(), text_.begin() + static_cast<ptrdiff_t>(at), '\n'));
  text_.erase(0, at);
}

std::optional<StatementReader::Statement> StatementReader::Next() {
  if (blank_) {
    SkipBlank();
    if (text_.empty()) return std::nullopt;
    const size_t end = text_.find('\n');
    if (end == text_.npos) return std::nullopt;
    const std::string_view first = std::string_view(text_).substr(0, end);
    if (IsCommand(first)) {
      auto command = Take(end, end + 1);
      while (command->text.ends_with(';')) command->text.pop_back();
      command->is_command = true;
      return command;
    }
    if (!first.starts_with("/*") && !engine::IsCypher(first)) {
      auto sentence = Take(end, end + 1);
      while (sentence->text.ends_with(';')) sentence->text.pop_back();
      return sentence;
    }
    blank_ = false;
  }
  for (; scanned_ < text_.size(); ++scanned_) {
    const char c = text_[scanned_];
    const char next = scanned_ + 1 < text_.size() ? text_[scanned_ + 1] : '\0';
    switch (state_) {
      case State::kPlain:
        if (c == ';') return Take(scanned_, scanned_ + 1);
        if (c == '\'') state_ = State::kSingle;
        if (c == '"') state_ = State::kDouble;
        if (c == '`') state_ = State::kBacktick;
        if (c == '/' && next == '/') state_ = State::kLineComment;
        if (c == '/' && next == '*') {
          state_ = State::kBlockComment;
          ++scanned_;
        }
        break;
      case State::kSingle:
      case State::kDouble:
        if (c == '\\') {
          ++scanned_;
        } else if (c == (state_ == State::kSingle ? '\'' : '"')) {
          state_ = State::kPlain;
        }
        break;
      case State::kBacktick:
        if (c == '`') state_ = State::kPlain;
        break;
      case State::kLineComment:
        if (c == '\n') state_ = State::kPlain;
        break;
      case State::kBlockComment:
        if (c == '*' && next == '/') {
          state_ = State::kPlain;
          ++scanned_;
        }
        break;
    }
  }
  return std::nullopt;
}

std::optional<StatementReader::Statement> StatementReader::Rest() {
  if (blank_ && Trim(text_).empty()) return std::nullopt;
  auto statement = Take(text_.size(), text_.size());
  if (statement->text.empty()) return std::nullopt;
  return statement;
}

}  // namespace papergraph::cli
