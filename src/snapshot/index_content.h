// What the content of a file says of the output in it. Internal to the index.
#pragma once

#include <string>
#include <string_view>

#include "document/document.h"
#include "snapshot/load.h"

namespace postern::snapshot {

struct ContentFacts {
  std::string kind;          // of a manifest's entry; empty: a policy of what the path must say
  std::string service;       // as in ARNs, where it is known
  std::string arn;           // of the resource, where the content says it
  std::string account;       // likewise
  std::string name;          // likewise: of a repository
  bool sure = true;          // AWS accepts the policy for no resource but `arn`
  bool about_keys = false;   // it is a policy with actions of KMS
  bool no_resource = false;  // the kind needs none
  bool no_policy = false;    // it says that there is none
  bool needless = false;     // it says what holds without an entry too
  std::string why, hint;     // why it can be placed nowhere; empty otherwise
};

/// Of one document of a file.
ContentFacts read_content(document::Node root);

/// Of the message a command leaves that fails: `An error occurred (NoSuchBucketPolicy) when calling
/// the GetBucketPolicy operation: ...`, after white space. Precondition: is_failure.
ContentFacts read_failure(std::string_view text);
bool is_failure(std::string_view text);

}  // namespace postern::snapshot
