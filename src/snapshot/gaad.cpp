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
  GaadReader(const std::optional<std::string>& account, WorldBuilder& builder)
      : builder_(builder), diagnostics_(builder.diagnostics()), reader_(Letters::AsAsked, builder) {
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
      builder_.warn_once(
          codes::unknown_member, member.key_where,
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

  GaadSummary finish() {
    GaadSummary summary{entities_, {}};
    if (pages_.size() > 1) pages_.erase("");  // of the pages before the first that tells
    for (auto& [id, pages] : pages_) {
      if (!id.empty()) summary.accounts.insert(id);
      builder_.add(std::move(pages));
    }
    return summary;
  }

 private:
  void add(std::optional<PrincipalDraft> draft) {
    ++entities_;
    if (!draft) return;
    add_entity(draft->principal.arn);
    builder_.add(*std::move(draft));
  }

  void add(std::optional<GroupDraft> draft) {
    ++entities_;
    if (!draft) return;
    add_entity(draft->arn);
    builder_.add(*std::move(draft));
  }

  void add(std::optional<ReadPolicy> policy) {
    ++entities_;
    if (!policy) return;
    const std::string account(model::parse_arn(policy->policy.name)->account);
    if (account != "aws") policy_accounts_.insert(account);
    builder_.add_managed(*std::move(policy));
  }

  void add_entity(const std::string& arn) {
    const model::ArnView parts = *model::parse_arn(arn);
    const std::string account(parts.account);
    page_accounts_.insert(account);
    builder_.account(account, parts.partition);
    pages_[account].entities.push_back(arn);
  }

  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  IamEntityReader reader_;
  std::size_t entities_ = 0;
  std::set<std::string> page_accounts_;    // whose users, groups and roles the page has
  std::set<std::string> policy_accounts_;  // whose managed policies
  std::set<std::string> last_accounts_;
  std::map<std::string, IdentityPages> pages_;  // by account
};

}  // namespace

GaadSummary read_gaad(const std::vector<Node>& pages, const std::optional<std::string>& account,
                      WorldBuilder& builder) {
  GaadReader reader(account, builder);
  for (Node page : pages) reader.read_page(page);
  return reader.finish();
}

}  // namespace postern::snapshot
