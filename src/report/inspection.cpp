#include "report/inspection.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "model/arn.h"
#include "model/gaps.h"
#include "report/json_text.h"
#include "report/layout.h"
#include "support/text.h"

namespace postern::report {
namespace {

using Counts = std::vector<std::pair<std::string, std::size_t>>;  // singular, how many

/// How much of one account was read.
struct Inventory {
  std::size_t users = 0, roles = 0, policies = 0, endpoints = 0;
  std::map<model::ResourceKind, std::size_t> resources;
};

std::map<std::string, Inventory> count_all(const model::World& world) {
  std::map<std::string, Inventory> out;
  for (const auto& [id, account] : world.accounts) out[id];
  for (const auto& [arn, principal] : world.principals) {
    Inventory& account = out[principal.account];
    ++(principal.kind == model::PrincipalKind::User ? account.users : account.roles);
  }
  for (const auto& [arn, policy] : world.managed) {
    const auto parts = model::parse_arn(arn);
    if (parts && out.contains(std::string(parts->account))) {
      ++out[std::string(parts->account)].policies;
    }
  }
  for (const auto& [arn, resource] : world.resources) {
    ++out[resource.account].resources[resource.kind];
  }
  for (const auto& [id, endpoint] : world.endpoints) ++out[endpoint.account].endpoints;
  return out;
}

std::string_view identities_word(const model::Account& account) {
  if (account.has_identities) return "all";
  return account.identities_lack.empty() ? "none" : "some";
}

bool is_management(const model::World& world, const model::Account& account) {
  const auto organization = world.organizations.find(account.organization);
  return organization != world.organizations.end() &&
         organization->second.management_account == account.id;
}

std::string plural(const std::string& one) {
  if (one.ends_with("y")) return one.substr(0, one.size() - 1) + "ies";
  return one + "s";
}

std::string listed(const Counts& counts) {
  std::vector<std::string> parts;
  for (const auto& [what, count] : counts) {
    if (count == 0) continue;
    parts.push_back(std::to_string(count) + ' ' + (count == 1 ? what : plural(what)));
  }
  return join(parts, ", ");
}

std::string counted(std::size_t count, const std::string& what) {
  return count == 0 ? "no " + plural(what) : listed({{what, count}});
}

void write_account(Page& page, const model::World& world, const model::Account& account,
                   const Inventory& inventory) {
  std::vector<std::string> lines;
  if (!account.organization.empty()) {
    lines.push_back((is_management(world, account) ? "management account of " : "member of ") +
                    account.organization + (account.unit.empty() ? "" : ", in " + account.unit));
  }
  const std::string identities = listed({{"user", inventory.users},
                                         {"group", account.groups},
                                         {"role", inventory.roles},
                                         {"managed policy", inventory.policies}});
  if (account.has_identities) {
    lines.push_back(identities);
  } else if (account.identities_lack.empty()) {
    lines.emplace_back("users and roles were not read");
  } else {
    lines.push_back((identities.empty() ? "" : identities + "; ") +
                    std::string("the users and roles are not complete"));
  }
  Counts resources;
  for (const auto& [kind, count] : inventory.resources) {
    resources.emplace_back(
        kind == model::ResourceKind::Other ? "other resource" : std::string(to_string(kind)),
        count);
  }
  resources.emplace_back("VPC endpoint", inventory.endpoints);
  if (const std::string text = listed(resources); !text.empty()) lines.push_back(text);
  page.entry(2, account.id, 14, lines);
}

std::string date_of(const model::InputDocument& input) {
  if (input.collected) return ", collected " + format_time(*input.collected);
  if (input.captured) return ", newest of " + format_time(*input.captured);
  return "";
}

void write_documents(Page& page, const std::vector<model::InputDocument>& inputs) {
  constexpr std::size_t most_shown = 40;
  page.paragraph(0, "documents:");
  if (inputs.size() <= most_shown) {
    for (const model::InputDocument& input : inputs) {
      page.entry(2, "", 0,
                 {input.path,
                  "  " + input.kind + ", " + std::to_string(input.count) + " read" + date_of(input),
                  "  sha256 " + input.sha256});
    }
    return;
  }
  std::map<std::string, std::pair<std::size_t, std::size_t>> of_kind;  // documents, things
  for (const model::InputDocument& input : inputs) {
    ++of_kind[input.kind].first;
    of_kind[input.kind].second += input.count;
  }
  for (const auto& [kind, counts] : of_kind) {
    page.paragraph(2, kind + ": " + counted(counts.first, "document") + ", " +
                          std::to_string(counts.second) + " read");
  }
  page.paragraph(2, "each of them, with its SHA-256: --format json");
}

/// What is missing, each thing once with the first of what it is needed for.
void write_gaps(Page& page, std::string_view heading, const std::vector<model::Gap>& gaps,
                model::Gap::Effect effect) {
  constexpr std::size_t most_shown = 3;
  std::vector<std::string> order;
  std::map<std::string, std::vector<std::string>> needed;
  for (const model::Gap& gap : gaps) {
    if (gap.effect != effect) continue;
    auto& list = needed[gap.what];
    if (list.empty()) order.push_back(gap.what);
    if (std::find(list.begin(), list.end(), gap.needed_for) == list.end()) {
      list.push_back(gap.needed_for);
    }
  }
  if (order.empty()) return;
  page.blank();
  page.paragraph(0, heading);
  for (const std::string& what : order) {
    page.paragraph(2, "- " + what, 2);
    const std::vector<std::string>& list = needed[what];
    for (std::size_t i = 0; i < std::min(list.size(), most_shown); ++i) {
      if (list[i] != what) page.paragraph(6, list[i], 2);
    }
    if (list.size() > most_shown) {
      page.paragraph(6, "and " + std::to_string(list.size() - most_shown) + " more");
    }
  }
}

Json time_or_null(const std::optional<Time>& time) {
  return time ? Json(format_time(*time)) : Json(nullptr);
}

Json write_account(const model::World& world, const model::Account& account,
                   const Inventory& inventory) {
  Json json;
  json["id"] = account.id;
  json["partition"] = account.partition;
  json["organization"] = account.organization.empty() ? Json(nullptr) : Json(account.organization);
  json["management"] = is_management(world, account);
  json["unit"] = account.unit.empty() ? Json(nullptr) : Json(account.unit);
  json["identities"] = identities_word(account);
  json["users"] = inventory.users;
  json["groups"] = account.groups;
  json["roles"] = inventory.roles;
  json["managed_policies"] = inventory.policies;
  json["resources"] = Json::object();
  for (const auto& [kind, count] : inventory.resources) {
    json["resources"][std::string(to_string(kind))] = count;
  }
  json["vpc_endpoints"] = inventory.endpoints;
  return json;
}

}  // namespace

std::string write_text(const model::World& world) {
  const std::vector<model::Gap> gaps = model::gaps_of(world);
  const std::map<std::string, Inventory> inventories = count_all(world);
  Page page;
  page.paragraph(0, "accounts:");
  for (const auto& [id, account] : world.accounts) {
    write_account(page, world, account, inventories.at(id));
  }
  page.blank();
  write_documents(page, world.inputs);
  write_gaps(page, "missing; what hangs on it is unknown:", gaps, model::Gap::Effect::Unknown);
  write_gaps(page, "missing; every verdict assumes:", gaps, model::Gap::Effect::Assumed);
  if (!world.notes.empty()) {
    page.blank();
    page.paragraph(0, "about the snapshot:");
    for (const std::string& note : world.notes) page.paragraph(2, "- " + note, 2);
  }
  page.blank();
  page.paragraph(0, counted(world.accounts.size(), "account") + ", " +
                        counted(world.inputs.size(), "document"));
  return page.text();
}

std::string write_json(const model::World& world) {
  const std::map<std::string, Inventory> inventories = count_all(world);
  Json json;
  json["schema_version"] = schema_version;
  json["accounts"] = Json::array();
  for (const auto& [id, account] : world.accounts) {
    json["accounts"].push_back(write_account(world, account, inventories.at(id)));
  }
  json["documents"] = Json::array();
  for (const model::InputDocument& input : world.inputs) {
    json["documents"].push_back({{"path", input.path},
                                 {"kind", input.kind},
                                 {"count", input.count},
                                 {"sha256", input.sha256},
                                 {"collected", time_or_null(input.collected)},
                                 {"captured", time_or_null(input.captured)}});
  }
  json["missing"] = Json::array();
  for (const model::Gap& gap : model::gaps_of(world)) {
    json["missing"].push_back(
        {{"what", gap.what},
         {"needed_for", gap.needed_for},
         {"effect", gap.effect == model::Gap::Effect::Unknown ? "unknown" : "assumed"},
         {"account", gap.account.empty() ? Json(nullptr) : Json(gap.account)}});
  }
  json["notes"] = world.notes;
  return dump(json, Layout::Indented);
}

}  // namespace postern::report
