// The codes of the diagnostics about usage (POSTERN05xx), with what each means.
//
// A code never changes its meaning and is never used again.
#pragma once

#include <array>

#include "support/codes.h"

namespace postern::cli::codes {

using postern::codes::Code;

inline constexpr Code usage{"POSTERN0501", "the command line is not understood"};
inline constexpr Code bad_option{"POSTERN0502", "an option has a value that is not allowed"};
inline constexpr Code no_property{"POSTERN0503", "no property has an id that --id matches"};
inline constexpr Code duplicate_property{"POSTERN0504", "two query files use one property id"};
inline constexpr Code cannot_write{"POSTERN0505", "a result cannot be written"};
inline constexpr Code out_of_scope{"POSTERN0506",
                                   "the snapshot is not what a query file's scope asks for"};

inline constexpr Code nothing_asked{"POSTERN0507", "no possible request is asked about"};

/// Every code, in order.
inline constexpr std::array table{usage,        bad_option,   no_property,  duplicate_property,
                                  cannot_write, out_of_scope, nothing_asked};

}  // namespace postern::cli::codes
