// Mixed load: everything that people do with one database, at the same time, for as long as it is told.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

namespace papergraph::soak {

struct LoadOptions {
  std::string folder;   // of its own, empty; the database and its backups come into it
  std::string reports;  // documents to ingest and to forget
  uint64_t rounds = 0;  // of each worker; 0: until `seconds` are over
  double seconds = 0;
  uint64_t seed = 1;
  /// Called for every sample, from the thread that runs the load; may be empty.
  std::function<void(const std::string& line)> tell;
};

/// What the process held at one moment.
struct Sample {
  double seconds = 0;
  uint64_t memory = 0;  // bytes that are resident
  uint64_t disk = 0;    // bytes of the database's files
  uint64_t files = 0;   // open descriptors
};

struct LoadReport {
  std::map<std::string, uint64_t> done;  // rounds of each kind of work
  uint64_t conflicts = 0;                // transactions that were told to begin again, and did
  std::vector<std::string> errors;       // anything that should not be, in words
  std::vector<Sample> samples;           // one a sixtieth of the time
};

/// Opens a new database in `folder` and works on it with a thread for each kind of work: transfers between accounts
/// (twice), things that come and go with their texts, indexes that come and go, ingest and forget, backups, sums over
/// one snapshot, a long reader, questions. When all have ended, what is there is compared with what should be:
/// the sum of the accounts, the papers with those of a database that only ingested, `Check`.
LoadReport RunMixedLoad(const LoadOptions& options);

/// What has grown between the second quarter of the samples and the last one, each at its least, in words; empty when
/// memory, disk and descriptors are flat, or where there are fewer than 16 samples.
std::vector<std::string> Growth(const std::vector<Sample>& samples);

}  // namespace papergraph::soak
