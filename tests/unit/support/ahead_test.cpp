#include "support/ahead.h"

#include <atomic>
#include <stdexcept>

#include <catch2/catch.hpp>

namespace postern {
namespace {

std::vector<Ahead<int>::Task> squares(int count, std::atomic<int>& begun) {
  std::vector<Ahead<int>::Task> tasks;
  for (int i = 0; i < count; ++i) {
    tasks.emplace_back([i, &begun] {
      ++begun;
      return i * i;
    });
  }
  return tasks;
}

TEST_CASE("results come in order, whatever the number of threads") {
  const unsigned threads = GENERATE(1U, 2U, 3U, 8U);
  std::atomic<int> begun = 0;
  Ahead<int> ahead(squares(200, begun), threads);
  REQUIRE(ahead.size() == 200);
  for (int i = 0; i < 200; ++i) {
    REQUIRE(ahead.take(static_cast<std::size_t>(i)) == i * i);
    REQUIRE(begun <= i + 2 + 2 * static_cast<int>(threads));  // a few ahead, not all
  }
}

TEST_CASE("one thread runs a task when it is asked for") {
  std::atomic<int> begun = 0;
  Ahead<int> ahead(squares(3, begun), 1);
  REQUIRE(begun == 0);
  REQUIRE(ahead.take(0) == 0);
  REQUIRE(begun >= 1);
}

TEST_CASE("what a task throws comes with its turn") {
  const unsigned threads = GENERATE(1U, 4U);
  std::vector<Ahead<int>::Task> tasks;
  for (int i = 0; i < 10; ++i) {
    tasks.emplace_back([i] { return i == 4 ? throw std::runtime_error("four") : i; });
  }
  Ahead<int> ahead(std::move(tasks), threads);
  for (std::size_t i = 0; i < 4; ++i) REQUIRE(ahead.take(i) == static_cast<int>(i));
  REQUIRE_THROWS_WITH(ahead.take(4), "four");
  REQUIRE(ahead.take(5) == 5);
}

TEST_CASE("results nobody takes are given up, and no task leaves none to take") {
  std::atomic<int> begun = 0;
  { const Ahead<int> ahead(squares(1000, begun), 4); }
  REQUIRE(begun < 1000);
  REQUIRE(Ahead<int>({}, 4).size() == 0);
}

}  // namespace
}  // namespace postern
