// What WorldBuilder does with the versions of one resource, and with resources whose policies the
// snapshot does not contain.
#include <utility>

#include "snapshot/fields.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

void WorldBuilder::add_version(const std::string& name, RecordedVersion version) {
  std::vector<RecordedVersion>& kept = versions_[name];
  if (version.time) {
    for (const RecordedVersion& other : kept) {
      if (other.time && *other.time > *version.time) return;
    }
    std::erase_if(kept, [&](const RecordedVersion& other) {
      return other.time && *other.time < *version.time;
    });
  }
  kept.push_back(std::move(version));
}

// Versions of one time go the way of all documents about one thing: they must say the same.
void WorldBuilder::settle_versions() {
  for (auto& [name, versions] : versions_) {
    const SourceSpan first = versions.front().where;
    const bool deleted = std::holds_alternative<std::monostate>(versions.front().thing);
    for (RecordedVersion& version : versions) {
      if (deleted != std::holds_alternative<std::monostate>(version.thing)) {
        diagnostics_.error(codes::conflict, version.where,
                           "a second version of " + ticked(name) +
                               " of the same time: by one of them it is deleted",
                           "the first is at " + to_string(first));
        break;
      }
      std::visit(
          [&](auto& thing) {
            using Thing = std::decay_t<decltype(thing)>;
            if constexpr (std::is_same_v<Thing, ReadPolicy>) {
              add_managed(std::move(thing));
            } else if constexpr (std::is_same_v<Thing, AccountBlockDraft>) {
              add_account_block(thing.account, thing.partition, thing.block, thing.where);
            } else if constexpr (!std::is_same_v<Thing, std::monostate>) {
              add(std::move(thing));
            }
          },
          version.thing);
      for (ResourceFactDraft& fact : version.facts) add(std::move(fact));
    }
  }
  versions_.clear();
}

void WorldBuilder::settle_missing_policies() {
  for (auto& [arn, resource] : without_policy_) {
    world_.resources.emplace(arn, std::move(resource));
  }
}

}  // namespace postern::snapshot
