#include "cli/scope.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>

#include "cli/codes.h"
#include "document/quoted.h"
#include "support/error.h"
#include "support/text.h"

namespace postern::cli {
namespace {

/// The newest document of a snapshot.
struct Newest {
  std::string path;
  Time time;
  bool said = false;  // by the snapshot; else the file was written then
};

std::optional<Time> said(const model::InputDocument& input) {
  return std::max(input.collected, input.captured);  // nothing is before every time
}

std::optional<Time> written(const model::InputDocument& input) {
  std::error_code error;
  const auto time = std::filesystem::last_write_time(input.path, error);
  if (error) return std::nullopt;
  return std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(time));
}

std::optional<Newest> newest(const model::World& world) {
  std::optional<Newest> out;
  const auto look = [&](std::optional<Time> (*time_of)(const model::InputDocument&), bool is_said) {
    for (const model::InputDocument& input : world.inputs) {
      const auto time = time_of(input);
      if (time && (!out || *time > out->time)) out = {input.path, *time, is_said};
    }
  };
  look(said, true);
  if (!out) look(written, false);
  return out;
}

void check_organization(const queries::Scope& scope, const model::World& world,
                        Diagnostics& diagnostics) {
  const bool there = world.organizations.contains(scope.organization);
  if (there && world.organizations.size() == 1) return;
  std::vector<std::string> others;
  for (const auto& [id, organization] : world.organizations) {
    if (id != scope.organization) others.push_back(document::quoted(id));
  }
  const std::string wanted = document::quoted(scope.organization);
  diagnostics.error(
      codes::out_of_scope, scope.organization_where,
      others.empty() ? "nothing says that the snapshot is of organization " + wanted
      : there        ? "the snapshot is not of organization " + wanted + " alone, but of " +
                    join(others, ", ") + " too"
              : "the snapshot is of organization " + join(others, ", ") + ", not of " + wanted,
      others.empty() ? "give the organization's accounts and policies too" : "");
}

void check_age(const queries::Scope& scope, const std::optional<Newest>& newest, Time now,
               Diagnostics& diagnostics) {
  constexpr std::chrono::hours clocks_differ(1);
  if (!newest) {
    diagnostics.error(codes::out_of_scope, scope.max_age_where,
                      "nothing says how old the snapshot is",
                      "say `collected` in its snapshot.yaml");
    return;
  }
  const std::string what = "the snapshot's newest document, " + document::quoted(newest->path) +
                           ", was " + (newest->said ? "collected" : "written") + " at " +
                           format_time(newest->time);
  if (newest->time > now + clocks_differ) {
    diagnostics.error(codes::out_of_scope, scope.max_age_where,
                      what + ", which is later than now, " + format_time(now));
  } else if (static_cast<double>((now - newest->time).count()) > *scope.max_age_seconds) {
    diagnostics.error(codes::out_of_scope, scope.max_age_where,
                      what + ", " + format_duration(now - newest->time) + " before " +
                          format_time(now) + ": more than " + document::quoted(scope.max_age),
                      "collect it anew");
  }
}

}  // namespace

std::vector<std::string> check_scopes(const std::vector<queries::QueryFile>& files,
                                      const model::World& world, Time now) {
  Diagnostics diagnostics;
  std::optional<Newest> document;
  std::vector<std::string> notes;
  for (const queries::QueryFile& file : files) {
    if (!file.scope.organization.empty()) check_organization(file.scope, world, diagnostics);
    if (!file.scope.max_age_seconds) continue;
    if (!document) document = newest(world);
    check_age(file.scope, document, now, diagnostics);
    if (document && !document->said && notes.empty()) {
      notes.emplace_back(
          "no document says when it was collected: how old the snapshot is, is taken from when its "
          "files were last written");
    }
  }
  diagnostics.throw_if_errors();
  return notes;
}

}  // namespace postern::cli
