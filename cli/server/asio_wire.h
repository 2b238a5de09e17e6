// Wires on Boost.Asio's sockets.
#pragma once

#include <boost/asio.hpp>
#include <boost/asio/ssl.hpp>
#include <memory>

#include "cli/server/wire.h"

namespace papergraph::cli {

std::unique_ptr<Wire> PlainWire(boost::asio::ip::tcp::socket socket);
/// `context` outlives it. The handshake of TLS is part of the first Read.
std::unique_ptr<Wire> TlsWire(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

/// "127.0.0.1:7687", "[::1]:7687".
std::string TextOf(const boost::asio::ip::tcp::endpoint& endpoint);

}  // namespace papergraph::cli
