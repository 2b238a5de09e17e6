// One accepted connection: bytes in and out, plain or in TLS. Hides Boost.Asio, so that two files know it.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace papergraph::cli {

/// All on the listener's thread, but Post. Handlers are called on that thread, later, and may be destroyed instead when
/// the listener ends.
class Wire {
 public:
  virtual ~Wire() = default;
  /// `done` gets what came, which lives through the call; nothing: the other side ended. One at a time.
  virtual void Read(std::function<void(std::string_view)> done) = 0;
  /// `bytes` live until `done`, which gets whether all were sent. One at a time.
  virtual void Write(std::string_view bytes, std::function<void(bool)> done) = 0;
  /// Nothing more will be written; the other side may still send.
  virtual void EndWriting() = 0;
  virtual void Close() = 0;
  virtual void Post(std::function<void()> action) = 0;
  /// "127.0.0.1", and "127.0.0.1:7687".
  virtual std::string ClientAddress() const = 0;
  virtual std::string ServerAddress() const = 0;
};

}  // namespace papergraph::cli
