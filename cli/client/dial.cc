// Channels on Boost.Asio's sockets.
#include <array>
#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <chrono>
#include <optional>

#include "cli/client/channel.h"

namespace papergraph::cli {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

/// Runs one operation of asio to its end, or to the end of its time.
class Waiter {
 public:
  asio::io_context& context() { return context_; }

  /// `start` gets the handler; `stop` ends the operation. Nullopt: it took too long.
  template <typename Start, typename Stop>
  std::optional<error_code> Wait(double seconds, const Start& start, const Stop& stop) {
    std::optional<error_code> result;
    context_.restart();
    start([&result](error_code error, auto&&...) { result = error; });
    if (seconds <= 0) {
      context_.run();
      return result;
    }
    context_.run_for(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::duration<double>(seconds)));
    if (result) return result;
    stop();
    context_.restart();
    context_.run();
    return std::nullopt;
  }

 private:
  asio::io_context context_;
};

template <typename Stream>
class AsioChannel : public Channel {
 public:
  template <typename... Arguments>
  AsioChannel(std::unique_ptr<Waiter> waiter, Arguments&&... arguments)
      : waiter_(std::move(waiter)), stream_(std::forward<Arguments>(arguments)...) {}

  void Send(std::string_view bytes) override {
    // A server that does not read is as silent as one that does not write.
    const auto error = Wait(
        kSendSeconds, [&](auto done) { asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()), done); });
    if (!error) throw ConnectionError("the server does not read what is sent to it");
    if (*error) throw ConnectionError("the connection broke: " + error->message());
  }

  std::string Receive(double seconds) override {
    size_t size = 0;
    const auto error = Wait(seconds, [&](auto done) {
      stream_.async_read_some(asio::buffer(bytes_), [&size, done](error_code code, size_t count) mutable {
        size = count;
        done(code);
      });
    });
    if (!error) throw ConnectionError("the server did not answer in time");
    if (*error == asio::error::eof || *error == asio::ssl::error::stream_truncated)
      throw ConnectionError("the server ended the connection");
    if (*error) throw ConnectionError("the connection broke: " + error->message());
    return std::string(bytes_.data(), size);
  }

  Stream& stream() { return stream_; }
  template <typename Start>
  std::optional<error_code> Wait(double seconds, const Start& start) {
    return waiter_->Wait(seconds, start, [this] {
      error_code ignored;
      stream_.lowest_layer().close(ignored);
    });
  }

 private:
  static constexpr double kSendSeconds = 300;

  std::unique_ptr<Waiter> waiter_;
  Stream stream_;
  std::array<char, 64 << 10> bytes_;
};

using TlsStream = asio::ssl::stream<tcp::socket>;

/// With the context that its stream stands on.
class TlsChannel : public AsioChannel<TlsStream> {
 public:
  TlsChannel(std::unique_ptr<Waiter> waiter, std::unique_ptr<asio::ssl::context> context, tcp::socket socket)
      : AsioChannel(std::move(waiter), std::move(socket), *context), context_(std::move(context)) {}

  void Greet(const BoltAddress& address, double seconds) {
    SSL_set_tlsext_host_name(stream().native_handle(), address.host.c_str());
    if (address.security == BoltAddress::Security::kChecked) {
      stream().set_verify_mode(asio::ssl::verify_peer);
      stream().set_verify_callback(asio::ssl::host_name_verification(address.host));
    }
    const auto error =
        Wait(seconds, [this](auto done) { stream().async_handshake(asio::ssl::stream_base::client, done); });
    if (!error) throw ConnectionError("the server did not answer the handshake of TLS in time: is it bolt://?");
    if (!*error) return;
    const long verified = SSL_get_verify_result(stream().native_handle());
    if (address.security == BoltAddress::Security::kChecked && verified != X509_V_OK) {
      throw ConnectionError(std::string("the server's certificate is not trusted here (") +
                            X509_verify_cert_error_string(verified) +
                            "): bolt+ssc:// takes any, where you know the way to the server to be safe");
    }
    throw ConnectionError("the handshake of TLS failed (" + error->message() + "): is it bolt://?");
  }

 private:
  std::unique_ptr<asio::ssl::context> context_;
};

}  // namespace

std::unique_ptr<Channel> Dial(const BoltAddress& address, double seconds) {
  auto waiter = std::make_unique<Waiter>();
  tcp::resolver resolver(waiter->context());
  tcp::socket socket(waiter->context());
  const std::string place = address.host + ":" + address.port;
  tcp::resolver::results_type found;
  auto error = waiter->Wait(
      seconds,
      [&](auto done) {
        resolver.async_resolve(address.host, address.port,
                               [&found, done](error_code code, const auto& results) mutable {
                                 found = results;
                                 done(code);
                               });
      },
      [&] { resolver.cancel(); });
  if (!error) throw ConnectionError("the name " + address.host + " was not found in time");
  if (*error) throw ConnectionError("no machine has the name " + address.host + ": " + error->message());
  error = waiter->Wait(
      seconds, [&](auto done) { asio::async_connect(socket, found, done); },
      [&] {
        error_code ignored;
        socket.close(ignored);
      });
  if (!error) throw ConnectionError(place + " did not answer in time");
  if (*error) throw ConnectionError("cannot connect to " + place + ": " + error->message());
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  if (address.security == BoltAddress::Security::kPlain)
    return std::make_unique<AsioChannel<tcp::socket>>(std::move(waiter), std::move(socket));
  auto context = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_client);
  context->set_options(asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
  context->set_default_verify_paths(ignored);
  auto channel = std::make_unique<TlsChannel>(std::move(waiter), std::move(context), std::move(socket));
  channel->Greet(address, seconds);
  return channel;
}

}  // namespace papergraph::cli
