// Requests through an S3 access point: the two checks each is (12.4).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"

namespace postern::semantics {

/// The ARN under which the access point `point` shows a bucket or an object (AP-2); nothing if
/// `resource` is neither.
std::optional<std::string> seen_through(std::string_view point, std::string_view resource);

/// One decision that a request needs.
struct Check {
  model::Scenario scenario;  // `access_point` is set for the check of the point's own policy only
  model::Request request;
  std::optional<std::string> other_name;  // see Bearer
};

/// The checks of a request, all of which must allow it (EVAL-16): one, or, through an access point,
/// that of the bucket and that of the point (AP-1). A context that names an access point the
/// scenario does not have leaves one check, of whichever ARN the request is for.
std::vector<Check> checks_of(const model::Scenario& scenario, const model::Request& request);

}  // namespace postern::semantics
