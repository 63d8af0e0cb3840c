// What the path of a file says of the output in it: `111122223333/eu-west-1/sqs/jobs.policy.json`.
// Internal to the index.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace postern::snapshot {

struct PathFacts {
  std::string account, region;     // empty: it names none
  bool several = false;            // it names two accounts, or two regions
  std::string service;             // as in ARNs; empty: it names none
  std::string kind;                // of a manifest's entry; empty: it names none
  std::vector<std::string> names;  // what the resource may be called, the likeliest first
  std::string key_id;              // of a KMS key, if there is one in it
};

/// `path` is relative to the folder that is read.
PathFacts read_path(std::string_view path);

/// True for what looks like the name of a Region.
bool is_region(std::string_view text);

}  // namespace postern::snapshot
