#include "encoder/context_relations.h"

namespace postern::encoder {
namespace {

using K = RelationKind;
constexpr Holds proved = Holds::Proved;
constexpr Holds witnessed = Holds::Witnessed;

constexpr Literal present(std::string_view key) { return {Fact::Present, key}; }
constexpr Literal absent(std::string_view key) { return {Fact::Absent, key}; }
constexpr Literal is(std::string_view key, std::string_view text) { return {Fact::Is, key, text}; }
constexpr Literal call(std::string_view action) { return {Fact::Call, "", action}; }
constexpr Literal from(std::string_view kinds) { return {Fact::From, "", kinds}; }
constexpr Literal endpoint = {Fact::ThroughEndpoint};
constexpr Literal no_endpoint = {Fact::ThroughEndpoint, "", "", true};

// clang-format off
constexpr Relation rows[] = {
    // rule    key                       where      what
    {"REL-4",  "aws:principalorgid",     proved,    K::OtherOrganization},
    {"REL-4",  "aws:principalorgpaths",  proved,    K::OtherOrganization},
    {"REL-6",  "aws:userid",             witnessed, K::NewUniqueId},
    {"REL-8",  "aws:multifactorauthpresent", witnessed, K::AnyOf,
     {absent("aws:multifactorauthpresent"), call("sts:AssumeRole"), present("aws:tokenissuetime")}},
    {"REL-8",  "aws:multifactorauthage", witnessed, K::AnyOf,
     {absent("aws:multifactorauthage"), call("sts:AssumeRole"), present("aws:tokenissuetime")}},
    {"REL-8",  "aws:multifactorauthage", proved,    K::AnyOf,
     {absent("aws:multifactorauthage"), is("aws:multifactorauthpresent", "true")}},
    {"REL-9",  "aws:principaltag/*",     witnessed, K::RoleTags},
    {"REL-12", "aws:sourceip",           proved,    K::AnyOf, {absent("aws:sourceip"), no_endpoint}},
    {"REL-12", "aws:sourceip",           witnessed, K::AnyOf, {present("aws:sourceip"), endpoint}},
    {"REL-12", "aws:sourcevpc",          proved,    K::AnyOf, {absent("aws:sourcevpc"), endpoint}},
    {"REL-12", "aws:sourcevpc",          witnessed, K::AnyOf, {present("aws:sourcevpc"), no_endpoint}},
    {"REL-14", "aws:sourcevpcarn",       proved,    K::AnyOf, {absent("aws:sourcevpcarn"), endpoint}},
    {"REL-12", "aws:sourcevpce",         proved,    K::AnyOf, {absent("aws:sourcevpce"), endpoint}},
    {"REL-12", "aws:sourcevpce",         witnessed, K::AnyOf, {present("aws:sourcevpce"), no_endpoint}},
    {"REL-12", "aws:vpcsourceip",        proved,    K::AnyOf, {absent("aws:vpcsourceip"), endpoint}},
    {"REL-12", "aws:vpcsourceip",        witnessed, K::AnyOf, {present("aws:vpcsourceip"), no_endpoint}},
    {"AMB-34", "aws:sourceip",           witnessed, K::AnyOf, {absent("aws:sourceip"), from("RUSTFWLA")}},
    {"REL-13", "aws:vpceaccount",        witnessed, K::AnyOf, {absent("aws:vpceaccount")}},
    {"REL-13", "aws:vpceorgid",          witnessed, K::AnyOf, {absent("aws:vpceorgid")}},
    {"REL-13", "aws:vpceorgpaths",       witnessed, K::AnyOf, {absent("aws:vpceorgpaths")}},
    {"REL-15", "aws:viaawsservice",      witnessed, K::AnyOf,
     {absent("aws:viaawsservice"), is("aws:viaawsservice", "false"), from("WLA")}},
    {"REL-18", "aws:requesttag/*",       witnessed, K::ListedTag},
    {"REL-18", "aws:requesttag/*",       witnessed, K::Carried},
    {"REL-18", "aws:tagkeys",            witnessed, K::Carried},
    {"REL-18", "aws:tagkeys",            proved,    K::NoEmptyElement},
    {"14.3",   "aws:resourcetag/*",      witnessed, K::Carried},
    {"14.3",   "aws:resourcetag/*",      witnessed, K::ResourceTags},
    {"14.3",   "iam:resourcetag/*",      witnessed, K::ResourceTags},
    {"REL-24", "*",                      proved,    K::CarriedOfService},
    {"OIDC-7", "*",                      proved,    K::Claim},
    {"OIDC-7", "*",                      witnessed, K::ClaimOfIssuer},
};
// clang-format on

}  // namespace

std::span<const Relation> relations() { return rows; }

}  // namespace postern::encoder
