"""Setting a desk up on its host: the organisation root, the worker's keys, and the root's word for leads and people."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, OrganisationKind, Role, User
from accounts.services.people import organisation_make
from audit.actions import AuditAction
from audit.services import OPERATOR, audit_record
from sealing.keys import fingerprint_words, key_id
from sealing.kinds import Role as SealingRole
from sealing.people import (
    EndorsedEntry,
    entry_endorse,
    lead_certify,
    person_entry,
    signature_read,
    signature_value,
    worker_entry,
)
from sealing.receipts import SALT_BYTES
from vault import selectors
from vault.models import Endorsement, Installation, LeadCertificate, Vault, WorkerKey
from vault.refusals import VaultRefusal
from vault.root_key import RootSecret
from vault.worker_key import WorkerSecrets

ONLY: Final = 1


def set_up() -> bool:
    """Whether this database holds a desk already."""
    return Installation.objects.exists() or Organisation.objects.filter(kind=OrganisationKind.DESK).exists()


def desk_make(
    *, root: RootSecret, worker: WorkerSecrets, name: str, short: str, demo: bool, now: datetime
) -> Organisation:
    """Make the desk: its organisation, its root's public key and receipt salt, and its first worker.

    Raises VaultRefusal ("set_up") on a database that holds a desk, and accounts' Refused for a bad name.
    """
    with transaction.atomic():
        if set_up():
            raise VaultRefusal("set_up", _("This database holds a desk already."))
        desk = organisation_make(actor=None, name=name, short=short, now=now)
        Installation.objects.create(
            id=ONLY, root_key=root.public, receipt_salt=secrets.token_bytes(SALT_BYTES), demo=demo, made_at=now
        )
        audit_record(
            actor=OPERATOR,
            action=AuditAction.OPERATOR_INIT_DESK,
            subject=desk.id,
            facts={"root": key_id(root.public).hex(), "demo": demo},
            now=now,
        )
        worker_add(root=root, worker=worker, now=now)
    return desk


def worker_add(*, root: RootSecret, worker: WorkerSecrets, now: datetime) -> WorkerKey:
    """Keep a worker's public keys with the root's endorsement of its directory entry."""
    entry = worker_entry(worker=worker.id, sign_key=worker.sign_key, seal_key=worker.seal_key)
    endorsement = entry_endorse(sign_seed=root.sign_seed, entry=entry)
    with transaction.atomic():
        made = WorkerKey.objects.create(
            id=worker.id,
            seal_key=worker.seal_key,
            sign_key=worker.sign_key,
            entry=entry,
            endorsements=[signature_value(endorsement)],
        )
        audit_record(
            actor=OPERATOR,
            action=AuditAction.OPERATOR_ADD_WORKER,
            subject=worker.id,
            facts={"seal_key": key_id(worker.seal_key).hex(), "sign_key": key_id(worker.sign_key).hex()},
            now=now,
        )
    return made


def worker_endorsed(worker: WorkerKey) -> EndorsedEntry:
    """A worker's directory entry with the endorsements that it has, for the next desk directory."""
    return EndorsedEntry(entry=bytes(worker.entry), by=tuple(signature_read(row) for row in worker.endorsements))


def lead_words(*, person: User, lang: str) -> str:
    """The six words of a lead's keys, to compare in person or by voice. Raises VaultRefusal (no_lead, no_keys)."""
    _lead_check(person)
    return _words(person, lang)


def person_words(*, person: User, lang: str) -> str:
    """The six words of a case worker's or partner's keys. Raises VaultRefusal (is_lead, shut, admitted, no_keys)."""
    _person_check(person)
    return _words(person, lang)


def lead_admit(*, root: RootSecret, person: User, now: datetime) -> LeadCertificate:
    """Sign a lead's signing key with the root, after its words were compared.

    Raises VaultRefusal (no_lead, no_keys, other_root).
    """
    _lead_check(person)
    sign_key = bytes(_vault(person).sign_key)
    _root_check(root)
    certificate = lead_certify(root_seed=root.sign_seed, user=person.id, sign_key=sign_key, issued=now.date())
    with transaction.atomic():
        made, _created = LeadCertificate.objects.update_or_create(
            user=person, defaults={"body": certificate.cert, "signature": certificate.signature}
        )
        audit_record(
            actor=OPERATOR,
            action=AuditAction.OPERATOR_ADMIT_LEAD,
            subject=person.id,
            facts={"sign_key": key_id(sign_key).hex()},
            now=now,
        )
    return made


def person_vouch(*, root: RootSecret, person: User, now: datetime) -> Endorsement:
    """Keep the root's word for a case worker's or partner's entry, after its words were compared.

    It is enough for a lead to publish the entry, where a desk has no second lead. Raises VaultRefusal (is_lead, shut,
    admitted, no_keys, other_root).
    """
    _person_check(person)
    vault = _vault(person)
    _root_check(root)
    entry = person_entry(
        user=person.id,
        organisation=person.organisation_id,
        role=SealingRole(person.role),
        sign_key=bytes(vault.sign_key),
        seal_key=bytes(vault.seal_key),
    )
    word = entry_endorse(sign_seed=root.sign_seed, entry=entry)
    with transaction.atomic():
        made, _created = Endorsement.objects.update_or_create(
            user=person, key=word.key, defaults={"entry": entry, "signature": word.signature, "made_at": now}
        )
        audit_record(
            actor=OPERATOR,
            action=AuditAction.OPERATOR_ADMIT_PERSON,
            subject=person.id,
            facts={"seal_key": key_id(bytes(vault.seal_key)).hex(), "sign_key": key_id(bytes(vault.sign_key)).hex()},
            now=now,
        )
    return made


def _lead_check(person: User) -> None:
    if person.role != Role.LEAD or not person.is_active:
        raise VaultRefusal("no_lead", _("This person is no desk lead."))


def _person_check(person: User) -> None:
    if person.role == Role.LEAD:
        raise VaultRefusal("is_lead", _("The root certifies desk leads: that is admit_lead."))
    if not person.is_active:
        raise VaultRefusal("shut", _("This person's account is closed."))
    if selectors.admitted(selectors.vault_of(person), selectors.believed_or_none()):
        raise VaultRefusal("admitted", _("This person is in the directory already."))


def _words(person: User, lang: str) -> str:
    vault = _vault(person)
    return " ".join(fingerprint_words(bytes(vault.sign_key) + bytes(vault.seal_key), lang))


def _root_check(root: RootSecret) -> None:
    if root.public != selectors.pinned_root():
        raise VaultRefusal("other_root", _("This is another organisation's root."))


def _vault(person: User) -> Vault:
    vault = selectors.vault_of(person)
    if vault is None:
        raise VaultRefusal("no_keys", _("This person has no keys yet."))
    return vault
