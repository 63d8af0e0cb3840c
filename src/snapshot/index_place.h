// Where a file of an index belongs: from what its content and its path say. Internal to the index.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "snapshot/index.h"
#include "snapshot/index_content.h"
#include "snapshot/index_path.h"

namespace postern::snapshot {

/// A file with what it says of itself, and then the entry it gets.
struct Candidate {
  std::string file;  // relative to the folder
  ContentFacts content;
  PathFacts path;
  std::string sha256;
  std::string kind, resource, account, subject;
};

/// Why a file gets no entry.
struct Refusal {
  std::string why, hint;
};

/// True for the kind of a policy's entry, and where it is not known.
bool is_policy_kind(std::string_view kind);

/// Gives the candidate its kind, resource and account, or says why not. `buckets` has the names of
/// those that are known: `x-acl.json` may be of `x`, and of `x-acl`.
std::optional<Refusal> place(const IndexOptions& options, const std::set<std::string>& buckets,
                             Candidate& out);

}  // namespace postern::snapshot
