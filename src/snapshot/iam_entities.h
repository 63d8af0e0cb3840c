// Users, roles, groups and managed policies as account authorization details spell them, and as AWS
// Config does, with small first letters.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "document/document.h"
#include "snapshot/fields.h"
#include "snapshot/world_builder.h"

namespace postern::snapshot {

/// Reads entities. What is wrong is reported; members nobody knows are warned of. Nothing is
/// returned for an entity without the ARN of one.
class IamEntityReader {
 public:
  IamEntityReader(Letters letters, Reading& reading)
      : letters_(letters), reading_(reading), diagnostics_(reading.diagnostics()) {}

  std::optional<PrincipalDraft> read_user(document::Node node);
  std::optional<PrincipalDraft> read_role(document::Node node);
  std::optional<GroupDraft> read_group(document::Node node);
  /// The document of the version in force, under the policy's ARN.
  std::optional<ReadPolicy> read_managed(document::Node node);

 private:
  std::optional<std::string> read_arn(Fields& fields, std::string_view type,
                                      std::string_view name_member);
  IdentityDraft read_identity(Fields& fields, std::string_view inline_list,
                              const std::string& owner);
  std::optional<Reference> read_reference(Fields& fields, std::string_view member);
  std::map<std::string, std::string> read_tags(Fields& fields);
  PrincipalDraft read_principal(Fields& fields, model::PrincipalKind kind, const std::string& arn,
                                std::string_view id_member, std::string_view inline_list);
  std::optional<document::Node> default_version(Fields& policy);
  Fields fields_of(document::Node node, std::string_view what) {
    return {node, what, diagnostics_, letters_};
  }
  void report_unknown(const Fields& fields, std::string_view what);

  Letters letters_;
  Reading& reading_;
  Diagnostics& diagnostics_;
};

}  // namespace postern::snapshot
