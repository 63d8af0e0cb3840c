// Context keys of any request: only their types are known.
#include "encoder/context.h"

namespace postern::encoder {

using formula::TermId;

void ContextKeys::define_free(Key& key) {
  glob::GlobPool& globs = terms_.globs();
  const catalogue::Catalogue& catalogue = actions_.catalogue();
  const auto known = catalogue.find_key(key.name);
  key.multivalued = free_->contains(key.name);
  key.open = terms_.true_term();
  key.flag = terms_.flag_field("has." + key.name);
  // Another pair of policies may use the key the other way.
  key.text = key.multivalued ? terms_.set_field(key.name + "[]") : terms_.string_field(key.name);
  if (key.multivalued || !known) return;
  // The types of service keys are only as good as the catalogue's source.
  if (key.name.starts_with("aws:") && catalogue.key_type(*known) == catalogue::KeyType::Bool) {
    key.sample = "true";
    always(terms_.string_in(key.text, globs.intern_set({globs.intern(glob::literal("true")),
                                                        globs.intern(glob::literal("false"))})));
  }
  // One instant under two names, in every request (REL-16).
  if (key.name == "aws:currenttime" || key.name == "aws:epochtime") {
    key.date = clock_view();
    if (key.name == "aws:epochtime") key.number = key.date;
    always(terms_.flag(key.flag));
  }
}

std::optional<TermId> ContextKeys::opaque(const std::string& description) {
  if (!free_) return std::nullopt;
  has_opaque_ = true;
  return terms_.flag(terms_.flag_field("opaque." + description));
}

}  // namespace postern::encoder
