#include "snapshot/organization_pieces.h"

#include <algorithm>
#include <utility>

#include "model/arn.h"
#include "snapshot/organization_subject.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

std::string_view last_part(std::string_view text) { return text.substr(text.rfind('/') + 1); }

}  // namespace

std::string organization_in_arn(std::string_view arn) {
  const auto parts = model::parse_arn(arn);
  if (!parts || parts->service != "organizations" || parts->account == "aws") return {};
  const std::vector<std::string_view> path = split(parts->resource, '/', 3);
  return path.size() < 2 ? std::string() : std::string(path[1]);
}

std::string OrganizationPieces::organization_of(Fields& fields, std::string_view type) {
  const auto arn = fields.require_text("Arn");
  if (!arn) return {};
  const SourceSpan where = fields.find("Arn")->where();
  const auto parts = model::parse_arn(*arn);
  const std::string id = organization_in_arn(*arn);
  if (!parts || !is_account_id(parts->account) || !is_organization_id(id, "o-") ||
      !parts->resource.starts_with(type)) {
    diagnostics_.error(codes::bad_arn, where,
                       ticked(*arn) + " is not the ARN of a part of an organization");
    return {};
  }
  const auto [at, first] = out_.organizations.try_emplace(
      id, OrganizationOutputs::Organization{std::string(parts->partition),
                                            std::string(parts->account), true, where});
  if (!first && at->second.management_account != parts->account) {
    conflict(where, "a second management account of " + ticked(id) + ": " + ticked(parts->account),
             at->second.where);
  }
  return id;
}

std::string OrganizationPieces::add_node(Fields& fields, std::string_view type, unsigned kinds) {
  const std::string id = fields.require_text("Id").value_or("");
  const std::string organization = organization_of(fields, type);
  if (organization.empty()) return id;
  if (!is_id(id, kinds) || last_part(*fields.text("Arn")) != id) disagree(fields, "Arn", id);
  OrganizationOutputs::Node& node = out_.nodes[id];
  if (node.organization.empty()) node = {organization, fields.where()};
  if (node.organization != organization) {
    conflict(fields.where(), "a second organization of " + ticked(id) + ": " + ticked(organization),
             node.where);
  }
  return id;
}

void OrganizationPieces::add_node(const Reference& id) {
  out_.nodes.try_emplace(id.arn, OrganizationOutputs::Node{"", id.where});
}

void OrganizationPieces::add_parent(const std::string& child, const Reference& parent,
                                    const SourceSpan& where) {
  add_node(parent);
  const auto [at, first] = out_.parents.try_emplace(child, Reference{parent.arn, where});
  if (!first && at->second.arn != parent.arn) {
    conflict(where, "a second parent of " + ticked(child) + ": " + ticked(parent.arn),
             at->second.where);
  }
}

const OrganizationOutputs::Summary* OrganizationPieces::add_policy(Fields& fields) {
  fields.ignore({"Description", "AwsManaged"});
  const auto id = fields.require_text("Id");
  const auto arn = fields.require_text("Arn");
  const auto type = fields.require_text("Type");
  const std::string name = fields.text("Name").value_or(id.value_or(""));
  if (!id || !arn || !type) return nullptr;
  const auto parts = model::parse_arn(*arn);
  if (!parts || parts->account != "aws") {
    if (organization_of(fields, "policy/").empty()) return nullptr;
  }
  if (last_part(*arn) != *id) disagree(fields, "Arn", *id);
  const auto [at, first] = out_.policies.try_emplace(
      *id, OrganizationOutputs::Summary{*id, *arn, name, *type, fields.where()});
  if (!first && (at->second.arn != *arn || at->second.type != *type)) {
    conflict(fields.where(), "a second policy " + ticked(*id) + " with another ARN or type",
             at->second.where);
  }
  return &at->second;
}

// A list that is complete has all that another has.
void OrganizationPieces::merge(ListedIds more, std::string_view what, ListedIds& list) {
  const auto lacks = [&](const ListedIds& complete, const ListedIds& other) {
    if (!complete.complete) return false;
    const auto missing = std::find_if(other.ids.begin(), other.ids.end(), [&](const auto& id) {
      return !complete.ids.contains(id.first);
    });
    if (missing == other.ids.end()) return false;
    conflict(more.where,
             "a second list of " + std::string(what) + ": " + ticked(missing->first) +
                 " is in only one of the two",
             list.where);
    return true;
  };
  if (lacks(list, more) || lacks(more, list)) return;
  list.complete = list.complete || more.complete;
  list.ids.merge(more.ids);
}

void OrganizationPieces::disagree(Fields& fields, std::string_view member, std::string_view other) {
  diagnostics_.error(codes::disagreement, fields.find(member)->where(),
                     ticked(member) + " does not agree with " + ticked(other));
}

void OrganizationPieces::conflict(const SourceSpan& where, std::string message,
                                  const SourceSpan& first) {
  diagnostics_.error(codes::conflict, where, std::move(message),
                     "the first is at " + to_string(first));
}

}  // namespace postern::snapshot
