// The small world in full: all globs up to a length, on all texts up to a length.
#include <algorithm>
#include <bitset>
#include <map>
#include <string>
#include <vector>

#include "exhaustive/matchers.h"
#include "glob/glob.h"
#include "support/catch.h"
#include "support/naive_glob.h"

namespace postern::test {
namespace {

constexpr std::size_t longest_glob = 4;
constexpr std::string_view letters = "abz";  // `z` is in no glob

TEST_CASE("all engines match all small globs alike", "[GLOB-1][GLOB-2][GLOB-3]") {
  const std::vector<std::string> patterns = all_texts("ab*?", longest_glob);
  const std::vector<std::string> texts = all_texts(letters, 5);
  REQUIRE(patterns.size() == 341);
  REQUIRE(texts.size() == 364);
  for (const Matcher& matcher : matchers()) {
    INFO(matcher.name);
    for (const std::string& pattern : patterns) {
      for (const std::string& text : texts) {
        if (matcher.match(pattern, text) != naive_match(pattern, text)) {
          FAIL_CHECK("`" << pattern << "` on `" << text << "`");
        }
      }
    }
  }
}

// Texts of twice the length of a glob show every difference between two of these globs.
constexpr std::size_t text_count = 9841;
using Language = std::bitset<text_count>;

struct World {
  glob::GlobPool pool;
  std::vector<std::string> texts = all_texts(letters, 2 * longest_glob);
  std::vector<glob::GlobId> globs;
  std::vector<Language> languages;

  World() {
    REQUIRE(texts.size() == text_count);
    std::map<glob::GlobId, std::string> patterns;  // one of each normal form
    for (const std::string& pattern : all_texts("ab*?", longest_glob)) {
      patterns.try_emplace(pool.intern(glob::wildcard(pattern)), pattern);
    }
    for (const auto& [id, pattern] : patterns) {
      globs.push_back(id);
      Language& language = languages.emplace_back();
      for (std::size_t i = 0; i < text_count; ++i) language[i] = naive_match(pattern, texts[i]);
    }
  }

  std::string print(std::size_t a, std::size_t b) const {
    return pool.print(globs[a]) + " and " + pool.print(globs[b]);
  }
};

TEST_CASE("no two normal forms of small globs mean the same") {
  World world;
  for (std::size_t a = 0; a < world.globs.size(); ++a) {
    for (std::size_t b = 0; b < a; ++b) {
      if (world.languages[a] == world.languages[b]) FAIL_CHECK(world.print(a, b));
    }
  }
}

TEST_CASE("inclusion and disjointness of all pairs of small globs") {
  World world;
  for (std::size_t a = 0; a < world.globs.size(); ++a) {
    for (std::size_t b = 0; b < world.globs.size(); ++b) {
      const bool subset = (world.languages[a] & ~world.languages[b]).none();
      const bool disjoint = (world.languages[a] & world.languages[b]).none();
      const glob::GlobId x = world.globs[a];
      const glob::GlobId y = world.globs[b];
      if (world.pool.subset(x, y) != subset) FAIL_CHECK("subset: " << world.print(a, b));
      if (world.pool.disjoint(x, y) != disjoint) FAIL_CHECK("disjoint: " << world.print(a, b));
    }
  }
}

TEST_CASE("emptiness with signs of all pairs of small globs") {
  World world;
  const auto check = [&](const std::vector<std::size_t>& positive,
                         const std::vector<std::size_t>& negative, const std::string& what) {
    Language left;
    left.set();
    std::vector<glob::GlobSetId> in;
    std::vector<glob::GlobSetId> out;
    for (const std::size_t i : positive) {
      left &= world.languages[i];
      in.push_back(world.pool.intern_set(world.globs[i]));
    }
    for (const std::size_t i : negative) {
      left &= ~world.languages[i];
      out.push_back(world.pool.intern_set(world.globs[i]));
    }
    const glob::Membership answer = world.pool.satisfy(in, out);
    if (answer.kind !=
        (left.none() ? glob::Membership::Kind::Empty : glob::Membership::Kind::Witness)) {
      FAIL_CHECK(what);
    }
  };
  for (std::size_t a = 0; a < world.globs.size(); ++a) {
    for (std::size_t b = 0; b < world.globs.size(); ++b) {
      check({a}, {b}, "in one, not in the other: " + world.print(a, b));
      if (b < a) check({a, b}, {}, "in both: " + world.print(a, b));
      if (b < a) check({}, {a, b}, "in neither: " + world.print(a, b));
    }
  }
}

}  // namespace
}  // namespace postern::test
