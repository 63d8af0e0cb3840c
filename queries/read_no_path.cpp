#include <limits>
#include <utility>

#include "queries/read_claim.h"
#include "support/text.h"

namespace postern::queries {
namespace {

constexpr std::string_view administrator = "administrator";

struct Words {
  std::vector<PrincipalWord> words;
  std::string text;
};

Words read_words(Definitions& definitions, std::optional<document::Node> list,
                 std::string_view what) {
  Words out;
  if (!list) return out;
  std::vector<std::string> texts;
  if (list->is(document::Kind::Array)) {
    for (const document::Node& entry : list->elements()) {
      if (entry.is(document::Kind::String)) texts.emplace_back(entry.text());
    }
  } else if (list->is(document::Kind::String)) {
    texts.emplace_back(list->text());
  }
  for (auto& word : definitions.principals.read(*list, what)) {
    out.words.push_back(std::move(word.word));
  }
  out.text = texts.size() == 1 ? texts.front() : "(" + join(texts, ", ") + ")";
  return out;
}

std::optional<unsigned> read_hops(const Reader& reader, document::Node node) {
  if (!reader.expect(node, document::Kind::Number, "max_hops")) return std::nullopt;
  const std::string text(node.text());
  if (text.empty() || text.size() > 4 || text.find_first_not_of("0123456789") != text.npos ||
      text.front() == '0') {
    reader.error(codes::bad_value, node.where(), "`max_hops` is not a whole number from 1 to 9999",
                 "leave it out for any number of steps");
    return std::nullopt;
  }
  return static_cast<unsigned>(std::stoul(text));
}

}  // namespace

std::optional<ReadClaim> read_no_path(const Reader& reader, Definitions& definitions,
                                      document::Node node) {
  const Fields fields(reader, node, "`no-path`", {"from", "to", "max_hops"});
  NoPath claim;
  Words from = read_words(definitions, fields.require("from"), "from");
  claim.from = std::move(from.words);
  const auto to = fields.require("to");
  std::string target(administrator);
  if (to && !(to->is(document::Kind::String) && to->text() == administrator)) {
    Words words = read_words(definitions, to, "to");
    claim.to = std::move(words.words);
    target = std::move(words.text);
  }
  if (const auto hops = fields.find("max_hops")) claim.max_hops = read_hops(reader, *hops);
  if (reader.diagnostics.has_errors()) return std::nullopt;
  std::string text = "no path from " + from.text + " to " + target;
  if (claim.max_hops) text += " in " + std::to_string(*claim.max_hops) + " steps";
  return ReadClaim{std::move(claim), document::printable(text)};
}

}  // namespace postern::queries
