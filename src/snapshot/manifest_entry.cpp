#include "snapshot/manifest_entry.h"

#include <algorithm>
#include <array>
#include <vector>

#include "snapshot/arns.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;
using model::ResourceKind;

constexpr std::array kinds{
    EntryKind{"account-authorization-details", Content::AuthorizationDetails, {}, "", "", true},
    EntryKind{"organization", Content::Organization, {}, "", "", true},
    EntryKind{"organizations-output", Content::OrganizationsOutput, {}, "", "", true},
    EntryKind{"config", Content::ConfigItems, {}, "", "", true},
    EntryKind{"bucket-policy", Content::Policy, ResourceKind::S3Bucket, "s3", "", false},
    EntryKind{"queue-policy", Content::Policy, ResourceKind::SqsQueue, "sqs", "", true},
    EntryKind{"topic-policy", Content::Policy, ResourceKind::SnsTopic, "sns", "", true},
    EntryKind{"function-policy", Content::Policy, ResourceKind::LambdaFunction, "lambda",
              "function:", true},
    EntryKind{"key-policy", Content::Policy, ResourceKind::KmsKey, "kms", "key/", true},
    // A secret's ARN ends in six random characters, so its name alone does not give it.
    EntryKind{"secret-policy", Content::Policy, ResourceKind::Secret, "", "", true},
    EntryKind{"repository-policy", Content::Policy, ResourceKind::EcrRepository, "ecr",
              "repository/", true},
    EntryKind{"access-point-policy", Content::Policy, ResourceKind::AccessPoint, "s3",
              "accesspoint/", true},
    EntryKind{"access-point", Content::AccessPoint, ResourceKind::AccessPoint, "s3", "accesspoint/",
              true},
    EntryKind{"resource-policy", Content::Policy, {}, "", "", true},
    EntryKind{"none", Content::Nothing, {}, "", "", true},
    EntryKind{"bucket-acl", Content::BucketAcl, ResourceKind::S3Bucket, "s3", "", false},
    EntryKind{"ownership-controls", Content::OwnershipControls, ResourceKind::S3Bucket, "s3", "",
              false},
    EntryKind{"public-access-block", Content::PublicAccessBlock, ResourceKind::S3Bucket, "s3", "",
              false},
    EntryKind{"vpc-endpoints", Content::VpcEndpoints, {}, "", "", true},
    EntryKind{"key-grants", Content::Grants, ResourceKind::KmsKey, "kms", "key/", true},
};

}  // namespace

const EntryKind* find_entry_kind(std::string_view word) {
  const auto found = std::find_if(kinds.begin(), kinds.end(),
                                  [&](const EntryKind& kind) { return kind.word == word; });
  return found == kinds.end() ? nullptr : &*found;
}

ManifestEntry::ManifestEntry(Node node, const std::string& folder, WorldBuilder& builder)
    : fields_(node, "a document", builder.diagnostics()),
      folder_(folder),
      builder_(builder),
      diagnostics_(builder.diagnostics()) {}

const EntryKind* ManifestEntry::kind() {
  const std::optional<std::string> word = fields_.require_text("kind");
  fields_.ignore(
      {"account", "region", "resource", "file", "partition", "subject", "identities", "collected"});
  for (const document::Member& member : fields_.unknown()) {
    diagnostics_.error(codes::unknown_member, member.key_where(),
                       "unknown key " + ticked(member.key), fields_.suggest(member.key));
  }
  if (!word) return nullptr;
  if (const EntryKind* found = find_entry_kind(*word)) return found;
  std::vector<std::string_view> words;
  for (const EntryKind& each : kinds) words.push_back(each.word);
  const std::string_view close = closest(*word, words);
  diagnostics_.error(codes::bad_value, where("kind"), "unknown kind " + ticked(*word),
                     close.empty() ? "see docs/snapshot-manifest.md for the kinds there are"
                                   : "did you mean " + ticked(close) + "?");
  return nullptr;
}

void ManifestEntry::refuse(std::initializer_list<std::string_view> keys, std::string_view sort) {
  for (std::string_view key : keys) {
    if (has(key)) {
      diagnostics_.error(codes::unknown_member, where(key),
                         ticked(key) + " has no meaning for " + std::string(sort));
    }
  }
}

// Quoted or not: YAML takes an id that does not start with 0 for a number.
std::optional<std::string> ManifestEntry::account() {
  const std::optional<Node> node = fields_.find("account");
  if (!node) return std::nullopt;
  if ((node->is(Kind::Number) || node->is(Kind::String)) && node->tag().empty() &&
      is_account_id(node->text())) {
    return std::string(node->text());
  }
  diagnostics_.error(codes::bad_value, node->where(), "an account id must have twelve digits",
                     "write it in quotes");
  return std::nullopt;
}

std::optional<std::string> ManifestEntry::require_account() {
  fields_.require("account");
  return account();
}

std::optional<Reference> ManifestEntry::subject() {
  const std::optional<Node> node = fields_.find("subject");
  if (!node) return std::nullopt;
  const bool number = node->is(Kind::Number) && node->tag().empty();
  if (!number && !expect_kind(*node, Kind::String, "`subject`", diagnostics_)) return std::nullopt;
  return Reference{std::string(node->text()), node->where()};
}

bool ManifestEntry::identities_are_complete() {
  const std::optional<std::string> word = fields_.text("identities");
  if (word && *word != "complete") {
    diagnostics_.error(codes::bad_value, where("identities"),
                       "unknown value " + ticked(*word) + " of `identities`",
                       "write `complete`, or leave it out");
  }
  return word == "complete";
}

std::optional<LoadedFile> ManifestEntry::load() {
  const std::optional<Node> name = file();
  if (!name) return std::nullopt;
  return load_named_file(folder_, *name, builder_.limits(), diagnostics_);
}

std::optional<EntryResource> ManifestEntry::resource(const EntryKind& kind) {
  const std::optional<std::string> given = account();
  const std::optional<std::string> name = arn(kind, given);
  if (!name) return std::nullopt;
  const std::optional<std::string> owns = owner(*name, given);
  if (!owns) return std::nullopt;
  return EntryResource{*name, *owns};
}

std::optional<std::string> ManifestEntry::arn(const EntryKind& kind,
                                              const std::optional<std::string>& account) {
  const std::optional<std::string> name = fields_.require_text("resource");
  if (!name) return std::nullopt;
  std::optional<std::string> arn = name;
  if (name->starts_with("arn:")) {
    refuse({"region", "partition"}, "an entry with an ARN");
  } else {
    arn = arn_from_name(kind, *name, account);
  }
  if (!arn || !expect_resource_arn(*arn, where("resource"), diagnostics_)) return std::nullopt;
  if (!kind.resource || resource_kind(*model::parse_arn(*arn)) == *kind.resource) return arn;
  diagnostics_.error(
      codes::bad_arn, where("resource"),
      ticked(*arn) + " does not name what a " + std::string(kind.word) + " is attached to");
  return std::nullopt;
}

std::optional<std::string> ManifestEntry::arn_from_name(const EntryKind& kind,
                                                        const std::string& name,
                                                        const std::optional<std::string>& account) {
  if (!has("account")) fields_.require("account");
  if (kind.service.empty()) {
    diagnostics_.error(codes::bad_arn, where("resource"),
                       "kind " + ticked(kind.word) + " needs the ARN of its resource");
    return std::nullopt;
  }
  std::optional<std::string> region = "";
  if (kind.in_region) {
    region = fields_.require_text("region");
  } else {
    refuse({"region"}, "kind " + ticked(kind.word));
  }
  if (!region || !account) return std::nullopt;
  return join({"arn", partition(), std::string(kind.service), *region,
               kind.in_region ? *account : "", std::string(kind.prefix) + name},
              ":");
}

// The owner: as given, or as the ARN says; both must agree.
std::optional<std::string> ManifestEntry::owner(const std::string& arn,
                                                const std::optional<std::string>& account) {
  const std::string in_arn(model::parse_arn(arn)->account);
  if (in_arn.empty() && !account) {
    if (!has("account")) fields_.require("account");
    return std::nullopt;
  }
  if (!in_arn.empty() && account && in_arn != *account) {
    diagnostics_.error(codes::disagreement, where("account"),
                       ticked(arn) + " is not of account " + ticked(*account));
    return std::nullopt;
  }
  return in_arn.empty() ? account : in_arn;
}

}  // namespace postern::snapshot
