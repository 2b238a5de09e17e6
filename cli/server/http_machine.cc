#include "cli/server/http_machine.h"

#include "cli/server/explorer_api.h"
#include "cli/server/http_door.h"
#include "cli/server/statement_place.h"

namespace papergraph::cli {
namespace {

constexpr std::string_view kApi = "/api/";

// What every answer says. The page runs what its own files say and asks nobody but this server, whatever stands in the
// graph; and no other page may show it or read from it.
constexpr std::pair<const char*, const char*> kAlways[] = {
    {"Content-Security-Policy",
     "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
};

constexpr const char* kNoPage =
    "papergraph serves this graph to Neo4j's drivers here, and has no page for browsers: its files are not beside the "
    "program.\n\nIn the sources, `./dev explorer` builds them (it needs npm); a package made after that has them.\n";

HttpResponse PlainText(int status, std::string text) {
  return {status, {{"Content-Type", "text/plain; charset=utf-8"}, {"Cache-Control", "no-store"}}, std::move(text)};
}

bool IsQuestion(std::string_view path) {
  return path == "/api/query" || path == "/api/meaning" || path == "/api/complete";
}

}  // namespace

void HttpMachine::Cancel() {
  const std::lock_guard lock(session_mutex_);
  if (session_) session_->Cancel();
}

void HttpMachine::Rest(bool long_quiet) {
  if (!session_ || (!long_quiet && shared_.store.IsNewest(store_))) return;
  const std::lock_guard lock(session_mutex_);
  session_.reset();
  store_.reset();
}

bool HttpMachine::Handle(std::string_view message) {
  HttpRequest request;
  HttpResponse response;
  if (const int wrong = ReadHttpRequest(message, request)) {
    response = PlainText(wrong, "this is no HTTP request that can be answered\n");
  } else {
    try {
      response = AnswerTo(request);
    } catch (const std::exception& error) {
      response = PlainText(500, std::string(error.what()) + "\n");
    }
  }
  response.fields.insert(response.fields.end(), std::begin(kAlways), std::end(kAlways));
  response.keep_alive = request.keep_alive;
  return peer_.Send(WriteHttpResponse(response, request.method != "HEAD")) && response.keep_alive;
}

HttpResponse HttpMachine::AnswerTo(const HttpRequest& request) {
  const std::string_view path = std::string_view(request.target).substr(0, request.target.find('?'));
  const bool api = path.starts_with(kApi);
  HttpRefusal refusal = CheckHost(request, explorer_, peer_.ServerAddress());
  if (refusal.status == 0) refusal = CheckLogin(request, shared_.logins, peer_.ClientAddress());
  if (refusal.status == 0 && api && request.method == "POST") refusal = CheckPost(request, explorer_);
  if (refusal.status != 0) {
    HttpResponse response = PlainText(refusal.status, refusal.message);
    if (refusal.status == 401) {
      response.fields.emplace_back("WWW-Authenticate", "Basic realm=\"papergraph\", charset=\"UTF-8\"");
    }
    if (refusal.status == 429) response.fields.emplace_back("Retry-After", "5");
    return response;
  }
  if (api && request.method == "POST") return Api(request, path);
  if (!api && (request.method == "GET" || request.method == "HEAD")) return File(request, path);
  const std::string allowed = api ? "POST" : "GET, HEAD";
  HttpResponse response = PlainText(405, "only " + allowed + " here\n");
  response.fields.emplace_back("Allow", allowed);
  return response;
}

HttpResponse HttpMachine::File(const HttpRequest& request, std::string_view path) const {
  const auto found = explorer_.files.find(path);
  if (found == explorer_.files.end())
    return path == "/" ? PlainText(200, kNoPage) : PlainText(404, "there is no such page\n");
  const ExplorerFile& file = found->second;
  HttpResponse response{200, {{"Content-Type", file.type}, {"Cache-Control", "no-cache"}, {"ETag", file.tag}}, ""};
  if (request.Field("if-none-match") == file.tag) {
    response.status = 304;
  } else {
    response.body = file.bytes;
  }
  return response;
}

HttpResponse HttpMachine::Api(const HttpRequest& request, std::string_view path) {
  if (!IsQuestion(path)) return PlainText(404, "there is no such question\n");
  const StatementPlace place(shared_.open_statements, shared_.settings.most_statements);
  if (!place.free()) return PlainText(503, "too many statements are open already; try again\n");
  if (std::shared_ptr<Store> newest = shared_.store.Current(); newest != store_) {
    const std::lock_guard lock(session_mutex_);
    session_.reset();
    store_ = std::move(newest);
    session_ = std::make_unique<engine::Session>(*store_, shared_.settings.statement);
    session_->SetReadOnly(true);
  }
  ApiAnswer answer = AnswerApi(path, request.body, explorer_, *session_);
  return {answer.status, {{"Content-Type", "application/json"}, {"Cache-Control", "no-store"}}, std::move(answer.json)};
}

}  // namespace papergraph::cli
