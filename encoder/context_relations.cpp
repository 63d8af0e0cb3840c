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
constexpr Literal service = {Fact::ThroughService};
constexpr Literal no_service = {Fact::ThroughService, "", "", true};
constexpr Literal other_call(std::string_view action) { return {Fact::Call, "", action, true}; }

// clang-format off
constexpr Relation rows[] = {
    // rule    key                       where      what
    // What the caller's account and the session say.
    {"REL-4",  "aws:principalorgid",     proved,    K::OtherOrganization},
    {"REL-4",  "aws:principalorgpaths",  proved,    K::OtherOrganization},
    {"REL-6",  "aws:userid",             witnessed, K::NewUniqueId},
    {"REL-8",  "aws:tokenissuetime",     proved,    K::AnyOf,
     {present("aws:tokenissuetime"), from("RUVWLA"), service}},
    {"REL-16", "aws:tokenissuetime",     proved,    K::NotAfterClock},
    {"REL-8",  "aws:multifactorauthpresent", witnessed, K::AnyOf,
     {absent("aws:multifactorauthpresent"), call("sts:AssumeRole"), present("aws:tokenissuetime")}},
    {"REL-8",  "aws:multifactorauthage", witnessed, K::AnyOf,
     {absent("aws:multifactorauthage"), call("sts:AssumeRole"), present("aws:tokenissuetime")}},
    {"REL-8",  "aws:multifactorauthage", proved,    K::AnyOf,
     {absent("aws:multifactorauthage"), is("aws:multifactorauthpresent", "true")}},
    {"REL-9",  "aws:principaltag/*",     witnessed, K::RoleTags},
    {"REL-22", "aws:principalservicenameslist", proved, K::OwnName},
    {"OIDC-7", "*",                      witnessed, K::ClaimOfIssuer},

    // What nobody documents of services and bearers of tokens: no counterexample rests on it.
    {"AMB-34", "aws:principalarn",       witnessed, K::Unsure, {from("V")}},
    {"AMB-34", "aws:principalaccount",   witnessed, K::Unsure, {from("VWL")}},  // and AMB-41
    {"AMB-34", "kms:calleraccount",      witnessed, K::Unsure, {from("VWL")}},
    {"AMB-34", "aws:principaltype",      witnessed, K::Unsure, {from("VWL")}},
    {"AMB-34", "aws:userid",             witnessed, K::Unsure, {from("VWLA")}},  // and AMB-48
    {"AMB-34", "aws:principalorgid",     witnessed, K::Unsure, {from("V")}},
    {"AMB-34", "aws:principalorgpaths",  witnessed, K::Unsure, {from("V")}},
    {"AMB-34", "aws:principaltag/*",     witnessed, K::Unsure, {from("V")}},
    {"AMB-34", "aws:sourceip",           witnessed, K::Unsure, {from("V")}},
    {"AMB-34", "aws:securetransport",    witnessed, K::Unsure, {from("V")}},
    {"REL-22", "aws:principalservicenameslist", witnessed, K::Unsure, {from("V")}},
    {"AMB-37", "aws:sourceowner",        witnessed, K::Unsure, {from("RUSTFVWLA")}},

    // The network: one path. In a witness only services as themselves send what comes from services.
    {"REL-11", path,                     proved,    K::AnyOf, {no_service, no_endpoint}},
    {"REL-11", path,                     witnessed, K::AnyOf, {service, from("RUSTFWLA")}},
    {"REL-11", path,                     witnessed, K::AnyOf, {no_service, from("V")}},
    {"REL-12", "aws:sourceip",           proved,    K::AnyOf, {absent("aws:sourceip"), no_endpoint}},
    {"REL-12", "aws:sourceip",           witnessed, K::AnyOf, {present("aws:sourceip"), endpoint, service}},
    {"AMB-34", "aws:sourceip",           witnessed, K::AnyOf, {absent("aws:sourceip"), no_service}},
    {"REL-12", "aws:sourcevpc",          proved,    K::AnyOf, {absent("aws:sourcevpc"), endpoint}},
    {"REL-12", "aws:sourcevpc",          witnessed, K::AnyOf, {present("aws:sourcevpc"), no_endpoint}},
    {"REL-12", "aws:sourcevpce",         proved,    K::AnyOf, {absent("aws:sourcevpce"), endpoint}},
    {"REL-12", "aws:sourcevpce",         witnessed, K::AnyOf, {present("aws:sourcevpce"), no_endpoint}},
    {"REL-12", "aws:vpcsourceip",        proved,    K::AnyOf, {absent("aws:vpcsourceip"), endpoint}},
    {"REL-12", "aws:vpcsourceip",        witnessed, K::AnyOf, {present("aws:vpcsourceip"), no_endpoint}},
    {"REL-14", "aws:sourcevpcarn",       proved,    K::AnyOf, {absent("aws:sourcevpcarn"), endpoint}},
    {"REL-14", "aws:sourcevpcarn",       witnessed, K::Unsure, {endpoint}},
    {"REL-13", "aws:vpceaccount",        proved,    K::AnyOf, {absent("aws:vpceaccount"), endpoint}},
    {"REL-13", "aws:vpceaccount",        witnessed, K::Unsure, {endpoint}},
    {"REL-13", "aws:vpceorgid",          proved,    K::AnyOf, {absent("aws:vpceorgid"), endpoint}},
    {"REL-13", "aws:vpceorgid",          witnessed, K::Unsure, {endpoint}},
    {"REL-13", "aws:vpceorgpaths",       proved,    K::AnyOf, {absent("aws:vpceorgpaths"), endpoint}},
    {"REL-13", "aws:vpceorgpaths",       witnessed, K::Unsure, {endpoint}},
    {"REL-13", "aws:vpceaccount",        proved,    K::OfEndpoint},
    {"REL-13", "aws:vpceorgid",          proved,    K::OfEndpoint},
    {"REL-14", "aws:sourcevpc",          proved,    K::OfEndpoint},
    {"REL-14", "aws:sourcevpc",          witnessed, K::EndpointOfVpc},
    {"REL-14", "aws:sourcevpce",         witnessed, K::ServiceOfEndpoint},
    {"AMB-34", "aws:securetransport",    proved,    K::AnyOf,
     {present("aws:securetransport"), from("V"), service}},
    {"REL-19", "s3:tlsversion",          witnessed, K::AnyOf,
     {absent("s3:tlsversion"), is("aws:securetransport", "true")}},
    {"REL-19", "s3:tlsversion",          witnessed, K::AnyOf,
     {present("s3:tlsversion"), is("aws:securetransport", "false"), absent("aws:securetransport"),
      other_call("s3:*")}},

    // Requests that a service sends with the permission of its caller.
    {"REL-15", "aws:viaawsservice",      proved,    K::AnyOf,
     {absent("aws:viaawsservice"), is("aws:viaawsservice", "false"), service}},
    {"REL-15", "aws:viaawsservice",      proved,    K::AnyOf,
     {absent("aws:viaawsservice"), is("aws:viaawsservice", "false"), from("RUSTFWLA")}},
    {"REL-15", "aws:viaawsservice",      witnessed, K::AnyOf, {is("aws:viaawsservice", "false")}},
    {"REL-15", "aws:viaawsservice",      witnessed, K::Unsure,
     {call("ec2:*"), call("glue:*"), call("lakeformation:*"), call("opsworks:*")}},
    {"REL-15", "aws:calledvia",          proved,    K::AnyOf,
     {absent("aws:calledvia"), is("aws:viaawsservice", "true")}},
    {"REL-15", "aws:calledviafirst",     proved,    K::AnyOf,
     {absent("aws:calledviafirst"), present("aws:calledvia")}},
    {"REL-15", "aws:calledvialast",      proved,    K::AnyOf,
     {absent("aws:calledvialast"), present("aws:calledvia")}},

    // What triggered a service.
    {"REL-20", "aws:sourcearn",          witnessed, K::AccountOfSource},
    {"REL-20", "aws:sourceaccount",      witnessed, K::AccountOfSource},
    {"REL-21", "aws:sourceorgid",        proved,    K::OrganizationOfSource},
    {"REL-21", "aws:sourceorgid",        witnessed, K::AnyOf,
     {absent("aws:sourceorgid"), present("aws:sourceaccount")}},
    {"REL-21", "aws:sourceorgpaths",     witnessed, K::Unsure, {from("V")}},

    // The request.
    {"REL-17", "aws:requestedregion",    witnessed, K::RegionOfResource},
    {"REL-17", "aws:requestedregion",    witnessed, K::AnyOf,
     {other_call("iam:*"), is("aws:requestedregion", "us-east-1"),
      is("aws:requestedregion", "cn-north-1"), is("aws:requestedregion", "us-gov-west-1")}},
    {"REL-18", "aws:requesttag/*",       witnessed, K::Listed, {present("aws:tagkeys")}},
    {"REL-18", "aws:requesttag/*",       witnessed, K::ListedOnly, {present("aws:tagkeys")}},
    {"REL-18", "aws:requesttag/*",       witnessed, K::Carried},
    {"REL-18", "aws:tagkeys",            witnessed, K::Carried},
    {"REL-18", "aws:tagkeys",            proved,    K::NoEmptyElement},
    {"14.3",   "aws:resourcetag/*",      witnessed, K::Carried},
    {"14.3",   "aws:resourcetag/*",      witnessed, K::ResourceTags},
    {"14.3",   "iam:resourcetag/*",      witnessed, K::ResourceTags},

    // Keys of services.
    {"REL-24", "*",                      proved,    K::CarriedByService},
    {"REL-25", "s3:dataaccesspointaccount", proved, K::AnyOf,
     {absent("s3:dataaccesspointaccount"), present("s3:dataaccesspointarn")}},
    {"REL-25", "s3:dataaccesspointaccount", proved, K::AnyOf,
     {present("s3:dataaccesspointaccount"), absent("s3:dataaccesspointarn")}},
    {"REL-25", "s3:accesspointnetworkorigin", proved, K::AnyOf,
     {absent("s3:accesspointnetworkorigin"), present("s3:dataaccesspointarn")}},
    {"REL-25", "s3:accesspointnetworkorigin", proved, K::AnyOf,
     {present("s3:accesspointnetworkorigin"), absent("s3:dataaccesspointarn")}},
    {"REL-26", "kms:encryptioncontext:*", proved,   K::Listed, {present("kms:encryptioncontextkeys")}},
    {"REL-26", "kms:encryptioncontext:*", witnessed, K::ListedOnly, {present("kms:encryptioncontextkeys")}},
    {"REL-28", "s3:x-amz-server-side-encryption-aws-kms-key-id", witnessed, K::AnyOf,
     {absent("s3:x-amz-server-side-encryption-aws-kms-key-id"),
      is("s3:x-amz-server-side-encryption", "aws:kms"),
      is("s3:x-amz-server-side-encryption", "aws:kms:dsse")}},
    {"PASS-2", "iam:passedtoservice",    witnessed, K::AnyOf,
     {present("iam:passedtoservice"), other_call("iam:PassRole")}},
};
// clang-format on

}  // namespace

std::span<const Relation> relations() { return rows; }

}  // namespace postern::encoder
