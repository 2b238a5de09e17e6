#include "cli/server/connection.h"

#include "cli/server/chunks.h"
#include "cli/server/http_machine.h"
#include "cli/server/messages.h"

namespace papergraph::cli {
namespace {

// Before anybody has logged on, and after.
constexpr size_t kMostBefore = 64 << 10, kMostAfter = 64 << 20;
constexpr size_t kMostInbox = 8 << 20;
constexpr size_t kMostOutbox = 1 << 20;
constexpr std::chrono::seconds kLogonTime{30};
constexpr std::chrono::seconds kFarewellTime{2};
constexpr std::chrono::seconds kLongQuiet{60};

bool IsReset(std::string_view message) {
  return message.size() == 2 && message[0] == '\xB0' && static_cast<uint8_t>(message[1]) == kReset;
}

class BoltFraming final : public Framing {
 public:
  void Add(std::string_view bytes, bool authenticated, std::vector<std::string>& messages) override {
    chunks_.set_most(authenticated ? kMostAfter : kMostBefore);
    chunks_.Add(bytes, messages);
  }

 private:
  ChunkReader chunks_{kMostBefore};
};

}  // namespace

Connection::Connection(std::unique_ptr<Wire> wire, BoltShared& shared, Workers& workers, uint64_t id,
                       std::function<void(const std::shared_ptr<Connection>&)> gone)
    : wire_(std::move(wire)), shared_(shared), workers_(workers), id_(id), gone_(std::move(gone)) {}

Connection::~Connection() = default;

void Connection::Start() { Read(); }

void Connection::Read() {
  wire_->Read([self = shared_from_this()](std::string_view bytes) {
    if (bytes.empty()) return self->Close();
    self->Received(bytes);
  });
}

void Connection::Received(std::string_view bytes) {
  if (closed_) return;
  if (!machine_) return Greet(bytes);
  std::vector<std::string> messages;
  try {
    framing_->Add(bytes, authenticated_, messages);
  } catch (const BadMessage&) {
    return Close();
  }
  Enqueue(std::move(messages));
}

void Connection::Greet(std::string_view bytes) {
  if (finishing_) return Read();  // it was told; what it still sends is read so that it gets to read the answer
  const size_t taken = std::min(bytes.size(), kGreetingBytes - greeting_.size());
  greeting_ += bytes.substr(0, taken);
  const Greeting greeting = ReadGreeting(greeting_);
  if (greeting.kind == Greeting::Kind::kIncomplete) return Read();
  bytes.remove_prefix(taken);
  if (greeting.kind == Greeting::Kind::kHttp && shared_.explorer) {
    Speak(std::make_unique<HttpFraming>(), std::make_unique<HttpMachine>(shared_, *shared_.explorer, *this));
    const std::string all = greeting_ + std::string(bytes);
    return Received(all);
  }
  const std::string answer = AnswerGreeting(greeting, wire_->ServerAddress());
  if (answer.empty()) return Close();
  if (greeting.kind == Greeting::Kind::kBolt && greeting.version.major != 0) {
    Speak(std::make_unique<BoltFraming>(), std::make_unique<BoltMachine>(greeting.version, shared_, *this, id_));
    Send(answer);
    return Received(bytes);
  }
  Send(answer);
  Finish();
  Read();
}

void Connection::Speak(std::unique_ptr<Framing> framing, std::unique_ptr<Conversation> conversation) {
  const std::lock_guard lock(mutex_);
  framing_ = std::move(framing);
  machine_ = std::move(conversation);
  authenticated_ = machine_->authenticated();
  waits_ = Clock::now();
}

void Connection::Enqueue(std::vector<std::string> messages) {
  bool starts = false, reads = false;
  {
    const std::lock_guard lock(mutex_);
    for (std::string& message : messages) {
      if (IsReset(message)) {
        ++resets_;
        if (running_) machine_->Cancel();
      }
      inbox_bytes_ += message.size();
      inbox_.push_back(std::move(message));
    }
    if (!inbox_.empty() && !running_ && !finishing_) starts = running_ = true;
    paused_ = inbox_bytes_ > kMostInbox;
    reads = !paused_;
    changed_.notify_all();
  }
  if (starts) workers_.Submit([self = shared_from_this()] { self->Work(); });
  if (reads) Read();
}

void Connection::Pop(std::string& message) {
  message = std::move(inbox_.front());
  inbox_.pop_front();
  inbox_bytes_ -= message.size();
  if (paused_ && inbox_bytes_ < kMostInbox / 2) {
    paused_ = false;
    wire_->Post([self = shared_from_this()] {
      if (!self->closed_) self->Read();
    });
  }
}

void Connection::Work() {
  std::string message;
  for (;;) {
    {
      const std::lock_guard lock(mutex_);
      if (closed_ || inbox_.empty() || finishing_) {
        running_ = false;
        waits_ = Clock::now();
        if (closed_) wire_->Post([self = shared_from_this()] { self->gone_(self); });
        return;
      }
      Pop(message);
    }
    const bool goes_on = machine_->Handle(message);
    authenticated_ = machine_->authenticated();
    if (!goes_on) Finish();
  }
}

BoltPeer::Waited Connection::Next(std::string& message, double seconds) {
  std::unique_lock lock(mutex_);
  const bool came =
      changed_.wait_for(lock, std::chrono::duration<double>(seconds), [this] { return closed_ || !inbox_.empty(); });
  if (closed_) return Waited::kGone;
  if (!came) return Waited::kTooLong;
  Pop(message);
  return Waited::kMessage;
}

bool Connection::Send(std::string_view bytes) {
  std::unique_lock lock(mutex_);
  while (!closed_ && outbox_.size() > kMostOutbox) {
    const uint64_t before = sent_;
    const auto patience = std::chrono::duration<double>(shared_.settings.client_timeout);
    if (!changed_.wait_for(lock, patience, [&] { return closed_ || sent_ != before; })) {
      wire_->Post([self = shared_from_this()] { self->Close(); });
      return false;
    }
  }
  if (closed_) return false;
  outbox_ += bytes;
  if (!writing_) {
    writing_ = true;
    wire_->Post([self = shared_from_this()] { self->Write(); });
  }
  return true;
}

void Connection::ResetDone() {
  const std::lock_guard lock(mutex_);
  --resets_;
}

void Connection::Write() {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    sending_.clear();
    sending_.swap(outbox_);
  }
  wire_->Write(sending_, [self = shared_from_this()](bool good) { self->Written(good); });
}

void Connection::Written(bool good) {
  if (!good) return Close();
  {
    const std::lock_guard lock(mutex_);
    sent_ += sending_.size();
    writing_ = !outbox_.empty();
    if (machine_ && machine_->patience() > 0) waits_ = Clock::now();
    if (!writing_ && finishing_) wire_->EndWriting();
    changed_.notify_all();
    if (!writing_) return;
  }
  Write();
}

// The other side is given a moment to read what was written: bytes of its own that nobody reads would take that away.
void Connection::Finish() {
  const std::lock_guard lock(mutex_);
  if (finishing_) return;
  finishing_ = true;
  finished_ = Clock::now();
  if (!writing_) wire_->Post([self = shared_from_this()] { self->wire_->EndWriting(); });
}

void Connection::Close() {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    closed_ = true;
    changed_.notify_all();
    if (running_) machine_->Cancel();
    if (!running_) wire_->Post([self = shared_from_this()] { self->gone_(self); });
  }
  wire_->Close();
}

void Connection::Tick(Clock::time_point now) {
  bool ends = false, expires = false;
  {
    const std::lock_guard lock(mutex_);
    if (closed_ && !running_) return;
    // A statement that began after its end was asked for has not heard of it.
    if (running_ && Interrupted()) machine_->Cancel();
    ends = (!authenticated_ && now - began_ > kLogonTime) || (finishing_ && now - finished_ > kFarewellTime);
    const std::chrono::duration<double> waited = now - waits_;
    if (!running_ && machine_ && machine_->patience() > 0) {
      ends |= waited.count() > (writing_ ? shared_.settings.client_timeout : machine_->patience());
    }
    if (!ends && !running_ && machine_ && waited.count() > shared_.settings.client_timeout &&
        machine_->waits_in_transaction()) {
      expires = running_ = true;
    }
    if (!running_ && machine_) machine_->Rest(waited > kLongQuiet);
  }
  if (ends) Close();
  if (expires) {
    workers_.Submit([self = shared_from_this()] {
      self->machine_->Expire();
      self->Work();
    });
  }
}

}  // namespace papergraph::cli
