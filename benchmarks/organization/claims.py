"""Claims about all of the organization, which hold in spite of the back doors."""
from doors import forbid
from words import PROVIDER, REGION, account_id, bucket, role_arn


def general(accounts):
    one, other = account_id(3), account_id(accounts - 1)
    return [
        ("nobody outside reads any object of a data bucket",
         forbid("external", "s3:GetObject", "arn:aws:s3:::data-*/*")),
        ("nobody outside does anything to one bucket",
         forbid("external", "s3:*", bucket(f"data-{one}"))),
        ("nobody outside sends to a queue",
         forbid("external", "sqs:SendMessage", f"arn:aws:sqs:{REGION}:{one}:jobs")),
        ("nobody outside decrypts with a key",
         forbid("external", "kms:Decrypt",
                f"arn:aws:kms:{REGION}:{one}:key/00000003-0000-4000-8000-000000000000")),
        ("nobody outside assumes any role",
         forbid("external", ["sts:AssumeRole", "sts:AssumeRoleWithSAML"], "arn:aws:iam::*:role/*")),
        ("no repository of others comes to act as a pipeline",
         forbid(f"federated:{PROVIDER}", "sts:AssumeRoleWithWebIdentity",
                "arn:aws:iam::*:role/deploy-*", via="none",
                when={"StringNotLike": {f"{PROVIDER}:sub": "repo:acme/*"}})),
        ("no user of any account creates users",
         forbid("arn:aws:iam::*:user/*", "iam:CreateUser", "*")),
        ("nobody stops the trail of an account",
         forbid(f"account:{one}", "cloudtrail:StopLogging", "*", via="none")),
        ("no user of one account deletes objects of another",
         forbid(f"arn:aws:iam::{other}:user/person-*", "s3:DeleteObject",
                f"arn:aws:s3:::data-{one}/*")),
        ("the roles of applications do not change the policies of buckets",
         forbid("arn:aws:iam::*:role/app-*", ["s3:PutBucketPolicy", "s3:PutBucketAcl"], "*",
                **{"except": "external"})),
        ("auditors can list roles everywhere",
         {"require": {"principal": "arn:aws:iam::*:role/auditor", "action": "iam:ListRoles",
                      "resource": "*"}}),
        ("somebody from outside of the account can come to administer it",
         {"require": {"principal": role_arn(account_id(1), "access"), "action": "s3:PutObject",
                      "resource": f"arn:aws:s3:::data-{one}/*", "witness": "some", "via": "any"}}),
    ]
