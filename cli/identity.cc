// `papergraph aliases`, `merge`, `split` and `why`.
#include "extract/identity.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <iostream>

#include "cli/commands.h"
#include "cli/options.h"
#include "cli/report_error.h"
#include "cli/terminal.h"

namespace papergraph::cli {
namespace {

struct NameOptions {
  DatabaseOptions database;
  std::string first, second;
};

/// One line, however the sentence was broken.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return Harmless(text);
}

int RunAliases(const NameOptions& options) {
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  const std::vector<extract::Identity> found = extract::IdentitiesOf(*store->Snapshot(), options.first);
  if (found.empty()) {
    std::cerr << "nothing in the graph is named \"" << Harmless(options.first) << "\"\n";
    return kFailed;
  }
  for (const extract::Identity& identity : found) {
    std::cout << identity.label << ' ' << Harmless(identity.name) << '\n';
    for (const extract::FormReason& form : identity.forms) {
      std::cout << "  " << Harmless(form.form) << ": " << Harmless(form.reason) << '\n';
      if (form.evidence.empty()) continue;
      std::cout << "      " << form.paper << ", " << Harmless(form.source) << " byte " << form.start << ": "
                << OneLine(form.evidence) << '\n';
    }
  }
  return kDone;
}

/// The evidence with the words that name the thing marked: in bold on a terminal, in angle quotes elsewhere.
std::string Marked(const extract::Reason& reason) {
  const bool bold = WantsColor(STDOUT_FILENO);
  std::string text;
  size_t at = 0;
  for (const auto& [from, to] : reason.marks) {
    text += OneLine(reason.evidence.substr(at, from - at));
    text += bold ? "\x1b[1m" : "«";
    text += OneLine(reason.evidence.substr(from, to - from));
    text += bold ? "\x1b[0m" : "»";
    at = to;
  }
  return text + OneLine(reason.evidence.substr(at));
}

int RunWhy(const NameOptions& options) {
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  const std::vector<extract::Reason> reasons = extract::ReasonsFor(*store->Snapshot(), options.first, options.second);
  if (reasons.empty()) {
    std::cerr << "no edge of a paper \"" << Harmless(options.first) << "\" leads to \"" << Harmless(options.second)
              << "\"; expected a paper's id or title, and a name or alias\n";
    return kFailed;
  }
  std::string paper;
  for (const extract::Reason& reason : reasons) {
    if (reason.paper != paper) std::cout << Harmless(reason.paper) << ' ' << OneLine(reason.title) << '\n';
    paper = reason.paper;
    char confidence[16];
    std::snprintf(confidence, sizeof confidence, "%.2f", reason.confidence);
    std::cout << "  " << reason.edge << ' ' << Harmless(reason.name) << " (" << reason.label << ')';
    if (!reason.number.empty()) std::cout << ": " << OneLine(reason.number);
    std::cout << "\n    rule \"" << OneLine(reason.rule) << "\", confidence " << confidence << ", section "
              << reason.section << "\n    " << Harmless(reason.source) << ", bytes " << reason.start << " to "
              << reason.end << ": " << Marked(reason) << '\n';
  }
  return kDone;
}

int RunDecision(const NameOptions& options,
                extract::Outcome (*decide)(Store&, const std::string&, const std::string&)) {
  const std::unique_ptr<Store> store = OpenDatabase(options.database, false);
  const extract::Outcome outcome = decide(*store, options.first, options.second);
  (outcome.done ? std::cout : std::cerr) << Harmless(outcome.message) << '\n';
  return outcome.done ? kDone : kFailed;
}

std::shared_ptr<NameOptions> AddNames(CLI::App& app, const char* first, const char* first_help, const char* second,
                                      const char* second_help, bool may_read_only) {
  auto options = std::make_shared<NameOptions>();
  AddDatabaseOptions(app, options->database, may_read_only);
  app.add_option(first, options->first, first_help)->required();
  if (second != nullptr) app.add_option(second, options->second, second_help)->required();
  return options;
}

}  // namespace

const Command kAliases{"aliases", "all forms of a name, and why they are one", "  papergraph aliases GRPO\n",
                       [](CLI::App& app) -> std::function<int()> {
                         auto options = AddNames(app, "NAME", "a name or alias", nullptr, nullptr, true);
                         return [options] { return RunAliases(*options); };
                       }};

const Command kMerge{"merge", "from now on B is another name for A",
                     "  papergraph merge 'Self-Critique' 'Self-Critic'\n", [](CLI::App& app) -> std::function<int()> {
                       auto options = AddNames(app, "A", "the thing", "B", "its other name", false);
                       return [options] { return RunDecision(*options, extract::Merge); };
                     }};

const Command kSplit{"split", "from now on B is a thing of its own, not a form of A",
                     "  papergraph split 'Self-Critique' 'Self-Critic'\n", [](CLI::App& app) -> std::function<int()> {
                       auto options = AddNames(app, "A", "the thing", "B", "what is no form of it", false);
                       return [options] { return RunDecision(*options, extract::Split); };
                     }};

const Command kWhy{"why", "which edge, which rule, which sentence, where in the file",
                   "  papergraph why 2601.22628 GRPO\n", [](CLI::App& app) -> std::function<int()> {
                     auto options = AddNames(app, "PAPER", "its id, its title or the beginning of that", "NAME",
                                             "a name or alias", true);
                     return [options] { return RunWhy(*options); };
                   }};

}  // namespace papergraph::cli
