#include "support/check.h"

namespace postern {

void internal_error(const std::string& message, std::source_location where) {
  throw InternalError(std::string(where.file_name()) + ':' + std::to_string(where.line()) + ": " +
                      message);
}

}  // namespace postern
