// The answer to one property, as plain data (docs/architecture.md: the layer between verify and
// report). No pointers into the model: everything a report needs is copied.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/request.h"
#include "support/source_span.h"

namespace postern::verdict {

enum class Kind { Proved, Violated, Unknown, Vacuous };
std::string_view to_string(Kind kind);  // "proved", ...

/// Why a verdict is Unknown.
enum class Reason {
  Timeout,
  ResourceLimit,
  UnsupportedConstruct,
  MissingDocument,
  Ambiguous,
  Incomplete,  // a bounded search ended without an answer
};
std::string_view to_string(Reason reason);  // "timeout", "resource_limit", ...

/// A statement as a report cites it.
struct Citation {
  std::string policy;         // Policy::name
  std::size_t statement = 0;  // index in the document, from 0
  std::string sid;
  model::Effect effect = model::Effect::Allow;
  SourceSpan where;
};

/// One request of a witness, replayed. A chain of role assumptions is several steps, the last of
/// which is the request the claim is about.
struct Step {
  model::Request request;
  model::Decision decision = model::Decision::ImplicitDeny;
  std::vector<Citation> decided_by;  // the Allows it rests on, or the Denies
  std::vector<std::string> remarks;  // "the identity side allows; the resource policy does not"
};

struct Statistics {
  std::uint64_t questions = 0, rounds = 0, lemmas = 0, rlimit = 0;
  double seconds = 0;
};

struct Verdict {
  Kind kind = Kind::Unknown;
  std::vector<Step> witness;             // Violated; Proved of `require ... witness: some`
  std::vector<std::string> assumptions;  // in a stable order
  std::vector<std::string> warnings;     // ARNs that no action's resource can have, and the like
  std::optional<Reason> reason;          // Unknown
  std::string explanation;               // Unknown: the reason in words; Vacuous: the empty part;
                                         // Violated `require`: which side is missing
  std::vector<int> ambiguities;          // Unknown: numbers of the AMB entries it hangs on
  Statistics statistics;
};

/// What the property is, copied from its query file.
struct PropertyInfo {
  std::string id, title, severity, description;
  std::string claim;  // one line: `forbid account:2222... s3:Put* on arn:aws:s3:::bucket/*`
  std::vector<std::string> controls;
  std::optional<Kind> expected;  // `expect:` of the query file
  bool allow_vacuous = false;
  SourceSpan where;
};

struct PropertyResult {
  PropertyInfo property;
  Verdict verdict;
};

struct InputFile {
  std::string path, kind, sha256;
};

/// Everything a report is made of.
struct Run {
  std::string tool_version, solver_version;
  std::string catalogue_source, catalogue_version, catalogue_date;
  std::vector<InputFile> inputs;
  std::vector<std::string> notes;          // about the snapshot as a whole
  std::vector<PropertyResult> properties;  // in the order of the query files
};

/// How many properties have that verdict.
std::size_t count(const Run& run, Kind kind);

/// Whether a verdict is what its property expects: `proved`, or what `expect:` says. A vacuous
/// claim counts as proved where `allow_vacuous` says so; else it is undecided, as an unknown one
/// is.
enum class Standing { AsExpected, Unexpected, Undecided };
Standing standing(const PropertyResult& result);

}  // namespace postern::verdict
