// What the resource's side of a request over a world can be (internal to SymbolicRequest).
#pragma once

#include <memory>
#include <string>

#include "encoder/symbolic_request.h"

namespace postern::encoder {

// A resource of the snapshot, or a role as the target of assumptions.
struct SymbolicRequest::Holder {
  glob::GlobSetId governed;
  std::string arn;
  glob::GlobSetId within;  // of that, what more specific documents govern
  glob::GlobSetId shared;  // of that, what another policy may govern besides
  ResourceSide side;
  bool role = false;
  bool access_point = false;
  bool partly_modelled = false;         // or its policy is missing
  std::unique_ptr<model::S3Access> s3;  // with the blocks of its account
};

}  // namespace postern::encoder
