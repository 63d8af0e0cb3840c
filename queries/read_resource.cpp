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

constexpr std::array later_words{std::string_view("outside-org"), std::string_view("in-org")};
constexpr std::array later_prefixes{std::string_view("org:"), std::string_view("ou:"),
                                    std::string_view("tag:")};

Words bad(const Reader& reader, document::Node node, std::string hint) {
  reader.error(codes::bad_resource, node.where(), quoted(node.text()) + " does not name resources",
               std::move(hint));
  return {};
}

Words word(document::Node node, ResourceWord::Kind kind, std::string_view text) {
  return {{std::string(node.text()), {kind, std::string(text), node.where()}}};
}

}  // namespace

Words read_resource(const Reader& reader, document::Node node) {
  const std::optional<std::string> text = reader.text(node, "resource");
  if (!text) return {};
  for (std::string_view later : later_words) {
    if (*text == later) return reader.not_supported(node.where(), later), Words{};
  }
  for (std::string_view later : later_prefixes) {
    if (text->starts_with(later)) return reader.not_supported(node.where(), later), Words{};
  }
  constexpr std::string_view account = "account:";
  if (text->starts_with(account)) {
    const std::string_view id = std::string_view(*text).substr(account.size());
    if (!is_account_id(id)) return bad(reader, node, "an account id is twelve digits");
    return word(node, ResourceWord::Kind::Account, id);
  }
  if (text->find("${") != std::string::npos) {
    return bad(reader, node, "policy variables have no meaning in a set of resources");
  }
  if (*text == "*" || model::parse_arn(*text)) return word(node, ResourceWord::Kind::Arn, *text);
  if (text->starts_with("arn:")) {
    return bad(reader, node, "an ARN has six components: `arn:aws:s3:::bucket/*`");
  }
  if (*text == "any") return bad(reader, node, "write `*` for every resource");
  return bad(reader, node, "write an ARN, an ARN glob, `*`, `account:ID` or `@name`");
}

}  // namespace postern::queries
