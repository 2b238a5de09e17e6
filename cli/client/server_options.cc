#include "cli/client/server_options.h"

#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <fstream>
#include <iostream>

#include "cli/options.h"
#include "cli/report_error.h"

namespace papergraph::cli {
namespace {

// Never an argument, which everybody on the machine can read.
std::string ReadPassword(const ServerOptions& options) {
  if (options.password_file.empty()) {
    const char* password = std::getenv("PAPERGRAPH_PASSWORD");
    return password ? password : "";
  }
  struct stat about {};
  std::ifstream file(options.password_file);
  if (!file || stat(options.password_file.c_str(), &about) != 0)
    throw UsageError("cannot read the password from " + options.password_file);
  if (S_ISREG(about.st_mode) && (about.st_mode & 077) != 0)
    throw UsageError(options.password_file + " holds a password: only its owner may have access (chmod 600)");
  std::string password;
  std::getline(file, password);
  if (password.ends_with('\r')) password.pop_back();
  return password;
}

}  // namespace

void AddLoginOptions(CLI::App& app, ServerOptions& options) {
  app.add_option("--user", options.user, "who logs on; the password is $PAPERGRAPH_PASSWORD or --password-file")
      ->type_name("NAME");
  app.add_option("--password-file", options.password_file, "the password is its first line; only its owner may read it")
      ->type_name("FILE");
  app.add_option("--server-database", options.database, "which of the server's databases, where it has several")
      ->type_name("NAME");
  app.add_option("--connect-timeout", options.connect_timeout, "how long to wait until the server answers at all")
      ->type_name("SECONDS")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
}

std::unique_ptr<BoltClient> Connect(const ServerOptions& options) {
  BoltAddress address;
  try {
    address = ParseBoltAddress(options.address);
  } catch (const std::invalid_argument& error) {
    throw UsageError(error.what());
  }
  if (options.user.empty() && !options.password_file.empty()) throw UsageError("--password-file needs --user");
  if (!options.user.empty() && address.security == BoltAddress::Security::kPlain && !IsThisMachine(address))
    std::cerr << "the password goes to " << Harmless(address.host) << " as plain text; bolt+s:// would hide it\n";
  BoltLogin login{options.user, options.user.empty() ? "" : ReadPassword(options)};
  return std::make_unique<BoltClient>(Dial(address, options.connect_timeout), login, options.connect_timeout);
}

std::string Describe(const ServerOptions& options, const ServerError& error) {
  return Harmless(options.address + ": " + error.code() + ": " + error.what());
}

}  // namespace papergraph::cli
