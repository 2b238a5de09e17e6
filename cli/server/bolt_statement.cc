// How a statement runs in a conversation: its rows, and what the client wants of them meanwhile.
#include <fmt/format.h>

#include <algorithm>

#include "cli/server/bolt_machine.h"
#include "cli/server/chunks.h"
#include "cli/server/counters.h"
#include "cli/server/graph_values.h"
#include "cli/server/messages.h"
#include "cli/server/statement_place.h"
#include "engine/language.h"
#include "grammar/parser.h"

namespace papergraph::cli {
namespace {

using std::chrono::steady_clock;

constexpr size_t kFlushBytes = 32 << 10;
constexpr uint64_t kMostKept = 1ull << 30;

double SecondsSince(steady_clock::time_point then) {
  return std::chrono::duration<double>(steady_clock::now() - then).count();
}

Value Milliseconds(steady_clock::time_point since) {
  return Value::Int(static_cast<int64_t>(SecondsSince(since) * 1000));
}

struct Order {
  int64_t count;
  int64_t result;  // -1: the last one
};

std::optional<Order> ReadOrder(const PackedMessage& message) {
  if (message.fields.size() != 1 || message.fields[0].kind() != ValueKind::kMap) return std::nullopt;
  const auto number = [&](std::string_view key) -> std::optional<int64_t> {
    const Value* value = message.fields[0].Find(key);
    if (!value) return -1;
    if (value->kind() != ValueKind::kInt) return std::nullopt;
    return value->as_int();
  };
  const auto count = number("n"), result = number("qid");
  if (!count || !result || *count == 0 || *count < -1) return std::nullopt;
  return Order{*count, *result};
}

// BEGIN, COMMIT and ROLLBACK as statements would change the transaction behind the protocol's back.
bool EndsOrBeginsTransaction(const std::string& text) {
  std::string upper = text;
  std::transform(upper.begin(), upper.end(), upper.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  const auto names = [&](const char* word) { return upper.find(word) != upper.npos; };
  if (!names("BEGIN") && !names("COMMIT") && !names("ROLLBACK")) return false;
  if (!engine::IsCypher(text)) return false;
  try {
    const ast::Statement statement = Parse(text);
    return std::holds_alternative<ast::Begin>(statement.value) ||
           std::holds_alternative<ast::Commit>(statement.value) ||
           std::holds_alternative<ast::Rollback>(statement.value);
  } catch (const QueryError&) {
    return false;  // and it will not run
  }
}

Value StatsOf(const engine::Stats& stats) {
  ValueMap counts;
  for (const auto& [name, counter] : kCounters) {
    if (stats.*counter > 0) counts.emplace_back(name, Value::Int(static_cast<int64_t>(stats.*counter)));
  }
  if (counts.empty()) return Value();
  counts.emplace_back("contains-updates", Value::Bool(true));
  return Value::Map(std::move(counts));
}

const char* TypeLetter(engine::StatementKind kind) {
  switch (kind) {
    case engine::StatementKind::kWrite:
      return "w";
    case engine::StatementKind::kReadWrite:
      return "rw";
    case engine::StatementKind::kSchema:
      return "s";
    default:
      return "r";
  }
}

}  // namespace

void BoltMachine::Run(const PackedMessage& message) {
  const Value& params = message.fields[1];
  if (message.fields[0].kind() != ValueKind::kString || (params.kind() != ValueKind::kMap && !params.is_null())) {
    return Violation("RUN takes text, a map of parameters and a map");
  }
  if (state_ == State::kReady) {
    if (!Prepare(message.fields[2])) return;
    kept_.clear();
    next_result_ = 0;
  }
  if (!SetTimeout()) return;
  const std::string text(message.fields[0].as_string());
  if (EndsOrBeginsTransaction(text)) {
    return Fail({"Neo.ClientError.Statement.SemanticError",
                 "transactions begin and end by messages of Bolt (beginTransaction() of a driver), not by statements"});
  }
  const StatementPlace place(shared_.open_statements, shared_.settings.most_statements);
  if (!place.free()) {
    return Fail({"Neo.TransientError.Transaction.MaximumTransactionLimitReached",
                 fmt::format("{} statements are open already; try again", shared_.settings.most_statements)});
  }
  const uint64_t limit = shared_.settings.statement.memory_limit;
  ResultStream stream(*this, dialect_, limit > 0 ? limit : kMostKept);
  stream_ = &stream;
  statement_began_ = steady_clock::now();
  Guarded(text, [&] { RunStatement(text, params); });
  stream_ = nullptr;
}

void BoltMachine::RunStatement(const std::string& text, const Value& params) {
  const engine::Summary summary = session_->Run(text, params, *stream_);
  ValueMap metadata = SummaryOf(summary);
  if (stream_->keeps()) {
    kept_[next_result_] = {stream_->TakeKept(), std::move(metadata)};
  } else if (owes_) {
    Success(std::move(metadata));
  }
  ++next_result_;
}

void BoltMachine::Caught(std::string_view text) {
  BoltError error;
  try {
    throw;
  } catch (const Abandoned&) {
    if (owes_) Ignore();
    return;
  } catch (const QueryError& thrown) {
    error = ToBoltError(thrown, text);
  } catch (const std::bad_alloc&) {
    error = {"Neo.TransientError.General.OutOfMemoryError", "out of memory"};
  } catch (const std::exception& thrown) {
    error = {"Neo.DatabaseError.General.UnknownError", thrown.what()};
  }
  if (!owes_) {
    deferred_ = std::move(error);
  } else if (peer_.Interrupted()) {
    Ignore();
  } else {
    Fail(std::move(error));
  }
}

ValueMap BoltMachine::SummaryOf(const engine::Summary& summary) {
  ValueMap metadata;
  const engine::StatementKind kind = session_->last_kind();
  metadata.emplace_back("type", Value::String(TypeLetter(kind)));
  metadata.emplace_back("t_last", Milliseconds(statement_began_));
  metadata.emplace_back("db", Value::String(kBoltDatabase));
  if (state_ == State::kReady) {
    const uint64_t commits = kind == engine::StatementKind::kRead ? shared_.commits.load() : ++shared_.commits;
    metadata.emplace_back("bookmark", Value::String(fmt::format("{}:{}", kBoltDatabase, commits)));
  }
  if (Value stats = StatsOf(summary.stats); !stats.is_null()) metadata.emplace_back("stats", std::move(stats));
  if (!summary.plan.empty()) {
    // An EXPLAIN has no columns of its own; a PROFILE gives the rows as well.
    const bool profile = !stream_->columns().empty();
    ValueMap plan;
    plan.emplace_back("operatorType", Value::String("ProduceResults"));
    plan.emplace_back("identifiers", Value::List({}));
    plan.emplace_back("children", Value::List({}));
    plan.emplace_back("args", Value::Map({{"string-representation", Value::String(summary.plan)}}));
    if (profile) {
      plan.emplace_back("dbHits", Value::Int(0));
      plan.emplace_back("rows", Value::Int(static_cast<int64_t>(stream_->rows())));
    }
    metadata.emplace_back(profile ? "profile" : "plan", Value::Map(std::move(plan)));
  }
  return metadata;
}

void BoltMachine::OnColumns(const std::vector<std::string>& names) {
  if (peer_.Interrupted()) throw Abandoned();
  ValueList fields;
  for (const std::string& name : names) fields.push_back(Value::String(name));
  ValueMap metadata;
  metadata.emplace_back("fields", Value::List(std::move(fields)));
  metadata.emplace_back("t_first", Milliseconds(statement_began_));
  if (state_ == State::kTransaction) metadata.emplace_back("qid", Value::Int(next_result_));
  Success(std::move(metadata));
  WaitForOrder();
}

void BoltMachine::OnMore() {
  Success({{"has_more", Value::Bool(true)}});
  WaitForOrder();
}

void BoltMachine::OnRecord(std::string_view message) {
  if (!message.empty()) AppendChunked(out_, message);
  if (out_.size() >= kFlushBytes) Flush();
  if (over_ || peer_.Interrupted()) throw Abandoned();
}

void BoltMachine::WaitForOrder() {
  for (;;) {
    Flush();
    double seconds = shared_.settings.client_timeout;
    const double allowed = session_->timeout();
    if (allowed > 0) seconds = std::min(seconds, std::max(0.0, allowed - SecondsSince(statement_began_)));
    std::string bytes;
    switch (peer_.Next(bytes, seconds)) {
      case BoltPeer::Waited::kMessage:
        if (TakeOrder(bytes)) return;
        break;
      case BoltPeer::Waited::kGone:
        over_ = true;
        throw Abandoned();
      case BoltPeer::Waited::kTooLong:
        throw RuntimeError(ErrorType::kResourceError, "Timeout", {},
                           "the statement ended because its client did not ask for its rows in time");
    }
  }
}

bool BoltMachine::TakeOrder(const std::string& bytes) {
  owes_ = true;
  PackedMessage message;
  try {
    message = ReadPacked(bytes, dialect_);
  } catch (const BadMessage& error) {
    Violation(error.what());
    throw Abandoned();
  }
  const auto later = [&] {
    pending_ = bytes;
    owes_ = false;
  };
  if (message.tag == kReset || message.tag == kGoodbye) {
    later();
    throw Abandoned();
  }
  if (peer_.Interrupted()) {
    Ignore();
    return false;
  }
  if (message.tag == kPull || message.tag == kDiscard) {
    const std::optional<Order> order = ReadOrder(message);
    if (!order) {
      Violation("PULL and DISCARD take {n: how many, or -1 for all; qid: of which result}");
      throw Abandoned();
    }
    if (order->result == -1 || order->result == next_result_) {
      message.tag == kPull ? stream_->Pull(order->count) : stream_->Discard(order->count);
      return true;
    }
    PullKept(message);
    if (state_ == State::kBroken) throw Abandoned();
    return false;
  }
  if (state_ == State::kTransaction) {
    if (message.tag == kRun || message.tag == kCommit) {
      later();
      message.tag == kRun ? stream_->Keep() : stream_->Discard(-1);
      return true;
    }
    if (message.tag == kRollback) {
      later();
      throw Abandoned();
    }
  }
  Violation(fmt::format("the message 0x{:02X} is not expected while there are rows to read", message.tag));
  throw Abandoned();
}

void BoltMachine::PullKept(const PackedMessage& message) {
  const std::optional<Order> order = ReadOrder(message);
  if (!order) return Violation("PULL and DISCARD take {n: how many, or -1 for all; qid: of which result}");
  const auto at = kept_.find(order->result == -1 ? next_result_ - 1 : order->result);
  if (at == kept_.end()) return Violation("no such result is open");
  Kept& kept = at->second;
  size_t count = kept.records.size();
  if (order->count >= 0) count = std::min(count, static_cast<size_t>(order->count));
  for (; count > 0; --count) {
    if (message.tag == kPull) OnRecord(kept.records.front());
    kept.records.pop_front();
  }
  if (!kept.records.empty()) return Success({{"has_more", Value::Bool(true)}});
  ValueMap summary = std::move(kept.summary);
  kept_.erase(at);
  Success(std::move(summary));
}

void BoltMachine::Success(ValueMap metadata) {
  const Value map = Value::Map(std::move(metadata));
  Reply(kSuccess, &map);
}

void BoltMachine::Fail(BoltError error) {
  if (authenticated()) state_ = State::kBroken;
  const Value map = Value::Map({{"code", Value::String(error.code)}, {"message", Value::String(error.message)}});
  Reply(kFailure, &map);
}

void BoltMachine::Ignore() { Reply(kIgnored, nullptr); }

void BoltMachine::Violation(const std::string& message) {
  Fail({"Neo.ClientError.Request.Invalid", message});
  over_ = true;
}

void BoltMachine::Reply(uint8_t tag, const Value* metadata) {
  owes_ = false;
  std::string message;
  PackWriter writer(message);
  writer.Struct(tag, metadata ? 1 : 0);
  if (metadata) PackValue(writer, *metadata, nullptr, dialect_);
  AppendChunked(out_, message);
}

void BoltMachine::Flush() {
  if (out_.empty()) return;
  if (!peer_.Send(out_)) over_ = true;
  out_.clear();
}

}  // namespace papergraph::cli
