#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/arn.h"
#include "queries/read_words.h"
#include "support/text.h"

namespace postern::queries {
namespace {

using Kind = PrincipalWord::Kind;
using Words = Sets<PrincipalWord>::Words;

struct PlainWord {
  std::string_view text;
  Kind kind;
};
constexpr std::array plain_words{
    PlainWord{"any", Kind::Any},
    PlainWord{"anonymous", Kind::Anonymous},
    PlainWord{"public", Kind::Public},
    PlainWord{"external", Kind::External},
    PlainWord{"service-linked-roles", Kind::ServiceLinkedRoles},
    PlainWord{"in-org", Kind::InOrganization},
    PlainWord{"outside-org", Kind::OutsideOrganization},
};
constexpr std::array later_words{std::string_view("administrator")};

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != std::string::npos; }

/// Whether a principal can have an ARN that `text` matches, as far as its components tell.
std::optional<std::string> wrong_principal_arn(std::string_view text) {
  const std::optional<model::ArnView> arn = model::parse_arn(text);
  if (!arn) return "an ARN has six components: `arn:aws:iam::111122223333:role/name`";
  if (!has_wildcard(arn->service) && arn->service != "iam" && arn->service != "sts") {
    return "principals are users, roles and sessions: their ARNs are of `iam` or `sts`";
  }
  if (!has_wildcard(arn->account) && !is_account_id(arn->account)) {
    return "the account of a principal is twelve digits, or a glob";
  }
  if (!arn->region.empty() && arn->region.find('*') == std::string_view::npos) {
    return "the ARN of a principal has no region";
  }
  return std::nullopt;
}

/// What is wrong with `text` as the rest of a word with `kind`'s prefix.
std::optional<std::string> wrong_value(Kind kind, std::string_view text) {
  switch (kind) {
    case Kind::Account:
      if (!is_account_id(text)) return "an account id is twelve digits";
      return std::nullopt;
    case Kind::Service:
      if (has_wildcard(text) || text.find('.') == std::string_view::npos) {
        return "write the whole name of one service: `service:cloudtrail.amazonaws.com`";
      }
      return std::nullopt;
    case Kind::Federated:
      if (text.empty() || has_wildcard(text)) {
        return "write the provider's name or ARN, without wildcards";
      }
      return std::nullopt;
    case Kind::Tag:
      return wrong_tag(text);
    case Kind::Organization:
      return wrong_organization(text);
    case Kind::Unit:
      return wrong_unit(text);
    case Kind::Arn:
    case Kind::Any:
    case Kind::Anonymous:
    case Kind::Public:
    case Kind::External:
    case Kind::ServiceLinkedRoles:
    case Kind::InOrganization:
    case Kind::OutsideOrganization:
      return std::nullopt;
  }
  return std::nullopt;
}

struct Prefix {
  std::string_view text;
  Kind kind;
};
constexpr std::array prefixes{
    Prefix{"account:", Kind::Account},     Prefix{"service:", Kind::Service},
    Prefix{"federated:", Kind::Federated}, Prefix{"tag:", Kind::Tag},
    Prefix{"org:", Kind::Organization},    Prefix{"ou:", Kind::Unit},
};

Words bad(const Reader& reader, document::Node node, std::string hint) {
  reader.error(codes::bad_principal, node.where(),
               quoted(node.text()) + " does not name principals", std::move(hint));
  return {};
}

Words word(document::Node node, Kind kind, std::string_view text) {
  return {{std::string(node.text()), {kind, std::string(text), node.where()}}};
}

}  // namespace

Words read_principal(const Reader& reader, document::Node node) {
  const std::optional<std::string> text = reader.text(node, "principal");
  if (!text) return {};
  for (const PlainWord& plain : plain_words) {
    if (*text == plain.text) return word(node, plain.kind, "");
  }
  for (std::string_view later : later_words) {
    if (*text == later) return reader.not_supported(node.where(), later), Words{};
  }
  for (const Prefix& prefix : prefixes) {
    if (!text->starts_with(prefix.text)) continue;
    const std::string_view rest = std::string_view(*text).substr(prefix.text.size());
    if (std::optional<std::string> wrong = wrong_value(prefix.kind, rest)) {
      return bad(reader, node, std::move(*wrong));
    }
    return word(node, prefix.kind, rest);
  }
  if (text->starts_with("arn:")) {
    if (std::optional<std::string> wrong = wrong_principal_arn(*text)) {
      return bad(reader, node, std::move(*wrong));
    }
    return word(node, Kind::Arn, *text);
  }
  if (*text == "*") return bad(reader, node, "write `any` for every principal");
  if (is_account_id(*text)) return bad(reader, node, "did you mean `account:" + *text + "`?");
  std::vector<std::string_view> known(later_words.begin(), later_words.end());
  for (const PlainWord& plain : plain_words) known.insert(known.begin(), plain.text);
  const std::string_view suggestion = closest(*text, known);
  return bad(reader, node,
             suggestion.empty() ? "write an ARN, `account:ID`, `any`, `external`, `@name`, ..."
                                : "did you mean " + quoted(suggestion) + "?");
}

}  // namespace postern::queries
