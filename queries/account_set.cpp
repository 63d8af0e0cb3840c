#include "queries/account_set.h"

#include <algorithm>

#include "glob/glob.h"

namespace postern::queries {
namespace {

// Of an organization without units only the name is known.
bool is_open(const model::Organization& organization) { return organization.units.empty(); }

bool any_open(const model::World& world) {
  return world.organizations.empty() ||
         std::ranges::any_of(world.organizations,
                             [](const auto& each) { return is_open(each.second); });
}

/// What a word says of a unit.
class UnitName {
 public:
  explicit UnitName(std::string_view text)
      : is_path_(text.starts_with("o-")),
        text_(text),
        organization_(text.substr(0, text.find('/'))) {
    if (is_path_ && !text_.ends_with('/') && !text_.ends_with('*')) text_ += '/';
    pattern_ = globs_.intern_wildcard(text_);
    organization_pattern_ = globs_.intern_wildcard(organization_);
  }

  // Whether an account that stands at `path` is below such a unit.
  bool holds(const std::string& path) {
    for (std::size_t slash = path.find('/'); slash != path.npos;
         slash = path.find('/', slash + 1)) {
      const std::string above = path.substr(0, slash + 1);
      if (is_path_ ? globs_.matches(pattern_, above) : above.ends_with("/" + text_ + "/")) {
        return true;
      }
    }
    return false;
  }

  // Whether such a unit may be in that organization.
  bool may_be_in(const model::Organization& organization) {
    if (is_path_) return globs_.matches(organization_pattern_, organization.id);
    return is_open(organization) || organization.units.contains(text_);
  }

  // Whether such a unit may be in an organization all of whose accounts are not known.
  bool may_be_elsewhere(const model::World& world) const {
    if (!is_path_) return any_open(world);
    const auto named = world.organizations.find(organization_);
    return named == world.organizations.end() || is_open(named->second);
  }

 private:
  bool is_path_;
  std::string text_, organization_;
  glob::GlobPool globs_;
  glob::GlobId pattern_, organization_pattern_;
};

}  // namespace

AccountSet members_of(const model::World& world, const std::string& organization) {
  AccountSet out;
  const auto found = world.organizations.find(organization);
  out.others = found == world.organizations.end() || is_open(found->second);
  for (const auto& [id, account] : world.accounts) {
    if (account.organization == organization) {
      out.in.insert(id);
    } else if (account.organization.empty() && out.others) {
      out.unknown.insert(id);
    }
  }
  return out;
}

AccountSet members_of_any(const model::World& world) {
  AccountSet out;
  out.others = any_open(world);
  for (const auto& [id, account] : world.accounts) {
    if (!account.organization.empty()) {
      out.in.insert(id);
    } else if (out.others) {
      out.unknown.insert(id);
    }
  }
  return out;
}

AccountSet accounts_under(const model::World& world, std::string_view unit) {
  UnitName name(unit);
  AccountSet out;
  out.others = name.may_be_elsewhere(world);
  for (const auto& [id, account] : world.accounts) {
    if (account.organization.empty()) {
      if (out.others) out.unknown.insert(id);
      continue;
    }
    const std::string path = model::organization_path(world, id);
    if (path.empty()) {
      if (name.may_be_in(world.organizations.at(account.organization))) out.unknown.insert(id);
    } else if (name.holds(path)) {
      out.in.insert(id);
    }
  }
  return out;
}

}  // namespace postern::queries
