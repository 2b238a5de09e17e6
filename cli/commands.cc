#include "cli/commands.h"

namespace papergraph::cli {

std::string_view Version() { return PAPERGRAPH_VERSION; }

std::span<const Command* const> Commands() {
  static const Command* const kCommands[] = {&kIngest, &kForget, &kImport, &kQuery,  &kShell,   &kSession,
                                             &kServe,  &kMcp,    &kExport, &kPush,   &kAliases, &kMerge,
                                             &kSplit,  &kWhy,    &kCheck,  &kBackup, &kRestore, &kCompletion};
  return kCommands;
}

}  // namespace papergraph::cli
