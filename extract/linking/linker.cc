#include "extract/linking/linker.h"

#include <algorithm>
#include <functional>
#include <tuple>

#include "extract/linking/forms.h"
#include "storage/text_fold.h"

namespace papergraph::extract {
namespace {

/// Joins strings into sets; the name of a set is its least member.
class Sets {
 public:
  const std::string& Find(const std::string& member) {
    auto [at, fresh] = parent_.try_emplace(member, member);
    std::string root = at->second;
    while (parent_.at(root) != root) root = parent_.at(root);
    for (std::string walk = member; walk != root;) {
      std::string next = parent_.at(walk);
      parent_[walk] = root;
      walk = std::move(next);
    }
    return parent_.find(root)->second;
  }
  void Join(const std::string& a, const std::string& b) {
    const std::string x = Find(a), y = Find(b);
    if (x != y) parent_[std::max(x, y)] = std::min(x, y);
  }
  bool Has(const std::string& member) const { return parent_.contains(member); }

 private:
  std::unordered_map<std::string, std::string> parent_;
};

std::string_view FormIn(std::string_view key) { return key.substr(3); }

}  // namespace

MentionId Linker::Add(Naming mention) {
  const MentionId id = static_cast<MentionId>(mentions_.size());
  Slot slot;
  slot.keys = KeysOf(mention, vocabulary_, decisions_);
  for (const std::string& alias : mention.aliases) {
    slot.alias_entries.push_back(vocabulary_.Find(mention.kind, FoldName(alias)));
  }
  slot.mention = std::move(mention);
  for (const auto* forms : {&slot.keys.strong, &slot.keys.weak}) {
    for (const std::string& form : *forms) by_form_[form].push_back(id);
  }
  const VocabularyEntry* entry = slot.keys.entry;
  const std::string& name = entry != nullptr ? entry->name : slot.mention.name;
  const std::vector<Belonging> belongings = BelongingsOf(slot.mention.kind, name, entry, vocabulary_);
  mentions_.push_back(std::move(slot));
  new_.insert(id);
  MarkForms(id);
  for (const Belonging& belonging : belongings) {
    const MentionId whole = AddStanding(belonging, id);
    mentions_[id].belongs.emplace_back(belonging.edge, whole);
  }
  return id;
}

void Linker::Remove(MentionId id) {
  Slot& slot = mentions_[id];
  MarkForms(id);
  for (const auto* forms : {&slot.keys.strong, &slot.keys.weak}) {
    for (const std::string& form : *forms) std::erase(by_form_[form], id);
  }
  new_.erase(id);
  if (slot.entity != kNoEntity) {
    entities_[slot.entity].members.erase(id);
    MarkEntity(slot.entity);
    slot.entity = kNoEntity;
  }
  const auto belongs = std::move(slot.belongs);
  for (const auto& [edge, whole] : belongs) DropStanding(whole, id);
}

MentionId Linker::AddStanding(const Belonging& belonging, MentionId child) {
  const std::pair<EntityKind, std::string> key(belonging.kind, belonging.name);
  const auto [at, fresh] = standing_.try_emplace(key);
  at->second.children.insert(child);
  if (!fresh) return at->second.id;
  // Where it stands is known before it is added: a whole may, by mistake, be part of its own part.
  at->second.id = static_cast<MentionId>(mentions_.size());
  Naming mention;
  mention.kind = belonging.kind;
  mention.name = belonging.name;
  return Add(std::move(mention));
}

void Linker::DropStanding(MentionId id, MentionId child) {
  const auto at = standing_.find({mentions_[id].mention.kind, mentions_[id].mention.name});
  at->second.children.erase(at->second.children.find(child));
  if (!at->second.children.empty()) return;
  standing_.erase(at);
  Remove(id);
}

void Linker::MarkForms(MentionId id) {
  const MentionKeys& keys = mentions_[id].keys;
  dirty_forms_.insert(keys.strong.begin(), keys.strong.end());
  dirty_forms_.insert(keys.weak.begin(), keys.weak.end());
}

/// All mentions whose entity may depend on the dirty forms, besides the new ones.
std::vector<MentionId> Linker::Closure() const {
  std::set<std::string> seen(dirty_forms_.begin(), dirty_forms_.end());
  std::vector<std::string> queue(dirty_forms_.begin(), dirty_forms_.end());
  std::set<MentionId> closure(new_.begin(), new_.end());
  const auto visit = [&](const std::string& form) {
    if (seen.insert(form).second) queue.push_back(form);
  };
  while (!queue.empty()) {
    const std::string form = std::move(queue.back());
    queue.pop_back();
    const auto at = by_form_.find(form);
    if (at == by_form_.end()) continue;
    for (const MentionId id : at->second) {
      // What is fixed leads others to itself and is led nowhere: the search need not go through it.
      if (!closure.insert(id).second || !mentions_[id].keys.fixed.empty()) continue;
      for (const std::string& strong : mentions_[id].keys.strong) visit(strong);
      for (const std::string& weak : mentions_[id].keys.weak) visit(weak);
    }
  }
  return {closure.begin(), closure.end()};
}

/// The key of an entity after what a person merged.
std::string Linker::Decided(EntityKind kind, const std::string& key) const {
  if (decisions_.merged.empty()) return key;
  const auto named = [&](std::string_view folded) -> const std::string* {
    const auto at = decisions_.merged.find({kind, std::string(folded)});
    return at != decisions_.merged.end() ? &at->second : nullptr;
  };
  const std::string* into = nullptr;
  if (key.substr(1).starts_with("v:")) {
    const VocabularyEntry* entry = vocabulary_.Find(kind, FoldName(FormIn(key)));
    for (const auto& [form, name] : decisions_.merged) {
      if (form.first == kind && vocabulary_.Find(kind, form.second) == entry && entry != nullptr) into = &name;
    }
  } else {
    into = named(FormIn(key));
  }
  return into == nullptr ? key : key.substr(0, 1) + "m:" + FoldName(*into);
}

std::map<MentionId, std::string> Linker::Resolve(const std::vector<MentionId>& closure) const {
  Sets sets;
  for (const MentionId id : closure) {
    const MentionKeys& keys = mentions_[id].keys;
    if (!keys.fixed.empty()) continue;
    for (const std::string& strong : keys.strong) sets.Join(keys.strong.front(), strong);
  }
  // Where spelled-out forms of known things lead; a form that leads to two of them leads nowhere.
  std::map<std::string, std::set<std::string>> leads;
  std::map<std::string, std::string> merged;
  for (const MentionId id : closure) {
    const MentionKeys& keys = mentions_[id].keys;
    for (const std::string& strong : keys.strong) {
      if (!sets.Has(strong)) continue;
      if (!keys.fixed.empty()) leads[sets.Find(strong)].insert(keys.fixed);
      const std::string decided = Decided(mentions_[id].mention.kind, strong);
      if (decided != strong) merged[sets.Find(strong)] = decided;
    }
  }
  const auto final_key = [&](EntityKind kind, const std::string& strong) {
    const std::string root = sets.Find(strong);
    if (const auto at = merged.find(root); at != merged.end()) return at->second;
    const auto at = leads.find(root);
    return at != leads.end() && at->second.size() == 1 ? Decided(kind, *at->second.begin()) : root;
  };
  std::map<MentionId, std::string> resolved;
  std::map<std::string, std::set<std::string>> meanings;  // acronym → entities
  for (const MentionId id : closure) {
    const MentionKeys& keys = mentions_[id].keys;
    const EntityKind kind = mentions_[id].mention.kind;
    if (keys.fixed.empty() && keys.strong.empty()) continue;
    const std::string key = !keys.fixed.empty() ? Decided(kind, keys.fixed) : final_key(kind, keys.strong.front());
    for (const std::string& weak : keys.weak) meanings[weak].insert(key);
    resolved[id] = key;
  }
  for (const MentionId id : closure) {
    const MentionKeys& keys = mentions_[id].keys;
    if (!keys.fixed.empty() || !keys.strong.empty()) continue;
    const auto at = meanings.find(keys.weak.front());
    resolved[id] = at != meanings.end() && at->second.size() == 1
                       ? *at->second.begin()
                       : Decided(mentions_[id].mention.kind, keys.weak.front());
  }
  return resolved;
}

/// Moves mentions to the entities of their keys. An entity whose key changes goes on under the new one, so that its
/// node stays.
void Linker::Place(const std::map<MentionId, std::string>& keys, Changes& changes) {
  std::map<std::string, std::vector<MentionId>> groups;
  std::map<EntityId, size_t> leaving;  // how many of an entity's members are looked at here
  for (const auto& [id, key] : keys) {
    groups[key].push_back(id);
    if (mentions_[id].entity != kNoEntity) ++leaving[mentions_[id].entity];
  }
  // An entity that keeps no member goes on as the one that most of them become.
  std::set<EntityId> emptied;
  for (const auto& [old, count] : leaving) {
    if (count == entities_[old].members.size() && !groups.contains(entities_[old].key)) emptied.insert(old);
  }
  for (const auto& [key, members] : groups) {
    auto at = by_key_.find(key);
    if (at == by_key_.end()) {
      std::map<EntityId, size_t> from;
      for (const MentionId id : members) {
        const EntityId old = mentions_[id].entity;
        if (emptied.contains(old)) ++from[old];
      }
      EntityId heir = kNoEntity;
      for (const auto& [old, count] : from) {
        if (heir == kNoEntity || count > from[heir]) heir = old;
      }
      if (heir == kNoEntity) {
        heir = static_cast<EntityId>(entities_.size());
        entities_.emplace_back().kind = mentions_[members.front()].mention.kind;
      } else {
        by_key_.erase(entities_[heir].key);
        emptied.erase(heir);
      }
      MarkEntity(heir);
      entities_[heir].key = key;
      at = by_key_.emplace(key, heir).first;
    }
    const EntityId entity = at->second;
    for (const MentionId id : members) {
      const EntityId old = mentions_[id].entity;
      if (old == entity) continue;
      if (old != kNoEntity) {
        entities_[old].members.erase(id);
        MarkEntity(old);
      }
      mentions_[id].entity = entity;
      entities_[entity].members.insert(id);
      MarkEntity(entity);
      if (!mentions_[id].mention.paper.empty()) changes.moved.push_back(id);
      const auto standing = standing_.find({mentions_[id].mention.kind, mentions_[id].mention.name});
      if (standing == standing_.end() || standing->second.id != id) continue;
      for (const MentionId child : standing->second.children) {
        if (mentions_[child].entity != kNoEntity) MarkEntity(mentions_[child].entity);
      }
    }
  }
}

Linker::Changes Linker::Settle() {
  Changes changes;
  Place(Resolve(Closure()), changes);
  new_.clear();
  dirty_forms_.clear();
  for (auto& [id, old_key] : dirty_) {
    LinkedEntity& entity = entities_[id];
    if (entity.members.empty() && !entity.key.empty()) {
      by_key_.erase(entity.key);
      entity.key.clear();
    }
    if (entity.key.empty() && old_key.empty()) continue;
    if (Describe(id) || entity.key != old_key) changes.entities.push_back({id, std::move(old_key)});
  }
  dirty_.clear();
  std::sort(changes.moved.begin(), changes.moved.end());
  return changes;
}

/// English before other languages, what more papers write before what fewer do, then what came first.
std::string Linker::BestName(const LinkedEntity& entity) const {
  struct Count {
    std::set<std::string_view> papers;
    std::pair<std::string_view, uint64_t> first;
  };
  std::map<std::string_view, Count> counts;
  for (const MentionId id : entity.members) {
    const Naming& mention = mentions_[id].mention;
    Count& count = counts[mention.name];
    const std::pair<std::string_view, uint64_t> place(mention.source, mention.start);
    if (!mention.paper.empty() && (count.papers.empty() || place < count.first)) count.first = place;
    if (!mention.paper.empty()) count.papers.insert(mention.paper);
  }
  const auto rank = [&](const auto& entry) {
    const auto& [name, count] = entry;
    const auto& [source, start] = count.first;
    return std::tuple(HasChinese(name), count.papers.empty(), ~count.papers.size(), source, start, name);
  };
  const auto best =
      std::min_element(counts.begin(), counts.end(), [&](const auto& a, const auto& b) { return rank(a) < rank(b); });
  return std::string(best->first);
}

bool Linker::Describe(EntityId id) {
  LinkedEntity& entity = entities_[id];
  if (entity.key.empty()) return true;
  const auto before = std::tuple(entity.name, entity.aliases, entity.parameters, entity.belongs);
  const VocabularyEntry* entry = nullptr;
  std::set<std::string> forms;
  std::set<std::pair<std::string, EntityId>> belongs;
  std::optional<double> parameters;
  for (const MentionId member : entity.members) {
    const Slot& slot = mentions_[member];
    if (slot.keys.entry != nullptr && (entry == nullptr || slot.keys.entry->name < entry->name))
      entry = slot.keys.entry;
  }
  const bool merged = std::string_view(entity.key).substr(1).starts_with("m:");
  for (const MentionId member : entity.members) {
    const Slot& slot = mentions_[member];
    forms.insert(slot.mention.name);
    for (size_t i = 0; i < slot.mention.aliases.size(); ++i) {
      // An acronym may have two meanings; other forms that the vocabulary gives to another thing are that thing's.
      const std::string& alias = slot.mention.aliases[i];
      const VocabularyEntry* known = slot.alias_entries[i];
      if (known == nullptr || known == slot.keys.entry || (entry == nullptr && IsAcronym(alias))) forms.insert(alias);
    }
    if (slot.mention.parameters && (!parameters || *slot.mention.parameters < *parameters))
      parameters = slot.mention.parameters;
    if (entry != nullptr && !merged && slot.keys.entry != entry) continue;  // the vocabulary knows better than a shape
    for (const auto& [edge, whole] : slot.belongs) {
      const EntityId to = mentions_[whole].entity;
      if (to != kNoEntity && to != id) belongs.emplace(edge, to);
    }
  }
  entity.name = entry != nullptr ? entry->name : BestName(entity);
  if (merged) {
    for (const auto& [form, name] : decisions_.merged) {
      if (form.first != entity.kind || FoldName(name) != FormIn(entity.key)) continue;
      const VocabularyEntry* known = vocabulary_.Find(entity.kind, FoldName(name));
      entity.name = known != nullptr ? known->name : name;
      forms.insert(name);
    }
  }
  if (entry != nullptr) forms.insert(entry->aliases.begin(), entry->aliases.end());
  forms.erase(entity.name);
  for (auto at = forms.begin(); at != forms.end();) {
    at = decisions_.apart.contains({entity.kind, FoldName(*at)}) && FoldName(*at) != FoldName(entity.name)
             ? forms.erase(at)
             : std::next(at);
  }
  entity.aliases.assign(forms.begin(), forms.end());
  const std::optional<double> known = ParametersOf(entity.kind, entity.name, entry);
  entity.parameters = known ? known : entity.kind == EntityKind::kModel ? parameters : std::nullopt;
  entity.belongs.assign(belongs.begin(), belongs.end());
  return before != std::tuple(entity.name, entity.aliases, entity.parameters, entity.belongs);
}

}  // namespace papergraph::extract
