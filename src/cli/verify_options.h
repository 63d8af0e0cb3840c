// The options of `postern verify`. Internal to the layer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/terminal.h"
#include "queries/query.h"
#include "verdict/verdict.h"
#include "verify/verify.h"

namespace postern::cli {

struct VerifyOptions {
  std::vector<std::string> queries, snapshots;
  std::string format = "text";
  std::vector<std::string> outputs;  // FORMAT=FILE
  std::string id = "*";
  std::vector<std::string> trust;  // account:ID
  std::string now;                 // empty: the clock's time
  std::uint64_t rlimit = 0;
  double timeout = 0;
  std::optional<unsigned> max_hops;
  unsigned jobs = 1;
  std::string unknown = "fail";
  std::string fail_on = "info";
  std::string color = "auto";
  bool exit_zero = false, stats = false, check = false, quiet = false, verbose = false;
  bool no_probing = false, no_absorption = false, no_eager_lemmas = false, no_slicing = false;

  Loudness loudness() const {
    return quiet ? Loudness::Quiet : verbose ? Loudness::Verbose : Loudness::Normal;
  }
};

/// The query files, and what reports say of them.
struct Queries {
  std::vector<queries::QueryFile> files;
  std::vector<verdict::InputFile> inputs;
};

/// Reads every query file. Throws Error with all that is wrong with any of them, ids used in two
/// files included.
Queries read_queries(const std::vector<std::string>& paths, const catalogue::Catalogue& catalogue);

/// True if `id` matches `glob`, in which `*` and `?` are wildcards.
bool matches_id(std::string_view glob, std::string_view id);

/// The options of the verifier. Throws Error if a value is not allowed.
verify::Options verifier_options(const VerifyOptions& options);

/// The exit code of a run: 1 if a verdict is not as expected, else 3 if one is undecided, else 0.
/// Properties below `fail_on` do not count; undecided ones only with `unknown` = `fail`.
ExitCode exit_code(const verdict::Run& run, const VerifyOptions& options);

}  // namespace postern::cli
