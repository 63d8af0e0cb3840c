#include "snapshot/policy_output.h"

#include "snapshot/arns.h"
#include "snapshot/fields.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;

class OutputReader {
 public:
  OutputReader(const model::Resource& resource, WorldBuilder& builder)
      : resource_(resource), builder_(builder), diagnostics_(builder.diagnostics()) {}

  std::optional<ReadPolicy> read(Node root) {
    if (!root.is(Kind::Object) || root.find("Statement")) return policy(root);
    if (root.find("Attributes")) return attributes(root);
    if (root.find("ResourcePolicy") || (root.find("ARN") && root.find("Name"))) {
      return secret(root);
    }
    if (root.find("policyText")) return repository(root);
    if (root.find("Policy")) return plain(root);
    diagnostics_.error(codes::unrecognised_input, root.where(),
                       "neither a policy document nor the output of a command that prints one");
    return std::nullopt;
  }

 private:
  ReadPolicy policy(Node document) {
    return builder_.read_policy(document, model::PolicyKind::Resource, policy_name(resource_));
  }

  // s3api get-bucket-policy, kms get-key-policy, lambda get-policy.
  std::optional<ReadPolicy> plain(Node root) {
    Fields fields(root, "the output", diagnostics_);
    const std::optional<Node> document = fields.require("Policy");
    fields.ignore({"PolicyName", "RevisionId"});
    return finish(fields, document);
  }

  // sqs get-queue-attributes, sns get-topic-attributes. They print only what was asked for, so no
  // policy here does not mean that there is none.
  std::optional<ReadPolicy> attributes(Node root) {
    Fields output(root, "the output", diagnostics_);
    const std::optional<Node> node = output.require("Attributes", Kind::Object);
    if (!node) return std::nullopt;
    Fields fields(*node, "the list of attributes", diagnostics_);
    agree(fields, "QueueArn", resource_.arn);
    agree(fields, "TopicArn", resource_.arn);
    const std::optional<Node> document = fields.find("Policy");
    if (!document) {
      diagnostics_.error(codes::missing_member, node->where(), "the attributes have no `Policy`",
                         "ask for all attributes; if there is no policy, say `kind: none`");
    }
    return finish(output, document);
  }

  // secretsmanager get-resource-policy: without ResourcePolicy, there is none.
  std::optional<ReadPolicy> secret(Node root) {
    Fields fields(root, "the output", diagnostics_);
    fields.ignore({"Name"});
    agree(fields, "ARN", resource_.arn);
    return finish(fields, fields.find("ResourcePolicy"));
  }

  // ecr get-repository-policy.
  std::optional<ReadPolicy> repository(Node root) {
    Fields fields(root, "the output", diagnostics_);
    const std::string arn_resource(model::parse_arn(resource_.arn)->resource);
    if (const auto name = fields.text("repositoryName");
        name && "repository/" + *name != arn_resource) {
      disagree(fields.find("repositoryName")->where());
    }
    agree(fields, "registryId", model::parse_arn(resource_.arn)->account);
    return finish(fields, fields.require("policyText"));
  }

  std::optional<ReadPolicy> finish(const Fields& fields, std::optional<Node> document) {
    for (const document::Member& member : fields.unknown()) {
      builder_.warn_once(codes::unknown_member, member.key_where(),
                         "unknown member " + ticked(member.key) + " of the output is read past");
    }
    return document ? std::optional(policy(*document)) : std::nullopt;
  }

  void agree(Fields& fields, std::string_view member, std::string_view expected) {
    const std::optional<std::string> value = fields.text(member);
    if (value && *value != expected) disagree(fields.find(member)->where());
  }
  void disagree(const SourceSpan& where) {
    diagnostics_.error(codes::disagreement, where, "the output is not of " + ticked(resource_.arn));
  }

  const model::Resource& resource_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
};

}  // namespace

std::optional<ReadPolicy> read_policy_output(Node root, const model::Resource& resource,
                                             WorldBuilder& builder) {
  return OutputReader(resource, builder).read(root);
}

}  // namespace postern::snapshot
