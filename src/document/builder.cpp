#include "document/builder.h"

#include <algorithm>
#include <utility>

#include "document/quoted.h"
#include "support/check.h"
#include "support/codes.h"

namespace postern::document {

Builder::Builder(std::shared_ptr<const Source> source, const Limits& limits,
                 Diagnostics& diagnostics, std::size_t values)
    : storage_(std::make_unique<Document::Storage>()),
      limits_(limits),
      diagnostics_(diagnostics),
      values_(values) {
  storage_->source = std::move(source);
}

bool Builder::add(const Record& record) {
  if (values_ >= limits_.nodes) {
    diagnostics_.error(codes::too_many_values, storage_->source->place(record.at),
                       "more than " + std::to_string(limits_.nodes) + " values in one text");
    return false;
  }
  ++values_;
  const auto index = static_cast<std::uint32_t>(storage_->records.size());
  storage_->records.push_back(record);
  // Names, ARNs and patterns are short, and whatever reads them may take its time with each
  // character. Policy documents in strings begin as the embedded reader tells them apart.
  const bool scalar = record.kind == Kind::String || record.kind == Kind::Number;
  if (scalar && record.count > limits_.string) {
    const char first = storage_->text(record).front();
    const bool document = first == '{' || first == '%';
    const std::size_t most = document ? limits_.embedded : limits_.string;
    if (record.count > most) {
      diagnostics_.error(codes::long_string, storage_->source->place(record.at),
                         "a string of more than " + std::to_string(most) + " bytes");
    }
  }
  if (std::exchange(key_, false)) return true;
  if (!open_.empty()) pending_.push_back(index);
  return true;
}

bool Builder::scalar(Kind kind, std::size_t at, std::size_t first, std::size_t size) {
  return add({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(first),
              static_cast<std::uint32_t>(size), kind, false});
}

bool Builder::decoded_scalar(Kind kind, std::size_t at, std::string_view text) {
  const std::size_t first = storage_->decoded.size();
  storage_->decoded += text;
  return add({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(first),
              static_cast<std::uint32_t>(text.size()), kind, true});
}

bool Builder::open(Kind kind, std::size_t at) {
  if (open_.size() >= limits_.depth) {
    diagnostics_.error(codes::too_deep, storage_->source->place(at),
                       "nested more than " + std::to_string(limits_.depth) + " deep");
    return false;
  }
  if (!add({static_cast<std::uint32_t>(at), 0, 0, kind, false})) return false;
  open_.push_back({static_cast<std::uint32_t>(storage_->records.size() - 1), pending_.size()});
  return true;
}

void Builder::close() {
  POSTERN_CHECK(!open_.empty());
  const Open closed = open_.back();
  open_.pop_back();
  Record& record = storage_->records[closed.record];
  const auto begin = pending_.begin() + static_cast<std::ptrdiff_t>(closed.children);
  record.first = static_cast<std::uint32_t>(storage_->children.size());
  record.count = static_cast<std::uint32_t>(pending_.end() - begin);
  storage_->children.insert(storage_->children.end(), begin, pending_.end());
  pending_.erase(begin, pending_.end());
  if (record.kind == Kind::Object) check_names(record);
}

void Builder::check_names(const Record& object) {
  if (object.count < 2) return;
  const auto key = [&](std::uint32_t child) -> const Record& {
    return storage_->records[storage_->children[object.first + child] - 1];
  };
  const auto report = [&](std::uint32_t earlier, std::uint32_t later) {
    const SourceSpan first = storage_->source->place(key(earlier).at);
    diagnostics_.error(codes::duplicate_key, storage_->source->place(key(later).at),
                       "key " + quoted(storage_->text(key(later))) + " is given twice",
                       "first given in line " + std::to_string(first.line));
  };
  constexpr std::uint32_t few = 8;
  if (object.count <= few) {  // by far the most objects: no allocation
    for (std::uint32_t later = 1; later < object.count; ++later) {
      const std::string_view name = storage_->text(key(later));
      for (std::uint32_t earlier = 0; earlier < later; ++earlier) {
        if (storage_->text(key(earlier)) != name) continue;
        report(earlier, later);
        break;
      }
    }
    return;
  }
  std::vector<std::pair<std::string_view, std::uint32_t>> names;
  names.reserve(object.count);
  for (std::uint32_t i = 0; i < object.count; ++i) names.emplace_back(storage_->text(key(i)), i);
  std::sort(names.begin(), names.end());
  for (std::size_t i = 1, first = 0; i < names.size(); ++i) {
    if (names[i].first == names[first].first) {
      report(names[first].second, names[i].second);
    } else {
      first = i;
    }
  }
}

void Builder::tag(std::string_view tag) {
  storage_->tags.emplace(static_cast<std::uint32_t>(storage_->records.size() - 1), tag);
}

Document Builder::finish() {
  if (diagnostics_.has_errors()) {
    while (!open_.empty()) close();  // to report the names given twice so far
    diagnostics_.throw_if_errors();
  }
  POSTERN_CHECK(open_.empty() && !storage_->records.empty());
  return Document(std::move(storage_));
}

}  // namespace postern::document
