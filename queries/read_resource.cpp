#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "model/arn.h"
#include "queries/read_words.h"
#include "support/text.h"

namespace postern::queries {
namespace {

using Words = Sets<ResourceWord>::Words;

using Kind = ResourceWord::Kind;

struct Prefix {
  std::string_view text;
  Kind kind;
};
constexpr std::array prefixes{Prefix{"account:", Kind::Account}, Prefix{"org:", Kind::Organization},
                              Prefix{"ou:", Kind::Unit}, Prefix{"tag:", Kind::Tag}};

/// What is wrong with `text` as the rest of a word with `kind`'s prefix.
std::optional<std::string> wrong_value(Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::Account:
      if (!is_account_id(text)) return "an account id is twelve digits";
      return std::nullopt;
    case Kind::Organization:
      return wrong_organization(text);
    case Kind::Unit:
      return wrong_unit(text);
    case Kind::Tag:
      return wrong_tag(text);
    case Kind::Arn:
    case Kind::InOrganization:
    case Kind::OutsideOrganization:
      return std::nullopt;
  }
  return std::nullopt;
}

Words bad(const Reader& reader, document::Node node, std::string hint) {
  reader.error(codes::bad_resource, node.where(), quoted(node.text()) + " does not name resources",
               std::move(hint));
  return {};
}

Words word(document::Node node, Kind kind, std::string_view text) {
  return {{std::string(node.text()), {kind, std::string(text), node.where()}}};
}

}  // namespace

Words read_resource(const Reader& reader, document::Node node) {
  const std::optional<std::string> text = reader.text(node, "resource");
  if (!text) return {};
  if (*text == "in-org") return word(node, Kind::InOrganization, "");
  if (*text == "outside-org") return word(node, Kind::OutsideOrganization, "");
  for (const Prefix& prefix : prefixes) {
    if (!text->starts_with(prefix.text)) continue;
    const std::string_view rest = std::string_view(*text).substr(prefix.text.size());
    if (std::optional<std::string> wrong = wrong_value(prefix.kind, rest)) {
      return bad(reader, node, std::move(*wrong));
    }
    return word(node, prefix.kind, rest);
  }
  if (text->find("${") != std::string::npos) {
    return bad(reader, node, "policy variables have no meaning in a set of resources");
  }
  if (*text == "*" || model::parse_arn(*text)) return word(node, Kind::Arn, *text);
  if (text->starts_with("arn:")) {
    return bad(reader, node, "an ARN has six components: `arn:aws:s3:::bucket/*`");
  }
  if (*text == "any") return bad(reader, node, "write `*` for every resource");
  return bad(reader, node, "write an ARN, an ARN glob, `*`, `account:ID` or `@name`");
}

}  // namespace postern::queries
