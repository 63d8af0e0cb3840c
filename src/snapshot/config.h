// Reads what AWS Config recorded: configuration items, in the files it delivers and as its commands
// print them.
//
// An item is all that was known of one resource at one time. The newest of a resource counts
// (WorldBuilder::add_version). Config records no policies of some types, and cannot be told to
// record every user and role: docs/snapshot-manifest.md says what that means.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "document/document.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// True for a document of items: a delivered snapshot, the output of a command that prints items
/// or the results of a query, an item, a list of items.
bool holds_config_items(document::Node root);

/// Limits for a text that may hold items: most items say nothing of access, and may have long
/// texts.
document::Limits config_limits(const document::Limits& limits);

struct ConfigSummary {
  std::size_t items = 0;
  std::set<std::string> accounts;
  std::optional<Time> newest;  // when the newest item was captured
};

/// Reads the documents of one file. `complete`: the user says that the users and roles in it are
/// all that their accounts have (Account::has_identities); else they count as some of them.
ConfigSummary read_config(const std::vector<document::Document>& documents, bool complete,
                          WorldBuilder& builder);

}  // namespace postern::snapshot
