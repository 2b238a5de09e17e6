#include "cli/server/listener.h"

#include <csignal>
#include <set>

#include "cli/server/asio_wire.h"
#include "cli/server/connection.h"

namespace papergraph::cli {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

namespace {

constexpr size_t kMostConnections = 10'000;
constexpr std::chrono::milliseconds kTick{200};
constexpr size_t kSpareWorkers = 32;  // for what is no statement, when all places are taken

asio::ip::address AddressOf(const std::string& text) {
  error_code error;
  const auto address = asio::ip::make_address(text, error);
  if (error) throw std::runtime_error("\"" + text + "\" is no address; write it in numbers: 127.0.0.1");
  return address;
}

}  // namespace

bool IsLoopback(const std::string& address) { return AddressOf(address).is_loopback(); }

struct Listener::State {
  BoltShared& shared;
  asio::io_context io{1};
  tcp::acceptor acceptor{io};
  asio::signal_set signals{io};
  asio::steady_timer timer{io};
  asio::steady_timer pause{io};
  std::unique_ptr<asio::ssl::context> tls;
  std::set<std::shared_ptr<Connection>> connections;
  uint64_t next_id = 1;
  bool stopping = false;
  Workers workers;

  explicit State(BoltShared& s) : shared(s), workers(static_cast<size_t>(s.settings.most_statements) + kSpareWorkers) {}

  void Listen(const ListenSettings& settings);
  void Accept();
  void Take(tcp::socket socket);
  void Tick();
  void Stop();
};

void Listener::State::Listen(const ListenSettings& settings) {
  const tcp::endpoint endpoint(AddressOf(settings.address), settings.port);
  try {
    if (!settings.certificate.empty()) {
      tls = std::make_unique<asio::ssl::context>(asio::ssl::context::tls_server);
      tls->set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_sslv2 |
                       asio::ssl::context::no_sslv3 | asio::ssl::context::no_tlsv1 | asio::ssl::context::no_tlsv1_1);
      tls->use_certificate_chain_file(settings.certificate);
      tls->use_private_key_file(settings.key, asio::ssl::context::pem);
    }
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("the certificate and the key cannot be used: " + error.code().message());
  }
  try {
    acceptor.open(endpoint.protocol());
    acceptor.set_option(tcp::acceptor::reuse_address(true));
    acceptor.bind(endpoint);
    acceptor.listen();
  } catch (const boost::system::system_error& error) {
    throw std::runtime_error("cannot listen on " + TextOf(endpoint) + ": " + error.code().message() +
                             (settings.port == 0 ? "" : "; --port 0 takes a port that is free"));
  }
}

void Listener::State::Accept() {
  acceptor.async_accept([this](error_code error, tcp::socket socket) {
    if (stopping) return;
    if (!error) {
      Take(std::move(socket));
      return Accept();
    }
    // Out of files, mostly: connections that end make room.
    pause.expires_after(kTick);
    pause.async_wait([this](error_code stopped) {
      if (!stopped) Accept();
    });
  });
}

void Listener::State::Take(tcp::socket socket) {
  if (connections.size() >= kMostConnections) return;
  auto wire = tls ? TlsWire(std::move(socket), *tls) : PlainWire(std::move(socket));
  const auto connection =
      std::make_shared<Connection>(std::move(wire), shared, workers, next_id++,
                                   [this](const std::shared_ptr<Connection>& gone) { connections.erase(gone); });
  connections.insert(connection);
  connection->Start();
}

void Listener::State::Tick() {
  timer.expires_after(kTick);
  timer.async_wait([this](error_code stopped) {
    if (stopped) return;
    const auto now = Connection::Clock::now();
    const std::vector<std::shared_ptr<Connection>> all(connections.begin(), connections.end());
    for (const auto& connection : all) connection->Tick(now);
    if (stopping && connections.empty()) return;
    Tick();
  });
}

void Listener::State::Stop() {
  if (stopping) return;
  stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  pause.cancel();
  signals.clear(ignored);  // a second Ctrl-C ends the process as usual
  const std::vector<std::shared_ptr<Connection>> all(connections.begin(), connections.end());
  for (const auto& connection : all) connection->Close();
}

Listener::Listener(const ListenSettings& settings, BoltShared& shared) : state_(std::make_unique<State>(shared)) {
  state_->Listen(settings);
  state_->signals.add(SIGINT);
  state_->signals.add(SIGTERM);
}

Listener::~Listener() = default;

std::string Listener::url() const {
  return (state_->tls ? "bolt+s://" : "bolt://") + TextOf(state_->acceptor.local_endpoint());
}

std::string Listener::page_url() const {
  return (state_->tls ? "https://" : "http://") + TextOf(state_->acceptor.local_endpoint());
}

void Listener::Run() {
  State& state = *state_;
  state.signals.async_wait([&state](error_code error, int) {
    if (!error) state.Stop();
  });
  state.Accept();
  state.Tick();
  // Ends when nothing is left to wait for: all connections are gone then.
  state.io.run();
}

void Listener::Stop() {
  asio::post(state_->io, [this] { state_->Stop(); });
}

}  // namespace papergraph::cli
