#include "snapshot/manifest.h"

#include <algorithm>
#include <array>
#include <utility>

#include "snapshot/arns.h"
#include "snapshot/fields.h"
#include "snapshot/folder.h"
#include "snapshot/gaad.h"
#include "snapshot/load.h"
#include "snapshot/policy_output.h"
#include "support/text.h"

namespace postern::snapshot {
namespace {

using document::Kind;
using document::Node;
using model::ResourceKind;

constexpr std::string_view authorization_details = "account-authorization-details";
constexpr std::string_view no_policy = "none";
constexpr std::string_view any_resource = "resource-policy";

// A kind of document, and how the ARN of its resource is made from a plain name.
struct KindRow {
  std::string_view word;
  ResourceKind kind;
  std::string_view service;  // empty: not from a plain name
  std::string_view prefix;   // before the name
  bool in_region;            // region and account are part of the ARN
};

constexpr std::array policy_kinds{
    KindRow{"bucket-policy", ResourceKind::S3Bucket, "s3", "", false},
    KindRow{"queue-policy", ResourceKind::SqsQueue, "sqs", "", true},
    KindRow{"topic-policy", ResourceKind::SnsTopic, "sns", "", true},
    KindRow{"function-policy", ResourceKind::LambdaFunction, "lambda", "function:", true},
    KindRow{"key-policy", ResourceKind::KmsKey, "kms", "key/", true},
    // A secret's ARN ends in six random characters, so its name alone does not give it.
    KindRow{"secret-policy", ResourceKind::Secret, "", "", true},
    KindRow{"repository-policy", ResourceKind::EcrRepository, "ecr", "repository/", true},
    KindRow{any_resource, ResourceKind::Other, "", "", true},
    KindRow{no_policy, ResourceKind::Other, "", "", true},
};

class ManifestReader {
 public:
  ManifestReader(const std::string& path, WorldBuilder& builder)
      : folder_(parent_folder(path)), builder_(builder), diagnostics_(builder.diagnostics()) {}

  void read(Node root) {
    Fields fields(root, "the manifest", diagnostics_);
    if (const std::optional<Node> version = fields.require("version", Kind::Number);
        version && version->text() != "1") {
      diagnostics_.error(codes::bad_value, version->where(),
                         "unknown version " + ticked(version->text()) + " of the manifest",
                         "this program reads version 1");
    }
    const std::optional<Node> documents = fields.require("documents", Kind::Array);
    report_unknown(fields);
    if (!documents) return;
    for (Node entry : documents->elements()) read_entry(entry);
  }

 private:
  void report_unknown(const Fields& fields) {
    for (const document::Member& member : fields.unknown()) {
      diagnostics_.error(codes::unknown_member, member.key_where,
                         "unknown key " + ticked(member.key), fields.suggest(member.key));
    }
  }

  void read_entry(Node node) {
    Fields entry(node, "a document", diagnostics_);
    const std::optional<std::string> kind = entry.require_text("kind");
    entry.ignore({"account", "region", "resource", "file", "partition"});
    report_unknown(entry);
    if (!kind) return;
    if (*kind == authorization_details) {
      read_authorization_details(entry);
      return;
    }
    const auto row = std::find_if(policy_kinds.begin(), policy_kinds.end(),
                                  [&](const KindRow& r) { return r.word == *kind; });
    if (row == policy_kinds.end()) {
      std::vector<std::string_view> words{authorization_details};
      for (const KindRow& r : policy_kinds) words.push_back(r.word);
      const std::string_view close = closest(*kind, words);
      diagnostics_.error(codes::bad_value, entry.find("kind")->where(),
                         "unknown kind " + ticked(*kind),
                         close.empty() ? "see docs/snapshot-manifest.md for the kinds there are"
                                       : "did you mean " + ticked(close) + "?");
      return;
    }
    read_resource(entry, *row);
  }

  // An account id, quoted or not: YAML takes one that does not start with 0 for a number.
  std::optional<std::string> read_account(Fields& entry) {
    const std::optional<Node> node = entry.find("account");
    if (!node) return std::nullopt;
    if ((node->is(Kind::Number) || node->is(Kind::String)) && node->tag().empty() &&
        is_account_id(node->text())) {
      return std::string(node->text());
    }
    diagnostics_.error(codes::bad_value, node->where(), "an account id must have twelve digits",
                       "write it in quotes");
    return std::nullopt;
  }

  void refuse(Fields& entry, std::initializer_list<std::string_view> names, std::string_view kind) {
    for (std::string_view name : names) {
      if (const std::optional<Node> node = entry.find(name)) {
        diagnostics_.error(codes::unknown_member, node->where(),
                           ticked(name) + " has no meaning for kind " + ticked(kind));
      }
    }
  }

  // The file an entry names, or nothing if it cannot be read, which is reported.
  std::optional<std::pair<std::string, LoadedFile>> load(Fields& entry) {
    const std::optional<std::string> name = entry.require_text("file");
    if (!name) return std::nullopt;
    std::string path = folder_ == "." ? *name : join_path(folder_, *name);
    try {
      LoadedFile file = load_file(path, builder_.limits());
      return std::pair(std::move(path), std::move(file));
    } catch (const Error& error) {
      for (const Diagnostic& d : error.diagnostics()) {
        const bool opened = d.where.line != 0;  // else the place is the one that names the file
        diagnostics_.error(d.code, opened ? d.where : entry.find("file")->where(),
                           opened ? d.message : ticked(path) + ": " + d.message, d.hint);
      }
      return std::nullopt;
    }
  }

  void read_authorization_details(Fields& entry) {
    refuse(entry, {"resource", "region", "partition"}, authorization_details);
    const std::optional<std::string> account = read_account(entry);
    const auto loaded = load(entry);
    if (!loaded) return;
    const auto& [path, file] = *loaded;
    std::vector<Node> pages;
    for (const document::Document& document : file.documents) pages.push_back(document.root());
    const GaadSummary summary = read_gaad(pages, builder_);
    builder_.add_input(path, authorization_details, file.bytes, summary.entities);
    for (const std::string& found : summary.accounts) {
      if (account && found != *account) {
        diagnostics_.error(codes::disagreement, entry.find("account")->where(),
                           ticked(path) + " is of account " + ticked(found));
      }
    }
  }

  // The ARN of the entry's resource: as given, or made from a plain name.
  std::optional<std::string> resource_arn(Fields& entry, const KindRow& row,
                                          const std::optional<std::string>& account) {
    const std::optional<std::string> name = entry.require_text("resource");
    if (!name) return std::nullopt;
    const SourceSpan where = entry.find("resource")->where();
    std::string arn = *name;
    if (name->starts_with("arn:")) {
      refuse(entry, {"region", "partition"}, "an entry with an ARN");
    } else if (row.service.empty()) {
      diagnostics_.error(codes::bad_arn, where,
                         "kind " + ticked(row.word) + " needs the ARN of its resource");
      return std::nullopt;
    } else {
      const std::string partition = entry.text("partition").value_or("aws");
      std::optional<std::string> region = "";
      if (row.in_region) {
        region = entry.require_text("region");
      } else {
        refuse(entry, {"region"}, row.word);
      }
      if (!region || !account) return std::nullopt;
      arn = join({"arn", partition, std::string(row.service), *region,
                  row.in_region ? *account : "", std::string(row.prefix) + *name},
                 ":");
    }
    if (!expect_resource_arn(arn, where, diagnostics_)) return std::nullopt;
    const bool fits = row.word == any_resource || row.word == no_policy ||
                      resource_kind(*model::parse_arn(arn)) == row.kind;
    if (fits) return arn;
    diagnostics_.error(
        codes::bad_arn, where,
        ticked(arn) + " does not name what a " + std::string(row.word) + " is attached to");
    return std::nullopt;
  }

  // The owner: as given, or as the ARN says; both must agree.
  std::optional<std::string> owner(Fields& entry, const std::optional<std::string>& account,
                                   const std::string& arn) {
    const std::string in_arn(model::parse_arn(arn)->account);
    if (in_arn.empty() && !account) {
      if (!entry.find("account")) entry.require("account");
      return std::nullopt;
    }
    if (!in_arn.empty() && account && in_arn != *account) {
      diagnostics_.error(codes::disagreement, entry.find("account")->where(),
                         ticked(arn) + " is not of account " + ticked(*account));
      return std::nullopt;
    }
    return in_arn.empty() ? account : in_arn;
  }

  void read_resource(Fields& entry, const KindRow& row) {
    std::optional<std::string> account = read_account(entry);
    const std::optional<Node> resource = entry.find("resource");
    if (resource && resource->is(Kind::String) && !resource->text().starts_with("arn:") &&
        !entry.find("account")) {
      entry.require("account");
    }
    const std::optional<std::string> arn = resource_arn(entry, row, account);
    ResourceDraft draft;
    if (arn) {
      draft.resource.arn = *arn;
      draft.resource.kind = resource_kind(*model::parse_arn(*arn));
      draft.resource.where = entry.where();
      account = owner(entry, account, *arn);
    }
    if (row.word == no_policy) {
      refuse(entry, {"file"}, no_policy);
    } else {
      const auto loaded = load(entry);
      if (!loaded || !arn) return;
      const auto& [path, file] = *loaded;
      builder_.add_input(path, row.word, file.bytes, 1);
      if (file.documents.size() != 1) {
        diagnostics_.error(codes::trailing_text, file.documents[1].root().where(),
                           "a second document in a file of one policy");
        return;
      }
      draft.policy = read_policy_output(file.documents[0].root(), draft.resource, builder_);
    }
    if (!arn || !account) return;
    draft.resource.account = *account;
    builder_.add(std::move(draft));
  }

  std::string folder_;
  WorldBuilder& builder_;
  Diagnostics& diagnostics_;
};

}  // namespace

void read_manifest(Node root, const std::string& path, WorldBuilder& builder) {
  ManifestReader(path, builder).read(root);
}

}  // namespace postern::snapshot
