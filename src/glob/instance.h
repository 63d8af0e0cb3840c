// Readable strings of one glob, as candidates for witnesses.
#pragma once

#include <span>
#include <string>

#include "glob/compiled.h"

namespace postern::glob {

/// How many different instances readable_instance() knows.
inline constexpr std::size_t instance_variants = 4;

/// A string of `glob` that looks like what people expect: words for runs; a partition, a region and
/// an account number for whole components of an ARN; an account number for twelve digits.
std::u32string readable_instance(const CompiledGlob& glob, std::size_t variant);

enum class Pour { IntoFirstRun, IntoLastRun };

/// The first readable instance of `host`, except that one run has become the fixed text of
/// `guests`: a string of `host` if that run takes it. Without a run nothing is poured.
std::u32string poured_instance(const CompiledGlob& host,
                               std::span<const CompiledGlob* const> guests, Pour pour);

}  // namespace postern::glob
