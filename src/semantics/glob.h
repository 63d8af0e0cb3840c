// The shared wildcard language (GLOB): patterns with policy variables, resolved and matched.
//
// A pattern's text is cut into pieces here, from the specification (VAR-3), and not taken from the
// parts the model has parsed: the evaluator is the oracle for that parser too.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"
#include "semantics/truth.h"

namespace postern::semantics {

/// A piece of a pattern before variables are resolved.
struct Piece {
  enum class Kind { Text, AnyRun, AnyOne, Variable };
  Kind kind;
  std::string text;                     // of Text; the key of Variable, lower-cased
  std::optional<std::string> fallback;  // of Variable
};
using Pieces = std::vector<Piece>;

/// Cuts `text` into pieces (VAR-3). `*` and `?` are text with Wildcards::No; `${...}` is text with
/// Variables::No. `${*}`, `${?}` and `${$}` become text (GLOB-4).
Pieces cut(std::string_view text, model::Wildcards wildcards, model::Variables variables);

/// The pieces between the first five colons outside of `${...}` and the rest: six components of an
/// ARN, or fewer (ARN-1).
std::vector<Pieces> components(const Pieces& pieces);

bool has_variable(const Pieces& pieces);

/// The value of a variable: of a single-valued key that is present (VAR-3). In the other reading
/// of AMB-42 an empty value counts as absent.
std::optional<std::string> variable_value(const std::string& key, const model::Context& context,
                                          const Reading& reading);

/// True iff some variable has neither a value nor a default (VAR-4 .. VAR-7).
bool unresolved(const Pieces& pieces, const model::Context& context, const Reading& reading);

/// The open questions a match of `pieces` against `value` may meet: AMB-8 (wildcards inside
/// substituted text), AMB-32 (what `?` covers outside ASCII) and AMB-42 (empty values).
std::vector<OpenQuestion> open_questions(const Pieces& pieces, const model::Context& context,
                                         std::string_view value);

/// True iff `pieces`, with variables substituted, cover the whole of `value` (GLOB-1 .. GLOB-3).
/// False where a variable is unresolved.
bool covers(const Pieces& pieces, std::string_view value, const model::Context& context,
            const Reading& reading);

}  // namespace postern::semantics
