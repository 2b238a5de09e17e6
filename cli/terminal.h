// What the terminal is like.
#pragma once

namespace papergraph::cli {

/// Columns of the terminal on standard output; 0 when that is none.
int TerminalWidth();
/// Lines of it; 0 when that is none.
int TerminalHeight();
/// Whether colour is welcome on this file descriptor: a terminal, and $NO_COLOR is not set.
bool WantsColor(int descriptor);

}  // namespace papergraph::cli
