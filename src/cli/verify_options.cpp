#include "cli/verify_options.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

#include "cli/codes.h"
#include "document/document.h"
#include "support/error.h"
#include "support/text.h"

namespace postern::cli {
namespace {

/// Severities from the least to the most severe.
constexpr std::array<std::string_view, 5> severities{"info", "low", "medium", "high", "critical"};

std::size_t rank(std::string_view severity) {
  return static_cast<std::size_t>(std::find(severities.begin(), severities.end(), severity) -
                                  severities.begin());
}

void report_duplicates(const std::vector<queries::QueryFile>& files, Diagnostics& diagnostics) {
  std::map<std::string_view, const queries::Property*> seen;
  for (const queries::QueryFile& file : files) {
    for (const queries::Property& property : file.properties) {
      const auto [first, inserted] = seen.emplace(property.id, &property);
      if (inserted) continue;
      diagnostics.error(codes::duplicate_property, property.where,
                        "the id `" + property.id + "` is taken",
                        "first used at " + to_string(first->second->where));
    }
  }
}

}  // namespace

Queries read_queries(const std::vector<std::string>& paths, const catalogue::Catalogue& catalogue) {
  Queries out;
  Diagnostics diagnostics;
  for (const std::string& path : paths) {
    try {
      const std::string text = document::read_file(path);
      out.files.push_back(queries::read_query_text(path, text, catalogue));
      out.inputs.push_back({path, "query-file", sha256_hex(text)});
    } catch (const Error& error) {
      diagnostics.add(error);
    }
  }
  report_duplicates(out.files, diagnostics);
  diagnostics.throw_if_errors();
  return out;
}

bool matches_id(std::string_view glob, std::string_view id) {
  std::size_t g = 0, i = 0;
  std::size_t star = std::string_view::npos, resume = 0;  // the last `*`, and where it may go on
  while (i < id.size()) {
    if (g < glob.size() && glob[g] == '*') {
      star = g++;
      resume = i;
    } else if (g < glob.size() && (glob[g] == '?' || glob[g] == id[i])) {
      ++g;
      ++i;
    } else if (star != std::string_view::npos) {
      g = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  return glob.find_first_not_of('*', g) == std::string_view::npos;
}

verify::Options verifier_options(const VerifyOptions& options) {
  verify::Options out;
  out.max_hops = options.max_hops;
  out.rlimit = options.rlimit;
  out.timeout_seconds = options.timeout;
  out.probing = !options.no_probing;
  out.absorption = !options.no_absorption;
  out.eager_lemmas = !options.no_eager_lemmas;
  out.slicing = !options.no_slicing;
  for (const std::string& word : options.trust) {
    const std::size_t colon = std::min(word.find(':'), word.size() - 1);
    const std::string prefix = word.substr(0, colon + 1), id = word.substr(colon + 1);
    if (prefix == "account:" && is_account_id(id)) {
      out.trusted_accounts.push_back(id);
    } else if (prefix == "org:" && queries::is_organization_id(id)) {
      out.trusted_organizations.push_back(id);
    } else {
      throw Error(codes::bad_option, {},
                  "`--trust " + word + "` names neither an account nor an organization",
                  "write `--trust account:111122223333` or `--trust org:o-exampleorg1`");
    }
  }
  return out;
}

ExitCode exit_code(const verdict::Run& run, const VerifyOptions& options) {
  if (options.exit_zero) return ExitCode::Ok;
  ExitCode code = ExitCode::Ok;
  for (const verdict::PropertyResult& result : run.properties) {
    if (rank(result.property.severity) < rank(options.fail_on)) continue;
    switch (standing(result)) {
      case verdict::Standing::AsExpected:
        break;
      case verdict::Standing::Unexpected:
        return ExitCode::Violated;
      case verdict::Standing::Undecided:
        if (options.unknown == "fail") code = ExitCode::Undecided;
        break;
    }
  }
  return code;
}

}  // namespace postern::cli
