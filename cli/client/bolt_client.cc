#include "cli/client/bolt_client.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "cli/client/remote_entities.h"
#include "cli/server/counters.h"
#include "cli/server/graph_values.h"
#include "cli/server/message_text.h"
#include "cli/server/messages.h"

namespace papergraph::cli {
namespace {

// What a message of a server may have: that of a client (connection.cc).
constexpr size_t kMostBytes = 64 << 20;
constexpr int64_t kRowsAtOnce = 1000;

// "I speak Bolt" and what: 5.4 to 5.0, 4.4 to 4.2, 4.1, 4.0.
constexpr std::string_view kHandshake(
    "\x60\x60\xB0\x17"
    "\x00\x04\x04\x05"
    "\x00\x02\x04\x04"
    "\x00\x00\x01\x04"
    "\x00\x00\x00\x04",
    20);

engine::Stats StatsOf(const Value& summary) {
  engine::Stats stats;
  const Value* counts = summary.Find("stats");
  if (!counts || counts->kind() != ValueKind::kMap) return stats;
  for (const auto& [name, counter] : kCounters) {
    const Value* value = counts->Find(name);
    if (value && value->kind() == ValueKind::kInt && value->as_int() > 0)
      stats.*counter = static_cast<uint64_t>(value->as_int());
  }
  return stats;
}

std::string PlanOf(const Value& summary) {
  for (const char* kind : {"plan", "profile"}) {
    const Value* plan = summary.Find(kind);
    const Value* arguments = plan && plan->kind() == ValueKind::kMap ? plan->Find("args") : nullptr;
    if (std::string text = arguments ? TextAt(*arguments, "string-representation") : ""; !text.empty()) return text;
  }
  return {};
}

std::vector<std::string> NoticesOf(const Value& summary) {
  std::vector<std::string> notices;
  const Value* list = summary.Find("notifications");
  if (!list || list->kind() != ValueKind::kList) return notices;
  for (const Value& notice : list->as_list()) {
    const std::string title = TextAt(notice, "title"), description = TextAt(notice, "description");
    notices.push_back(title.empty() || description.empty() ? title + description : title + ": " + description);
  }
  return notices;
}

std::vector<std::string> ColumnsOf(const Value& metadata) {
  std::vector<std::string> columns;
  const Value* fields = metadata.Find("fields");
  if (!fields || fields->kind() != ValueKind::kList) return columns;
  for (const Value& field : fields->as_list()) {
    if (field.kind() != ValueKind::kString) throw ConnectionError("the server names a column by what is no text");
    columns.emplace_back(field.as_string());
  }
  return columns;
}

}  // namespace

BoltClient::BoltClient(std::unique_ptr<Channel> channel, const BoltLogin& login, double patience)
    : channel_(std::move(channel)), patience_(patience), chunks_(kMostBytes) {
  ShakeHands();
  LogOn(login);
  ready_ = true;
}

BoltClient::~BoltClient() {
  if (!ready_) return;
  try {
    Send(kGoodbye, {});
    Flush();
  } catch (const ConnectionError&) {
    // It is over either way.
  }
}

void BoltClient::ShakeHands() {
  channel_->Send(kHandshake);
  std::string answer;
  while (answer.size() < 4) answer += channel_->Receive(patience_);
  if (answer.starts_with("HTTP")) throw ConnectionError("the server speaks HTTP on this port; Bolt's is usually 7687");
  version_ = {static_cast<uint8_t>(answer[3]), static_cast<uint8_t>(answer[2])};
  if (version_ == BoltVersion{}) throw ConnectionError("the server speaks no version of Bolt from 4.0 to 5.4");
  const bool known = (version_.major == 5 || version_.major == 4) && version_.minor <= 4;
  if (answer.size() != 4 || answer[0] != 0 || answer[1] != 0 || !known)
    throw ConnectionError("the server's answer is not Bolt's");
  dialect_ = {.element_ids = version_.major == 5, .utc = version_.major == 5};
}

void BoltClient::LogOn(const BoltLogin& login) {
  const bool own_message = version_.major == 5 && version_.minor >= 1;
  ValueMap hello{{"user_agent", Text("papergraph/" PAPERGRAPH_VERSION)}}, who;
  if (login.user.empty()) {
    who = {{"scheme", Text("none")}};
  } else {
    who = {{"scheme", Text("basic")}, {"principal", Text(login.user)}, {"credentials", Text(login.password)}};
  }
  if (version_ == BoltVersion{4, 4}) hello.emplace_back("patch_bolt", Value::List({Text("utc")}));
  if (version_.major == 5 && version_.minor >= 3)
    hello.emplace_back("bolt_agent", Value::Map({{"product", Text("papergraph/" PAPERGRAPH_VERSION)}}));
  if (!own_message) hello.insert(hello.end(), who.begin(), who.end());
  Send(kHello, {Value::Map(std::move(hello))});
  Flush();
  const Value greeted = Success(patience_);
  server_ = TextAt(greeted, "server");
  if (const Value* patches = greeted.Find("patch_bolt"); patches && *patches == Value::List({Text("utc")}))
    dialect_.utc = true;
  if (!own_message) return;
  Send(kLogon, {Value::Map(std::move(who))});
  Flush();
  Success(patience_);
}

void BoltClient::Send(uint8_t tag, const std::vector<Value>& fields) {
  std::string message;
  PackWriter writer(message);
  writer.Struct(tag, fields.size());
  for (const Value& field : fields) PackValue(writer, field, nullptr, dialect_);
  AppendChunked(out_, message);
}

void BoltClient::Flush() {
  const std::string bytes = std::move(out_);
  out_.clear();
  channel_->Send(bytes);
}

std::string BoltClient::NextMessage(double seconds) {
  while (inbox_.empty()) {
    std::vector<std::string> messages;
    try {
      chunks_.Add(channel_->Receive(seconds), messages);
    } catch (const BadMessage& error) {
      throw ConnectionError(std::string("the server's answer is not Bolt's: ") + error.what());
    }
    for (std::string& message : messages) inbox_.push_back(std::move(message));
  }
  std::string message = std::move(inbox_.front());
  inbox_.pop_front();
  return message;
}

PackedMessage BoltClient::Next(double seconds, const StructureReader* others) {
  try {
    PackedMessage message = ReadPacked(NextMessage(seconds), dialect_, others);
    const bool is_answer = message.tag == kSuccess || message.tag == kRecord || message.tag == kFailure;
    if (message.tag == kIgnored) return message;
    if (!is_answer || message.fields.size() != 1) throw BadMessage("a message that no server sends");
    const ValueKind wanted = message.tag == kRecord ? ValueKind::kList : ValueKind::kMap;
    if (message.fields[0].kind() != wanted) throw BadMessage("a message with the wrong content");
    return message;
  } catch (const BadMessage& error) {
    throw ConnectionError(std::string("the server's answer is not Bolt's: ") + error.what());
  }
}

Value BoltClient::Success(double seconds) {
  const PackedMessage answer = Next(seconds);
  if (answer.tag == kFailure) Failed(answer, 0);
  if (answer.tag != kSuccess) throw ConnectionError("the server's answer is not the one that comes next");
  return answer.fields[0];
}

void BoltClient::Failed(const PackedMessage& failure, int ignored) {
  std::string code = TextAt(failure.fields[0], "code"), message = TextAt(failure.fields[0], "message");
  if (ready_) {
    Send(kReset, {});
    Flush();
    ready_ = false;
    for (; ignored >= 0; --ignored) {
      const PackedMessage answer = Next(patience_);
      if (answer.tag != (ignored > 0 ? kIgnored : kSuccess))
        throw ConnectionError("the server refused a statement (" + code + ": " + message + ") and did not recover");
    }
    ready_ = true;
  }
  throw ServerError(std::move(code), message);
}

engine::Summary BoltClient::Run(std::string_view text, const Value& params, const BoltOrder& order,
                                engine::RowSink& sink) {
  // The server ends what takes too long; it gets a little more time to say so.
  const double seconds = order.timeout_seconds > 0 ? order.timeout_seconds + patience_ : 0;
  ValueMap extra;
  if (order.read_only) extra.emplace_back("mode", Text("r"));
  if (order.timeout_seconds > 0)
    extra.emplace_back("tx_timeout",
                       Value::Int(std::max<int64_t>(1, static_cast<int64_t>(order.timeout_seconds * 1000))));
  if (!order.database.empty()) extra.emplace_back("db", Text(order.database));
  const Value pull = Value::Map({{"n", Value::Int(kRowsAtOnce)}});
  const auto began = std::chrono::steady_clock::now();
  Send(kRun, {Text(text), params.is_null() ? Value::Map({}) : params, Value::Map(std::move(extra))});
  Send(kPull, {pull});
  Flush();
  RemoteEntities entities;
  const StructureReader others = [&entities](uint8_t tag, const std::vector<Value>& fields) {
    return entities.Read(tag, fields);
  };
  const PackedMessage started = Next(seconds);
  if (started.tag == kFailure) Failed(started, 1);
  if (started.tag != kSuccess) throw ConnectionError("the server's answer is not the one that comes next");
  const std::vector<std::string> columns = ColumnsOf(started.fields[0]);
  sink.Columns(columns, entities.graph());
  std::string left_out;
  for (;;) {
    const PackedMessage answer = Next(seconds, &others);
    if (answer.tag == kRecord) {
      const ValueList& row = answer.fields[0].as_list();
      if (row.size() != columns.size()) throw ConnectionError("the server sends rows that do not fit their columns");
      if (left_out.empty()) left_out = answer.refused;
      sink.Row(row);
      continue;
    }
    if (answer.tag == kFailure) Failed(answer, 0);
    if (answer.tag != kSuccess) throw ConnectionError("the server's answer is not the one that comes next");
    const Value& metadata = answer.fields[0];
    if (const Value* more = metadata.Find("has_more"); more && *more == Value::Bool(true)) {
      Send(kPull, {pull});
      Flush();
      continue;
    }
    engine::Summary summary;
    summary.elapsed_ms = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began).count();
    summary.stats = StatsOf(metadata);
    summary.plan = PlanOf(metadata);
    summary.notices = NoticesOf(metadata);
    if (!left_out.empty())
      summary.notices.push_back(fmt::format("some values cannot be shown and stand as null ({})", left_out));
    return summary;
  }
}

engine::Stats BoltClient::Do(std::string_view text, const Value& params, const BoltOrder& order) {
  engine::NoRows nothing;
  return Run(text, params, order, nothing).stats;
}

}  // namespace papergraph::cli
