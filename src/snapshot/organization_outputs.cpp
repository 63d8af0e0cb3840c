#include "snapshot/organization_outputs.h"

#include <algorithm>
#include <array>

#include "model/arn.h"
#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "snapshot/organization_pieces.h"
#include "snapshot/organization_subject.h"
#include "snapshot/paging.h"
#include "snapshot/world_builder.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;
using model::PolicyKind;

constexpr std::array keys{
    std::string_view("Organization"),
    std::string_view("Roots"),
    std::string_view("Accounts"),
    std::string_view("OrganizationalUnits"),
    std::string_view("Parents"),
    std::string_view("Policies"),
    std::string_view("Policy"),
    std::string_view("Targets"),
    std::string_view("DelegatedAdministrators"),
};

// The member that says which command printed the output; empty if none of them did.
std::string_view key_of(Node root) {
  if (!root.is(Kind::Object)) return {};
  for (std::string_view key : keys) {
    const std::optional<Node> value = root.find(key);
    if (!value) continue;
    const bool object = key == "Organization" || key == "Policy";
    if (!value->is(object ? Kind::Object : Kind::Array)) continue;
    if (key == "Policy" && !value->find("PolicySummary") && !value->find("Content")) continue;
    return key;
  }
  return {};
}

class OutputReader {
 public:
  OutputReader(const OutputSubject& subject, WorldBuilder& builder)
      : subject_(subject),
        builder_(builder),
        out_(builder.organization_outputs()),
        diagnostics_(builder.diagnostics()),
        pieces_(out_, diagnostics_) {}

  OutputsSummary read(const std::vector<Node>& documents) {
    std::map<std::string_view, std::vector<Node>> pages;
    for (Node document : documents) {
      const std::string_view key = key_of(document);
      if (!key.empty()) {
        pages[key].push_back(document);
      } else {
        diagnostics_.error(codes::unrecognised_input, document.where(),
                           "this is not what a command of `aws organizations` prints");
      }
    }
    for (const auto& [key, list] : pages) read(key, list);
    if (subject_.id && !asked_) {
      diagnostics_.error(codes::disagreement, subject_.id->where,
                         "the output says itself what it is about: `subject` has no meaning");
    }
    return {count_, std::move(used_)};
  }

 private:
  void read(std::string_view key, const std::vector<Node>& pages) {
    if (key == "Organization") {
      for (Node page : pages) read_organization(page);
    } else if (key == "Roots") {
      read_list(pages, key, "Id", [&](Fields& root) { read_root(root); });
    } else if (key == "Accounts") {
      read_accounts(pages);
    } else if (key == "OrganizationalUnits") {
      read_units(pages);
    } else if (key == "Parents") {
      read_parents(pages);
    } else if (key == "Policy") {
      for (Node page : pages) read_policy(page);
    } else if (key == "Policies") {
      read_policies(pages);
    } else if (key == "Targets") {
      read_targets(pages);
    } else {
      read_list(pages, key, "Id", [&](Fields& account) { read_administrator(account); });
    }
  }

  // Calls `entry` for each entry of a list; what the pages say together.
  template <typename Entry>
  ListedIds read_list(const std::vector<Node>& pages, std::string_view key, std::string_view id,
                      Entry entry) {
    const std::string what = "an entry of " + std::string(key);  // Fields keep a view of it
    ListedIds list;
    list.where = pages.front().where();
    for (Node page : pages) {
      Fields fields(page, "the output", diagnostics_);
      for (Node node : fields.list(key)) {
        Fields each(node, what, diagnostics_);
        list.ids.emplace(each.require_text(id).value_or(""), each.where());
        entry(each);
        ++count_;
        read_past(each);
      }
      list.complete = !more_follows(fields);
      read_past(fields);
    }
    if (!list.complete) warn_incomplete(key, pages.back());
    return list;
  }

  // describe-organization
  void read_organization(Node page) {
    Fields output(page, "the output", diagnostics_);
    Fields fields(*output.find("Organization"), "the organization", diagnostics_);
    fields.ignore({"MasterAccountArn", "MasterAccountEmail", "AvailablePolicyTypes"});
    const auto id = fields.require_text("Id");
    const auto features = fields.text("FeatureSet");
    const auto management = fields.text("MasterAccountId");
    const std::string organization = pieces_.organization_of(fields, "organization/");
    ++count_;
    read_past(fields);
    read_past(output);
    if (!id || organization.empty()) return;
    if (*id != organization) pieces_.disagree(fields, "Id", organization);
    OrganizationOutputs::Organization& known = out_.organizations.at(organization);
    if (management && *management != known.management_account) {
      pieces_.disagree(fields, "MasterAccountId", known.management_account);
    }
    if (features == "CONSOLIDATED_BILLING") known.all_features = false;
  }

  // list-roots
  void read_root(Fields& fields) {
    fields.ignore({"Name"});
    const std::string id = pieces_.add_node(fields, "root/", id_of_root);
    std::map<std::string, std::string> types;
    fields.require("PolicyTypes");
    for (Node node : fields.list("PolicyTypes")) {
      Fields entry(node, "a type of policies", diagnostics_);
      const auto type = entry.require_text("Type");
      const auto status = entry.require_text("Status");
      if (type && status) types[*type] = *status;
      read_past(entry);
    }
    const auto [at, first] = out_.policy_types.try_emplace(id, types);
    if (!first && at->second != types) {
      diagnostics_.error(codes::conflict, fields.where(),
                         "a second root " + ticked(id) + " with other types of policies",
                         "the first is at " + to_string(out_.nodes[id].where));
    }
  }

  // list-accounts; with a subject, list-accounts-for-parent
  void read_accounts(const std::vector<Node>& pages) {
    const auto parent = optional_subject(pages, id_of_root | id_of_unit, "for-parent");
    std::string organization;
    ListedIds list = read_list(pages, "Accounts", "Id", [&](Fields& fields) {
      ignore_facts_of_account(fields);
      const std::string id = pieces_.add_node(fields, "account/", id_of_account);
      organization = organization_in_arn(fields.text("Arn").value_or(""));
      if (parent) pieces_.add_parent(id, *parent, fields.where());
    });
    if (!parent) pieces_.add_list(std::move(list), organization, "accounts", out_.accounts);
  }

  static void ignore_facts_of_account(Fields& fields) {
    fields.ignore({"Email", "Name", "Status", "State", "JoinedMethod", "JoinedTimestamp"});
  }

  // list-delegated-administrators: which service they are for is not said (TRUST-18).
  void read_administrator(Fields& fields) {
    ignore_facts_of_account(fields);
    fields.ignore({"DelegationEnabledDate"});
    const std::string id = pieces_.add_node(fields, "account/", id_of_account);
    out_.administrators[organization_in_arn(fields.text("Arn").value_or(""))].insert(id);
  }

  // list-organizational-units-for-parent
  void read_units(const std::vector<Node>& pages) {
    const auto parent = require_subject(pages, id_of_root | id_of_unit);
    ListedIds list = read_list(pages, "OrganizationalUnits", "Id", [&](Fields& fields) {
      fields.ignore({"Name", "Path"});
      const std::string id = pieces_.add_node(fields, "ou/", id_of_unit);
      if (parent) pieces_.add_parent(id, *parent, fields.where());
    });
    if (!parent) return;
    pieces_.add_node(*parent);
    pieces_.add_list(std::move(list), parent->arn, "units in " + parent->arn, out_.units);
  }

  // list-parents
  void read_parents(const std::vector<Node>& pages) {
    const auto child = require_subject(pages, id_of_account | id_of_unit);
    const ListedIds list =
        read_list(pages, "Parents", "Id", [](Fields& fields) { fields.ignore({"Type"}); });
    if (!child) return;
    pieces_.add_node(*child);
    if (list.ids.size() != 1 || !is_id(list.ids.begin()->first, id_of_root | id_of_unit)) {
      diagnostics_.error(codes::bad_value, list.where, "one root or unit is expected as parent");
      return;
    }
    pieces_.add_parent(child->arn, {list.ids.begin()->first, list.where}, list.where);
  }

  // describe-policy
  void read_policy(Node page) {
    Fields output(page, "the output", diagnostics_);
    Fields fields(*output.find("Policy"), "the policy", diagnostics_);
    const auto content = fields.require("Content");
    const auto node = fields.require("PolicySummary", Kind::Object);
    ++count_;
    read_past(fields);
    read_past(output);
    if (!content || !node) return;
    Fields summary(*node, "the policy's summary", diagnostics_);
    const OrganizationOutputs::Summary* policy = pieces_.add_policy(summary);
    read_past(summary);
    if (policy == nullptr) return;
    const bool scp = policy->type == "SERVICE_CONTROL_POLICY";
    if (!scp && policy->type != "RESOURCE_CONTROL_POLICY") {
      builder_.read_past("organization policy of another type than SCP and RCP",
                         "organization policies of other types than SCP and RCP");
      return;
    }
    const PolicyKind kind = scp ? PolicyKind::ServiceControl : PolicyKind::ResourceControl;
    const auto partition = model::parse_arn(policy->arn)->partition;
    if (policy->arn == full_access_arn(kind, partition)) return;  // known
    const std::string what = scp ? "service control policy " : "resource control policy ";
    ReadPolicy read = builder_.read_policy(*content, kind, what + policy->name);
    const auto [at, first] = out_.documents.try_emplace(policy->arn, read);
    if (!first && at->second.fingerprint != read.fingerprint) {
      diagnostics_.error(codes::conflict, content->where(),
                         "a second " + what + ticked(policy->arn) + " with other content",
                         "the first is at " + to_string(at->second.policy.where));
    }
  }

  // list-policies; with a subject, list-policies-for-target. What type was asked for, only the
  // policies say: of a list without any, nothing is known.
  void read_policies(const std::vector<Node>& pages) {
    const auto target =
        optional_subject(pages, id_of_account | id_of_root | id_of_unit, "for-target");
    if (target) pieces_.add_node(*target);
    std::map<std::string, ListedIds> lists;  // by type
    std::string organization;
    read_list(pages, "Policies", "Id", [&](Fields& fields) {
      const OrganizationOutputs::Summary* policy = pieces_.add_policy(fields);
      if (policy == nullptr) return;
      if (const auto own = organization_in_arn(policy->arn); !own.empty()) organization = own;
      ListedIds& list = lists[policy->type];
      list.ids.emplace(policy->id, fields.where());
      list.where = pages.front().where();
    });
    mark_incomplete(pages, lists);
    for (auto& [type, list] : lists) {
      if (target) {
        pieces_.add_list(std::move(list), {target->arn, type}, "policies of " + target->arn,
                         out_.attached);
      } else {
        pieces_.add_list(std::move(list), {organization, type}, "policies", out_.policy_lists);
      }
    }
  }

  // Pages of several types may follow each other: that more follows is about those of the page, and
  // on one without policies about all.
  void mark_incomplete(const std::vector<Node>& pages, std::map<std::string, ListedIds>& lists) {
    for (Node page : pages) {
      Fields fields(page, "the output", diagnostics_);
      const bool more = more_follows(fields).has_value();
      const std::vector<Node> policies = page.find("Policies")->elements();
      for (auto& [type, list] : lists) {
        const bool here =
            std::any_of(policies.begin(), policies.end(), [&, &type = type](Node each) {
              const auto own = each.is(Kind::Object) ? each.find("Type") : std::nullopt;
              return own && own->is(Kind::String) && own->text() == type;
            });
        if (here || policies.empty()) list.complete = !more;
        if (here && more) warn_incomplete("Policies", page);
      }
    }
  }

  // list-targets-for-policy
  void read_targets(const std::vector<Node>& pages) {
    const auto policy = require_subject(pages, id_of_policy);
    std::string organization;
    ListedIds list = read_list(pages, "Targets", "TargetId", [&](Fields& fields) {
      fields.ignore({"Name", "Type"});
      organization = pieces_.organization_of(fields, "");
      const Reference target{fields.text("TargetId").value_or(""), fields.where()};
      if (is_id(target.arn, id_of_account | id_of_root | id_of_unit)) {
        pieces_.add_node(target);
        out_.nodes[target.arn].organization = organization;
      } else {
        diagnostics_.error(codes::bad_value, fields.where(),
                           ticked(target.arn) + " is not the id of an account, a root or a unit");
      }
    });
    if (!policy) return;
    pieces_.add_list(std::move(list), {policy->arn, organization}, "targets of " + policy->arn,
                     out_.targets);
  }

  // --- subjects ---------------------------------------------------------------------------------

  std::optional<Reference> given_subject(unsigned kinds) {
    asked_ = true;
    if (subject_.id) used_ = subject_.id->arn;
    if (!subject_.id || is_id(subject_.id->arn, kinds)) return subject_.id;
    diagnostics_.error(codes::bad_value, subject_.id->where,
                       ticked(subject_.id->arn) + " is not the id of what this output is about");
    return std::nullopt;
  }

  std::optional<Reference> require_subject(const std::vector<Node>& pages, unsigned kinds) {
    if (subject_.id) return given_subject(kinds);
    if (const auto id = id_in_path(subject_.path, kinds, true)) return from_path(*id, pages);
    const std::string of =
        kinds == id_of_policy ? "a policy (`p-...`)" : "an account, root or unit";
    diagnostics_.error(
        codes::missing_member, pages.front().where(), "the output does not say what it is about",
        "put the id of " + of + " into the file's name, or say `subject` in a snapshot.yaml");
    return std::nullopt;
  }

  // Of outputs that look alike with and without one. `word` is in the name of the command with one.
  std::optional<Reference> optional_subject(const std::vector<Node>& pages, unsigned kinds,
                                            std::string_view word) {
    if (subject_.id) return given_subject(kinds);
    const bool asked = file_name(subject_.path).find(word) != std::string_view::npos;
    if (asked) return require_subject(pages, kinds);
    if (const auto id = id_in_path(subject_.path, kinds, false)) return from_path(*id, pages);
    if (file_name(subject_.path).starts_with("list-") || !id_in_path(subject_.path, kinds, true)) {
      return std::nullopt;
    }
    diagnostics_.error(codes::missing_member, pages.front().where(),
                       "the output may be about everything, or about what its folder names",
                       "call the file after its command, `list-...`");
    return std::nullopt;
  }

  Reference from_path(const std::string& id, const std::vector<Node>& pages) {
    builder_.note(
        "what outputs of `aws organizations` are about is taken from the names of their "
        "files, where they do not say it");
    used_ = id;
    return {id, pages.front().where()};
  }

  // --- diagnostics ------------------------------------------------------------------------------

  void read_past(const Fields& fields) {
    for (const document::Member& member : fields.unknown()) {
      builder_.warn_once(codes::unknown_member, member.key_where(),
                         "unknown member " + ticked(member.key) + " of the output is read past");
    }
  }

  void warn_incomplete(std::string_view key, Node page) {
    builder_.warn_once(codes::incomplete_input, page.where(),
                       "the list of " + std::string(key) + " in " +
                           ticked(page.where().file_name()) +
                           " is not complete: its last page says that more follows");
  }

  const OutputSubject& subject_;
  WorldBuilder& builder_;
  OrganizationOutputs& out_;
  Diagnostics& diagnostics_;
  OrganizationPieces pieces_;
  std::size_t count_ = 0;
  std::string used_;
  bool asked_ = false;  // some output needs a subject, or may have one
};

}  // namespace

bool is_organizations_output(Node root) { return !key_of(root).empty(); }

OutputsSummary read_organizations_outputs(const std::vector<Node>& documents,
                                          const OutputSubject& subject, WorldBuilder& builder) {
  return OutputReader(subject, builder).read(documents);
}

}  // namespace postern::snapshot
