#include "cli/shell/line_editor.h"

#include <histedit.h>
#include <unistd.h>

#include <algorithm>
#include <climits>
#include <clocale>
#include <cstdio>
#include <cstdlib>
#include <cwchar>
#include <filesystem>
#include <unordered_set>

#include "cli/report_error.h"
#include "cli/terminal.h"

namespace papergraph::cli {
namespace {

constexpr int kHistorySize = 2000;

std::wstring Widen(std::string_view text) {
  std::wstring wide;
  for (size_t i = 0; i < text.size();) {
    const auto byte = static_cast<unsigned char>(text[i]);
    size_t length = byte < 0x80 ? 1 : byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (length == 0 || i + length > text.size()) {
      wide += L'\ufffd';
      ++i;
      continue;
    }
    uint32_t code = length == 1 ? byte : byte & (0xffu >> (length + 1));
    for (size_t k = 1; k < length; ++k) code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3f);
    wide += static_cast<wchar_t>(code);
    i += length;
  }
  return wide;
}

std::string Narrow(const wchar_t* begin, const wchar_t* end) {
  std::string text;
  for (; begin < end; ++begin) {
    const auto code = static_cast<uint32_t>(*begin);
    if (code < 0x80) {
      text += static_cast<char>(code);
    } else if (code < 0x800) {
      text += static_cast<char>(0xc0 | code >> 6);
      text += static_cast<char>(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
      text += static_cast<char>(0xe0 | code >> 12);
      text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
      text += static_cast<char>(0x80 | (code & 0x3f));
    } else {
      text += static_cast<char>(0xf0 | code >> 18);
      text += static_cast<char>(0x80 | (code >> 12 & 0x3f));
      text += static_cast<char>(0x80 | (code >> 6 & 0x3f));
      text += static_cast<char>(0x80 | (code & 0x3f));
    }
  }
  return text;
}

int CodePoints(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xc0) != 0x80; }));
}

std::string CommonStart(const std::vector<std::string>& texts) {
  std::string common = texts[0];
  for (const std::string& text : texts) {
    const auto end = std::mismatch(common.begin(), common.end(), text.begin(), text.end()).first;
    common.erase(end, common.end());
  }
  while (!common.empty() && common.size() < texts[0].size() && (texts[0][common.size()] & 0xc0) == 0x80)
    common.pop_back();
  return common;
}

// Below the line, in columns.
void List(const std::vector<std::string>& candidates) {
  size_t widest = 0;
  for (const std::string& candidate : candidates) widest = std::max(widest, candidate.size());
  const size_t columns = std::max<size_t>(1, static_cast<size_t>(std::max(20, TerminalWidth())) / (widest + 2));
  std::string text = "\n";
  for (size_t i = 0; i < candidates.size(); ++i) {
    text += Harmless(candidates[i]);
    const bool last = (i + 1) % columns == 0 || i + 1 == candidates.size();
    text += last ? std::string("\n") : std::string(widest + 2 - candidates[i].size(), ' ');
  }
  std::fputs(text.c_str(), stdout);
  std::fflush(stdout);
}

void AddOnce(HistoryW* history, const std::wstring& line) {
  HistEventW event;
  for (int found = history_w(history, &event, H_FIRST); found >= 0; found = history_w(history, &event, H_NEXT)) {
    if (line != event.str) continue;
    history_w(history, &event, H_DEL, event.num);
    break;
  }
  history_w(history, &event, H_ENTER, line.c_str());
}

// Takes each line once, where it was used last, and writes the file anew when that made it shorter.
void LoadHistory(HistoryW* history, const std::string& path) {
  HistEventW event;
  HistoryW* stored = history_winit();
  history_w(stored, &event, H_SETSIZE, INT_MAX);
  const int count = history_w(stored, &event, H_LOAD, path.c_str());
  std::vector<std::wstring> lines;  // newest first
  std::unordered_set<std::wstring> seen;
  for (int found = history_w(stored, &event, H_FIRST); found >= 0 && lines.size() < size_t{kHistorySize};
       found = history_w(stored, &event, H_NEXT)) {
    if (seen.insert(event.str).second) lines.emplace_back(event.str);
  }
  history_wend(stored);
  for (auto line = lines.rbegin(); line != lines.rend(); ++line) history_w(history, &event, H_ENTER, line->c_str());
  if (count > static_cast<int>(lines.size())) history_w(history, &event, H_SAVE, path.c_str());
}

}  // namespace

struct LineEditor::State {
  EditLine* edit = nullptr;
  HistoryW* history = nullptr;
  std::string history_file;
  std::wstring prompt;
  bool interrupted = false;
  std::function<Completion(std::string_view)> completer;

  static State& Of(EditLine* edit) {
    void* data = nullptr;
    el_wget(edit, EL_CLIENTDATA, &data);
    return *static_cast<State*>(data);
  }
  static wchar_t* Prompt(EditLine* edit) { return Of(edit).prompt.data(); }
  static unsigned char Interrupt(EditLine* edit, wint_t) {
    Of(edit).interrupted = true;
    std::fputs("^C", stdout);
    return CC_NEWLINE;
  }
  static unsigned char Complete(EditLine* edit, wint_t) {
    State& state = Of(edit);
    if (!state.completer) return CC_ERROR;
    const LineInfoW* line = el_wline(edit);
    const std::string before = Narrow(line->buffer, line->cursor);
    const Completion found = state.completer(before);
    if (found.candidates.empty()) return CC_ERROR;
    const std::string word = before.substr(std::min(found.start, before.size()));
    const std::string common = CommonStart(found.candidates);
    // The word in the candidates' own spelling (upper case, hyphens), as far as they agree.
    if (common != word && (found.candidates.size() == 1 || common.size() > word.size())) {
      el_wdeletestr(edit, CodePoints(word));
      el_winsertstr(edit, Widen(common).c_str());
      return CC_REFRESH;
    }
    if (found.candidates.size() == 1) return CC_REFRESH;
    List(found.candidates);
    return CC_REDISPLAY;
  }
};

LineEditor::LineEditor(const std::string& history_file) : state_(std::make_unique<State>()) {
  // libedit counts characters by the locale; in a bare one (LANG unset) Chinese would fall apart.
  std::setlocale(LC_CTYPE, "");
  if (MB_CUR_MAX == 1) std::setlocale(LC_CTYPE, "C.UTF-8");
  State& state = *state_;
  state.edit = el_init("papergraph", stdin, stdout, stderr);
  el_wset(state.edit, EL_CLIENTDATA, &state);
  el_wset(state.edit, EL_PROMPT, State::Prompt);
  el_wset(state.edit, EL_EDITOR, L"emacs");
  // Ctrl-C comes as a character while a line is edited, and as a signal while a statement runs.
  el_wset(state.edit, EL_SETTY, L"-d", L"-isig", nullptr);
  el_wset(state.edit, EL_ADDFN, L"papergraph-interrupt", L"drop the line", State::Interrupt);
  el_wset(state.edit, EL_BIND, L"^C", L"papergraph-interrupt", nullptr);
  el_wset(state.edit, EL_ADDFN, L"papergraph-complete", L"complete the word", State::Complete);
  el_wset(state.edit, EL_BIND, L"^I", L"papergraph-complete", nullptr);
  el_wset(state.edit, EL_BIND, L"^R", L"em-inc-search-prev", nullptr);
  HistEventW event;
  state.history = history_winit();
  history_w(state.history, &event, H_SETSIZE, kHistorySize);
  el_wset(state.edit, EL_HIST, history_w, state.history);
  if (!history_file.empty()) {
    std::error_code error;
    std::filesystem::create_directories(std::filesystem::path(history_file).parent_path(), error);
    state.history_file = history_file;
    LoadHistory(state.history, history_file);
  }
}

LineEditor::~LineEditor() {
  history_wend(state_->history);
  el_end(state_->edit);
}

void LineEditor::SetCompleter(std::function<Completion(std::string_view)> completer) {
  state_->completer = std::move(completer);
}

LineEditor::Result LineEditor::Read(const std::string& prompt, std::string& line) {
  state_->prompt = Widen(prompt);
  state_->interrupted = false;
  std::fflush(stdout);
  int count = 0;
  const wchar_t* text = el_wgets(state_->edit, &count);
  if (state_->interrupted) return Result::kInterrupted;
  if (!text || count <= 0) return Result::kEnd;
  const wchar_t* end = text + count;
  while (end > text && (end[-1] == L'\n' || end[-1] == L'\r')) --end;
  line = Narrow(text, end);
  return Result::kLine;
}

void LineEditor::Remember(const std::string& line) {
  if (line.empty()) return;
  AddOnce(state_->history, Widen(line));
  if (state_->history_file.empty()) return;
  // Appended: another shell may have added lines since.
  std::FILE* file = std::fopen(state_->history_file.c_str(), "a");
  if (!file) return;
  std::fseek(file, 0, SEEK_END);
  HistEventW event;
  history_w(state_->history, &event, H_NSAVE_FP, size_t{1}, file);
  std::fclose(file);
}

}  // namespace papergraph::cli
