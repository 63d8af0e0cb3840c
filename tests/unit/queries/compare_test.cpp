// The question two policies make: which actions it is about, and what folds away.
#include "queries/compare.h"

#include "document/document.h"
#include "support/catch.h"

namespace postern {
namespace {

model::Policy read(const std::string& statements) {
  const document::Document document = document::parse_json(
      "p.json", "{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}");
  Diagnostics diagnostics;
  model::Policy policy =
      model::read_policy(document.root(), model::PolicyKind::Identity, "p", diagnostics);
  diagnostics.throw_if_errors();
  return policy;
}

TEST_CASE("actions that no list tells apart are one", "[compare]") {
  const catalogue::Catalogue catalogue;
  encoder::ActionSpace all(catalogue);
  const model::Policy policy = read(R"(
      {"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
      {"Effect":"Allow","Action":["s3:*","sqs:SendMessage"],"Resource":"*"},
      {"Effect":"Allow","NotAction":"sqs:*","Resource":"*"},
      {"Effect":"Allow","Action":"*","Resource":"*"})");
  std::vector<const model::PatternList*> lists;
  for (const model::Statement& statement : policy.statements) lists.push_back(&statement.actions);
  const auto classes = [&](std::initializer_list<std::size_t> asked) {
    std::vector<const model::PatternList*> some;
    for (const std::size_t i : asked) some.push_back(lists[i]);
    return encoder::representative_actions(all, lists, some);
  };
  // s3:Get*, the rest of s3, sqs:SendMessage, the rest of sqs, everything else.
  CHECK(classes({2}).size() == 5);
  CHECK(classes({0, 3}).size() == 5);
  CHECK(classes({1}).size() == 3);
  CHECK(classes({0}).size() == 1);
  CHECK(classes({}).size() == 1);  // an enumeration has a value
  encoder::ActionSpace few = classes({3});
  for (const model::PatternList* list : lists) {
    const formula::Bits known = few.matching(*list);
    formula::Bits matched = few.none();
    for (const model::Pattern& pattern : list->patterns) matched |= few.matching(pattern.text);
    CHECK(known == matched);
  }
}

TEST_CASE("what two policies have in common folds away", "[compare]") {
  const catalogue::Catalogue catalogue;
  glob::GlobPool globs;
  formula::TermStore terms(globs);
  encoder::ActionSpace actions(catalogue);
  const encoder::CallerSpace callers(terms, std::vector<model::Caller>(1));
  const std::string object = R"({"Effect":"Allow","Action":"s3:GetObject","Resource":"*"})";
  const std::string queue = R"({"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*"})";
  const std::string deny = R"({"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::b"})";
  const auto pair = [&](const std::string& before, const std::string& after) {
    const model::Policy old_policy = read(before);
    const model::Policy new_policy = read(after);
    return queries::PolicyPair(terms, actions, callers, old_policy, new_policy,
                               queries::Sets::AsUsed);
  };
  const std::string both = object + "," + queue;
  CHECK(pair(object, object).new_access() == terms.false_term());
  CHECK(pair(object, object).lost_access() == terms.false_term());
  CHECK(pair(both, queue + "," + object).new_access() == terms.false_term());
  // What only one has is asked about, and nothing else is encoded.
  CHECK(pair(object, both).lost_access() == terms.false_term());
  CHECK(terms.print(pair(object, both).new_access()) == "(in resource {arn:aws:sqs:*:*:*})");
  CHECK(pair(both + "," + deny, both).lost_access() == terms.false_term());
  CHECK(terms.print(pair(queue + "," + deny, queue).new_access()) == "false");
}

}  // namespace
}  // namespace postern
