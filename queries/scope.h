// What a set of requests is about, before anything of it is encoded: for slices of the world, and
// for who can come to act as whom.
#pragma once

#include "encoder/admission.h"
#include "encoder/slice.h"
#include "queries/compile.h"

namespace postern::queries {

/// The scope of a set of requests without what leads to them (role assumptions). `globs` is the
/// slicer's.
encoder::Scope scope_of(const RequestSet& set, const encoder::WorldFacts& facts,
                        glob::GlobPool& globs);

/// Whether the words name everybody there is.
bool names_anybody(const RequestSet& set);

/// The callers of the set; those it excepts may be among them.
encoder::Starting starting(const RequestSet& set, const model::World& world, const Zone& zone);

}  // namespace postern::queries
