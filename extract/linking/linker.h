// Linker: which mentions of all documents are one entity. In memory; a function of the set of mentions, kept up to
// date.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "extract/linking/knowledge.h"
#include "extract/linking/mention_keys.h"

namespace papergraph::extract {

using MentionId = uint32_t;
using EntityId = uint32_t;
inline constexpr EntityId kNoEntity = UINT32_MAX;

/// One thing. Everything but its id follows from the set of mentions.
struct LinkedEntity {
  EntityKind kind = EntityKind::kMethod;
  std::string key;  // unique; empty: gone
  std::string name;
  std::vector<std::string> aliases;  // sorted, without the name
  std::optional<double> parameters;
  std::vector<std::pair<std::string, EntityId>> belongs;  // (edge, whole), sorted, each once
  std::set<MentionId> members;
};

/// Add and Remove mentions, then Settle. Two linkers with the same vocabulary, decisions and mentions have the same
/// entities (keys, names, members), whatever came and went before. Work is proportional to the mentions that share a
/// form with what changed. One thread.
class Linker {
 public:
  /// Both live longer than the linker.
  Linker(const Vocabulary& vocabulary, const Decisions& decisions) : vocabulary_(vocabulary), decisions_(decisions) {}

  MentionId Add(Naming mention);
  /// REQUIRES: added, not removed. Its id is not used again.
  void Remove(MentionId id);

  struct Change {
    EntityId entity;
    std::string old_key;  // empty: it is new; its own key is empty when it is gone
  };
  struct Changes {
    std::vector<Change> entities;  // new, gone, or with another key, name, alias, size or belonging; ascending
    std::vector<MentionId> moved;  // papers' mentions that now belong to another entity; ascending
  };
  /// What is different since the last time.
  Changes Settle();

  // REQUIRES: settled.
  EntityId EntityOf(MentionId id) const { return mentions_[id].entity; }
  const LinkedEntity& entity(EntityId id) const { return entities_[id]; }
  EntityId entity_count() const { return static_cast<EntityId>(entities_.size()); }
  const Naming& mention(MentionId id) const { return mentions_[id].mention; }
  const MentionKeys& keys(MentionId id) const { return mentions_[id].keys; }

 private:
  struct Slot {
    Naming mention;
    MentionKeys keys;
    std::vector<std::pair<std::string, MentionId>> belongs;  // (edge, mention that stands for the whole)
    std::vector<const VocabularyEntry*> alias_entries;       // for each alias; null: unknown
    EntityId entity = kNoEntity;
  };
  struct Standing {  // a mention that vocabulary or shape make, for all that belong to it
    MentionId id = 0;
    std::multiset<MentionId> children;
  };

  MentionId AddStanding(const Belonging& belonging, MentionId child);
  void DropStanding(MentionId id, MentionId child);
  void MarkForms(MentionId id);
  void MarkEntity(EntityId id) { dirty_.try_emplace(id, entities_[id].key); }
  std::vector<MentionId> Closure() const;
  std::map<MentionId, std::string> Resolve(const std::vector<MentionId>& closure) const;
  std::string Decided(EntityKind kind, const std::string& key) const;
  void Place(const std::map<MentionId, std::string>& keys, Changes& changes);
  bool Describe(EntityId id);  // true: something is different
  std::string BestName(const LinkedEntity& entity) const;

  const Vocabulary& vocabulary_;
  const Decisions& decisions_;
  std::vector<Slot> mentions_;
  std::vector<LinkedEntity> entities_;
  std::unordered_map<std::string, EntityId> by_key_;
  std::unordered_map<std::string, std::vector<MentionId>> by_form_;
  std::map<std::pair<EntityKind, std::string>, Standing> standing_;
  std::set<MentionId> new_;  // not placed yet
  std::set<std::string> dirty_forms_;
  std::map<EntityId, std::string> dirty_;  // with the key that it had
};

}  // namespace papergraph::extract
