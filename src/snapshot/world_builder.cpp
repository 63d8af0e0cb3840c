#include "snapshot/world_builder.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <memory>
#include <utility>

#include "catalogue/lists.h"
#include "snapshot/arns.h"
#include "snapshot/fields.h"
#include "snapshot/fingerprint.h"
#include "support/check.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using model::Policy;

// Group names are unique in their account, whatever their path.
std::string group_key(std::string_view arn) {
  const std::optional<model::ArnView> parts = model::parse_arn(arn);
  POSTERN_CHECK(parts);
  return std::string(parts->account) + '/' + iam_name(arn);
}

void append(std::string_view text, std::string& out) {
  out += std::to_string(text.size()) + ':';
  out += text;
}

std::string fingerprint_of(const IdentityDraft& identity) {
  std::vector<std::string> parts;
  for (const ReadPolicy& p : identity.inline_policies)
    parts.push_back(p.policy.name + p.fingerprint);
  for (const Reference& r : identity.attached) parts.push_back(r.arn);
  std::sort(parts.begin(), parts.end());
  std::string out;
  for (const std::string& part : parts) append(part, out);
  return out;
}

std::string fingerprint_of(const PrincipalDraft& draft) {
  std::string out = fingerprint_of(draft.identity);
  append(draft.principal.unique_id, out);
  append(draft.trust ? draft.trust->fingerprint : "", out);
  append(draft.boundary ? draft.boundary->arn : "", out);
  std::vector<std::string> groups;
  for (const Reference& group : draft.groups) groups.push_back(group_key(group.arn));
  std::sort(groups.begin(), groups.end());
  for (const std::string& group : groups) append(group, out);
  for (const auto& [key, value] : draft.principal.tags) {
    append(key, out);
    append(value, out);
  }
  return out;
}

}  // namespace

model::Account& WorldBuilder::account(std::string_view id, std::string_view partition) {
  model::Account& account = world_.accounts[std::string(id)];
  if (account.id.empty()) {
    account.id = id;
    account.partition = partition;
  }
  return account;
}

bool WorldBuilder::is_new(std::string_view what, const std::string& arn, const std::string& content,
                          const SourceSpan& where) {
  const auto [at, inserted] =
      seen_.try_emplace(std::string(what) + ' ' + arn, Seen{content, where});
  if (inserted) return true;
  if (at->second.content != content) {
    diagnostics_.error(codes::conflict, where,
                       "a second " + std::string(what) + " " + ticked(arn) + " with other content",
                       "the first is at " + to_string(at->second.where));
  }
  return false;
}

void WorldBuilder::add(PrincipalDraft draft) {
  model::IamPrincipal& principal = draft.principal;
  account(principal.account, principal.partition);
  if (!is_new(principal.kind == model::PrincipalKind::Role ? "role" : "user", principal.arn,
              fingerprint_of(draft), principal.where)) {
    return;
  }
  std::string arn = principal.arn;
  principals_.emplace(std::move(arn), std::move(draft));
}

void WorldBuilder::add(GroupDraft draft) {
  if (!is_new("group", draft.arn, fingerprint_of(draft.identity), draft.where)) return;
  if (const auto parts = model::parse_arn(draft.arn)) {
    ++account(parts->account, parts->partition).groups;
  }
  Group& group = groups_[group_key(draft.arn)];
  group.arn = std::move(draft.arn);
  group.policies = keep(std::move(draft.identity.inline_policies));
  group.attached = std::move(draft.identity.attached);
}

void WorldBuilder::add(ResourceDraft draft) {
  model::Resource& resource = draft.resource;
  if (const auto arn = model::parse_arn(resource.arn)) account(resource.account, arn->partition);
  if (resource.policy_missing) {
    std::string arn = resource.arn;
    without_policy_.emplace(std::move(arn), std::move(resource));
    return;
  }
  std::string content;
  append(resource.account, content);
  append(draft.policy ? draft.policy->fingerprint : "none", content);
  for (const auto& [key, value] : resource.tags) {
    append(key, content);
    append(value, content);
  }
  if (!is_new("resource", resource.arn, content, resource.where)) return;
  if (draft.policy) resource.policy = keep(std::move(*draft.policy));
  std::string arn = resource.arn;
  world_.resources.emplace(std::move(arn), std::move(resource));
}

void WorldBuilder::add_managed(ReadPolicy policy) {
  const std::string arn = policy.policy.name;
  if (!is_new("managed policy", arn, policy.fingerprint, policy.policy.where)) return;
  world_.managed[arn] = keep(std::move(policy));
}

void WorldBuilder::add_input(std::string path, std::string_view kind, std::string sha256,
                             std::size_t count, std::optional<Time> captured) {
  world_.inputs.push_back(
      {std::move(path), std::string(kind), std::move(sha256), count, collected_, captured});
}

void WorldBuilder::read_past(std::string_view singular, std::string_view plural) {
  auto& [count, one] = read_past_[std::string(plural)];
  ++count;
  one = singular;
}

void WorldBuilder::warn_cut_short(const std::string& what, const MoreFollows& more) {
  const std::string text =
      "the " + what + " is not complete: " + ticked(more.member) + " says that more follows";
  warn_once(codes::incomplete_input, more.where, text);
  note(to_string(more.where) + ": " + text);
}

const Policy* WorldBuilder::keep(ReadPolicy policy) {
  return &world_.policies.emplace_back(std::move(policy.policy));
}

std::vector<const Policy*> WorldBuilder::keep(std::vector<ReadPolicy> policies) {
  std::vector<const Policy*> out;
  for (ReadPolicy& policy : policies) out.push_back(keep(std::move(policy)));
  return out;
}

void WorldBuilder::attach(const std::vector<Reference>& references,
                          model::IamPrincipal& principal) {
  const auto push_new = [](auto& list, const auto& value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
  };
  for (const Reference& reference : references) {
    if (const Policy* policy = managed(reference.arn)) {
      push_new(principal.identity, policy);
    } else {
      push_new(principal.missing, reference.arn);
    }
  }
}

const Policy* WorldBuilder::managed(const std::string& arn) {
  if (const auto found = world_.managed.find(arn); found != world_.managed.end()) {
    return found->second;
  }
  const auto [asked, first] = built_in_.try_emplace(arn, nullptr);
  if (first) {
    if (const auto policy = aws_policies_.find(arn)) asked->second = read_built_in(*policy);
  }
  return asked->second;
}

const Policy* WorldBuilder::read_built_in(const catalogue::ManagedPolicy& policy) {
  const std::string file =
      "AWS managed policy " + iam_name(policy.arn) + " (" + policy.version + ")";
  Diagnostics found;
  const document::Document document = document::parse_json(file, policy.document);
  model::Policy read =
      model::read_policy(document.root(), model::PolicyKind::Identity, policy.arn, found);
  POSTERN_CHECK(!found.has_errors());  // a unit test reads them all
  for (const Diagnostic& warning : found.all()) warn(warning);
  return keep({std::move(read), {}});
}

// Managed policies are read as identity policies: as a boundary, a copy stands for them.
const Policy* WorldBuilder::boundary(const std::string& arn) {
  const Policy* original = managed(arn);
  if (original == nullptr) return nullptr;
  const Policy*& copy = boundaries_[arn];
  if (copy == nullptr) {
    Policy& policy = world_.policies.emplace_back(*original);
    policy.kind = model::PolicyKind::Boundary;
    copy = &policy;
  }
  return copy;
}

void WorldBuilder::link(PrincipalDraft draft) {
  model::IamPrincipal principal = std::move(draft.principal);
  principal.identity = keep(std::move(draft.identity.inline_policies));
  attach(draft.identity.attached, principal);
  for (const Reference& reference : draft.groups) {
    const auto group = groups_.find(group_key(reference.arn));
    if (group == groups_.end()) {
      principal.missing.push_back(reference.arn);
      continue;
    }
    principal.groups.push_back(group->second.arn);
    const auto& policies = group->second.policies;
    principal.identity.insert(principal.identity.end(), policies.begin(), policies.end());
    attach(group->second.attached, principal);
  }
  if (draft.boundary) {
    principal.boundary_arn = draft.boundary->arn;
    principal.boundary = boundary(draft.boundary->arn);
    principal.boundary_missing = principal.boundary == nullptr;
  }
  if (draft.trust) principal.trust = keep(std::move(*draft.trust));
  std::string arn = principal.arn;  // they come in order
  world_.principals.emplace_hint(world_.principals.end(), std::move(arn), std::move(principal));
}

void WorldBuilder::note_built_in() {
  constexpr std::size_t shown = 3;
  std::vector<std::string> arns;
  for (const auto& [arn, policy] : built_in_) {
    if (policy != nullptr) arns.push_back(arn);
  }
  const std::size_t count = arns.size();
  if (count == 0) return;
  std::string named;
  for (std::size_t i = 0; i < std::min(count, shown); ++i) {
    named += (i == 0 ? "" : ", ") + arns[i];
  }
  if (count > shown) named += " and " + std::to_string(count - shown) + " more";
  note(std::to_string(count) +
       (count == 1 ? " AWS managed policy is" : " AWS managed policies are") +
       " not in the snapshot; taken from the documents of " +
       std::string(aws_policies_.version().date) + ": " + named);
}

void WorldBuilder::note_dates() {
  constexpr std::chrono::days apart(7);
  const auto earlier = [](const model::InputDocument& a, const model::InputDocument& b) {
    return std::pair(*a.collected, a.path) < std::pair(*b.collected, b.path);
  };
  std::vector<model::InputDocument> dated;
  std::copy_if(world_.inputs.begin(), world_.inputs.end(), std::back_inserter(dated),
               [](const model::InputDocument& input) { return input.collected.has_value(); });
  if (dated.empty()) return;
  const auto [oldest, newest] = std::minmax_element(dated.begin(), dated.end(), earlier);
  if (*newest->collected - *oldest->collected <= apart) return;
  const std::string text = "the snapshot's documents are not of one time: " + ticked(oldest->path) +
                           " was collected at " + format_time(*oldest->collected) + ", " +
                           ticked(newest->path) + " at " + format_time(*newest->collected);
  warn_once(codes::different_dates, {std::make_shared<const std::string>(oldest->path), 0, 0},
            text);
  note(text);
}

void WorldBuilder::write_notes() {
  for (const auto& [plural, what] : read_past_) {
    const auto& [count, singular] = what;
    note(std::to_string(count) + ' ' + (count == 1 ? singular + " was" : plural + " were") +
         " read past: not modelled yet");
  }
  note_lists();
  note_built_in();
  note_dates();
  world_.notes.assign(notes_.begin(), notes_.end());
}

model::World WorldBuilder::finish() {
  settle_versions();
  diagnostics_.throw_if_errors();
  settle_missing_policies();
  settle_identities();
  for (OrganizationDraft& draft : assemble_organizations(organization_outputs_, *this)) {
    add(std::move(draft));
  }
  diagnostics_.throw_if_errors();
  settle_organizations();
  settle_facts();
  diagnostics_.throw_if_errors();
  for (auto& [arn, draft] : principals_) link(std::move(draft));
  world_.rcp_services = catalogue::rcp_services().certain.services;
  write_notes();
  std::stable_sort(world_.inputs.begin(), world_.inputs.end(),
                   [](const auto& a, const auto& b) { return a.path < b.path; });
  world_.warnings = take_warnings();
  return std::move(world_);
}

}  // namespace postern::snapshot
