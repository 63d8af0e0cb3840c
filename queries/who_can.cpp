#include "queries/who_can.h"

#include <string_view>
#include <utility>

#include "model/arn.h"
#include "queries/read_words.h"
#include "support/text.h"

namespace postern::queries {
namespace {

std::string as_json(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
  }
  return out + '"';
}

/// An action word as a query file writes it.
std::string action_as_json(std::string_view word, std::string_view resource) {
  const std::size_t at = word.find('@');
  if (at == std::string_view::npos || (at > 0 && word[at - 1] != ':')) return as_json(word);
  std::string_view service = word.substr(0, at > 0 ? at - 1 : 0);
  const auto arn = model::parse_arn(resource);
  if (service.empty() && arn) service = arn->service;
  return "{\"service\": " + as_json(service) + ", \"level\": " + as_json(word.substr(at + 1)) + "}";
}

/// Reads words with the readers of query files; places in the made-up document are left out.
template <typename Word, typename Read>
std::vector<Word> read_words(const Reader& reader, const std::vector<std::string>& words,
                             Read read) {
  std::vector<Word> out;
  for (const std::string& word : words) {
    const document::Document parsed = document::parse_json("command line", word);
    Diagnostics found;
    for (auto& each : read(Reader{reader.catalogue, reader.globs, found}, parsed.root())) {
      each.word.where = {};
      out.push_back(std::move(each.word));
    }
    for (const Diagnostic& diagnostic : found.all()) {
      reader.diagnostics.error(diagnostic.code, {}, diagnostic.message, diagnostic.hint);
    }
  }
  return out;
}

}  // namespace

RequestSet read_who_can(const WhoCanWords& words, const catalogue::Catalogue& catalogue) {
  Diagnostics diagnostics;
  glob::GlobPool globs;
  const Reader reader{catalogue, globs, diagnostics};
  RequestSet out;
  std::vector<std::string> actions, principals;
  for (const std::string_view word : split(words.actions, ',', words.actions.size() + 1)) {
    actions.push_back(action_as_json(word, words.resource));
  }
  for (const std::string& word : words.principals) principals.push_back(as_json(word));
  if (principals.empty()) principals.emplace_back("\"any\"");
  out.actions = read_words<ActionWord>(reader, actions, read_action);
  out.resources = read_words<ResourceWord>(reader, {as_json(words.resource)}, read_resource);
  out.principals = read_words<PrincipalWord>(reader, principals, read_principal);
  if (!words.when.empty()) {
    const document::Document parsed =
        document::parse_yaml(words.when, document::read_file(words.when));
    out.when = read_when(reader, parsed.root());
  }
  diagnostics.throw_if_errors();
  return out;
}

}  // namespace postern::queries
