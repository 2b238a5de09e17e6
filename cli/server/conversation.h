// What is spoken on a connection once its first bytes have said it: Bolt, or HTTP.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace papergraph::cli {

/// The other side, as a conversation sees it. Any thread.
class Peer {
 public:
  /// Gives bytes to the client; waits where it is slow to read. False: it is gone.
  virtual bool Send(std::string_view bytes) = 0;
  /// Where the client is, and where it reached this server ("127.0.0.1:7687").
  virtual std::string ClientAddress() const = 0;
  virtual std::string ServerAddress() const = 0;

 protected:
  ~Peer() = default;
};

/// Bytes as they arrive -> messages. One thread.
class Framing {
 public:
  virtual ~Framing() = default;
  /// Appends the messages that are whole now. `authenticated`: the client has logged on. Throws BadMessage for what
  /// nobody needs to hear about.
  virtual void Add(std::string_view bytes, bool authenticated, std::vector<std::string>& messages) = 0;
};

/// Answers messages. One thread at a time; Cancel from any.
class Conversation {
 public:
  virtual ~Conversation() = default;
  /// Answers a message. False: the conversation is over.
  virtual bool Handle(std::string_view message) = 0;
  /// Rolls back the transaction that waits for its client.
  virtual void Expire() = 0;
  /// Called while nothing comes: gives back what is no longer the newest state of the database, and after `long_quiet`
  /// what is only kept to be quick.
  virtual void Rest(bool long_quiet) = 0;
  /// Ends the running statement.
  virtual void Cancel() = 0;

  // Between two messages.
  virtual bool authenticated() const = 0;
  virtual bool waits_in_transaction() const = 0;
  /// For how many seconds nothing needs to come; 0: for ever.
  virtual double patience() const = 0;
};

}  // namespace papergraph::cli
