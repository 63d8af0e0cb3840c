#include "snapshot/gaad.h"

#include <map>
#include <utility>

#include "snapshot/fields.h"
#include "snapshot/iam_entities.h"

namespace postern::snapshot {
namespace {

using document::Node;

class GaadReader {
 public:
  GaadReader(const std::optional<std::string>& account, Reading& reading)
      : reading_(reading), diagnostics_(reading.diagnostics()), reader_(Letters::AsAsked, reading) {
    if (account) last_accounts_ = {*account};
  }

  void read_page(Node node) {
    Fields page(node, "the authorization details", diagnostics_);
    page_accounts_.clear();
    policy_accounts_.clear();
    for (Node user : page.list("UserDetailList")) add(reader_.read_user(user));
    for (Node group : page.list("GroupDetailList")) add(reader_.read_group(group));
    for (Node role : page.list("RoleDetailList")) add(reader_.read_role(role));
    for (Node policy : page.list("Policies")) add(reader_.read_managed(policy));
    const std::optional<MoreFollows> more = more_follows(page);
    for (const document::Member& member : page.unknown()) {
      reading_.warn_once(
          codes::unknown_member, member.key_where(),
          "unknown member " + ticked(member.key) + " of the authorization details is read past");
    }
    // A page without entities belongs to the account of the page before; if there is none, to that
    // of its policies.
    if (!page_accounts_.empty()) last_accounts_ = page_accounts_;
    if (last_accounts_.empty()) last_accounts_ = policy_accounts_;
    if (last_accounts_.empty()) last_accounts_ = {""};
    for (const std::string& account : last_accounts_) {
      IdentityPages& pages = pages_[account];
      pages.account = account;
      pages.users |= page.find("UserDetailList").has_value();
      pages.groups |= page.find("GroupDetailList").has_value();
      pages.roles |= page.find("RoleDetailList").has_value();
      pages.more = more;
      pages.where = node.where();
    }
  }

  AuthorizationDetails finish() {
    if (pages_.size() > 1) pages_.erase("");  // of the pages before the first that tells
    for (auto& [id, pages] : pages_) {
      if (!id.empty()) out_.accounts.insert(id);
      out_.pages.push_back(std::move(pages));
    }
    return std::move(out_);
  }

 private:
  void add(std::optional<PrincipalDraft> draft) {
    ++out_.count;
    if (!draft) return;
    add_entity(draft->principal.arn);
    out_.entities.emplace_back(*std::move(draft));
  }

  void add(std::optional<GroupDraft> draft) {
    ++out_.count;
    if (!draft) return;
    add_entity(draft->arn);
    out_.entities.emplace_back(*std::move(draft));
  }

  void add(std::optional<ReadPolicy> policy) {
    ++out_.count;
    if (!policy) return;
    const std::string account(model::parse_arn(policy->policy.name)->account);
    if (account != "aws") policy_accounts_.insert(account);
    out_.entities.emplace_back(*std::move(policy));
  }

  void add_entity(const std::string& arn) {
    const std::string account(model::parse_arn(arn)->account);
    page_accounts_.insert(account);
    pages_[account].entities.push_back(arn);
  }

  Reading& reading_;
  Diagnostics& diagnostics_;
  IamEntityReader reader_;
  AuthorizationDetails out_;
  std::set<std::string> page_accounts_;    // whose users, groups and roles the page has
  std::set<std::string> policy_accounts_;  // whose managed policies
  std::set<std::string> last_accounts_;
  std::map<std::string, IdentityPages> pages_;  // by account
};

void add(std::variant<PrincipalDraft, GroupDraft, ReadPolicy> entity, WorldBuilder& builder) {
  if (auto* principal = std::get_if<PrincipalDraft>(&entity)) {
    builder.add(std::move(*principal));
  } else if (auto* group = std::get_if<GroupDraft>(&entity)) {
    builder.add(std::move(*group));
  } else {
    builder.add_managed(std::get<ReadPolicy>(std::move(entity)));
  }
}

}  // namespace

AuthorizationDetails read_gaad(const std::vector<Node>& pages,
                               const std::optional<std::string>& account, Reading& reading) {
  GaadReader reader(account, reading);
  for (Node page : pages) reader.read_page(page);
  return reader.finish();
}

DetailsFile read_details_file(LoadedFile file, const std::optional<std::string>& account,
                              const document::Limits& limits) {
  DetailsFile out{file.path, file.sha256, {}, Reading(limits)};
  out.details = read_gaad(pages_of(file), account, out.reading);
  return out;
}

void add(DetailsFile file, std::string_view kind, WorldBuilder& builder) {
  builder.absorb(std::move(file.reading));
  for (auto& entity : file.details.entities) add(std::move(entity), builder);
  for (IdentityPages& pages : file.details.pages) builder.add(std::move(pages));
  builder.add_input(std::move(file.path), kind, std::move(file.sha256), file.details.count);
}

}  // namespace postern::snapshot
