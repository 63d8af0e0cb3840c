// Context keys as fields (sections 6, 14 and 15 of the specification).
//
// A key is what the caller or the resource determines (text, or a Shape over component fields) in
// some cases, and a field with a presence flag in the others. Three kinds of request are described
// with the same means:
//   - a pinned one (simulate): every key is as the request says, absent if it does not name it;
//   - every possible one (verify): the tables of context_table.h and context_relations.h say what
//     determines a key, when it is present, and what a witness must respect beyond that (SND-4);
//   - any one (compare): nothing determines a key; only its type is known. Of what is encoded over
//     it, only the canonical reading is of use.
// A multi-valued key is a set field; a condition on it says "some element is in / outside a set".
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "encoder/actions.h"
#include "encoder/callers.h"
#include "encoder/context_relations.h"
#include "encoder/context_table.h"
#include "encoder/shape.h"
#include "encoder/truth.h"
#include "formula/formula.h"
#include "model/request.h"

namespace postern::encoder {

/// A value under a condition. The `when`s of a key's cases exclude each other.
struct KeyCase {
  formula::TermId when;
  Shape value;
};

/// A typed reading of a key's text: its value, and whether the text is not of that type.
struct TypedView {
  formula::FieldId value;
  formula::FieldId malformed;  // a flag
};

struct Key {
  std::string name;
  bool multivalued = false;
  bool uncertain = false;  // the catalogue does not know it: what it holds is anybody's guess
  std::map<std::string, formula::Bits> fixed;  // value -> the callers for whom it is that
  std::vector<KeyCase> cases;                  // derived values with fields or other conditions
  formula::TermId unsure;  // where nobody knows whether the key is there, and with what value
  formula::TermId open;    // where the key is a field: its presence flag and value are free
  formula::FieldId flag;   // presence, where open
  formula::FieldId text;   // value, where open (String; or Set if multivalued)
  std::optional<TypedView> number, date, address;
  bool may_be_empty = true;  // its text may be the empty one (AMB-42)
  bool text_used = false;
  std::string_view sample = "x";  // a value nobody asked anything about
};

/// The words of a reason, and the key it is about.
inline std::string named(std::string_view reason, const Key& key) {
  return std::string(reason) + '`' + key.name + '`';
}

/// The names of a request's fields: requests of one chain share those they have in common.
struct RequestName {
  std::string step;                 // of all fields
  std::optional<std::string> next;  // `step` of the request whose caller an assumption makes
  std::string_view check = {};      // the action of a check that is part of the step's request:
                                    // it shares the caller, the resource, and the keys it carries
};

/// What a proof takes for possible and no witness rests on, with the words for it.
struct Doubt {
  formula::TermId when;
  std::string reason;
};

class ContextKeys {
 public:
  /// Of one request: `pinned` is its whole context.
  ContextKeys(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
              formula::FieldId action, formula::FieldId resource, const model::Context& pinned);
  /// Of every possible request. `owners` are the accounts of resources: (condition, account id).
  ContextKeys(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
              formula::FieldId action, formula::FieldId resource, const WorldFacts& facts,
              std::vector<std::pair<formula::TermId, std::string>> owners,
              formula::FieldId next_session, RequestName name);
  /// Of the pinned request of `like` with another context, its fields named apart by `step`.
  ContextKeys(formula::TermStore& terms, const ContextKeys& like, const model::Context& pinned,
              std::string step);
  /// Of any request. Keys in `multivalued` hold sets of values, all others one value.
  ContextKeys(formula::TermStore& terms, const CallerSpace& callers, ActionSpace& actions,
              formula::FieldId action, formula::FieldId resource,
              std::set<std::string> multivalued);
  ~ContextKeys();

  /// The key of that lower-cased name.
  Key& key(const std::string& name);
  /// "the key is present" (a set: has an element).
  formula::TermId present(Key& key);
  /// Every case in which a single-valued key has a text, its own field included.
  std::vector<KeyCase> text_cases(Key& key);
  /// The texts a single-valued key is known to have, and when: those without a field in them.
  std::vector<std::pair<formula::TermId, std::string>> known_texts(const Key& key);
  /// "present, and its text is in `set`". Single-valued keys.
  formula::TermId text_in(Key& key, glob::GlobSetId set);
  /// "present, reads as a number (date), and compares so".
  formula::TermId number(Key& key, formula::Comparison comparison, const formula::Decimal& bound);
  formula::TermId date(Key& key, formula::Comparison comparison, const formula::Decimal& bound);
  formula::TermId in_range(Key& key, const formula::AddressRange& range);
  /// "present, and does not read as one".
  formula::TermId not_a_number(Key& key);
  formula::TermId not_a_date(Key& key);
  formula::TermId not_an_address(Key& key);
  /// "some element is in `set`" / "some element is outside". Multi-valued keys.
  formula::TermId some_element(Key& key, glob::GlobSetId set, bool inside);
  /// The elements of a pinned multi-valued key; nothing where the request is not pinned.
  std::optional<std::vector<std::string>> pinned_elements(const Key& key) const;
  /// The text of a pinned single-valued key that is present.
  std::optional<std::string> pinned_text(const Key& key) const;
  bool is_pinned() const { return pinned_.has_value(); }
  bool is_free() const { return free_.has_value(); }
  /// The keys that hold sets of values. Precondition: is_free().
  const std::set<std::string>& multivalued() const { return *free_; }
  /// A flag for what this encoding cannot say exactly, the same for equal descriptions; nothing
  /// where requests are not of the any kind.
  std::optional<formula::TermId> opaque(const std::string& description);
  /// Whether there are such flags.
  bool has_opaque() const { return has_opaque_; }
  /// The pinned request's context. Precondition: is_pinned().
  const model::Context& pinned_context() const { return *pinned_; }
  /// Whether the key of that lower-cased name was asked for.
  bool uses(const std::string& name) const { return keys_.contains(name); }
  /// Adds a constraint that always holds.
  void require(formula::TermId constraint) { always(constraint); }
  /// A field that equals the shape (pinned by a constraint if it is not one already).
  formula::FieldId field_of(const Shape& shape);

  /// What holds of the keys used so far, in every request; and further in requests that may serve
  /// as witnesses (only Mode::Counterexample and the canonical reading of a world use the latter).
  /// With `assumed` the caller is a session that the step before made.
  formula::TermId constraints(model::Mode mode, bool assumed = false);

  // What sticks to a session (context_sessions.cpp). `tag` is the lower-cased key of a tag.
  /// "the request before says what sticks to the caller".
  formula::TermId told();
  /// "the caller's session has a transitive tag of that key" (TAG-3).
  formula::TermId transitive(const std::string& tag);
  /// "the request marks tags of that key as transitive".
  formula::TermId marks_transitive(const std::string& tag);
  /// Keys of tags that conditions on the caller, or on what a role assumption passes, have used.
  std::set<std::string> session_tags() const;
  /// "nothing that could be a transitive tag is marked but tags of these keys".
  formula::TermId marks_only(const std::set<std::string>& tags);
  /// The clock, where it is used.
  std::optional<formula::FieldId> clock() const;

  /// What a proof leaves open about the keys used so far, and no witness uses.
  std::vector<Doubt> doubts() const;
  /// A term for what is not encoded at all. Both ways it stands for no access where it is false; it
  /// is true in witnesses.
  formula::TermId unsaid(const std::string& description, std::string_view reason);
  /// "the key is present" for each key used so far that some requests have and others do not.
  std::vector<formula::TermId> optional_keys();

  /// The context an assignment describes: the keys used so far that are present.
  model::Context decode(const formula::Assignment& assignment) const;

 private:
  struct World;  // what the table needs to know of the world
  void declare_field(Key& key);
  void pin(Key& key);
  void define_free(Key& key);
  // The table's rows as terms (context_define.cpp).
  void define(Key& key);
  void define_by_caller(Key& key, const KeyRow& row);
  formula::TermId for_witness();
  formula::Bits others_organizations(Source source) const;
  void define_for_members(Key& key, Source source, const formula::Bits& members);
  void define_by_owner(Key& key, const KeyRow& row);
  formula::TermId through_point_of_another();
  void define_session_name(Key& key);
  void define_session_tag(Key& key);
  void define_passed_tag(Key& key);
  formula::TermId assumed();
  formula::FieldId lasting_tag(const std::string& tag);
  bool shares(const std::string& key);
  std::string prefix(const std::string& key);
  void keep_to_domain(Key& key, Domain domain);
  void keep_to_domain(const Key& key, const TypedView& view, bool is_address);
  Domain domain_of_key(const Key& key) const;
  const std::vector<CallerKind>& kinds();
  formula::Bits of_kinds(std::string_view letters);
  formula::Bits token_sessions();
  formula::TermId field_present(const Key& key);
  formula::TermId all_elements(const Key& key, const std::string& text);
  void exactly(const Key& key, formula::TermId when, const std::string& text);
  // What determines a value (context_sources.cpp).
  std::optional<Shape> caller_value(Source source, const CallerClass& caller, std::string_view key);
  std::optional<Shape> unique_id(const CallerClass& caller);
  static Shape tag_value(const model::IamPrincipal& principal, std::string_view key);
  std::string owner_value(Source source, const std::string& account);
  // The relations' rows as terms (context_relate.cpp).
  void relate(Key& key, const Relation& relation);
  formula::TermId relation_term(Key& key, const Relation& relation);
  formula::TermId any_fact(const Relation& relation);
  formula::TermId fact(const Literal& literal);
  formula::TermId through(std::string_view path_kind);
  formula::TermId other_organization(Key& key);
  formula::TermId own_name(Key& key);
  formula::TermId region_of_resource(Key& key);
  formula::TermId account_of_source();
  formula::TermId organization_of_source(Key& key);
  formula::TermId listed(Key& key, const Relation& relation);
  formula::TermId role_tags(Key& key);
  formula::TermId resource_tags(Key& key);
  formula::TermId new_unique_id(Key& key);
  bool of_one_service(const Key& key) const;
  // Those of VPC endpoints (context_endpoints.cpp).
  formula::TermId is(const std::string& name, const std::string& text);
  formula::TermId of_endpoint(Key& key);
  formula::TermId service_of_endpoint();
  formula::TermId endpoint_of_vpc();
  formula::Bits bearers(const Key& key);
  formula::Bits carriers(std::string_view key);
  formula::Bits actions_on_resources();
  // Typed readings (context_views.cpp).
  TypedView view(Key& key, std::string_view suffix, bool is_address);
  TypedView clock_view();
  const TypedView& number_view(Key& key);
  const TypedView& date_view(Key& key);
  const TypedView& address_view(Key& key);
  formula::TermId in_order();
  void pin_number(const TypedView& view, const std::optional<formula::Decimal>& value);
  std::string open_text(const Key& key, const formula::Assignment& assignment) const;
  formula::TermId implies(formula::TermId a, formula::TermId b) { return terms_.any_of({!a, b}); }
  void always(formula::TermId constraint) { always_.push_back(constraint); }
  void in_witnesses(formula::TermId constraint, std::string reason) {
    witness_.push_back({!constraint, std::move(reason)});
  }
  std::vector<Doubt> two_readings() const;

  formula::TermStore& terms_;
  const CallerSpace& callers_;
  ActionSpace& actions_;
  formula::FieldId action_, resource_;
  std::optional<model::Context> pinned_;
  std::unique_ptr<World> world_;
  std::optional<std::set<std::string>> free_;  // any request: the multi-valued keys
  bool has_opaque_ = false;
  std::string step_;
  std::map<std::string, Key> keys_;
  bool speaks_of_path_ = false;
  std::vector<std::string> not_after_clock_;  // keys in use that hold no later instant
  std::vector<CallerKind> kinds_;  // of the classes of callers; made when it is needed first
  std::map<Shape, formula::FieldId> aliases_;
  std::vector<formula::TermId> always_;
  std::vector<Doubt> witness_, unsaid_;
  std::optional<formula::TermId> for_witness_;  // where something asks
};

}  // namespace postern::encoder
