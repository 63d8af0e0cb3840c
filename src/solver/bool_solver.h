// Z3 as a Boolean solver: variables, clauses, checks under assumptions. No Z3 type leaves the .cpp.
//
// Only what every Z3 since 4.8.12 has is used: Boolean constants, or/not, the simple solver,
// check under assumptions, unsat cores.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace postern::solver {

/// A variable and a sign (the lowest bit is set: negated).
struct BoolLiteral {
  std::uint32_t value = 0;
  auto operator<=>(const BoolLiteral&) const = default;
  bool negated() const { return (value & 1u) != 0; }
  std::uint32_t variable() const { return value >> 1; }
  BoolLiteral operator!() const { return {value ^ 1u}; }
};

class BoolSolver {
 public:
  enum class Answer : std::uint8_t { Sat, Unsat, Unknown };
  /// Bounds of one check; 0: none.
  struct Budget {
    std::uint64_t rlimit = 0;
    double seconds = 0;
  };

  explicit BoolSolver(unsigned seed);
  ~BoolSolver();
  BoolSolver(const BoolSolver&) = delete;
  BoolSolver& operator=(const BoolSolver&) = delete;

  /// The positive literal of a new variable.
  BoolLiteral new_variable();
  void add_clause(std::span<const BoolLiteral> literals);
  /// Unknown only within a budget, or when Z3 runs out of memory (then `unknown_reason` says so).
  Answer check(std::span<const BoolLiteral> assumptions, const Budget& budget);

  /// After Sat: is the literal true? A variable Z3 left open is false.
  bool value(BoolLiteral literal) const;
  /// After Unsat: assumptions that already contradict the clauses.
  std::vector<BoolLiteral> core() const;
  const std::string& unknown_reason() const { return unknown_reason_; }

  /// Z3's resource count so far: repeatable, unlike time.
  std::uint64_t resources() const;
  std::size_t clause_count() const { return clauses_; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  std::size_t clauses_ = 0;
  std::string unknown_reason_;
};

/// Version of the Z3 library in use.
std::string z3_version();

}  // namespace postern::solver
