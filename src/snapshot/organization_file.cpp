#include "snapshot/organization_file.h"

#include <utility>

#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "snapshot/load.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;
using model::PolicyKind;

constexpr std::string_view name_of(PolicyKind kind) {
  return kind == PolicyKind::ServiceControl ? "service control policy" : "resource control policy";
}

class OrganizationFile {
 public:
  OrganizationFile(const std::string& path, WorldBuilder& builder)
      : folder_(parent_folder(path)), builder_(builder), diagnostics_(builder.diagnostics()) {}

  void read(Node root) {
    Fields fields(root, "an organization", diagnostics_);
    draft_.where = root.where();
    draft_.id = fields.require_text("id").value_or("");
    draft_.partition = fields.text("partition").value_or("aws");
    draft_.management_account = read_account(fields.require("management_account"));
    for (Node node : fields.list("root_managers")) {
      if (std::string id = read_account(node); is_account_id(id)) {
        draft_.root_managers.insert(std::move(id));
      } else {
        diagnostics_.error(codes::bad_value, node.where(),
                           ticked(id) + " is not an account id of twelve digits");
      }
    }
    draft_.scps_enabled = read_enabled(fields, "scps");
    draft_.rcps_enabled = read_enabled(fields, "rcps");
    const auto units = fields.require("units", Kind::Object);
    const auto accounts = fields.require("accounts", Kind::Object);
    report_unknown(fields);
    if (!units || !accounts) return;
    for (const document::Member& member : units->members()) {
      read_node(member, "parent", draft_.units);
    }
    for (const document::Member& member : accounts->members()) {
      read_node(member, "unit", draft_.accounts);
    }
    if (!draft_.id.empty() && !draft_.management_account.empty()) builder_.add(std::move(draft_));
  }

 private:
  void report_unknown(const Fields& fields) {
    for (const document::Member& member : fields.unknown()) {
      diagnostics_.error(codes::unknown_member, member.key_where(),
                         "unknown key " + ticked(member.key), fields.suggest(member.key));
    }
  }

  // Quoted or not: YAML takes an id that does not start with 0 for a number. The tree's check says
  // what is wrong with an id.
  std::string read_account(std::optional<Node> node) {
    if (!node) return {};
    if (node->is(Kind::Number) && node->tag().empty()) return std::string(node->text());
    if (!expect_kind(*node, Kind::String, "an account id", diagnostics_)) return {};
    return std::string(node->text());
  }

  // It decides whether policies exist at all (SCP-11): nothing is taken for granted.
  bool read_enabled(Fields& fields, std::string_view name) {
    fields.require(name);
    const auto word = fields.find(name, Kind::String);
    if (!word) return false;
    if (word->text() != "enabled" && word->text() != "disabled") {
      diagnostics_.error(codes::bad_value, word->where(), "unknown word " + ticked(word->text()),
                         "write `enabled` or `disabled`");
    }
    return word->text() == "enabled";
  }

  void read_node(const document::Member& member, std::string_view above,
                 std::map<std::string, NodeDraft>& nodes) {
    Fields fields(member.value, "a node", diagnostics_);
    NodeDraft node;
    node.where = member.key_where();
    if (const auto parent = fields.find(above, Kind::String)) {
      node.above = parent->text();
      node.where = parent->where();
    } else if (above == "unit") {
      fields.require(above);
    }
    node.scps = read_attached(fields, "scps", PolicyKind::ServiceControl, *draft_.scps_enabled);
    node.rcps = read_attached(fields, "rcps", PolicyKind::ResourceControl, *draft_.rcps_enabled);
    report_unknown(fields);
    nodes.emplace(member.key, std::move(node));
  }

  Attached read_attached(Fields& fields, std::string_view name, PolicyKind kind, bool enabled) {
    const auto list = fields.find(name, Kind::Array);
    const bool scps = kind == PolicyKind::ServiceControl;
    Attached out;
    if (!enabled) {
      if (list) {
        diagnostics_.error(codes::disagreement, list->where(),
                           ticked(name) + " are not enabled in the organization");
      }
      return out;
    }
    if (scps && (!list || list->size() == 0)) {
      diagnostics_.error(codes::missing_member, list ? list->where() : fields.where(),
                         "a node has no `scps`",
                         "where they are enabled, each has one at least: say `FullAWSAccess`");
    }
    const std::string full = full_access_arn(kind, draft_.partition);
    if (!scps) out.push_back({full, fields.where()});  // it cannot be detached (RCP-1)
    if (!list) return out;
    for (Node node : list->elements()) {
      if (!expect_kind(node, Kind::String, "a policy's file", diagnostics_)) continue;
      if (node.text() == (scps ? "FullAWSAccess" : "RCPFullAWSAccess")) {
        out.push_back({full, node.where()});
      } else {
        out.push_back(read_policy(node, kind));
      }
    }
    return out;
  }

  // The name of a policy is its sort and its file, so that a file of both sorts is two policies.
  Reference read_policy(Node file, PolicyKind kind) {
    Reference out{std::string(name_of(kind)) + ' ' + std::string(file.text()), file.where()};
    if (draft_.policies.contains(out.arn)) return out;
    const auto loaded = load_named_file(folder_, file, builder_.limits(), diagnostics_);
    if (!loaded) return out;
    builder_.add_input(loaded->path, name_of(kind), loaded->sha256, 1);
    const auto root = only_document(*loaded, "one policy", diagnostics_);
    if (!root) return out;
    if (const auto document = content_of_output(*root)) {
      draft_.policies.emplace(out.arn, builder_.read_policy(*document, kind, out.arn));
    }
    return out;
  }

  // The document alone, or what `organizations describe-policy` prints.
  std::optional<Node> content_of_output(Node root) {
    if (!root.is(Kind::Object) || !root.find("Policy")) return root;
    Fields output(root, "the output", diagnostics_);
    const auto policy = output.require("Policy", Kind::Object);
    report_unknown(output);
    if (!policy) return std::nullopt;
    Fields fields(*policy, "the policy", diagnostics_);
    fields.ignore({"PolicySummary"});
    const auto content = fields.require("Content");
    report_unknown(fields);
    return content;
  }

  std::string folder_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
  OrganizationDraft draft_;
};

}  // namespace

void read_organization_file(Node root, const std::string& path, WorldBuilder& builder) {
  OrganizationFile(path, builder).read(root);
}

}  // namespace postern::snapshot
