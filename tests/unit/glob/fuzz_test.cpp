// Random questions, answered by brute force over all short texts as well.
#include <algorithm>
#include <bitset>
#include <cstdlib>
#include <functional>
#include <map>
#include <optional>
#include <random>

#include "glob/glob.h"
#include "support/catch.h"
#include "support/naive_glob.h"

namespace postern::glob {
namespace {

// Globs are made of the first three letters; the last stands for all others.
constexpr std::string_view alphabets[] = {"ab:z", "aA:z"};
constexpr std::size_t longest = 6;
constexpr std::size_t text_count = 5461;
using Texts = std::bitset<text_count>;

unsigned seed() {
  const char* given = std::getenv("POSTERN_SEED");
  return given == nullptr ? 20240229u : static_cast<unsigned>(std::strtoul(given, nullptr, 10));
}

// What kinds of tokens a random glob may have.
struct Shape {
  bool questions, classes, cases;
};

class Fuzz {
 public:
  Fuzz(unsigned number, std::string_view alphabet) : alphabet_(alphabet), random_(number) {
    texts_ = test::all_texts(alphabet, longest);
    REQUIRE(texts_.size() == text_count);
    for (std::size_t i = 0; i < texts_.size(); ++i) places_[texts_[i]] = i;
  }

  std::size_t below(std::size_t bound) { return random_() % bound; }
  Shape shape() { return {below(2) == 0, below(3) == 0, below(4) == 0}; }
  const std::vector<std::string>& texts() const { return texts_; }
  std::size_t place(const std::string& text) const { return places_.at(text); }

  Tokens tokens(const Shape& shape) {
    Tokens out;
    const std::size_t count = below(5) + (below(4) == 0 ? 2 : 0);
    for (std::size_t i = 0; i < count; ++i) out.push_back(token(shape));
    return out;
  }

  GlobId glob(const Shape& shape) {
    const Tokens made = tokens(shape);
    const auto [known, fresh] = made_.try_emplace(made);
    if (fresh) {
      known->second = pool.intern(made);
      CHECK(language(known->second) == brute(made));  // so normal forms keep the language
    }
    return known->second;
  }

  std::vector<GlobId> some_globs(const Shape& shape) {
    std::vector<GlobId> globs;
    const std::size_t count = below(3) != 0 ? 1 : 1 + below(below(4) == 0 ? 12 : 5);
    for (std::size_t i = 0; i < count; ++i) globs.push_back(glob(shape));
    return globs;
  }

  const Texts& language(GlobId id) {
    const auto known = languages_.find(id);
    if (known != languages_.end()) return known->second;
    return languages_[id] = brute(pool.tokens(id));
  }
  Texts language(const std::vector<GlobId>& globs) {
    Texts all;
    for (const GlobId id : globs) all |= language(id);
    return all;
  }
  Texts language(GlobSetId set) {
    const auto members = pool.members(set);
    return language(std::vector<GlobId>(members.begin(), members.end()));
  }

  GlobPool pool;

 private:
  Token token(const Shape& shape) {
    const std::size_t kind = below(10);
    const auto letter = [&](std::size_t i) { return static_cast<char32_t>(alphabet_[i]); };
    const std::u32string both{letter(0), letter(1)};
    if (kind < 4) {
      const char32_t c = letter(below(3));
      const bool either_case = shape.cases && below(2) == 0;
      return {either_case ? CharSet::ignoring_case(c) : CharSet::one(c), Repeat::Once};
    }
    if (kind < 8) return {CharSet::all(), Repeat::Any};
    if (kind == 8 && shape.questions) return {CharSet::all(), Repeat::Once};
    const Repeat repeat = below(2) == 0 ? Repeat::Once : Repeat::Any;
    if (shape.classes) {
      const CharSet sets[] = {CharSet::except(U":"), CharSet::except(U"a:"), CharSet::any_of(both),
                              CharSet::one(U'a'),    CharSet::except(U":"),  CharSet::any_of(U"")};
      return {sets[below(below(8) == 0 ? 6 : 5)], repeat};
    }
    return {CharSet::one(U'a'), Repeat::Once};
  }

  Texts brute(const Tokens& tokens) const {
    Texts language;
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      language[i] = test::naive_match(tokens, texts_[i]);
    }
    return language;
  }

  std::string_view alphabet_;
  std::mt19937 random_;
  std::vector<std::string> texts_;
  std::map<std::string, std::size_t> places_;
  std::map<Tokens, GlobId> made_;
  std::map<GlobId, Texts> languages_;
};

bool tokens_match_any(GlobPool& pool, GlobSetId set, const std::string& text) {
  const auto members = pool.members(set);
  return std::any_of(members.begin(), members.end(),
                     [&](GlobId id) { return test::naive_match(pool.tokens(id), text); });
}

std::string dump(const GlobPool& pool, const std::vector<GlobSetId>& positive,
                 const std::vector<GlobSetId>& negative) {
  std::string out;
  for (const GlobSetId set : positive) out += " + {" + pool.print(set) + "}";
  for (const GlobSetId set : negative) out += " - {" + pool.print(set) + "}";
  return out;
}

TEST_CASE("satisfy agrees with brute force") {
  const std::string_view alphabet = GENERATE(as<std::string_view>{}, alphabets[0], alphabets[1]);
  INFO("POSTERN_SEED=" << seed() << " over " << alphabet);
  Fuzz fuzz(seed(), alphabet);
  std::size_t witnesses = 0;
  std::size_t empties = 0;
  for (int round = 0; round < 8'000; ++round) {
    const Shape shape = fuzz.shape();
    std::vector<GlobSetId> positive;
    std::vector<GlobSetId> negative;
    std::vector<GlobSetId> preferred;
    const auto make = [&](std::vector<GlobSetId>& sets, std::size_t count) {
      for (std::size_t i = 0; i < count; ++i) {
        const std::vector<GlobId> globs = fuzz.some_globs(shape);
        sets.push_back(fuzz.pool.intern_set(globs));
        REQUIRE(fuzz.language(sets.back()) == fuzz.language(globs));
      }
    };
    make(positive, fuzz.below(3) + (fuzz.below(5) == 0 ? 1 : 0));
    make(negative, fuzz.below(4));
    make(preferred, fuzz.below(4) == 0 ? 2 : 0);
    INFO(dump(fuzz.pool, positive, negative));
    const auto meet = [&](const std::vector<GlobSetId>& p, const std::vector<GlobSetId>& n) {
      Texts left;
      left.set();
      for (const GlobSetId set : p) left &= fuzz.language(set);
      for (const GlobSetId set : n) left &= ~fuzz.language(set);
      return left;
    };
    const auto pick = [](const std::vector<GlobSetId>& sets, const std::vector<std::size_t>& at) {
      std::vector<GlobSetId> out;
      for (const std::size_t i : at) out.push_back(sets.at(i));
      return out;
    };

    const Membership answer = fuzz.pool.satisfy(positive, negative, preferred);
    REQUIRE(answer.kind != Membership::Kind::CapReached);
    if (answer.kind == Membership::Kind::Witness) {
      ++witnesses;
      INFO("witness " << answer.witness);
      for (const GlobSetId set : positive) {
        REQUIRE(tokens_match_any(fuzz.pool, set, answer.witness));
      }
      for (const GlobSetId set : negative) {
        REQUIRE(!tokens_match_any(fuzz.pool, set, answer.witness));
      }
    } else {
      ++empties;
      REQUIRE(meet(positive, negative).none());
      const auto p = pick(positive, answer.positive);
      const auto n = pick(negative, answer.negative);
      REQUIRE(meet(p, n).none());
      REQUIRE(fuzz.pool.satisfy(p, n).kind == Membership::Kind::Empty);
    }
  }
  CHECK(witnesses > 2'000);
  CHECK(empties > 1'000);
}

TEST_CASE("subset and disjoint agree with brute force") {
  const std::string_view alphabet = GENERATE(as<std::string_view>{}, alphabets[0], alphabets[1]);
  INFO("POSTERN_SEED=" << seed() << " over " << alphabet);
  Fuzz fuzz(seed() + 1, alphabet);
  for (int round = 0; round < 4'000; ++round) {
    const Shape shape = fuzz.shape();
    const std::vector<GlobId> some = fuzz.some_globs(shape);
    const std::vector<GlobId> others = fuzz.some_globs(shape);
    const GlobSetId a = fuzz.pool.intern_set(some);
    const GlobSetId b = fuzz.pool.intern_set(others);
    INFO(dump(fuzz.pool, {a}, {b}));
    const Texts in_a = fuzz.language(some);
    const Texts in_b = fuzz.language(others);
    // Short globs over four letters: a difference shows in texts of length six, except that it may
    // need one more character; so brute force can refute "yes" always and "no" nearly always.
    const bool subset = fuzz.pool.subset(a, b).value();
    const bool disjoint = fuzz.pool.disjoint(a, b).value();
    if (subset) REQUIRE((in_a & ~in_b).none());
    if (disjoint) REQUIRE((in_a & in_b).none());
    if ((in_a & ~in_b).any()) REQUIRE(!subset);
    if ((in_a & in_b).any()) REQUIRE(!disjoint);
    if (fuzz.pool.surely_subset(a, b)) REQUIRE(subset);
    if (fuzz.pool.surely_disjoint(a, b)) REQUIRE(disjoint);
    const GlobId x = some.front();
    const GlobId y = others.front();
    INFO(fuzz.pool.print(x) << " and " << fuzz.pool.print(y));
    const GlobSetId xs = fuzz.pool.intern_set(x);
    const GlobSetId ys = fuzz.pool.intern_set(y);
    REQUIRE(fuzz.pool.subset(x, y) == fuzz.pool.subset(xs, ys));
    REQUIRE(fuzz.pool.disjoint(x, y) == fuzz.pool.disjoint(xs, ys));
    if (fuzz.pool.subset(x, y).value()) {
      REQUIRE((fuzz.language(x) & ~fuzz.language(y)).none());
    }
    if (fuzz.pool.disjoint(x, y).value()) REQUIRE((fuzz.language(x) & fuzz.language(y)).none());
  }
}

TEST_CASE("matches and contains agree with brute force") {
  const std::string_view alphabet = GENERATE(as<std::string_view>{}, alphabets[0], alphabets[1]);
  INFO("POSTERN_SEED=" << seed() << " over " << alphabet);
  Fuzz fuzz(seed() + 2, alphabet);
  for (int round = 0; round < 200; ++round) {
    const Shape shape = fuzz.shape();
    const std::vector<GlobId> globs = fuzz.some_globs(shape);
    const GlobSetId set = fuzz.pool.intern_set(globs);
    INFO(fuzz.pool.print(set));
    const Texts expected = fuzz.language(globs);
    const Texts expected_first = fuzz.language(globs.front());
    for (std::size_t i = 0; i < text_count; ++i) {
      if (fuzz.pool.contains(set, fuzz.texts()[i]) != expected[i]) FAIL(fuzz.texts()[i]);
      if (fuzz.pool.matches(globs.front(), fuzz.texts()[i]) != expected_first[i]) {
        FAIL(fuzz.texts()[i]);
      }
    }
  }
}

TEST_CASE("quotients and splits agree with brute force") {
  const std::string_view alphabet = GENERATE(as<std::string_view>{}, alphabets[0], alphabets[1]);
  INFO("POSTERN_SEED=" << seed() << " over " << alphabet);
  Fuzz fuzz(seed() + 3, alphabet);
  const std::vector<std::string> parts = test::all_texts(alphabet, 2);
  for (int round = 0; round < 800; ++round) {
    const GlobId glob = fuzz.glob(fuzz.shape());
    const std::string part = parts[fuzz.below(parts.size())];
    INFO(fuzz.pool.print(glob) << " by " << part);
    const Texts whole = fuzz.language(glob);
    const Texts after = fuzz.language(fuzz.pool.after_prefix(glob, part));
    const Texts before = fuzz.language(fuzz.pool.before_suffix(glob, part));
    const std::vector<Split> splits = fuzz.pool.split_at(glob, ':');
    for (std::size_t i = 0; i < text_count; ++i) {
      const std::string& text = fuzz.texts()[i];
      if (text.size() + part.size() <= longest) {
        if (after[i] != whole[fuzz.place(part + text)]) FAIL("after: " << text);
        if (before[i] != whole[fuzz.place(text + part)]) FAIL("before: " << text);
      }
      const std::size_t colon = text.find(':');
      if (colon == std::string::npos) continue;
      const std::size_t head = fuzz.place(text.substr(0, colon));
      const std::size_t tail = fuzz.place(text.substr(colon + 1));
      const bool split = std::any_of(splits.begin(), splits.end(), [&](const Split& s) {
        return fuzz.language(s.head)[head] && fuzz.language(s.tail)[tail];
      });
      if (split != whole[i]) FAIL("split: " << text);
    }
    for (const Split& split : splits) {  // no head has a separator
      for (std::size_t i = 0; i < text_count; ++i) {
        if (fuzz.language(split.head)[i]) REQUIRE(fuzz.texts()[i].find(':') == std::string::npos);
      }
    }
  }
}

}  // namespace
}  // namespace postern::glob
