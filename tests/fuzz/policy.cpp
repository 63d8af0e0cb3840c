// Policy documents of every kind. The first byte says which, and how the rest is written: `0` to
// `8` JSON, `@` to `H` YAML; the ninth kind is the output of a command that prints the policy of a
// resource.
#include "model/policy.h"

#include <array>
#include <string>

#include "document/document.h"
#include "fuzz/checks.h"
#include "fuzz/target.h"
#include "snapshot/arns.h"
#include "snapshot/policy_output.h"

namespace postern::fuzz {
namespace {

using model::PolicyKind;

constexpr std::array kinds{
    PolicyKind::Identity,        PolicyKind::Boundary, PolicyKind::Session,
    PolicyKind::Resource,        PolicyKind::Trust,    PolicyKind::ServiceControl,
    PolicyKind::ResourceControl, PolicyKind::Endpoint,
};

void read_alone(document::Node root, PolicyKind kind, const Lines& lines) {
  Diagnostics diagnostics;
  const model::Policy policy = model::read_policy(root, kind, "policy", diagnostics);
  check(diagnostics.all(), lines);
  if (!diagnostics.has_errors()) check(policy, lines);
}

void read_output(document::Node root, const Lines& lines) {
  for (const char* arn : {"arn:aws:s3:::data", "arn:aws:sqs:us-east-1:111111111111:queue",
                          "arn:aws:ecr:us-east-1:111111111111:repository/images",
                          "arn:aws:secretsmanager:us-east-1:111111111111:secret:db-AbCdEf"}) {
    snapshot::WorldBuilder builder(small_limits());
    model::Resource resource;
    resource.arn = arn;
    resource.kind = snapshot::resource_kind(*model::parse_arn(arn));
    const auto read = snapshot::read_policy_output(root, resource, builder);
    check(builder.diagnostics().all(), lines);
    if (read && !builder.diagnostics().has_errors()) check(read->policy, lines);
  }
}

}  // namespace

void run(std::string_view input) {
  if (input.empty()) return;
  const auto first = static_cast<unsigned char>(input.front());
  const std::size_t kind = (first & 0x0Fu) % (kinds.size() + 1);
  input.remove_prefix(1);
  const Lines lines(input);
  try {
    const document::Document parsed = (first & 0x40u) != 0
                                          ? document::parse_yaml(input_name, input, small_limits())
                                          : document::parse_json(input_name, input, small_limits());
    if (kind == kinds.size()) {
      read_output(parsed.root(), lines);
    } else {
      read_alone(parsed.root(), kinds.at(kind), lines);
    }
  } catch (const Error& error) {
    check(error, lines);
  }
}

}  // namespace postern::fuzz
