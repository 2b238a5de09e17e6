// What every fuzz target ends with when a promise is broken.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string>

/// Prints both texts and aborts, so that libFuzzer and CTest take it for a crash.
[[noreturn]] inline void Disagree(const char* what, const std::string& first, const std::string& second) {
  std::fprintf(stderr, "%s\n--- first\n%s\n--- second\n%s\n", what, first.c_str(), second.c_str());
  std::abort();
}
