// HTTP's conversation with one browser: the page's files, and what the page asks. No sockets here.
#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "cli/server/bolt_machine.h"
#include "cli/server/conversation.h"
#include "cli/server/explorer.h"
#include "cli/server/http_message.h"

namespace papergraph::cli {

/// Statements only read, whatever the server allows others. All passed outlives it.
class HttpMachine final : public Conversation {
 public:
  HttpMachine(BoltShared& shared, const Explorer& explorer, Peer& peer)
      : shared_(shared), explorer_(explorer), peer_(peer) {}

  bool Handle(std::string_view message) override;
  void Expire() override {}
  void Rest(bool long_quiet) override;
  void Cancel() override;
  /// Each request brings its password.
  bool authenticated() const override { return true; }
  bool waits_in_transaction() const override { return false; }
  double patience() const override { return std::min(30.0, shared_.settings.client_timeout); }

 private:
  HttpResponse AnswerTo(const HttpRequest& request);
  HttpResponse File(const HttpRequest& request, std::string_view path) const;
  HttpResponse Api(const HttpRequest& request, std::string_view path);

  BoltShared& shared_;
  const Explorer& explorer_;
  Peer& peer_;
  std::shared_ptr<Store> store_;
  std::mutex session_mutex_;  // of the pointer: Cancel comes from elsewhere
  std::unique_ptr<engine::Session> session_;
};

}  // namespace papergraph::cli
