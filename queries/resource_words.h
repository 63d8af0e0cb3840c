// The resource words of a query as terms. Internal to the layer.
#pragma once

#include <vector>

#include "encoder/symbolic_request.h"
#include "queries/query.h"

namespace postern::queries {

/// What a request says of its resource may narrow what is asked about, but excepts nothing: no
/// witness rests on a tag it made up.
enum class Use { Asked, Excepted };

/// Resources that words name, over one step.
struct EncodedResources {
  encoder::ResourceRange range;  // none of them is outside
  encoder::Truth in;             // "the resource is one of them"
};

/// `whole`: see encode_set.
EncodedResources encode_resources(const std::vector<ResourceWord>& words,
                                  encoder::SymbolicRequest& step, formula::TermStore& terms,
                                  const encoder::WorldFacts& facts, const model::World& whole,
                                  Use use);

/// What the words may name: `range.set`.
glob::GlobSetId range_of(const std::vector<ResourceWord>& words, const encoder::WorldFacts& facts,
                         glob::GlobPool& globs);

}  // namespace postern::queries
