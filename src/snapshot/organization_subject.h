// Ids of organizations' parts in the names of files: `list-parents-111122223333.json`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace postern::snapshot {

/// Kinds of ids, to be combined with `|`.
enum IdKind : unsigned { id_of_account = 1, id_of_root = 2, id_of_unit = 4, id_of_policy = 8 };

/// True for the id of an account, a root, a unit or a policy, if it is among `kinds`.
bool is_id(std::string_view text, unsigned kinds);

/// The ids of these kinds in `text`, each once, in order; none is part of a longer word. As AWS
/// makes them: a name that only begins like one is none.
std::vector<std::string> ids_in(std::string_view text, unsigned kinds);

/// The only id of these kinds in the last name of `path` or, if `folders`, for lack of one there in
/// the next name before it; nothing if there is none, or several in one name.
std::optional<std::string> id_in_path(std::string_view path, unsigned kinds, bool folders);

}  // namespace postern::snapshot
