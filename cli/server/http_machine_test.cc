#include "cli/server/http_machine.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/support/files.h"

namespace papergraph::cli {
namespace {

using nlohmann::json;

struct Reader final : Peer {
  std::string sent;
  bool Send(std::string_view bytes) override {
    sent += bytes;
    return true;
  }
  std::string ClientAddress() const override { return "10.0.0.7"; }
  std::string ServerAddress() const override { return "192.168.7.1:7687"; }
};

struct Reply {
  int status = 0;
  std::string head, body;
  bool goes_on = false;
  bool Says(std::string_view line) const { return head.find(line) != head.npos; }
};

struct Browser {
  std::shared_ptr<Store> store = Store::Open(":memory:", {});
  ServedStore served{":memory:", [this] { return store; }};
  std::unique_ptr<Logins> logins;
  Explorer explorer;
  BoltShared shared;
  Reader reader;
  HttpMachine machine;

  explicit Browser(std::unique_ptr<Logins> who = std::make_unique<Logins>(), BoltSettings settings = {.writable = true})
      : logins(std::move(who)), shared{settings, served, *logins}, machine(shared, explorer, reader) {
    explorer.files["/"] = {"text/html; charset=utf-8", "<title>page</title>", "\"1\""};
    explorer.complete = [](std::string_view text, const GraphReader&) {
      return Completions{text.size(), {std::string(text) + "!"}};
    };
    engine::Session session(*store, {});
    struct : engine::RowSink {
      void Columns(const std::vector<std::string>&, const GraphReader&) override {}
      void Row(std::span<const Value>) override {}
    } nothing;
    session.Run("CREATE (:Method {name: 'GRPO', aliases: ['群体 \"<b>']}), (:Paper {id: '1'})", Value(), nothing);
  }

  Reply Send(const std::string& bytes) {
    reader.sent.clear();
    Reply reply;
    reply.goes_on = machine.Handle(bytes);
    const size_t end = reader.sent.find("\r\n\r\n");
    REQUIRE(end != std::string::npos);
    reply.head = reader.sent.substr(0, end + 2);
    reply.body = reader.sent.substr(end + 4);
    reply.status = std::stoi(reply.head.substr(9, 3));
    return reply;
  }
  Reply Get(const std::string& path, const std::string& fields = "Host: localhost\r\n") {
    return Send("GET " + path + " HTTP/1.1\r\n" + fields + "\r\n");
  }
  Reply Post(const std::string& path, const std::string& body,
             const std::string& fields = "Host: 127.0.0.1:7687\r\nContent-Type: application/json\r\n") {
    return Send("POST " + path + " HTTP/1.1\r\n" + fields + "Content-Length: " + std::to_string(body.size()) +
                "\r\n\r\n" + body);
  }
  json Ask(const std::string& statement) {
    return json::parse(Post("/api/query", json{{"statement", statement}}.dump()).body);
  }
};

TEST_CASE("the page is given with a policy that lets nothing else in", "[http]") {
  Browser browser;
  const Reply page = browser.Get("/?x=1");
  CHECK(page.status == 200);
  CHECK(page.goes_on);
  CHECK(page.body == "<title>page</title>");
  CHECK(page.Says("Content-Type: text/html"));
  for (const Reply& reply : {page, browser.Get("/nothing"), browser.Get("/", "Host: evil.example\r\n"),
                             browser.Post("/api/query", "{}"), browser.Send("GET / HTTP/1.1\r\nHost\r\n\r\n")}) {
    CHECK(reply.Says("Content-Security-Policy: default-src 'self';"));
    CHECK(reply.Says("frame-ancestors 'none'"));
    CHECK(reply.Says("X-Content-Type-Options: nosniff"));
    CHECK_FALSE(reply.Says("unsafe"));
    CHECK_FALSE(reply.Says("Access-Control"));
  }
  CHECK(browser.Get("/", "Host: localhost\r\nIf-None-Match: \"1\"\r\n").status == 304);
  const Reply head = browser.Send("HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  CHECK(head.body.empty());
  CHECK(head.Says("Content-Length: 19\r\n"));
}

TEST_CASE("no path leads to a file that is not the page's", "[http]") {
  Browser browser;
  for (const char* path : {"/../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "//etc/passwd", "/%00", "*", "/.",
                           "http:/x/", "/index.html/../../x", "/api"}) {
    CHECK(browser.Get(path).status == 404);
  }
  const Folder folder;
  std::ofstream(folder / "index.html") << "<p>";
  std::ofstream(folder / "app.js") << "1";
  std::ofstream(folder / "secret.pem") << "key";
  const ExplorerFiles files = ReadExplorerFiles(folder.path.string());
  CHECK(files.size() == 3);
  CHECK(files.at("/").bytes == "<p>");
  CHECK(files.at("/app.js").type.starts_with("text/javascript"));
  CHECK(files.at("/app.js").tag != files.at("/").tag);
  CHECK(ReadExplorerFiles(folder / "none").empty());
}

TEST_CASE("without its files the page says how to make them, and questions are answered", "[http]") {
  Browser browser;
  browser.explorer.files.clear();
  const Reply page = browser.Get("/");
  CHECK(page.status == 200);
  CHECK(page.Says("Content-Type: text/plain"));
  CHECK(page.body.find("./dev explorer") != std::string::npos);
  CHECK(browser.Ask("RETURN 1 AS one")["rows"][0][0] == 1);
}

TEST_CASE("only this machine's own names are answered to", "[http]") {
  Browser browser;
  browser.explorer.host_names = {"Graphs.example"};
  for (const char* host :
       {"localhost", "LOCALHOST:7687", "127.0.0.1:1", "[::1]:7687", "192.168.7.1:7687", "graphs.example:7687"}) {
    CHECK(browser.Get("/", "Host: " + std::string(host) + "\r\n").status == 200);
  }
  for (const char* host : {"evil.example", "localhost.evil.example", "127.0.0.1.nip.io:7687", "192.168.7.10", "[::2]",
                           "localhost:", "localhost:80x", "evil:1:2", "@localhost", ""}) {
    CHECK(browser.Get("/", "Host: " + std::string(host) + "\r\n").status == 421);
  }
  CHECK(browser.Get("/", "").status == 400);
  CHECK(browser.Get("/", "Host: localhost\r\nHost: evil.example\r\n").status == 400);
}

TEST_CASE("a question comes from the server's own page, as JSON, or is refused", "[http]") {
  Browser browser;
  const std::string host = "Host: localhost:7687\r\n", type = "Content-Type: application/json\r\n";
  const std::string body = "{\"statement\":\"RETURN 1 AS one\"}";
  const auto status = [&](const std::string& fields) { return browser.Post("/api/query", body, fields).status; };
  CHECK(status(host + type) == 200);
  CHECK(status(host + "Content-Type: application/json; charset=utf-8\r\n") == 200);
  CHECK(status(host + type + "Origin: http://localhost:7687\r\nSec-Fetch-Site: same-origin\r\n") == 200);
  for (const char* origin : {"http://evil.example", "null", "https://localhost:7687", "http://localhost:9999",
                             "http://localhost", "http://localhost:7687.evil.example", ""}) {
    CHECK(status(host + type + "Origin: " + origin + "\r\n") == 403);
  }
  CHECK(status(host + type + "Sec-Fetch-Site: cross-site\r\n") == 403);
  CHECK(status(host + type + "Sec-Fetch-Site: same-site\r\n") == 403);
  CHECK(status(host) == 415);
  CHECK(status(host + "Content-Type: text/plain\r\n") == 415);
  CHECK(status(host + "Content-Type: application/jsonp\r\n") == 415);
  browser.explorer.tls = true;
  CHECK(status(host + type + "Origin: https://localhost:7687\r\n") == 200);
  CHECK(status(host + type + "Origin: http://localhost:7687\r\n") == 403);
}

TEST_CASE("each path has its methods", "[http]") {
  Browser browser;
  for (const char* method : {"PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "POST"}) {
    const Reply reply = browser.Send(std::string(method) + " / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(reply.status == 405);
    CHECK(reply.Says("Allow: GET, HEAD"));
  }
  CHECK(browser.Get("/api/query").status == 405);
  CHECK(browser.Get("/api/query").Says("Allow: POST"));
  CHECK(browser.Post("/api/drop", "{}").status == 404);
}

TEST_CASE("what is no request, or a large one, is told so and ends the connection", "[http]") {
  Browser browser;
  for (const char* bytes : {"GET /\r\n\r\n", "GET / HTTP/2.0\r\n\r\n", "GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab", "\xB0\x0F"}) {
    const Reply reply = browser.Send(bytes);
    CHECK(reply.status == 400);
    CHECK_FALSE(reply.goes_on);
    CHECK(reply.Says("Connection: close"));
  }
  CHECK(browser.Get("/", "X: " + std::string(kMostHttpHead, 'x') + "\r\n").status == 431);
  CHECK(browser.Post("/api/query", std::string(kMostHttpBody + 1, ' ')).status == 413);
  CHECK_FALSE(browser.Get("/", "Host: localhost\r\nConnection: close\r\n").goes_on);
}

TEST_CASE("requests are cut from the bytes wherever these are cut", "[http]") {
  const std::string one = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
  const std::string two = "POST /api/query HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nabcde";
  const std::string three =
      "POST /x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
  const std::string all = one + two + three + one;
  for (size_t step = 1; step <= all.size(); ++step) {
    HttpFraming framing;
    std::vector<std::string> messages;
    for (size_t at = 0; at < all.size(); at += step) framing.Add(all.substr(at, step), true, messages);
    REQUIRE(messages == std::vector<std::string>{one, two, three, one});
  }
  HttpRequest request;
  CHECK(ReadHttpRequest(three, request) == 0);
  CHECK(request.body == "abcde");
}

TEST_CASE("what cannot end is given up within the limits", "[http]") {
  for (const std::string& endless : {std::string("GET / HTTP/1.1\r\nX: "), std::string("x"),
                                     std::string("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;")}) {
    HttpFraming framing;
    std::vector<std::string> messages;
    framing.Add(endless, true, messages);
    for (int i = 0; i < 1000 && messages.empty(); ++i) framing.Add(std::string(1024, 'y'), true, messages);
    CHECK(messages.size() == 1);
    framing.Add("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", true, messages);
    CHECK(messages.size() == 1);
  }
}

TEST_CASE("the page's statements only read, and hold no transaction", "[http]") {
  Browser browser;
  CHECK(browser.Ask("CREATE (:X)")["error"]["detail"] == "ReadOnly");
  CHECK(browser.Ask("CREATE INDEX FOR (n:A) ON (n.b)")["error"]["detail"] == "ReadOnly");
  CHECK(browser.Ask("BEGIN")["error"]["type"] == "Request");
  CHECK(browser.Ask("MATCH (n) RETURN count(n)")["rows"][0][0] == 2);
  CHECK(browser.store->Snapshot()->NodeCount() == 2);
}

TEST_CASE("rows end at the limit, and a statement that has none left says so", "[http]") {
  Browser browser;
  const auto ask = [&](const std::string& body) { return browser.Post("/api/query", body); };
  const json some =
      json::parse(ask(R"({"statement":"UNWIND range(1, $n) AS i RETURN i","parameters":{"n":9},"limit":3})").body);
  CHECK(some["rows"] == json::parse("[[1],[2],[3]]"));
  CHECK(some["truncated"] == true);
  CHECK(json::parse(ask(R"({"statement":"UNWIND [1,2] AS i RETURN i","limit":2})").body)["truncated"] == false);
  const json none = browser.Ask("MATCH (n:Nothing) RETURN n.a AS a, n.b AS b");
  CHECK(none["columns"] == json::parse(R"(["a","b"])"));
  CHECK(none["rows"].empty());
  for (const char* body : {"", "[]", "{}", R"({"statement":1})", R"({"statement":"RETURN 1","limit":0})",
                           R"({"statement":"RETURN 1","limit":1e9})", R"({"statement":"RETURN 1","limit":5001})",
                           R"({"statement":"RETURN 1","parameters":[]})", "{\"statement\":\"RETURN 1\"} x"}) {
    const Reply reply = ask(body);
    CHECK(reply.status == 400);
    CHECK(json::parse(reply.body)["error"]["type"] == "Request");
  }
}

TEST_CASE("an error says which bytes of the statement it is about", "[http]") {
  Browser browser;
  const Reply reply = browser.Post("/api/query", R"({"statement":"MATCH (论:Paper) RETURN foo"})");
  CHECK(reply.status == 200);
  const json error = json::parse(reply.body)["error"];
  CHECK(error["detail"] == "UndefinedVariable");
  CHECK(error["start"] == 25);
  CHECK(error["end"] == 28);
}

TEST_CASE("names are completed and found by their aliases, as JSON whatever they hold", "[http]") {
  Browser browser;
  const json answer = json::parse(browser.Post("/api/complete", R"({"text":"群体"})").body);
  CHECK(answer["candidates"] == json::parse(R"(["群体!"])"));
  CHECK(answer["things"] == json::parse(R"([{"label":"Method","name":"GRPO","alias":"群体 \"<b>"}])"));
  CHECK(json::parse(browser.Post("/api/complete", R"({"text":":quit"})").body)["candidates"].empty());
  const json meant =
      json::parse(browser.Post("/api/meaning", R"({"statement":"MATCH (n:Method) RETURN n.name"})").body);
  CHECK(meant["cypher"] == "");
  CHECK(meant["pattern"] != "");
}

TEST_CASE("a statement that takes too long or too much ends with its error", "[http]") {
  Browser browser(std::make_unique<Logins>(), {.statement = {"", 4 << 20, 0.05}});
  const json slow = browser.Ask("UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b RETURN count(*)");
  CHECK(slow["error"]["type"] == "ResourceError");
  const json large = browser.Ask("UNWIND range(1, 10000000) AS a RETURN collect(a)");
  CHECK(large["error"]["type"] == "ResourceError");
  browser.shared.open_statements = browser.shared.settings.most_statements;
  CHECK(browser.Post("/api/query", "{}").status == 503);
}

TEST_CASE("with a password file every request needs the password, and guessing is slow", "[http]") {
  const Folder folder;
  std::ofstream(folder / "users") << "ada:right: password\n";
  chmod((folder / "users").c_str(), 0600);
  Browser browser(std::make_unique<Logins>(folder / "users"));
  const auto get = [&](const std::string& word) {
    return browser.Get("/", "Host: localhost\r\nAuthorization: Basic " + word + "\r\n");
  };
  CHECK(browser.Get("/").status == 401);
  CHECK(browser.Get("/").Says("WWW-Authenticate: Basic realm=\"papergraph\""));
  CHECK(browser.Post("/api/query", "{\"statement\":\"RETURN 1\"}").status == 401);
  const std::string right = "YWRhOnJpZ2h0OiBwYXNzd29yZA==", wrong = "YWRhOnJpZ2h0";
  CHECK(get(right).status == 200);
  CHECK(get("YWRhOnJpZ2h0OiBwYXNzd29yZA").status == 200);
  for (const std::string& guess : {wrong, std::string("%%%"), std::string(), std::string("A"), std::string("=")}) {
    CHECK(get(guess).status == 401);
  }
  CHECK(get(wrong).status == 401);
  CHECK(get(wrong).status == 429);
  CHECK(get(right).status == 429);
  CHECK(get(right).Says("Retry-After"));
}

}  // namespace
}  // namespace papergraph::cli
