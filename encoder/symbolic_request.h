// One symbolic request over a whole world: who, what, on which resource, in which context; what
// requests are possible, and which of them are allowed.
//
// A chain of role assumptions is several of these, one a step. What sticks to a session they share:
// the name an assumption chooses is the next caller's session name, and so on (leads_to).
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "encoder/access_points.h"
#include "encoder/decision.h"
#include "encoder/world_facts.h"
#include "model/world.h"

namespace postern::encoder {

/// The resources a question ranges over.
struct ResourceRange {
  glob::GlobSetId set;      // ARNs (and `*`)
  glob::GlobSetId named;    // of them, those the question names without wildcards: resources the
                            // snapshot should contain (SCOPE-1)
  bool of_anybody = false;  // also what accounts outside the snapshot own
};

/// Roles of accounts of a partition whose identities the snapshot does not contain.
struct ForeignRoles {
  std::string partition;
  bool service_linked = false;  // only those that only their service can assume (TRUST-17)

  auto operator<=>(const ForeignRoles&) const = default;
};

class SymbolicRequest {
 public:
  /// `step` makes the names of its fields unique; `next` is the step whose caller an assumption of
  /// this one produces, or null.
  SymbolicRequest(formula::TermStore& terms, WorldFacts& facts, std::string step,
                  const SymbolicRequest* next);
  /// A check that is part of `whole`, an assumption: by the same caller, of the same role.
  SymbolicRequest(const SymbolicRequest& whole, std::string_view action);
  ~SymbolicRequest();

  const CallerSpace& callers() const { return callers_; }
  formula::FieldId action() const { return action_; }
  formula::FieldId resource() const { return resource_; }

  /// "the request can be sent": component fields, the action's resource types (RES-9), the context
  /// tables, accounts of the range. Call after everything else of the question is encoded. With
  /// `assumed` the caller is a session that an assumption of the step before made.
  formula::TermId possible(const formula::Bits& actions, const ResourceRange& range,
                           model::Mode mode, bool assumed = false);
  /// The same, but for which actions have which resources: weaker, and much smaller if the actions
  /// are many.
  formula::TermId possible_whatever_action(const ResourceRange& range, model::Mode mode,
                                           bool assumed = false);
  /// "the request is allowed", for some of `actions` and resources in `range` (EVAL 8.2).
  formula::TermId allowed(const formula::Bits& actions, const ResourceRange& range,
                          model::Mode mode);
  /// "one of these roles is assumed", as far as the caller's side can tell. For proofs.
  formula::TermId assumes_foreign_role(const ForeignRoles& roles);
  /// "the root user of one of these members of organizations is assumed" (TRUST-18). For proofs:
  /// what RCPs say of it is left out.
  formula::TermId assumes_root(const std::vector<std::string>& members);
  /// "the caller is the root user of one of these accounts".
  formula::TermId is_root_of(const std::set<std::string>& accounts);
  /// The sessions of these roles.
  formula::Bits foreign_sessions(const ForeignRoles& roles) const;
  /// "the role is assumed": the request is an allowed assumption of that role.
  formula::TermId assumes(const model::IamPrincipal& role, model::Mode mode);
  formula::TermId possible_assumption(const model::IamPrincipal& role, model::Mode mode,
                                      bool assumed = false);

  /// What conditions encoded so far ask of what sticks to sessions along a chain.
  struct Sticky {
    std::set<std::string> tags;  // keys, lower-cased
    bool tagging = false;        // which tags an assumption passes
    bool source_identity = false;
    bool clock = false;
    bool mfa = false;

    void add(const Sticky& more);
    bool passing() const { return tagging || source_identity || !tags.empty(); }
    bool operator==(const Sticky&) const = default;
  };
  Sticky sticky() const;
  /// Encodes the checks that are part of assuming the role, if `sticky` asks for any: passing tags
  /// (TAG-1), and a source identity (TRUST-13). They may add to sticky().
  void encode_checks(const model::IamPrincipal& role, const Sticky& sticky, model::Mode mode);
  /// "what the session of `next` has is what it had before and was passed": the request assumes
  /// `role`, with `assumed` as a session that was assumed itself. Call after all requests of a
  /// chain are encoded, and before possible(); `sticky` is what any of them asks.
  formula::TermId leads_to(SymbolicRequest& next, const model::IamPrincipal& role,
                           const Sticky& sticky, model::Mode mode, bool assumed);
  /// The checks the assumption consists of besides, as an assignment has them.
  std::vector<model::Request> decode_checks(const formula::Assignment& assignment) const;
  /// The field of the clock, where conditions ask for it.
  std::optional<formula::FieldId> clock() const { return keys_->clock(); }
  Truth conditions(std::span<const model::Condition> conditions) {
    return statements_->conditions(conditions);
  }
  /// The callers that are sessions of a role.
  formula::Bits sessions_of(const model::IamPrincipal& role) const;

  /// Actions that have a resource in `set`, of `actions`.
  formula::Bits actions_on(const formula::Bits& actions, glob::GlobSetId set);
  /// The ARNs (and `*`) some of `actions` can be authorized on; nothing is left out.
  glob::GlobSetId resources_of(const formula::Bits& actions);

  /// What proofs take for possible and no witness rests on: callers and context keys.
  std::vector<Doubt> doubts();
  /// "nothing on the request's way is unknown": it goes through no access point, or through one of
  /// which everything is known.
  formula::TermId on_known_path();

  /// See ContextKeys::optional_keys.
  std::vector<formula::TermId> optional_keys() { return keys_->optional_keys(); }

  model::Request decode(const formula::Assignment& assignment) const;

 private:
  SymbolicRequest(formula::TermStore& terms, WorldFacts& facts, RequestName name,
                  formula::FieldId next_session);
  struct Holder;
  OtherName name_at_point();
  void declare_holders();
  void separate_holders();
  CallerSide caller_side() const;
  void add_scps(CallerSide& side) const;
  formula::TermId compatible(const formula::Bits& actions);
  std::vector<std::pair<formula::TermId, std::string>> owners();
  glob::GlobSetId formats(catalogue::ActionId action);
  glob::GlobSetId texts(std::initializer_list<std::string_view> values);
  glob::GlobSetId like(std::string_view pattern);
  glob::GlobId of_account(std::string_view account);  // empty: of any account id
  glob::GlobSetId known_accounts();
  glob::GlobSetId listed_accounts();
  ResourceSide foreign_side() const;
  DecisionEncoder& by_either_name();
  const model::Policy* for_any_resource(const model::Policy& policy);
  formula::TermId token_calls();
  std::vector<Doubt> doubtful_callers();
  std::vector<Doubt> unread_callers();
  formula::TermId in(glob::GlobSetId set) { return terms_.string_in(resource_, set); }

  struct Check {
    std::unique_ptr<SymbolicRequest> request;
    formula::TermId needed;
  };
  Check& check(std::string_view action);
  formula::TermId passes_check(std::string_view action, const model::IamPrincipal& role,
                               model::Mode mode);
  formula::TermId if_needed(std::string_view action, const model::IamPrincipal& role,
                            std::span<const formula::TermId> needed, model::Mode mode,
                            bool assumed);
  formula::TermId tags_stick(SymbolicRequest& next, const Sticky& sticky, model::Mode mode,
                             std::vector<formula::TermId>& needed);
  formula::TermId identity_sticks(SymbolicRequest& next, model::Mode mode,
                                  std::vector<formula::TermId>& needed);
  formula::TermId time_passes(SymbolicRequest& next, model::Mode mode);
  formula::TermId by_its_own_call();
  formula::TermId alike(formula::TermId a, formula::TermId b) {
    return terms_.all_of({terms_.any_of({!a, b}), terms_.any_of({a, !b})});
  }

  formula::TermStore& terms_;
  WorldFacts& facts_;
  std::string step_;
  CallerSpace callers_;
  formula::FieldId action_, resource_;
  RequestName name_;
  formula::FieldId next_session_;
  std::vector<Holder> holders_;
  std::map<const model::IamPrincipal*, std::size_t> role_holders_;
  glob::GlobSetId governed_;  // everything whose resource policy the snapshot contains
  glob::GlobSetId nearby_;    // what a policy of the snapshot may govern besides
  std::unique_ptr<ContextKeys> keys_;
  std::unique_ptr<StatementEncoder> statements_;
  std::unique_ptr<DecisionEncoder> decision_;
  std::deque<model::Policy> widened_;
  std::unique_ptr<DecisionEncoder> by_either_name_;                // made when it is needed first
  std::unique_ptr<AccessPoints> points_;                           // where they matter
  std::map<std::vector<std::uint32_t>, glob::GlobSetId> formats_;  // by resource types
  std::map<std::pair<glob::GlobSetId, glob::GlobSetId>, bool>
      apart_;                                 // sets without a string in both
  std::map<std::string_view, Check> checks_;  // by action
};

}  // namespace postern::encoder
