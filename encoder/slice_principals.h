// What tells the principals of a world apart (internal to Slicer).
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "encoder/slice.h"

namespace postern::encoder {

/// Collects everything that looks at who the caller is, and says of principals what it sees. Two
/// principals of one account with the same documents and the same signature are alike.
class Distinctions {
 public:
  Distinctions(const WorldFacts& facts, glob::GlobPool& globs);

  void add(const Scope& scope);
  void add(const model::Statement& statement);
  void add(const model::Condition& condition);
  /// A name a policy or a grant gives a caller.
  void add_name(const std::string& value);

  /// Whether something looks at more of the caller than is told apart here.
  bool everyone() const { return everyone_; }
  void everyone(bool value) { everyone_ = value; }
  /// Whether something looks at the tags of resources, and so of principals that are resources.
  bool resource_tags() const { return resource_tags_; }

  /// Appends to `out` what is seen of the principal.
  void sign(const model::IamPrincipal& principal, std::string& out);

 private:
  // Patterns over one text that a principal has, as the readings of conditions read them.
  class Texts {
   public:
    explicit Texts(glob::GlobPool& globs) : globs_(&globs) {}
    void add(const model::Pattern& pattern);
    void sign(std::string_view text, std::string& out) const;

   private:
    glob::GlobPool* globs_;
    std::set<std::string> seen_;
    std::vector<glob::GlobId> globs_of_;
  };

  void add_variables(const model::Pattern& pattern);
  void look_at(std::string_view key);
  void look_at_resource(std::string_view key);
  bool admits_tokens(const model::Policy* trust);
  void sign_session(const model::IamPrincipal& role, std::string& out);

  const WorldFacts& facts_;
  glob::GlobPool& globs_;
  formula::Bits token_calls_;
  std::map<const model::Policy*, bool> admits_tokens_;
  bool everyone_ = false, resource_tags_ = false;
  std::set<std::string> names_;  // ARNs, unique ids; `account/role` of sessions
  std::set<std::string> tags_;   // lower-cased keys
  Texts arns_, user_names_;
  std::vector<glob::GlobId> ids_;            // of unique ids, and of `id:session`
  std::vector<glob::GlobId> question_arns_;  // of all ARNs a principal has
  std::set<const model::IamPrincipal*> apart_;
};

}  // namespace postern::encoder
