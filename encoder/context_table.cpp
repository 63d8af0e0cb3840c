#include "encoder/context_table.h"

namespace postern::encoder {
namespace {

using D = Domain;
using O = Origin;
using S = Source;

// clang-format off
constexpr KeyRow rows[] = {
    // Columns: root, user, session, token session, federated user, service, web identity, SAML,
    // anonymous.

    // 14.1 Who calls, and the session. What services and bearers of tokens carry is not documented
    // (AMB-34, AMB-41); an anonymous caller carries almost nothing (CTX-ANON).
    // pattern                       domain           origin             RUSTFVWLA
    {"aws:principalarn",             D::Arn,          O::Aws,           "=====ppp-", S::CallerArn},
    {"aws:principalaccount",         D::ByType,       O::Aws,           "=====ppp=", S::CallerAccount},
    {"kms:calleraccount",            D::ByType,       O::Aws,           "=====ppp=", S::CallerAccount},
    {"aws:principaltype",            D::Text,         O::Aws,           "=====ppp=", S::CallerType},
    {"aws:userid",                   D::Text,         O::Credentials,   "=====pppp", S::UserId, 'w'},
    {"aws:username",                 D::Text,         O::Administrator, "-=-------", S::UserName, 'w'},
    {"aws:principaltag/*",           D::Text,         O::Administrator, "-=ooo----", S::PrincipalTag, 'o'},
    {"aws:principalorgid",           D::Organization, O::Aws,           "=====ppp-", S::CallerOrganization},
    {"aws:principalorgpaths",        D::Text,         O::Aws,           "=====ppp-", S::CallerOrganizationPath},
    {"aws:principalisawsservice",    D::Truth,        O::Aws,           "======pp-", S::IsService},
    {"aws:principalservicename",     D::Text,         O::Aws,           "-----=---", S::ServiceName, '+'},
    {"aws:principalservicenameslist", D::Text,        O::Aws,           "-----p---"},
    {"aws:federatedprovider",        D::Text,         O::Aws,           "---p--==-", S::Provider},
    {"aws:tokenissuetime",           D::Instant,      O::Aws,           "oo+++----"},
    {"aws:multifactorauthpresent",   D::Truth,        O::Administrator, "poppp----"},
    {"aws:multifactorauthage",       D::Number,       O::Credentials,   "poppp----"},
    {"aws:sourceidentity",           D::Text,         O::Credentials,   "p-pp-----"},  // of sts:AssumeRoot too
    {"aws:assumedroot",              D::Truth,        O::Aws,           "ppppppppp"},
    {"aws:signinsessionarn",         D::Arn,          O::Aws,           "ppppppppp"},
    {"aws:chatbotsourcearn",         D::Arn,          O::Aws,           "ppppppppp"},
    {"aws:ec2instancesource*",       D::ByType,       O::Aws,           "ppppppppp"},
    // What a role's credentials were made for: with every request that is signed with them.
    {"ec2:sourceinstancearn",        D::Arn,          O::Credentials,   "--pp-----"},
    {"ec2:roledelivery",             D::Number,       O::Credentials,   "--pp-----"},
    {"lambda:sourcefunctionarn",     D::Arn,          O::Credentials,   "--pp-----"},
    {"ssm:sourceinstancearn",        D::Arn,          O::Credentials,   "--pp-----"},
    {"glue:roleassumedby",           D::Text,         O::Credentials,   "--pp-----"},
    {"glue:credentialissuingservice", D::Text,        O::Credentials,   "--pp-----"},
    {"codebuild:buildarn",           D::Arn,          O::Credentials,   "--pp-----"},
    {"codebuild:projectarn",         D::Arn,          O::Credentials,   "--pp-----"},
    {"identitystore:userid",         D::Text,         O::Credentials,   "--pp-----"},
    {"s3:accessgrantsinstancearn",   D::Arn,          O::Aws,           "--pp-----"},  // S3 alone

    // 14.2 The network.
    {"aws:sourceip",                 D::Address,      O::Network,       "ooooooooo"},
    {"aws:vpcsourceip",              D::Address,      O::Network,       "ooooooooo"},
    {"aws:sourcevpc",                D::Vpc,          O::Network,       "ooooooooo"},
    {"aws:sourcevpcarn",             D::Arn,          O::Network,       "ppppppppp"},
    {"aws:sourcevpce",               D::Endpoint,     O::Network,       "ooooooooo"},
    {"aws:vpceaccount",              D::Account,      O::Network,       "ooooooooo"},
    {"aws:vpceorgid",                D::Organization, O::Network,       "ooooooooo"},
    {"aws:vpceorgpaths",             D::Text,         O::Network,       "ooooooooo"},

    // 14.3 The resource. That the owner's keys are there is certain for few services.
    {"aws:resourceaccount",          D::ByType,       O::Resource,      "=========", S::OwnerAccount},
    {"s3:resourceaccount",           D::ByType,       O::Resource,      "=========", S::OwnerAccount},
    {"aws:resourceorgid",            D::Organization, O::Resource,      "=========", S::OwnerOrganization},
    {"aws:resourceorgpaths",         D::Text,         O::Resource,      "=========", S::OwnerOrganizationPath},

    // 14.4 The request.
    {"aws:currenttime",              D::Instant,      O::Aws,           "+++++++++"},
    {"aws:epochtime",                D::Instant,      O::Aws,           "+++++++++"},
    {"aws:requestedregion",          D::Region,       O::Request,       "+++++++++"},
    {"aws:securetransport",          D::Truth,        O::Request,       "+++++o+++"},
    {"aws:useragent",                D::Text,         O::Request,       "+++++++++"},
    {"aws:tagkeys",                  D::Name,         O::Request,       "ooooooooo"},
    {"aws:viaawsservice",            D::Truth,        O::Aws,           "wwwwwwooo"},
    {"aws:calledvia",                D::Text,         O::Aws,           "ppppppppp"},
    {"aws:calledviafirst",           D::Text,         O::Aws,           "ppppppppp"},
    {"aws:calledvialast",            D::Text,         O::Aws,           "ppppppppp"},
    {"aws:calledviaawsmcp",          D::Text,         O::Aws,           "ppppppppp"},
    {"aws:viaawsmcpservice",         D::Truth,        O::Aws,           "ppppppppp"},
    {"aws:ismcpserviceaction",       D::Truth,        O::Aws,           "ppppppppp"},
    {"aws:sourcearn",                D::Arn,          O::TriggeringService, "-----o---"},
    {"aws:sourceaccount",            D::Account,      O::TriggeringService, "-----o---"},
    {"aws:sourceorgid",              D::Organization, O::TriggeringService, "-----o---"},
    {"aws:sourceorgpaths",           D::Text,         O::TriggeringService, "-----p---"},
    {"aws:sourceowner",              D::Text,         O::TriggeringService, "ppppppppp"},  // AMB-37

    // 14.5 Of the keys of services, those that are not free where an action carries them.
    {"kms:viaservice",               D::Text,         O::Aws,           "ppppppppp"},
    {"sts:rolesessionname",          D::Text,         O::Request,       "=========", S::NewSessionName},
};

constexpr KeyRow session_key = {"*", D::ByType, O::Aws,     "ooooooooo"};
constexpr KeyRow other_key   = {"*", D::ByType, O::Request, "ooooooooo"};
constexpr KeyRow unknown_key = {"*", D::ByType, O::Request, "ppppppppp"};
// clang-format on

constexpr bool well_formed(const KeyRow& row) {
  return row.callers.size() == caller_kinds &&
         row.callers.find_first_not_of("=-+opw") == std::string_view::npos &&
         (row.source != Source::None || row.callers.find('=') == std::string_view::npos);
}
static_assert([] {
  for (const KeyRow& row : rows) {
    if (!well_formed(row)) return false;
  }
  return true;
}());

}  // namespace

bool names_key(std::string_view pattern, std::string_view key) {
  if (!pattern.ends_with('*')) return key == pattern;
  return key.size() >= pattern.size() && key.starts_with(pattern.substr(0, pattern.size() - 1));
}

std::span<const KeyRow> key_rows() { return rows; }

const KeyRow& key_row(std::string_view key, const catalogue::Catalogue& catalogue) {
  for (const KeyRow& row : rows) {
    if (names_key(row.pattern, key)) return row;
  }
  const auto known = catalogue.find_key(key);
  if (!known) return unknown_key;
  const bool kept = catalogue.key_global(*known) && !key.starts_with("aws:");
  return kept ? session_key : other_key;
}

}  // namespace postern::encoder
