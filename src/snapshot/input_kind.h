// Tells from a document's content what kind of input it is.
#pragma once

#include <string>

#include "document/document.h"

namespace postern::snapshot {

enum class InputKind {
  AuthorizationDetails,
  ConfigItems,
  Manifest,
  OrganizationsOutput,  // of a command of `aws organizations`
  Unsupported,          // known, but not read
  Unknown,
};

struct RecognisedInput {
  InputKind kind = InputKind::Unknown;
  std::string what;  // Unsupported: what it is, with article
  std::string hint;  // what to do with it instead
};

/// The kind of a file whose (first) document is `root`.
RecognisedInput recognise(document::Node root);

}  // namespace postern::snapshot
