#include "queries/read_claim.h"

#include <algorithm>
#include <array>
#include <utility>

#include "document/quoted.h"
#include "support/text.h"

namespace postern::queries {
namespace {

constexpr std::array<std::string_view, 4> claims{"forbid", "require", "isolated", "no-path"};
constexpr std::array<std::string_view, 3> later_claims{"no-new-access", "equivalent", "implies"};

/// An entry of a list as it is written: the text of a word, `s3[write, tagging]` for an object.
std::string entry_text(document::Node node) {
  if (node.is(document::Kind::String)) return std::string(node.text());
  const auto list = [](document::Node values) {
    std::vector<std::string> texts;
    if (!values.is(document::Kind::Array)) return entry_text(values);
    for (const document::Node& value : values.elements()) texts.push_back(entry_text(value));
    return join(texts, ", ");
  };
  return list(*node.find("service")) + "[" + list(*node.find("level")) + "]";
}

/// A list as it is written, in parentheses if it has several entries.
std::string list_text(document::Node node) {
  if (!node.is(document::Kind::Array)) return entry_text(node);
  std::vector<std::string> texts;
  for (const document::Node& entry : node.elements()) texts.push_back(entry_text(entry));
  return texts.size() == 1 ? texts.front() : "(" + join(texts, ", ") + ")";
}

std::string condition_text(const model::Condition& condition) {
  std::vector<std::string> values;
  for (const model::Pattern& value : condition.values) values.push_back(value.text);
  return condition.spelt + " " + to_string(condition.op) + " " + join(values, " or ");
}

/// `external except @partner s3:Put* on * when aws:SourceVpc StringNotEquals vpc-1`.
std::string set_text(const Fields& fields, const RequestSet& set) {
  const auto part = [&](std::string_view key, std::string_view exception) {
    std::string text = list_text(*fields.find(key));
    if (const auto except = fields.find(exception)) text += " except " + list_text(*except);
    return text;
  };
  std::string text = part("principal", "except") + " " + part("action", "except_actions") + " on " +
                     part("resource", "except_resources");
  for (const model::Condition& condition : set.when) {
    text += (&condition == &set.when.front() ? " when " : " and ") + condition_text(condition);
  }
  return document::printable(text);
}

template <typename Word>
std::vector<Word> words(Sets<Word>& sets, std::optional<document::Node> list,
                        std::string_view what) {
  std::vector<Word> out;
  if (!list) return out;
  for (NamedWord<Word>& word : sets.read(*list, what)) out.push_back(std::move(word.word));
  return out;
}

RequestSet read_set(const Reader& reader, Definitions& definitions, const Fields& fields) {
  RequestSet set;
  set.principals = words(definitions.principals, fields.require("principal"), "principal");
  set.except = words(definitions.principals, fields.find("except"), "except");
  set.actions = words(definitions.actions, fields.require("action"), "action");
  set.except_actions = words(definitions.actions, fields.find("except_actions"), "except_actions");
  set.resources = words(definitions.resources, fields.require("resource"), "resource");
  set.except_resources =
      words(definitions.resources, fields.find("except_resources"), "except_resources");
  if (const auto when = fields.find("when")) set.when = read_when(reader, *when);
  return set;
}

std::optional<Via> read_via(const Reader& reader, const Fields& fields) {
  const auto node = fields.find("via");
  if (!node) return std::nullopt;
  const auto word = reader.one_of(*node, "via", {"none", "any"});
  if (!word) return std::nullopt;
  return *word == "any" ? Via::Any : Via::None;
}

constexpr std::array<std::string_view, 8> set_keys{"principal",      "except",   "action",
                                                   "except_actions", "resource", "except_resources",
                                                   "when",           "via"};

std::optional<ReadClaim> read_forbid(const Reader& reader, Definitions& definitions,
                                     document::Node node) {
  const Fields fields(reader, node, "`forbid`", {set_keys.begin(), set_keys.end()},
                      {"future_actions"});
  Forbid claim{read_set(reader, definitions, fields), Via::Any};
  claim.via = read_via(reader, fields).value_or(Via::Any);
  if (reader.diagnostics.has_errors()) return std::nullopt;
  std::string text = "forbid " + set_text(fields, claim.set);
  if (claim.via == Via::None) text += ", directly";
  return ReadClaim{std::move(claim), std::move(text)};
}

std::optional<ReadClaim> read_require(const Reader& reader, Definitions& definitions,
                                      document::Node node) {
  std::vector<std::string_view> keys(set_keys.begin(), set_keys.end());
  keys.push_back("witness");
  const Fields fields(reader, node, "`require`", keys, {"future_actions"});
  Require claim{read_set(reader, definitions, fields), Witness::All, Via::None};
  if (const auto witness = fields.find("witness")) {
    if (reader.one_of(*witness, "witness", {"all", "some"}) == "some") {
      claim.witness = Witness::Some;
    }
  }
  claim.via = read_via(reader, fields).value_or(Via::None);
  if (claim.via == Via::Any && claim.witness == Witness::All) {
    reader.error(codes::bad_value, fields.find("via")->where(),
                 "`via: any` of `require` needs `witness: some`",
                 "that every request is allowed is decided for direct requests only");
  }
  if (reader.diagnostics.has_errors()) return std::nullopt;
  std::string text = claim.witness == Witness::Some ? "require some of " : "require ";
  text += set_text(fields, claim.set);
  if (claim.via == Via::Any) text += ", directly or by roles";
  return ReadClaim{std::move(claim), std::move(text)};
}

/// The word as one of resources, if what it means for principals says whose they are.
std::optional<ResourceWord> owned(const PrincipalWord& word) {
  const auto resource = [&](ResourceWord::Kind kind) {
    return ResourceWord{kind, word.text, word.where};
  };
  switch (word.kind) {
    case PrincipalWord::Kind::Account:
      return resource(ResourceWord::Kind::Account);
    case PrincipalWord::Kind::Organization:
      return resource(ResourceWord::Kind::Organization);
    case PrincipalWord::Kind::Unit:
      return resource(ResourceWord::Kind::Unit);
    case PrincipalWord::Kind::InOrganization:
      return resource(ResourceWord::Kind::InOrganization);
    case PrincipalWord::Kind::OutsideOrganization:
      return resource(ResourceWord::Kind::OutsideOrganization);
    case PrincipalWord::Kind::Tag:
      return resource(ResourceWord::Kind::Tag);
    case PrincipalWord::Kind::Arn:
    case PrincipalWord::Kind::Any:
    case PrincipalWord::Kind::Anonymous:
    case PrincipalWord::Kind::Public:
    case PrincipalWord::Kind::External:
    case PrincipalWord::Kind::Service:
    case PrincipalWord::Kind::Federated:
    case PrincipalWord::Kind::ServiceLinkedRoles:
      break;
  }
  return std::nullopt;
}

Isolated::Side read_side(const Reader& reader, Definitions& definitions, document::Node node) {
  Isolated::Side side;
  for (const NamedWord<PrincipalWord>& named : definitions.principals.read(node, "between")) {
    side.principals.push_back(named.word);
    if (const auto resource = owned(named.word)) {
      side.resources.push_back(*resource);
    } else {
      reader.error(codes::bad_value, named.word.where,
                   quoted(named.text) + " does not say whose resources are meant",
                   "a side is made of `account:`, `ou:`, `org:`, `tag:`, `in-org`, `outside-org`");
    }
  }
  return side;
}

std::optional<ReadClaim> read_isolated(const Reader& reader, Definitions& definitions,
                                       document::Node node) {
  const Fields fields(reader, node, "`isolated`", {"between", "except_actions"});
  Isolated claim;
  const auto between = fields.require("between");
  if (between && reader.expect(*between, document::Kind::Array, "between")) {
    if (between->size() < 2) {
      reader.error(codes::bad_value, between->where(), "`between` has fewer than two sides",
                   "write `between: [\"account:111122223333\", \"account:444455556666\"]`");
    }
    for (const document::Node& entry : between->elements()) {
      claim.sides.push_back(read_side(reader, definitions, entry));
    }
  }
  claim.except_actions =
      words(definitions.actions, fields.find("except_actions"), "except_actions");
  if (reader.diagnostics.has_errors()) return std::nullopt;
  std::vector<std::string> sides;
  for (std::size_t i = 0; i < claim.sides.size(); ++i) {
    sides.push_back(list_text(between->elements()[i]));
    claim.sides[i].text = document::printable(sides.back());
  }
  std::string text = "isolated " + join(sides, " from ");
  if (const auto except = fields.find("except_actions")) text += " except " + list_text(*except);
  return ReadClaim{std::move(claim), document::printable(text)};
}

void read_section(const Reader& reader, document::Node define, std::string_view name, auto& sets) {
  const std::optional<document::Node> section = define.find(name);
  if (section && reader.expect(*section, document::Kind::Object, name)) sets.define(*section);
}

}  // namespace

Definitions::Definitions(const Reader& reader)
    : principals(reader, "principals",
                 [&reader](document::Node node) { return read_principal(reader, node); }),
      actions(reader, "actions",
              [&reader](document::Node node) { return read_action(reader, node); }),
      resources(reader, "resources",
                [&reader](document::Node node) { return read_resource(reader, node); }) {}

void Definitions::read(const Reader& reader, document::Node define) {
  if (!reader.expect(define, document::Kind::Object, "define")) return;
  const Fields fields(reader, define, "`define`", {"principals", "resources", "actions"});
  read_section(reader, define, "principals", principals);
  read_section(reader, define, "actions", actions);
  read_section(reader, define, "resources", resources);
  principals.read_all();
  actions.read_all();
  resources.read_all();
}

std::vector<std::string_view> claim_keys() {
  std::vector<std::string_view> keys(claims.begin(), claims.end());
  keys.insert(keys.end(), later_claims.begin(), later_claims.end());
  return keys;
}

std::optional<ReadClaim> read_claim(const Reader& reader, Definitions& definitions,
                                    document::Node property) {
  std::vector<std::string_view> present;
  for (std::string_view key : claim_keys()) {
    if (property.find(key)) present.push_back(key);
  }
  if (present.size() != 1) {
    reader.error(codes::claim_count, property.where(),
                 present.empty() ? "the property has no claim"
                                 : "the property has several claims: " + quoted(present[0]) +
                                       " and " + quoted(present[1]),
                 present.empty() ? "add `forbid`, `require`, `isolated` or `no-path`"
                                 : "make each a property of its own");
    return std::nullopt;
  }
  const document::Node node = *property.find(present[0]);
  if (std::ranges::find(claims, present[0]) == claims.end()) {
    reader.not_supported(node.where(), present[0]);
    return std::nullopt;
  }
  if (!reader.expect(node, document::Kind::Object, present[0])) return std::nullopt;
  if (present[0] == "isolated") return read_isolated(reader, definitions, node);
  if (present[0] == "no-path") return read_no_path(reader, definitions, node);
  return present[0] == "forbid" ? read_forbid(reader, definitions, node)
                                : read_require(reader, definitions, node);
}

}  // namespace postern::queries
