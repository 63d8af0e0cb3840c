"""Back doors, each with a twin that is closed, and the claims that must tell them apart.

A door is a function (plan, n, is_open): it plants what it is made of under names of its own, which
end in `n`, and returns a claim, which holds exactly if the door is closed.
"""
from words import (ORGANIZATION, PROVIDER, PRODUCTION, REGION, SANDBOX, TEST, account_id, allow, bucket,
                   deny, managed_policy, policy, role, role_arn, trust, trust_tokens, user, user_arn)

READ = "s3:GetObject"
READ_ACL_URI = "http://acs.amazonaws.com/groups/global/AllUsers"


def forbid(principal, action, resource, **more):
    return {"forbid": {"principal": principal, "action": action, "resource": resource, **more}}


def not_principal(plan, n, is_open):
    """Whom a bucket policy's Allow does not name are all others."""
    i, account = plan.account_in(TEST, SANDBOX)
    name, reader = f"reports-{n}", role_arn(account, "auditor")
    key = "NotPrincipal" if is_open else "Principal"
    plan.add_resource(i, "bucket-policy", name,
                      policy(allow(READ, f"arn:aws:s3:::{name}/*", **{key: {"AWS": reader}})))
    return forbid("external", READ, f"arn:aws:s3:::{name}/*")


def guardrail_with_hole(plan, n, is_open):
    """An SCP spares the role admin, or whoever is called like it."""
    i, account = plan.account_in(PRODUCTION, TEST, SANDBOX)
    spared = role_arn(account, "admin*" if is_open else "admin")
    name = f"frozen-{n}"
    plan.add_scp(i, f"frozen-{n}", policy(deny("s3:Delete*", bucket(name), Condition={
        "ArnNotLike": {"aws:PrincipalArn": spared}})))
    plan.add_resource(i, "none", name)
    plan[i].roles.append(role(account, f"admin-reports-{n}", trust({"Service": "ec2.amazonaws.com"}),
                              policy(allow("s3:*", bucket(name)))))
    return forbid(f"account:{account}", "s3:DeleteObject", f"arn:aws:s3:::{name}/*",
                  **{"except": role_arn(account, "admin")})


def bucket_acl(plan, n, is_open):
    """A list lets everybody list a bucket, unless its owner disabled lists."""
    i, _ = plan.account_in(TEST, SANDBOX)
    name = f"listed-{n}"
    plan.add_resource(i, "none", name)
    plan.add_resource(i, "bucket-acl", name, {
        "Owner": {"ID": f"{i:064x}"},
        "Grants": [{"Grantee": {"Type": "Group", "URI": READ_ACL_URI}, "Permission": "READ"}]})
    mode = "ObjectWriter" if is_open else "BucketOwnerEnforced"
    plan.add_resource(i, "ownership-controls", name,
                      {"OwnershipControls": {"Rules": [{"ObjectOwnership": mode}]}})
    return forbid("external", "s3:ListBucket", f"arn:aws:s3:::{name}")


def token_subject(plan, n, is_open):
    """A pattern of subjects without the slash that ends the owner's name."""
    i, account = plan.account_in(PRODUCTION, TEST, SANDBOX)
    name = f"release-{n}"
    plan[i].roles.append(role(account, name,
                              trust_tokens(account, "repo:acme*" if is_open else "repo:acme/*")))
    return forbid(f"federated:{PROVIDER}", "sts:AssumeRoleWithWebIdentity", role_arn(account, name),
                  when={"StringNotLike": {f"{PROVIDER}:sub": "repo:acme/*"}}, via="none")


def _hops(plan, n, conditions, tagged=1):
    """Five roles in three accounts; `conditions` are those of trust policies and, where there are
    two, of the identity policy of the caller before. The first `tagged` may be passed tags."""
    places = plan.accounts_in(3, TEST, SANDBOX)
    (first, start), (last, end) = places[0], places[2]
    crown = f"crown-{n}"
    plan.add_resource(last, "none", crown)
    hops = [places[0], places[1], places[1], places[2], places[2]]
    names = [f"hop-{n}-{k}" for k in range(1, 6)]
    caller = user_arn(start, f"starter-{n}")
    assuming = [["sts:AssumeRole", "sts:TagSession"] if k < tagged else "sts:AssumeRole"
                for k in range(len(hops))]
    for k, (i, account) in enumerate(hops):
        trusted, _ = conditions.get(k, ({}, {}))
        if k + 1 < len(hops):
            _, asked = conditions.get(k + 1, ({}, {}))
            own = policy(allow(assuming[k + 1], role_arn(hops[k + 1][1], names[k + 1]), **asked))
        else:
            own = policy(allow(READ, f"arn:aws:s3:::{crown}/*"))
        admitted = trust({"AWS": caller}, assuming[k], **trusted)
        plan[i].roles.append(role(account, names[k], admitted, own))
        caller = role_arn(account, names[k])
    plan[first].users.append(user(start, f"starter-{n}", policy(allow(
        assuming[0], role_arn(start, names[0])))))
    return forbid(user_arn(start, f"starter-{n}"), READ, f"arn:aws:s3:::{crown}/*")


def _when(key, value, operator="StringEquals"):
    return {"Condition": {operator: {key: value}}}


def chain_with_external_id(plan, n, is_open):
    given = "partner-a" if is_open else "partner-b"
    return _hops(plan, n, {1: (_when("sts:ExternalId", "partner-a"),
                               _when("sts:ExternalId", given))})


def chain_with_transitive_tag(plan, n, is_open):
    """The first session must be tagged for good, and the last role wants that tag, or another.
    Who has inherited a tag needs sts:TagSession too."""
    first = {"Condition": {"StringEquals": {"aws:RequestTag/project": "apollo"},
                           "ForAllValues:StringEquals": {"aws:TagKeys": "project",
                                                         "sts:TransitiveTagKeys": "project"},
                           "Null": {"sts:TransitiveTagKeys": "false"}}}
    wanted = "apollo" if is_open else "gemini"
    return _hops(plan, n, {0: (first, {}),
                           1: (_when("sts:ExternalId", "partner-a"),
                               _when("sts:ExternalId", "partner-a")),
                           4: (_when("aws:PrincipalTag/project", wanted), {})}, tagged=5)


def confused_deputy(plan, n, is_open):
    """A queue takes a service's word, for whomever it acts."""
    i, account = plan.account_in(PRODUCTION, TEST, SANDBOX)
    arn = f"arn:aws:sqs:{REGION}:{account}:alarms-{n}"
    own = {} if is_open else _when("aws:SourceAccount", account)
    plan.add_resource(i, "queue-policy", f"alarms-{n}", policy(
        allow("sqs:SendMessage", arn, Principal={"Service": "sns.amazonaws.com"}, **own)))
    return forbid("service:sns.amazonaws.com", "sqs:SendMessage", arn,
                  **{"when": {"StringNotEquals": {"aws:SourceAccount": account}}, "via": "none"})


def boundary(plan, n, is_open):
    """What a boundary leaves a contractor of all that was granted."""
    i, account = plan.account_in(PRODUCTION, TEST, SANDBOX)
    name = f"ledger-{n}"
    plan.add_resource(i, "none", name)
    limit = managed_policy(account, f"contractors-{n}", policy(
        allow("s3:Get*", "*" if is_open else bucket(f"handouts-{n}"))))
    plan[i].policies.append(limit)
    plan[i].users.append(user(account, f"contractor-{n}", policy(allow("s3:*", "*")),
                              boundary=limit["Arn"]))
    return forbid(user_arn(account, f"contractor-{n}"), READ, f"arn:aws:s3:::{name}/*")


def backup(plan, n, is_open):
    """A role that must always be able to read, and can from some addresses only."""
    i, account = plan.account_in(PRODUCTION, TEST, SANDBOX)
    name = f"archive-{n}"
    plan.add_resource(i, "none", name)
    only = _when("aws:SourceIp", "203.0.113.0/24", "IpAddress") if is_open else {}
    plan[i].roles.append(role(account, f"backup-{n}", trust({"Service": "backup.amazonaws.com"}),
                              policy(allow(READ, f"arn:aws:s3:::{name}/*", **only))))
    return {"require": {"principal": role_arn(account, f"backup-{n}"), "action": READ,
                        "resource": f"arn:aws:s3:::{name}/*",
                        "when": {"StringEquals": {"aws:RequestedRegion": REGION},
                                 "Bool": {"aws:SecureTransport": "true"}}}}


def writer(plan, n, is_open):
    """A role that must be able to write, whom the bucket denies it."""
    i, account = plan.account_in(PRODUCTION, TEST, SANDBOX)
    name = f"inbox-{n}"
    others = role_arn(account, "auditor" if is_open else f"writer-{n}")
    plan.add_resource(i, "bucket-policy", name, policy(
        deny("s3:PutObject", f"arn:aws:s3:::{name}/*", Principal="*",
             Condition={"ArnNotEquals": {"aws:PrincipalArn": others}})))
    plan[i].roles.append(role(account, f"writer-{n}", trust({"Service": "ec2.amazonaws.com"}),
                              policy(allow("s3:PutObject", f"arn:aws:s3:::{name}/*"))))
    return {"require": {"principal": role_arn(account, f"writer-{n}"), "action": "s3:PutObject",
                        "resource": f"arn:aws:s3:::{name}/*", "witness": "some"}}


def own_account(plan, n, is_open):
    """A role leaves it to its account who may assume it."""
    i, account = plan.account_in(PRODUCTION, TEST, SANDBOX)
    name = f"payroll-{n}"
    plan.add_resource(i, "none", name)
    plan[i].roles.append(role(account, f"power-{n}", trust({"AWS": f"arn:aws:iam::{account}:root"}),
                              policy(allow("s3:*", bucket(name)))))
    plan[i].users.append(user(account, f"intern-{n}", policy(
        allow("sts:AssumeRole", role_arn(account, f"p*-{n}" if is_open else f"q*-{n}")))))
    return forbid(user_arn(account, f"intern-{n}"), READ, f"arn:aws:s3:::{name}/*")


def key_for_roles(plan, n, is_open):
    """A key for all roles of a name, in whatever account."""
    i, account = plan.account_in(PRODUCTION, TEST, SANDBOX)
    key = f"{n:08x}-0000-4000-8000-00000000000d"
    whose = "*" if is_open else account
    plan.add_resource(i, "key-policy", key, policy(
        allow("kms:*", "*", Principal={"AWS": f"arn:aws:iam::{account}:root"}),
        allow("kms:Decrypt", "*", Principal="*",
              Condition={"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{whose}:role/analytics-*"}})))
    return forbid("external", "kms:Decrypt", f"arn:aws:kms:{REGION}:{account}:key/{key}")


def perimeter(plan, n, is_open):
    """A bucket anybody may use, in an account whose RCP keeps all but writes to the organization."""
    i, _ = plan.account_in(TEST, SANDBOX)
    name = f"drop-{n}"
    plan.add_rcp(i, f"drop-{n}", policy(
        deny("s3:Get*" if is_open else "s3:*", bucket(name), Principal="*",
             Condition={"StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION}})))
    plan.add_resource(i, "bucket-policy", name,
                      policy(allow("s3:*", bucket(name), Principal="*")))
    return forbid("external", "s3:PutObject", f"arn:aws:s3:::{name}/*",
                  **{"except": "service-linked-roles"})


DOORS = [not_principal, guardrail_with_hole, bucket_acl, token_subject, chain_with_external_id,
         chain_with_transitive_tag, confused_deputy, boundary, backup, writer, own_account,
         key_for_roles, perimeter]
