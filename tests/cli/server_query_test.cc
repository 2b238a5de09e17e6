// `papergraph query --server`, against `papergraph serve`.
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/cli/run_program.h"
#include "tests/cli/served_program.h"
#include "tests/support/files.h"

namespace papergraph {
namespace {

using Catch::Matchers::Contains;
namespace fs = std::filesystem;

struct Reports {
  Folder folder;
  std::string database = folder / "db";
  Reports() { REQUIRE(RunProgram({"ingest", "--db", database, "examples/reports"}).status == 0); }

  ProgramResult Ask(const std::string& url, const std::vector<std::string>& more) const {
    std::vector<std::string> arguments = {"query", "--server", url, "--db", database};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunProgram(arguments);
  }
};

/// A port of this machine on which somebody listens who never says a word.
class Silence {
 public:
  Silence() {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0);
    REQUIRE(listen(socket_, 8) == 0);
    socklen_t size = sizeof address;
    getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size);
    port = std::to_string(ntohs(address.sin_port));
  }
  ~Silence() { close(socket_); }
  std::string port;

 private:
  int socket_ = socket(AF_INET, SOCK_STREAM, 0);
};

TEST_CASE("a server's answer is written as the same answer of a database is, in every format", "[server]") {
  if (ProgramIsMissing()) return;
  const Reports reports;
  const ServedProgram server({"--db", reports.database});
  for (const char* format : {"table", "box", "line", "json", "jsonl", "csv", "tsv", "markdown", "html", "bibtex"}) {
    for (const char* text :
         {"papers using GRPO on math benchmarks", "MATCH (p:Paper) RETURN p.id AS id, p.title, p.sources ORDER BY id",
          "UNWIND range(1, 2500) AS x RETURN x"}) {
      CAPTURE(format, text);
      const ProgramResult here = RunProgram({"query", "--db", reports.database, "--format", format, text});
      const ProgramResult there = reports.Ask(server.url(), {"--format", format, text});
      CHECK(there.status == 0);
      CHECK(there.err == here.err);
      CHECK(there.out.substr(0, there.out.find("\"elapsed_ms\"")) ==
            here.out.substr(0, here.out.find("\"elapsed_ms\"")));
    }
  }
  const ProgramResult entities =
      reports.Ask(server.url(), {"MATCH x = (:Method {name: 'GRPO'})<-[r:USES]-(p) RETURN x, r, p LIMIT 1"});
  CHECK(entities.status == 0);
  CHECK_THAT(entities.out, Contains("GRPO") && Contains("USES") && Contains("Paper"));
}

TEST_CASE("a sentence that needs what only papergraph has is refused for another server", "[server]") {
  if (ProgramIsMissing()) return;
  const Reports reports;
  const ProgramResult refused = reports.Ask("bolt://127.0.0.1:1", {"papers about \"open base models\""});
  CHECK(refused.status == 1);
  CHECK_THAT(refused.err, Contains("search.text") && Contains("--server"));
}

TEST_CASE("the server's errors keep their code and their words", "[server]") {
  if (ProgramIsMissing()) return;
  const Reports reports;
  const ServedProgram server({"--db", reports.database});
  const ProgramResult syntax = reports.Ask(server.url(), {"RETURN 1 +"});
  CHECK(syntax.status == 1);
  CHECK_THAT(syntax.err, Contains("Neo.ClientError.Statement.SyntaxError"));
  const ProgramResult write = reports.Ask(server.url(), {"CREATE ()"});
  CHECK_THAT(write.err, Contains("Neo.ClientError.Statement.AccessMode"));
  const ProgramResult slow =
      reports.Ask(server.url(),
                  {"--timeout", "0.1", "UNWIND range(1, 100000) AS a UNWIND range(1, 100000) AS b RETURN sum(a * b)"});
  CHECK_THAT(slow.err, Contains("TransactionTimedOut"));
}

TEST_CASE("who cannot be reached, is silent or is somebody else is told plainly", "[server]") {
  if (ProgramIsMissing()) return;
  const Reports reports;
  const ProgramResult nobody = reports.Ask("bolt://127.0.0.1:1", {"RETURN 1"});
  CHECK(nobody.status == 1);
  CHECK_THAT(nobody.err, Contains("cannot connect"));
  const Silence silence;
  for (const char* scheme : {"bolt", "bolt+s"}) {
    const ProgramResult silent =
        reports.Ask(scheme + ("://127.0.0.1:" + silence.port), {"--connect-timeout", "0.2", "RETURN 1"});
    CHECK(silent.status == 1);
    CHECK_THAT(silent.err, Contains("in time"));
  }
  const ProgramResult wrong = reports.Ask("http://127.0.0.1", {"RETURN 1"});
  CHECK(wrong.status == 2);
  CHECK_THAT(wrong.err, Contains("bolt://HOST"));
}

TEST_CASE("who logs on gives the password by a file or by the environment, over TLS", "[server]") {
  if (ProgramIsMissing()) return;
  const Reports reports;
  const std::string users = reports.folder / "users", right = reports.folder / "right",
                    wrong = reports.folder / "wrong", key = reports.folder / "key.pem",
                    certificate = reports.folder / "cert.pem";
  std::ofstream(users) << "ada:secret\n";
  std::ofstream(right) << "secret\n";
  std::ofstream(wrong) << "guess\n";
  if (std::system(("openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -keyout " + key + " -out " +
                   certificate + " 2>/dev/null")
                      .c_str()) != 0) {
    WARN("skipped: openssl is not there");
    return;
  }
  for (const std::string& file : {users, right, key}) fs::permissions(file, fs::perms::owner_read);
  const ServedProgram server(
      {"--db", reports.database, "--password-file", users, "--certificate", certificate, "--key", key});
  const std::string place = server.url().substr(server.url().find("://"));
  const std::vector<std::string> ask = {"--user", "ada", "--password-file", right, "--format", "csv", "RETURN 1 AS x"};
  const ProgramResult welcome = reports.Ask("bolt+ssc" + place, ask);
  CHECK(welcome.err == "");
  CHECK(welcome.out == "x\n1\n");
  setenv("PAPERGRAPH_PASSWORD", "secret", 1);
  CHECK(reports.Ask("bolt+ssc" + place, {"--user", "ada", "RETURN 1 AS x"}).status == 0);
  unsetenv("PAPERGRAPH_PASSWORD");
  CHECK_THAT(reports.Ask("bolt+s" + place, ask).err, Contains("not trusted"));
  CHECK(reports.Ask("bolt" + place, ask).status == 1);
  const ProgramResult open = reports.Ask("bolt+ssc" + place, {"--user", "ada", "--password-file", wrong, "RETURN 1"});
  CHECK(open.status == 2);
  CHECK_THAT(open.err, Contains("chmod 600"));
  fs::permissions(wrong, fs::perms::owner_read);
  CHECK_THAT(reports.Ask("bolt+ssc" + place, {"--user", "ada", "--password-file", wrong, "RETURN 1"}).err,
             Contains("Neo.ClientError.Security.Unauthorized"));
}

}  // namespace
}  // namespace papergraph
