"""The known causes of differences, in the order in which they are taken out of a scenario.

A cause is known by what removes it: `take_out` takes it out of a scenario, in place, and says
whether it was there. By the specification nothing of that may change the decision; a cause that is
only a licence to try (`certain=False`) is left in where it would. A cause that is `last` ends the
matter.
"""

import json
from dataclasses import dataclass
from typing import Callable

import causes_conditions as conditions
import causes_decisions as decisions
import causes_matching as matching
import causes_principals as principals


@dataclass(frozen=True)
class Cause:
    name: str
    rules: str
    right: str  # `postern`, or `open` where AWS's documentation does not say
    take_out: Callable
    certain: bool = True
    last: bool = False


POSTERN, OPEN = "postern", "open"

CAUSES = [
    # Calls that no policy decides.
    Cause("partition", "XACC-6", POSTERN, decisions.partition, last=True),
    Cause("assume-role-by-root", "TRUST-11", POSTERN, decisions.assume_role_by, last=True),
    Cause("session-token", "STS-1", POSTERN, decisions.session_token, last=True),
    # Guardrails that do not apply.
    Cause("management-account", "SCP-7, RCP-6", POSTERN, decisions.management_account),
    Cause("service-linked-role", "EVAL-10, SCP-10, RCP-4", POSTERN, decisions.service_linked_role),
    Cause("scps-of-nobody", "SCP-9", POSTERN, decisions.scps_of_nobody),
    Cause("endpoint-of-service", "EVAL-3, AMB-39", OPEN, decisions.endpoint_of_service),
    Cause("rcp-service", "RCP-7, AMB-27", POSTERN, decisions.rcp_service),
    Cause("rcp-retire-grant", "RCP-8", POSTERN, decisions.rcp_retire_grant),
    # Text and context.
    Cause("beyond-the-plane", "GLOB-2, AMB-32", OPEN, matching.beyond_the_plane),
    Cause("empty-set", "COND-NULL-1, COND-IFEX-1, COND-SET", POSTERN, conditions.empty_set),
    # Variables.
    Cause("variable-in-old-document", "VAR-1", POSTERN, matching.variable_in_old_document),
    Cause("variable-default", "VAR-3, VAR-7", POSTERN, matching.variable_default),
    Cause("variable-empty-value", "VAR-7, AMB-42", OPEN, matching.variable_empty_value),
    Cause("variable-unresolved-negated", "VAR-6", POSTERN, conditions.variable_unresolved_negated),
    Cause("variable-unresolved-not-resource", "VAR-4, AMB-6", OPEN,
          matching.variable_unresolved_not_resource),
    Cause("variable-special-in-exact", "VAR-8", POSTERN, conditions.special_in_exact),
    Cause("arn-variable-early", "COND-ARN-1, VAR-2", POSTERN, conditions.arn_variable_early),
    # Condition operators.
    Cause("null-with-prefix", "COND-NULL-1, AMB-43", OPEN, conditions.null_with_prefix),
    Cause("any-value-if-exists", "COND-SET-7, AMB-44", OPEN, conditions.any_value_if_exists),
    Cause("case-beyond-ascii", "COND-STR-2, AMB-31", OPEN, conditions.case_beyond_ascii),
    Cause("number-malformed", "COND-9, COND-NUM-2, AMB-13, AMB-14", OPEN,
          conditions.number_malformed),
    Cause("number-precision", "COND-NUM-2", POSTERN, conditions.number_precision),
    Cause("date-malformed", "COND-9, COND-DATE-2, AMB-13", OPEN, conditions.date_malformed),
    Cause("date-epoch", "COND-DATE-3", POSTERN, conditions.date_epoch),
    Cause("address-malformed", "COND-9, AMB-13", OPEN, conditions.address_malformed),
    Cause("address-zero-prefix", "COND-IP-1", POSTERN, conditions.address_zero_prefix),
    Cause("address-bare-v4", "COND-IP-2, COND-IP-4", POSTERN, conditions.address_bare_v4),
    Cause("address-bare-v6", "COND-IP-2, COND-IP-4, COND-IP-5", POSTERN,
          conditions.address_bare_v6),
    Cause("arn-incomplete", "COND-ARN-5, AMB-2", OPEN, conditions.arn_incomplete),
    # Actions and resources.
    Cause("queue-policy-wildcard", "SQS-3, AMB-30", OPEN, matching.queue_policy_wildcard),
    Cause("action-prefix", "ACT-3, ACT-5, AMB-3", OPEN, matching.action_prefix),
    Cause("resource-not-an-arn", "RES-4, AMB-1", OPEN, matching.resource_not_an_arn),
    Cause("resource-completed", "RES-5, RES-6", POSTERN, matching.resource_completed),
    Cause("resource-incomplete", "RES-5, AMB-4", OPEN, matching.resource_incomplete),
    Cause("resource-segment-case", "RES-2", POSTERN, matching.resource_segment_case),
    Cause("resource-flat", "RES-4, AMB-1", OPEN, matching.resource_flat),
    Cause("resource-type-variable", "VAR-2, VAR-3", POSTERN, matching.resource_type_variable),
    Cause("resource-type-wildcard", "GLOB-1, RES-3", POSTERN, matching.resource_type_wildcard),
    # Principals.
    Cause("role-of-other-path", "PRIN-5, PRIN-18", POSTERN, principals.role_of_other_path),
    Cause("unique-id", "PRIN-14", POSTERN, principals.unique_id),
    Cause("canonical-user", "PRIN-10", POSTERN, principals.canonical_user),
    Cause("service-names", "PRIN-16", POSTERN, principals.service_names),
    Cause("federated-user-name", "MOD-2, EVAL-7", POSTERN, principals.federated_user_name),
    Cause("token-bearer-principal", "PRIN-3, PRIN-9, AMB-40", OPEN,
          principals.token_bearer_principal),
    Cause("not-principal-partial", "NPRIN-2, AMB-17", OPEN, principals.not_principal_partial),
    Cause("endpoint-principal", "VPCE-4, VPCE-5, AMB-29", POSTERN, principals.endpoint_principal),
    # Services that refuse.
    Cause("kms-across", "KMS-5", POSTERN, decisions.kms_across, last=True),
    Cause("owner-only-across", "SQS-1, S3-5, PASS-3", POSTERN, decisions.owner_only_across,
          last=True),
    Cause("unsigned", "EVAL-11", POSTERN, decisions.unsigned, last=True),
    Cause("federated-user-calls", "EVAL-7", POSTERN, decisions.federated_user_calls, last=True),
    Cause("service-linked-trust", "TRUST-17", POSTERN, decisions.service_linked_trust, last=True),
    Cause("service-linked-change", "decision 0016", POSTERN, decisions.service_linked_change,
          last=True),
    # Who needs what.
    Cause("no-trust-policy", "TRUST-3", POSTERN, decisions.no_trust_policy),
    Cause("root-bucket-policy", "S3-4", POSTERN, decisions.root_bucket_policy),
    Cause("root-user", "EVAL-8, XACC-2", POSTERN, decisions.root_user),
    Cause("federated-by-root", "EVAL-7", POSTERN, decisions.federated_by_root),
    Cause("federated-without-session", "EVAL-7, SESS-5", POSTERN,
          decisions.federated_without_session),
    Cause("token-bearer-across", "EVAL-3, TRUST-3", POSTERN, decisions.token_bearer_across),
    Cause("session-and-direct-grant", "SESS-4, AMB-38", OPEN, decisions.session_and_direct_grant,
          certain=False),
]


def steps(scenario):
    """The scenario, then without one cause after the other, as lines of JSON: (cause, line)."""
    found = [(None, json.dumps(scenario))]
    at = json.loads(found[0][1])
    for cause in CAUSES:
        if cause.take_out(at):
            found.append((cause, json.dumps(at)))
            if cause.last:
                break
    return found
