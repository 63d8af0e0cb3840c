#include "coverage/constructs.h"

#include <array>

#include "support/check.h"

namespace postern::coverage {

std::string_view to_string(Treatment treatment) {
  switch (treatment) {
    case Treatment::Exact:
      return "exact";
    case Treatment::Over:
      return "over";
    case Treatment::Under:
      return "under";
    case Treatment::Unsupported:
      return "unsupported";
    case Treatment::Assumed:
      return "assumed";
    case Treatment::Refused:
      return "refused";
  }
  internal_error("a treatment without a name");
}

std::span<const Area> areas() {
  static const std::array all{documents, principals, conditions, decision, resources, snapshots};
  return all;
}

}  // namespace postern::coverage
