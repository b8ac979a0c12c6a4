"""What the audit trail can say: one constant word for each act, as `subject:action`."""

from __future__ import annotations

from enum import StrEnum


class AuditAction(StrEnum):
    """An act of staff, of the worker or of the operator. Words are only ever added: old rows keep theirs."""

    # Signing in, and a person's own account.
    ACCOUNT_SIGN_IN = "account:sign_in"
    ACCOUNT_SIGN_OUT = "account:sign_out"
    ACCOUNT_THROTTLED = "account:throttled"
    ACCOUNT_ENROL = "account:enrol"
    ACCOUNT_RECOVERY_USED = "account:recovery_used"
    ACCOUNT_RECOVERY_CODES = "account:recovery_codes"
    ACCOUNT_PASSWORD = "account:password"  # noqa: S105 - the name of an act, not a password
    ACCOUNT_STEP_UP = "account:step_up"
    ACCOUNT_MAKE = "account:make"
    ACCOUNT_DEACTIVATE = "account:deactivate"
    ORGANISATION_MAKE = "organisation:make"

    # Asking somebody in.
    INVITATION_MAKE = "invitation:make"
    INVITATION_REVOKE = "invitation:revoke"
    INVITATION_ACCEPT = "invitation:accept"

    # Keys and who vouches for them.
    VAULT_MAKE = "vault:make"
    VAULT_CHANGE = "vault:change"
    VAULT_HALF_KEY = "vault:half_key"
    DIRECTORY_PUBLISH = "directory:publish"
    DIRECTORY_ENDORSE = "directory:endorse"
    EPOCH_MAKE = "epoch:make"
    EPOCH_WRAP = "epoch:wrap"

    # Tips and answers, as staff touch them.
    TIP_OPEN = "tip:open"
    TIP_TAKE = "tip:take"
    TIP_LANE = "tip:lane"
    TIP_REPLY = "tip:reply"
    TIP_SET_ASIDE = "tip:set_aside"
    TIP_TAKE_BACK = "tip:take_back"
    TIP_DELETE = "tip:delete"

    INCIDENT_OPEN = "incident:open"
    INCIDENT_CHANGE = "incident:change"
    INCIDENT_STATE = "incident:state"

    CASE_FILE_MAKE = "case_file:make"
    CASE_FILE_SUBMIT = "case_file:submit"
    CASE_FILE_RENDER = "case_file:render"
    CASE_FILE_RENDER_FAIL = "case_file:render_fail"
    CASE_FILE_RETURN = "case_file:return"
    CASE_FILE_APPROVE = "case_file:approve"
    CASE_FILE_DELETE = "case_file:delete"

    RELEASE_COUNTERSIGN = "release:countersign"
    RELEASE_REFUSE = "release:refuse"
    RELEASE_RECALL = "release:recall"
    RELEASE_EXPIRE = "release:expire"
    RELEASE_OPEN = "release:open"

    # About submitters: these carry the UTC day and nothing finer.
    INTAKE_DAY = "intake:day"
    MAILBOX_CLOSE = "mailbox:close"
    TRIAGE_DONE = "triage:done"

    # The worker and the operator.
    OPERATOR_INIT_DESK = "operator:init_desk"
    OPERATOR_ADMIT_LEAD = "operator:admit_lead"
    OPERATOR_ADMIT_PERSON = "operator:admit_person"
    OPERATOR_ADD_WORKER = "operator:add_worker"

    @property
    def subject(self) -> str:
        """The word before the colon."""
        return self.value.partition(":")[0]

    @property
    def by_day(self) -> bool:
        """Whether an event of this kind may carry the UTC day only, since a finer time could place a submitter."""
        return self.subject in {"intake", "mailbox", "triage"}
