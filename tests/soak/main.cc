// Mixed load for some minutes: what was done, what grew, what went wrong.
#include <fmt/format.h>

#include <cstdlib>

#include "tests/soak/mixed_load.h"
#include "tests/support/files.h"

int main(int count, char** words) {
  using namespace papergraph;
  if (count != 3 || std::atof(words[1]) <= 0) {
    fmt::print(stderr, "mixed_load MINUTES REPORTS\n");
    return 2;
  }
  const Folder folder;
  soak::LoadOptions options;
  options.folder = folder.path.string();
  options.reports = words[2];
  options.seconds = std::atof(words[1]) * 60;
  options.tell = [](const std::string& line) {
    fmt::print("{}\n", line);
    std::fflush(stdout);
  };
  const soak::LoadReport report = soak::RunMixedLoad(options);
  for (const auto& [work, done] : report.done) fmt::print("{} {}\n", done, work);
  fmt::print("{} transactions were told to begin again, and did\n", report.conflicts);
  const std::vector<std::string> grown = soak::Growth(report.samples);
  for (const std::string& line : grown) fmt::print("{}\n", line);
  for (const std::string& line : report.errors) fmt::print("error: {}\n", line);
  if (grown.empty() && report.errors.empty()) fmt::print("nothing grew, nothing went wrong\n");
  return grown.empty() && report.errors.empty() ? 0 : 1;
}
