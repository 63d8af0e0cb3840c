#include "solver/bool_solver.h"

#include <cmath>
#include <limits>
#include <optional>

#include <z3++.h>

#include "support/check.h"

namespace postern::solver {

struct BoolSolver::Impl {
  // The simple solver: Z3 4.8.12's default one costs 8 ms at the first check (solver.md, 6).
  z3::context context;
  z3::solver solver{context, z3::solver::simple()};
  std::vector<z3::expr> variables;
  std::optional<z3::model> model;

  z3::expr expression(BoolLiteral literal) const {
    const z3::expr& variable = variables.at(literal.variable());
    return literal.negated() ? !variable : variable;
  }
};

namespace {

[[noreturn]] void z3_fault(const z3::exception& fault) {
  internal_error(std::string("z3: ") + fault.msg());
}

unsigned clamp_to_unsigned(double value) {
  constexpr double most = std::numeric_limits<unsigned>::max() - 1.0;
  return static_cast<unsigned>(std::min(std::max(value, 1.0), most));
}

}  // namespace

BoolSolver::BoolSolver(unsigned seed) {
  try {
    impl_ = std::make_unique<Impl>();
    z3::params params(impl_->context);
    params.set("random_seed", seed);
    impl_->solver.set(params);
  } catch (const z3::exception& fault) {
    z3_fault(fault);
  }
}
BoolSolver::~BoolSolver() = default;

BoolLiteral BoolSolver::new_variable() {
  try {
    // Integer symbols: Z3 keeps every name it has ever seen.
    const auto index = static_cast<std::uint32_t>(impl_->variables.size());
    z3::context& context = impl_->context;
    impl_->variables.push_back(
        context.constant(context.int_symbol(static_cast<int>(index)), context.bool_sort()));
    return {index << 1};
  } catch (const z3::exception& fault) {
    z3_fault(fault);
  }
}

void BoolSolver::add_clause(std::span<const BoolLiteral> literals) {
  try {
    z3::expr_vector disjuncts(impl_->context);
    for (const BoolLiteral literal : literals) disjuncts.push_back(impl_->expression(literal));
    impl_->solver.add(z3::mk_or(disjuncts));
    ++clauses_;
  } catch (const z3::exception& fault) {
    z3_fault(fault);
  }
}

BoolSolver::Answer BoolSolver::check(std::span<const BoolLiteral> assumptions,
                                     const Budget& budget) {
  impl_->model.reset();
  try {
    if (budget.rlimit != 0 || budget.seconds > 0) {
      z3::params params(impl_->context);
      if (budget.rlimit != 0) {
        params.set("rlimit", clamp_to_unsigned(static_cast<double>(budget.rlimit)));
      }
      if (budget.seconds > 0) {
        params.set("timeout", clamp_to_unsigned(std::ceil(budget.seconds * 1000)));
      }
      impl_->solver.set(params);
    }
    z3::expr_vector assumed(impl_->context);
    for (const BoolLiteral literal : assumptions) assumed.push_back(impl_->expression(literal));
    switch (impl_->solver.check(assumed)) {
      case z3::sat:
        impl_->model = impl_->solver.get_model();
        return Answer::Sat;
      case z3::unsat:
        return Answer::Unsat;
      case z3::unknown:
        unknown_reason_ = impl_->solver.reason_unknown();
        return Answer::Unknown;
    }
    internal_error("z3: unknown kind of answer");
  } catch (const z3::exception& fault) {
    unknown_reason_ = fault.msg();
    return Answer::Unknown;
  }
}

bool BoolSolver::value(BoolLiteral literal) const {
  POSTERN_CHECK(impl_->model.has_value());
  // Not eval(): without completion it returns the variable itself where Z3 does not care.
  const z3::expr& variable = impl_->variables.at(literal.variable());
  Z3_ast const value = Z3_model_get_const_interp(impl_->context, *impl_->model, variable.decl());
  const bool truth = value != nullptr && Z3_get_bool_value(impl_->context, value) == Z3_L_TRUE;
  return truth != literal.negated();
}

std::vector<BoolLiteral> BoolSolver::core() const {
  try {
    std::vector<BoolLiteral> result;
    const z3::expr_vector core = impl_->solver.unsat_core();
    for (unsigned i = 0; i < core.size(); ++i) {
      const z3::expr literal = core[static_cast<int>(i)];
      const z3::expr variable = literal.is_not() ? literal.arg(0) : literal;
      const auto index =
          static_cast<std::uint32_t>(Z3_get_symbol_int(impl_->context, variable.decl().name()));
      result.push_back({index << 1 | (literal.is_not() ? 1u : 0u)});
    }
    return result;
  } catch (const z3::exception& fault) {
    z3_fault(fault);
  }
}

std::uint64_t BoolSolver::resources() const {
  try {
    const z3::stats statistics = impl_->solver.statistics();
    for (unsigned i = 0; i < statistics.size(); ++i) {
      if (statistics.key(i) == "rlimit count") return statistics.uint_value(i);
    }
    return 0;
  } catch (const z3::exception& fault) {
    z3_fault(fault);
  }
}

std::string z3_version() {
  unsigned major = 0;
  unsigned minor = 0;
  unsigned build = 0;
  unsigned revision = 0;
  Z3_get_version(&major, &minor, &build, &revision);
  return std::to_string(major) + "." + std::to_string(minor) + "." + std::to_string(build);
}

}  // namespace postern::solver
