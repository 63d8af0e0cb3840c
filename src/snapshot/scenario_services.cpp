#include "snapshot/scenario_services.h"

#include "model/arn.h"
#include "snapshot/service_values.h"
#include "support/codes.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

// In vectors the bucket's account has this canonical id (section 19).
constexpr std::string_view default_owner = "owner-canonical";

model::Acl read_acl(Node node, std::string_view what, std::string_view bucket_owner,
                    Diagnostics& diagnostics) {
  model::Acl out{std::string(bucket_owner), {}};
  if (node.kind() == Kind::String) {  // a canned one
    if (auto canned = model::canned_acl(node.text(), bucket_owner, bucket_owner)) return *canned;
    diagnostics.error(codes::bad_value, node.where(),
                      ticked(node.text()) + " is not the name of a canned ACL");
    return out;
  }
  Fields fields(node, what, diagnostics);
  out.owner = fields.text("owner").value_or(std::string(bucket_owner));
  for (const Node& entry : fields.list("grants")) {
    Fields grant(entry, "a grant", diagnostics);
    const auto grantee = grant.require("grantee", Kind::String);
    const auto permission = grant.require("permission", Kind::String);
    grant.refuse_unknown();
    if (!grantee || !permission) continue;
    if (const auto read = read_acl_grant(*grantee, *permission, diagnostics)) {
      out.grants.push_back(*read);
    }
  }
  fields.refuse_unknown();
  return out;
}

model::PublicAccessBlock read_block(Node node, Diagnostics& diagnostics) {
  model::PublicAccessBlock out;
  Fields levels(node, "`block_public_access`", diagnostics);
  for (const char* level : {"organization", "account", "bucket", "access_point"}) {
    if (const auto flags = levels.find(level, Kind::Object)) {
      out |= read_public_access_block(*flags, "a block", diagnostics);
    }
  }
  levels.refuse_unknown();
  return out;
}

model::S3Access read_s3(Node node, Diagnostics& diagnostics) {
  model::S3Access out;
  Fields fields(node, "`s3`", diagnostics);
  out.owner = fields.text("owner").value_or(std::string(default_owner));
  if (const auto word = fields.find("object_ownership", Kind::String)) {
    out.ownership = read_object_ownership(*word, diagnostics).value_or(out.ownership);
  }
  if (const auto acl = fields.find("bucket_acl")) {
    out.bucket_acl = read_acl(*acl, "the bucket's ACL", out.owner, diagnostics);
  }
  if (const auto acl = fields.find("object_acl")) {
    out.object_acl = read_acl(*acl, "the object's ACL", out.owner, diagnostics);
  }
  if (const auto block = fields.find("block_public_access", Kind::Object)) {
    out.block = read_block(*block, diagnostics);
  }
  fields.refuse_unknown();
  return out;
}

model::KmsGrant read_grant(Node node, Diagnostics& diagnostics) {
  model::KmsGrant out;
  out.where = node.where();
  Fields fields(node, "a grant", diagnostics);
  out.id = fields.text("id").value_or("");
  out.grantee = fields.require_text("grantee").value_or("");
  for (const Node& operation : fields.list("operations")) {
    if (expect_kind(operation, Kind::String, "an operation", diagnostics)) {
      out.operations.emplace_back(operation.text());
    }
  }
  out.context_equals = read_pairs(fields, "encryption_context_equals", diagnostics);
  out.context_subset = read_pairs(fields, "encryption_context_subset", diagnostics);
  fields.refuse_unknown();
  return out;
}

// What must hold of the request for it to go through the point (AP-1, REL-25).
void check_passage(const model::AccessPoint& point, const model::Request& request, SourceSpan where,
                   Diagnostics& diagnostics) {
  const auto refuse = [&](const std::string& what, const std::string& hint) {
    diagnostics.error(codes::bad_value, where,
                      "the request does not go through the access point: " + what, hint);
  };
  if (!equals_ignoring_case(std::string_view(request.action).substr(0, 3), "s3:")) {
    refuse(ticked(request.action) + " is no action of S3", {});
  }
  const auto arn = model::parse_arn(request.resource);
  if (!arn || arn->service != "s3" || !arn->account.empty()) {
    refuse(ticked(request.resource) + " is no bucket or object",
           "write the ARN of the bucket or object, `arn:aws:s3:::BUCKET/KEY`");
  }
  const auto says = [&](const std::string& key, const std::string& text) {
    const auto value = request.context.find(key);
    return value != request.context.end() && value->second == model::ContextValue{false, {text}};
  };
  if (!says("s3:dataaccesspointarn", point.arn)) {
    refuse("its context does not name the point",
           "write " + ticked(point.arn) + " as `s3:DataAccessPointArn`");
  }
  if (request.context.contains("s3:dataaccesspointaccount") &&
      !says("s3:dataaccesspointaccount", point.account)) {
    refuse("`s3:DataAccessPointAccount` is not the account in the point's ARN", {});
  }
}

}  // namespace

model::Passage read_passage(Node node, PolicyLoader& load, const model::Scenario& scenario,
                            const model::Request& request, Diagnostics& diagnostics) {
  model::Passage out;
  Fields fields(node, "`access_point`", diagnostics);
  model::AccessPoint& point = out.point;
  if (const auto arn = fields.require("arn", Kind::String)) {
    point.arn = arn->text();
    const auto account = model::access_point_account(point.arn);
    if (account) {
      point.account = *account;
      check_passage(point, request, node.where(), diagnostics);
    } else {
      diagnostics.error(codes::bad_value, arn->where(),
                        ticked(point.arn) + " is not the ARN of an access point",
                        "write `arn:aws:s3:REGION:ACCOUNT:accesspoint/NAME`");
    }
  }
  point.policy =
      load.one(fields.find("policy"), model::PolicyKind::Resource, "access_point.policy");
  point.vpc = fields.text("vpc").value_or("");
  if (const auto flags = fields.find("block_public_access", Kind::Object)) {
    point.block = read_public_access_block(*flags, "a block", diagnostics);
  }
  out.rcps = load.levels(fields, "rcps", model::PolicyKind::ResourceControl, "access_point.");
  out.in_management_account = fields.is_true("in_management_account");
  if (point.account == scenario.resource_account) {
    if (!out.rcps) out.rcps = scenario.rcps;
    out.in_management_account |= scenario.resource_in_management_account;
  }
  fields.refuse_unknown();
  return out;
}

void read_services(Fields& model, model::Scenario& scenario, Diagnostics& diagnostics) {
  if (const auto s3 = model.find("s3", Kind::Object)) scenario.s3 = read_s3(*s3, diagnostics);
  scenario.aws_managed_key = model.is_true("aws_managed_kms_key");
  for (const Node& grant : model.list("kms_grants")) {
    scenario.key_grants.push_back(read_grant(grant, diagnostics));
  }
}

}  // namespace postern::snapshot
