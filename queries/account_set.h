// Which accounts the words of a query about organizations name.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "model/world.h"

namespace postern::queries {

/// A set of accounts, as far as a world says who is in which organization.
struct AccountSet {
  std::set<std::string> in;       // surely
  std::set<std::string> unknown;  // of the world; whether they are in it is not known
  bool others = false;            // nor is it of accounts that are not in the world: else none is

  bool known() const { return unknown.empty() && !others; }
};

/// The members of an organization. Where the world lists all of them, nobody else is one; where it
/// does not, any account may be that is in no other organization (REL-4).
AccountSet members_of(const model::World& world, const std::string& organization);
/// The members of the world's organizations. Without an organization, or if one does not list its
/// members, it is not known who else is in one.
AccountSet members_of_any(const model::World& world);
/// The accounts of a unit and of those below it. `unit` is the id of a unit or root of the world's
/// organizations, or a glob of paths (`o-x/r-y/ou-z/`, CTX-PATH; the last slash may be missing).
AccountSet accounts_under(const model::World& world, std::string_view unit);

}  // namespace postern::queries
