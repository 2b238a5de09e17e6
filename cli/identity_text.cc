#include "cli/identity_text.h"

#include <cstdio>
#include <iostream>
#include <vector>

#include "cli/report_error.h"
#include "extract/identity.h"

namespace papergraph::cli {
namespace {

// One line, however the sentence was broken.
std::string OneLine(std::string text) {
  for (char& c : text) {
    if (c == '\n' || c == '\r' || c == '\t') c = ' ';
  }
  return Harmless(text);
}

// The evidence with the words that name the thing marked.
std::string Marked(const extract::Reason& reason, bool bold) {
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

}  // namespace

bool WriteAliases(std::ostream& out, const GraphReader& graph, const std::string& name) {
  const std::vector<extract::Identity> found = extract::IdentitiesOf(graph, name);
  if (found.empty()) std::cerr << "nothing in the graph is named \"" << Harmless(name) << "\"\n";
  for (const extract::Identity& identity : found) {
    out << identity.label << ' ' << Harmless(identity.name) << '\n';
    for (const extract::FormReason& form : identity.forms) {
      out << "  " << Harmless(form.form) << ": " << Harmless(form.reason) << '\n';
      if (form.evidence.empty()) continue;
      out << "      " << Harmless(form.paper) << ", " << Harmless(form.source) << " byte " << form.start << ": "
          << OneLine(form.evidence) << '\n';
    }
  }
  return !found.empty();
}

bool WriteReasons(std::ostream& out, const GraphReader& graph, const std::string& paper, const std::string& name,
                  bool bold) {
  const std::vector<extract::Reason> reasons = extract::ReasonsFor(graph, paper, name);
  if (reasons.empty()) {
    std::cerr << "no edge of a paper \"" << Harmless(paper) << "\" leads to \"" << Harmless(name)
              << "\"; expected a paper's id or title, and a name or alias\n";
  }
  std::string last;
  for (const extract::Reason& reason : reasons) {
    if (reason.paper != last) out << Harmless(reason.paper) << ' ' << OneLine(reason.title) << '\n';
    last = reason.paper;
    char confidence[16];
    std::snprintf(confidence, sizeof confidence, "%.2f", reason.confidence);
    out << "  " << reason.edge << ' ' << Harmless(reason.name) << " (" << reason.label << ')';
    if (!reason.number.empty()) out << ": " << OneLine(reason.number);
    out << "\n    rule \"" << OneLine(reason.rule) << "\", confidence " << confidence << ", section " << reason.section
        << "\n    " << Harmless(reason.source) << ", bytes " << reason.start << " to " << reason.end << ": "
        << Marked(reason, bold) << '\n';
  }
  return !reasons.empty();
}

}  // namespace papergraph::cli
