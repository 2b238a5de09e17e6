#include "cli/server/asio_wire.h"

#include <array>

namespace papergraph::cli {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

// What a client may send at once before it is looked at.
constexpr size_t kReadBytes = 8 << 10;

template <typename Stream>
class AsioWire : public Wire {
 public:
  template <typename... Arguments>
  explicit AsioWire(Arguments&&... arguments) : stream_(std::forward<Arguments>(arguments)...) {
    error_code ignored;
    stream_.lowest_layer().set_option(tcp::no_delay(true), ignored);
    client_ = stream_.lowest_layer().remote_endpoint(ignored).address().to_string();
    server_ = TextOf(stream_.lowest_layer().local_endpoint(ignored));
  }

  void Read(std::function<void(std::string_view)> done) override { ReadSome(std::move(done)); }

  void Write(std::string_view bytes, std::function<void(bool)> done) override {
    asio::async_write(stream_, asio::buffer(bytes.data(), bytes.size()),
                      [done = std::move(done)](error_code error, size_t) { done(!error); });
  }

  void EndWriting() override {
    error_code ignored;
    stream_.lowest_layer().shutdown(tcp::socket::shutdown_send, ignored);
  }

  void Close() override {
    error_code ignored;
    stream_.lowest_layer().shutdown(tcp::socket::shutdown_both, ignored);
    stream_.lowest_layer().close(ignored);
  }

  void Post(std::function<void()> action) override { asio::post(stream_.get_executor(), std::move(action)); }
  std::string ClientAddress() const override { return client_; }
  std::string ServerAddress() const override { return server_; }

 protected:
  void ReadSome(std::function<void(std::string_view)> done) {
    stream_.async_read_some(asio::buffer(bytes_), [this, done = std::move(done)](error_code error, size_t size) {
      done(error ? std::string_view() : std::string_view(bytes_.data(), size));
    });
  }

  Stream stream_;

 private:
  std::string client_, server_;
  std::array<char, kReadBytes> bytes_;
};

class TlsAsioWire : public AsioWire<asio::ssl::stream<tcp::socket>> {
 public:
  using AsioWire::AsioWire;

  void Read(std::function<void(std::string_view)> done) override {
    if (ready_) return ReadSome(std::move(done));
    stream_.async_handshake(asio::ssl::stream_base::server, [this, done = std::move(done)](error_code error) mutable {
      if (error) return done({});
      ready_ = true;
      ReadSome(std::move(done));
    });
  }

 private:
  bool ready_ = false;
};

}  // namespace

std::unique_ptr<Wire> PlainWire(tcp::socket socket) {
  return std::make_unique<AsioWire<tcp::socket>>(std::move(socket));
}

std::unique_ptr<Wire> TlsWire(tcp::socket socket, asio::ssl::context& context) {
  return std::make_unique<TlsAsioWire>(std::move(socket), context);
}

std::string TextOf(const tcp::endpoint& endpoint) {
  const std::string address = endpoint.address().to_string();
  return (endpoint.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(endpoint.port());
}

}  // namespace papergraph::cli
