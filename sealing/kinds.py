"""Kinds of sealed things, what shape each holds, and who may make it."""

from enum import IntEnum, StrEnum


class Kind(IntEnum):
    """The kind byte of envelopes and wraps."""

    TIP = 1
    MESSAGE = 2
    FILE = 3
    REPLY = 4
    TRIAGE_RESULT = 5
    SAFE_COPY = 6
    CASE_CONTENT = 7
    CASE_FILE_SOURCE = 8
    INDEX_ROW = 9
    CASE_FILE_PDF = 10
    DRAFT = 11
    EPOCH_SEED = 0x80


class Role(StrEnum):
    """Who a signing key of the desk directory belongs to."""

    CASE_WORKER = "case_worker"
    LEAD = "lead"
    PARTNER = "partner"
    WORKER = "worker"


# Envelopes whose plaintext is a file; all other envelopes hold JSON.
FILE_KINDS = frozenset({Kind.FILE, Kind.SAFE_COPY, Kind.CASE_FILE_PDF})

# Files that lie under their parent's content key, and the parents that may share theirs.
CHILD_KINDS = frozenset({Kind.FILE, Kind.SAFE_COPY})
PARENT_KINDS = frozenset({Kind.TIP, Kind.MESSAGE, Kind.TRIAGE_RESULT})

_STAFF = frozenset({Role.CASE_WORKER, Role.LEAD})

# A kind that is absent is made by submitters, who sign nothing.
MAKER_ROLES: dict[Kind, frozenset[Role]] = {
    Kind.REPLY: _STAFF,
    Kind.TRIAGE_RESULT: frozenset({Role.WORKER}),
    Kind.SAFE_COPY: frozenset({Role.WORKER}),
    Kind.CASE_CONTENT: _STAFF,
    Kind.CASE_FILE_SOURCE: _STAFF,
    Kind.INDEX_ROW: _STAFF | {Role.WORKER},
    Kind.CASE_FILE_PDF: frozenset({Role.WORKER}),
    Kind.DRAFT: _STAFF,
}
