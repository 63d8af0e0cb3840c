"""What every account has: people in groups, roles of services, pipelines and other accounts."""
from words import (ORGANIZATION, PRODUCTION, REGION, ROOT, SANDBOX, TEST, account_id, allow,
                   aws_managed, bucket, deny, managed_policy, policy, role, role_arn, trust,
                   trust_tokens, user)

TEAM = 10  # accounts whose roles may be assumed from one to the next
TEAMS = ["blue", "green", "red", "white"]
SERVICES = ["ec2", "lambda", "ecs-tasks", "states"]


def mine(account, name):
    return f"arn:aws:iam::{account}:policy/{name}"


def secret(i, number):
    return f"partner-{(i * 31 + number) % 997}"


def fixed_roles(i):
    """Of people who come from the second account, and of auditors, who come from the third."""
    account = account_id(i)
    people, auditors = role_arn(account_id(1), "access"), role_arn(account_id(2), "audit-start")
    yield role(account, "admin", trust({"AWS": people}), managed=[aws_managed("AdministratorAccess")])
    yield role(account, "auditor",
               trust({"AWS": auditors}, Condition={"StringEquals": {"sts:ExternalId": "audit"}}),
               managed=[aws_managed("SecurityAudit"), aws_managed("job-function/ViewOnlyAccess")])
    if i == 1:
        yield role(account, "access", trust({"Service": "ec2.amazonaws.com"}),
                   policy(allow("sts:AssumeRole", "arn:aws:iam::*:role/admin")))
    if i == 2:
        yield role(account, "audit-start", trust({"Service": "lambda.amazonaws.com"}),
                   policy(allow("sts:AssumeRole", "arn:aws:iam::*:role/auditor")))


def person(i, number):
    account, name = account_id(i), f"person-{number}"
    groups = ["developers"] + (["operators"] if number % 4 == 0 else [])
    own = policy(allow(["s3:GetObject", "s3:PutObject"], f"arn:aws:s3:::data-{account}/{name}/*"))
    return user(account, name, own if number % 3 == 0 else None, groups=groups,
                managed=[aws_managed("IAMUserChangePassword")], tags={"team": TEAMS[number % 4]})


def application(i, number):
    account, name = account_id(i), f"app-{number}"
    own = policy(
        allow(["s3:GetObject", "s3:ListBucket"], bucket(f"data-{account}")),
        allow(["sqs:SendMessage", "sqs:ReceiveMessage"], f"arn:aws:sqs:{REGION}:{account}:jobs"),
        allow(["logs:CreateLogStream", "logs:PutLogEvents"],
              f"arn:aws:logs:{REGION}:{account}:log-group:/{name}:*"))
    service = SERVICES[number % len(SERVICES)]
    return role(account, name, trust({"Service": f"{service}.amazonaws.com"}), own,
                managed=[mine(account, "app-data"), aws_managed("CloudWatchAgentServerPolicy")],
                boundary=mine(account, "limit"), tags={"team": TEAMS[number % 4]})


def pipeline(i, number):
    account, name = account_id(i), f"deploy-{number}"
    own = policy(allow(["cloudformation:*", "lambda:UpdateFunctionCode"], "*"),
                 allow("iam:PassRole", role_arn(account, "app-*")))
    return role(account, name, trust_tokens(account, f"repo:acme/{name}:*"), own,
                boundary=mine(account, "limit"))


def mesh(accounts, i, number):
    """Assumed from the account before in the team, with an id both sides know."""
    account, name = account_id(i), f"mesh-{number}"
    first = i - i % TEAM
    last = min(first + TEAM, accounts) - 1
    before, after = (last if i == first else i - 1), (first if i == last else i + 1)
    known = {"StringEquals": {"sts:ExternalId": secret(i, number)}}
    own = policy(
        allow("sts:AssumeRole", role_arn(account_id(after), name),
              Condition={"StringEquals": {"sts:ExternalId": secret(after, number)}}),
        allow("s3:GetObject", f"arn:aws:s3:::data-{account}/shared/*"))
    return role(account, name, trust({"AWS": role_arn(account_id(before), name)}, Condition=known),
                own)


def details(accounts, principals, i, more):
    """The authorization details of an account; `more` has what is planted there."""
    account = account_id(i)
    roles = list(fixed_roles(i))
    left = max(principals - len(roles), 0)
    users = [person(i, n) for n in range(left * 3 // 10)]
    for n in range(left - len(users)):
        kind = n % 7
        roles.append(mesh(accounts, i, n) if kind == 5 else pipeline(i, n) if kind == 6
                     else application(i, n))
    read = policy(allow(["s3:ListAllMyBuckets", "cloudwatch:Get*", "cloudwatch:List*"], "*"))
    groups = [("developers", read, [aws_managed("AWSCodeCommitReadOnly")]),
              ("operators", None, [mine(account, "app-data"), aws_managed("AmazonEC2ReadOnlyAccess")])]
    return {
        "UserDetailList": users + more.users,
        "GroupDetailList": [
            {"Path": "/", "GroupName": name, "GroupId": f"AGPA{account}{name.upper()}",
             "Arn": f"arn:aws:iam::{account}:group/{name}",
             "GroupPolicyList": [{"PolicyName": "own", "PolicyDocument": own}] if own else [],
             "AttachedManagedPolicies": [{"PolicyName": arn.rsplit("/", 1)[1], "PolicyArn": arn}
                                         for arn in managed]} for name, own, managed in groups],
        "RoleDetailList": roles + more.roles,
        "Policies": [
            managed_policy(account, "app-data", policy(
                allow(["dynamodb:GetItem", "dynamodb:Query", "dynamodb:PutItem"],
                      f"arn:aws:dynamodb:{REGION}:{account}:table/app-*"),
                allow("kms:Decrypt", f"arn:aws:kms:{REGION}:{account}:key/*", Condition={
                    "StringEquals": {"kms:ViaService": f"dynamodb.{REGION}.amazonaws.com"}}))),
            managed_policy(account, "limit", policy(
                allow(["s3:*", "sqs:*", "dynamodb:*", "logs:*", "kms:Decrypt", "lambda:*",
                       "cloudformation:*", "iam:PassRole"], "*"),
                deny(["s3:PutBucketPolicy", "s3:PutBucketAcl"], "*")))] + more.policies,
        "IsTruncated": False}


def resources(i):
    """(kind, name, document) of what every account has."""
    account = account_id(i)
    inside = {"StringEquals": {"aws:PrincipalOrgID": ORGANIZATION}}
    yield "bucket-policy", f"data-{account}", policy(
        deny("s3:*", bucket(f"data-{account}"), Principal="*",
             Condition={"Bool": {"aws:SecureTransport": "false"}}),
        allow("s3:GetObject", f"arn:aws:s3:::data-{account}/public/*", Principal="*",
              Condition=inside))
    yield "queue-policy", "jobs", policy(
        allow("sqs:SendMessage", f"arn:aws:sqs:{REGION}:{account}:jobs",
              Principal={"Service": "events.amazonaws.com"},
              Condition={"StringEquals": {"aws:SourceAccount": account}}))
    yield "key-policy", f"{i:08x}-0000-4000-8000-000000000000", policy(
        allow("kms:*", "*", Principal={"AWS": f"arn:aws:iam::{account}:root"}))


def guardrails():
    """Units, and the policies attached to them."""
    regions = [REGION, "eu-west-1", "us-east-1"]
    tls = policy(deny("s3:*", "*", Principal="*",
                      Condition={"Bool": {"aws:SecureTransport": "false"}}))
    perimeter = policy(deny(["s3:*", "sqs:*"], "*", Principal="*", Condition={
        "StringNotEqualsIfExists": {"aws:PrincipalOrgID": ORGANIZATION},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}))
    members = policy(deny(["organizations:LeaveOrganization", "cloudtrail:StopLogging"], "*"),
                     deny(["iam:CreateUser", "iam:CreateAccessKey"], "*", Condition={
                         "ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}))
    where = policy({"Effect": "Deny", "Resource": "*",
                    "NotAction": ["iam:*", "sts:*", "organizations:*", "route53:*", "support:*"],
                    "Condition": {"StringNotEquals": {"aws:RequestedRegion": regions}}})
    return {"tls": tls, "perimeter": perimeter, "members": members, "where": where}


def units():
    full = "FullAWSAccess"
    return {
        ROOT: {"scps": [full], "rcps": ["policies/tls.json"]},
        PRODUCTION: {"parent": ROOT, "scps": [full, "policies/members.json", "policies/where.json"],
                     "rcps": ["policies/perimeter.json"]},
        TEST: {"parent": ROOT, "scps": [full, "policies/members.json"]},
        SANDBOX: {"parent": ROOT, "scps": [full]}}
