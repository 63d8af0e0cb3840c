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
    {"aws:principalaccount",         D::Text,         O::Aws,           "=====ppp=", S::CallerAccount},
    {"aws:principaltype",            D::Text,         O::Aws,           "=====ppp=", S::CallerType},
    {"aws:userid",                   D::Text,         O::Credentials,   "=====pppp", S::UserId, '+'},
    {"aws:username",                 D::Text,         O::Administrator, "-=-------", S::UserName, '+'},
    {"aws:principaltag/*",           D::Text,         O::Administrator, "-===oppp-", S::PrincipalTag, 'o'},
    {"aws:principalorgid",           D::Organization, O::Aws,           "=====ppp-", S::CallerOrganization},
    {"aws:principalorgpaths",        D::Text,         O::Aws,           "=====ppp-", S::CallerOrganizationPath},
    {"aws:principalisawsservice",    D::Truth,        O::Aws,           "======pp-", S::IsService},
    {"aws:principalservicename",     D::Text,         O::Aws,           "-----=---", S::ServiceName, '+'},
    {"aws:principalservicenameslist", D::Text,        O::Aws,           "-----+---"},
    {"aws:assumedroot",              D::Yes,          O::Aws,           "p--------"},
    {"aws:federatedprovider",        D::Text,         O::Aws,           "---p--=p-", S::Provider},
    {"aws:tokenissuetime",           D::Instant,      O::Aws,           "ooooo----"},
    {"aws:multifactorauthpresent",   D::Truth,        O::Administrator, "poppp----"},  // AMB-19
    {"aws:multifactorauthage",       D::Count,        O::Credentials,   "poppp----"},  // AMB-19
    {"aws:sourceidentity",           D::SourceIdentity, O::Credentials, "p-pp-----"},  // of sts:AssumeRoot too
    {"aws:signinsessionarn",         D::Arn,          O::Aws,           "pppppppp-"},
    {"aws:chatbotsourcearn",         D::Arn,          O::Aws,           "pppppppp-"},
    // What a role's credentials were made for: with every request that is signed with them.
    {"aws:ec2instancesourcevpc",     D::Vpc,          O::Aws,           "--pp-----"},
    {"aws:ec2instancesourceprivateipv4", D::Address,  O::Aws,           "--pp-----"},
    {"ec2:sourceinstancearn",        D::Arn,          O::Aws,           "--pp-----"},
    {"ec2:roledelivery",             D::Number,       O::Credentials,   "--pp-----"},
    {"lambda:sourcefunctionarn",     D::Arn,          O::Aws,           "--pp-----"},
    {"ssm:sourceinstancearn",        D::Arn,          O::Aws,           "--pp-----"},
    {"glue:roleassumedby",           D::Text,         O::Aws,           "--pp-----"},
    {"glue:credentialissuingservice", D::Text,        O::Aws,           "--pp-----"},
    {"codebuild:buildarn",           D::Arn,          O::Aws,           "--pp-----"},
    {"codebuild:projectarn",         D::Arn,          O::Aws,           "--pp-----"},
    {"identitystore:userid",         D::Text,         O::Aws,           "--pp-----"},
    {"s3:accessgrantsinstancearn",   D::Arn,          O::Aws,           "--pp-----"},  // S3 alone

    // 14.2 The network. Whose an endpoint is, and whether a service says so, nobody here knows.
    {"aws:sourceip",                 D::PublicAddress, O::Network,      "ooooooooo"},
    {"aws:vpcsourceip",              D::Address,      O::Network,       "ooooooooo"},
    {"aws:sourcevpc",                D::Vpc,          O::Network,       "ooooooooo"},
    {"aws:sourcevpcarn",             D::Arn,          O::Network,       "ppppppppp"},
    {"aws:sourcevpce",               D::Endpoint,     O::Network,       "ooooooooo"},
    {"aws:vpceaccount",              D::Account,      O::Network,       "ppppppppp"},
    {"aws:vpceorgid",                D::Organization, O::Network,       "ppppppppp"},
    {"aws:vpceorgpaths",             D::Text,         O::Network,       "ppppppppp"},

    // 14.3 The resource. That the owner's keys are there is certain for few services.
    {"aws:resourceaccount",          D::Account,      O::Resource,      "=========", S::OwnerAccount},
    {"s3:resourceaccount",           D::Account,      O::Resource,      "=========", S::OwnerAccount},
    {"aws:resourceorgid",            D::Organization, O::Resource,      "=========", S::OwnerOrganization},
    {"aws:resourceorgpaths",         D::Text,         O::Resource,      "=========", S::OwnerOrganizationPath},
    {"aws:resourcetag/*",            D::Text,         O::Resource,      "ooooooooo"},

    // 14.4 The request.
    {"aws:currenttime",              D::Instant,      O::Aws,           "+++++++++"},
    {"aws:epochtime",                D::Instant,      O::Aws,           "+++++++++"},
    {"aws:requestedregion",          D::Region,       O::Request,       "+++++++++"},
    {"aws:securetransport",          D::Truth,        O::Request,       "ooooooooo"},  // AMB-34
    {"aws:useragent",                D::Text,         O::Request,       "+++++++++"},
    {"aws:referer",                  D::Text,         O::Request,       "ooooooooo"},
    {"aws:requesttag/*",             D::Text,         O::Request,       "ooooooooo"},
    {"aws:tagkeys",                  D::Name,         O::Request,       "ooooooooo"},
    {"aws:viaawsservice",            D::Truth,        O::Aws,           "wwwwwwwww"},
    {"aws:calledvia",                D::Text,         O::Aws,           "ppppp----"},
    {"aws:calledviafirst",           D::Text,         O::Aws,           "ppppp----"},
    {"aws:calledvialast",            D::Text,         O::Aws,           "ppppp----"},
    {"aws:calledviaawsmcp",          D::Text,         O::Aws,           "ppppppppp"},
    {"aws:viaawsmcpservice",         D::Truth,        O::Aws,           "ppppppppp"},
    {"aws:ismcpserviceaction",       D::Truth,        O::Aws,           "ppppppppp"},
    {"aws:sourcearn",                D::Arn,          O::TriggeringService, "-----o---"},
    {"aws:sourceaccount",            D::Account,      O::TriggeringService, "-----o---"},
    {"aws:sourceorgid",              D::Organization, O::TriggeringService, "-----o---"},
    {"aws:sourceorgpaths",           D::Text,         O::TriggeringService, "-----p---"},
    {"aws:sourceowner",              D::Text,         O::TriggeringService, "ppppppppp"},  // AMB-37

    // 14.5 Of the keys of services, those of which more is known than their type and the actions
    // that carry them.
    {"s3:signatureversion",          D::SignatureVersion, O::Request,   "oooooooop"},
    {"s3:authtype",                  D::AuthenticationType, O::Request, "oooooooop"},
    {"s3:signatureage",              D::Count,        O::Request,       "oooooooop"},
    {"s3:dataaccesspointarn",        D::PointArn,     O::Aws,           "ooooooooo"},
    {"s3:dataaccesspointaccount",    D::Account,      O::Aws,           "ooooooooo"},
    {"s3:accesspointnetworkorigin",  D::NetworkOrigin, O::Aws,          "ooooooooo"},
    {"kms:calleraccount",            D::Text,         O::Aws,           "=====ppp=", S::CallerAccount},
    {"kms:viaservice",               D::Text,         O::Aws,           "ppppppppp"},
    {"sts:rolesessionname",          D::Text,         O::Request,       "=========", S::NewSessionName},
    {"sts:externalid",               D::ExternalId,   O::Request,       "ooooooooo"},
    {"sts:sourceidentity",           D::SourceIdentity, O::Request,     "ooooooooo"},
    {"sts:transitivetagkeys",        D::Text,         O::Request,       "ppppppppp"},  // REL-27
    {"iam:passedtoservice",          D::ServicePrincipal, O::Aws,       "ooooooooo"},
};

// Claims of a token, and what sessions keep of them (OIDC-7, TRUST-14).
constexpr KeyRow claim   = {"*", D::ByType, O::Administrator, "---o--oo-"};
constexpr KeyRow service = {"*", D::ByType, O::Request,       "ooooooooo"};
constexpr KeyRow unknown = {"*", D::ByType, O::Request,       "ppppppppp"};
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

bool is_claim(std::string_view key) {
  const std::string_view issuer = key.substr(0, key.rfind(':'));
  return issuer == "saml" || issuer.find('.') != std::string_view::npos;
}

std::span<const KeyRow> key_rows() { return rows; }

const KeyRow& key_row(std::string_view key, const catalogue::Catalogue& catalogue) {
  for (const KeyRow& row : rows) {
    if (names_key(row.pattern, key)) return row;
  }
  const auto known = catalogue.find_key(key);
  if (known && is_claim(key)) return claim;
  return known && !catalogue.key_global(*known) ? service : unknown;
}

}  // namespace postern::encoder
