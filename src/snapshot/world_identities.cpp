// What WorldBuilder does to find out whether the users and roles of an account are complete: the
// pages of its authorization details may lie in several files.
#include <algorithm>
#include <set>
#include <utility>

#include "snapshot/fields.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {
namespace {

// The files that have authorization details of one account.
class Files {
 public:
  void add(const IdentityPages& pages) {
    (pages.more ? open_ : closed_).push_back(&pages);
    users_ = users_ || pages.users;
    groups_ = groups_ || pages.groups;
    roles_ = roles_ || pages.roles;
    any_ = any_ || !pages.entities.empty();
  }

  bool empty() const { return !any_; }
  bool are_open() const { return !open_.empty(); }

  // Where the pages end too early, in words; or nothing.
  std::string lack() const {
    if (closed_.empty()) return says_so() + ", and no page does";
    if (are_open() && !nothing_else() && !one_output()) {
      return says_so() + ", and no other file is surely what does";
    }
    if (!users_ || !groups_ || !roles_) return "they lack the list of users, groups or roles";
    return "";
  }
  SourceSpan where() const {
    return are_open() ? open_.front()->more->where : closed_.front()->where;
  }

  // They must be the pages of one output: each but the last says that more follows.
  bool put_together() const { return are_open() && !nothing_else(); }

 private:
  std::string says_so() const {
    return ticked(open_.front()->more->member) + " says that more follows";
  }

  // What ends too early says nothing that a complete output does not.
  bool nothing_else() const {
    std::set<std::string_view> complete;
    for (const IdentityPages* pages : closed_) {
      complete.insert(pages->entities.begin(), pages->entities.end());
    }
    return std::all_of(open_.begin(), open_.end(), [&](const IdentityPages* pages) {
      return std::all_of(pages->entities.begin(), pages->entities.end(),
                         [&](const std::string& arn) { return complete.contains(arn); });
    });
  }

  // One of them is the last page, and none repeats what another has.
  bool one_output() const {
    if (closed_.size() != 1) return false;
    std::set<std::string_view> seen;
    const auto fresh = [&](const IdentityPages* pages) {
      const std::set<std::string_view> own(pages->entities.begin(), pages->entities.end());
      return std::all_of(own.begin(), own.end(),
                         [&](std::string_view arn) { return seen.insert(arn).second; });
    };
    return fresh(closed_.front()) && std::all_of(open_.begin(), open_.end(), fresh);
  }

  std::vector<const IdentityPages*> open_, closed_;  // whether the last page says that more follows
  bool users_ = false, groups_ = false, roles_ = false;
  bool any_ = false;
};

}  // namespace

void WorldBuilder::add(IdentityPages pages) { identity_pages_.push_back(std::move(pages)); }

void WorldBuilder::settle_identities() {
  std::map<std::string, Files> accounts;
  for (const IdentityPages& pages : identity_pages_) {
    if (!pages.account.empty()) accounts[pages.account].add(pages);
  }
  // A last page may name nobody: it is that of the one account whose pages say that more follows.
  std::vector<Files*> open;
  for (auto& [id, files] : accounts) {
    if (files.are_open()) open.push_back(&files);
  }
  for (const IdentityPages& pages : identity_pages_) {
    if (pages.account.empty() && open.size() == 1) open.front()->add(pages);
  }
  for (const auto& [id, files] : accounts) {
    if (files.empty()) continue;  // policies alone say nothing of users and roles
    const std::string lack = files.lack();
    if (lack.empty()) {
      world_.accounts.at(id).has_identities = true;
      if (files.put_together()) {
        note("the authorization details of account " + id +
             " in several files are taken as the pages of one output");
      }
      continue;
    }
    warn_once(codes::incomplete_input, files.where(),
              "the authorization details of account " + ticked(id) + " are not complete: " + lack);
    world_.accounts.at(id).identities_lack = to_string(files.where()) + ": " + lack;
  }
  for (const auto& [arn, draft] : principals_) {
    model::Account& account = world_.accounts.at(draft.principal.account);
    if (account.identities_lack.empty()) {
      account.identities_lack = "nothing says that all of them were read";
    }
  }
  for (auto& [id, account] : world_.accounts) {
    if (account.has_identities) account.identities_lack.clear();
    if (account.identities_lack.empty()) continue;
    note("the users and roles of account " + id + " are not complete: " + account.identities_lack);
  }
}

}  // namespace postern::snapshot
