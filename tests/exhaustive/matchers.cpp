#include "exhaustive/matchers.h"

#include <memory>

#include "glob/automaton.h"
#include "glob/glob.h"
#include "glob/tokens.h"
#include "semantics/glob.h"

namespace postern::test {
namespace {

bool automaton_accepts(std::string_view pattern, std::string_view text) {
  const glob::CompiledGlob compiled(glob::normalise(glob::wildcard(pattern)));
  glob::Automaton automaton(compiled);
  glob::Automaton::State state = automaton.start();
  for (const char c : text) state = automaton.next(state, static_cast<unsigned char>(c));
  return automaton.accepts(state);
}

}  // namespace

std::vector<Matcher> matchers() {
  const auto pool = std::make_shared<glob::GlobPool>();
  const auto in_pool = [pool](std::string_view pattern) {
    return pool->intern(glob::wildcard(pattern));
  };
  return {
      {"GlobPool::matches",
       [=](std::string_view pattern, std::string_view text) {
         return pool->matches(in_pool(pattern), text);
       }},
      {"GlobPool::contains",
       [=](std::string_view pattern, std::string_view text) {
         return pool->contains(pool->intern_set(in_pool(pattern)), text);
       }},
      {"GlobPool::subset of the text",
       [=](std::string_view pattern, std::string_view text) {
         return pool->subset(pool->intern(glob::literal(text)), in_pool(pattern)).value();
       }},
      {"Automaton", automaton_accepts},
      {"semantics::covers",
       [](std::string_view pattern, std::string_view text) {
         const semantics::Pieces pieces =
             semantics::cut(pattern, model::Wildcards::Yes, model::Variables::No);
         return semantics::covers(pieces, text, {}, {});
       }},
  };
}

}  // namespace postern::test
