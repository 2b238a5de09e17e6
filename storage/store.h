// Store: a graph database in a folder, or in memory. The room's door.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "storage/error.h"
#include "storage/graph_reader.h"
#include "storage/graph_writer.h"

namespace papergraph {

struct OpenOptions {
  bool create = false;     // make the folder where it is missing (else StoreError kNotFound)
  bool read_only = false;  // any number of these beside one writer; sees the state at opening
  bool upgrade = false;    // an older format may be rewritten
  uint64_t cache_bytes = 512ull << 20;
};

/// A write transaction: nothing of it is seen outside before Commit, everything after.
class Transaction : public GraphWriter {
 public:
  /// Atomic and durable when it returns: survives a kill at any later moment. Throws StoreError kConflict when another
  /// transaction that began later or earlier and committed first changed the same node, edge or unique key: begin
  /// again. After Commit or an exception only the destructor may be called. Destruction without Commit is a rollback.
  virtual void Commit() = 0;
};

/// What `check` found; empty means sound.
struct CheckReport {
  std::vector<std::string> faults;  // each names key or file, and what is wrong
  uint64_t nodes = 0, edges = 0, segments = 0, index_entries = 0;
};

/// What a repair did. Both empty: there was nothing to do.
struct RepairReport {
  std::vector<std::string> rebuilt;  // made again from other data: nothing is lost with it
  std::vector<std::string> gone;     // could not be saved, each line names what it was
  uint64_t unreadable = 0;           // ranges of keys that RocksDB could not read; among `gone`
};

/// Any number of threads may use one Store.
class Store {
 public:
  /// `path` is a folder, or ":memory:" (gone with the Store). Reads nothing that is not asked for: the time to open
  /// does not grow with the graph. Throws StoreError kNotFound, kLocked, kVersion, kCorrupt, kIo.
  static std::unique_ptr<Store> Open(const std::string& path, const OpenOptions& options);
  virtual ~Store() = default;

  /// The state after the last commit; it stays as it is. May outlive later commits, not the Store.
  virtual std::shared_ptr<const GraphReader> Snapshot() const = 0;
  virtual std::unique_ptr<Transaction> Begin() = 0;

  /// The same for work that a commit of anybody else makes void, such as building an index: until it is committed or
  /// gone, all others wait to commit, so it meets no conflict. By one thread, which meanwhile commits nothing else.
  virtual std::unique_ptr<Transaction> BeginAlone() = 0;

  /// Empties the graph. REQUIRES: opened as ":memory:"; no snapshot or transaction is alive.
  virtual void Reset() = 0;

  virtual bool read_only() const = 0;
  virtual bool in_memory() const = 0;

  /// Reads everything and compares: segments with their checksums, in-edges with out-edges, labels and properties with
  /// nodes, indexes with nodes, names with aliases, counts with what is there. Faults are values, not exceptions.
  virtual CheckReport Check() const = 0;

  /// Adds the state after the last commit to the backups in folder `to`: what is there from earlier backups is not
  /// copied again. Other threads may go on writing. Throws StoreError kReadOnly, kIo.
  virtual void Backup(const std::string& to) = 0;

  /// Puts the newest backup of folder `from` in the place of the database at `path`. It is verified first (the
  /// checksums of its files, then Check): until that is done `path` stays as it is. Throws StoreError kNotFound,
  /// kCorrupt, kLocked, kIo.
  static void Restore(const std::string& from, const std::string& path);

  /// Saves what is readable of the damaged database at `path`, in one atomic step; Check is sound afterwards. By path,
  /// since a database with a damaged counter or name cannot be opened. Ids stay as they are. Base data wins: values
  /// whose checksum fails are dropped; which nodes are there is rebuilt from labels, properties and edges where it is
  /// lost, edges from neighbour lists; neighbour lists, index entries and counters from nodes and edges. A lost name
  /// becomes `lost_label_3`; constraints that no longer hold are dropped. Where RocksDB cannot read a range, what is
  /// readable is written anew and the old files stay in `path`.damaged. Throws StoreError kNotFound, kLocked, kVersion,
  /// kIo, and kCorrupt when RocksDB cannot open the folder at all: only Restore helps then.
  static RepairReport Repair(const std::string& path);
};

}  // namespace papergraph
