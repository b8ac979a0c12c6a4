"""Vouching for people's keys, and taking access away."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.services.people import NotAllowed, person_deactivate
from audit.actions import AuditAction
from audit.services import audit_record
from sealing.errors import SealingError
from sealing.keys import key_id
from sealing.kinds import Role
from sealing.people import Signature, endorsement_verify, person_entry
from vault import selectors
from vault.models import Endorsement, LeadCertificate
from vault.refusals import VaultRefusal
from vault.services.epochs import epoch_access_end


def person_endorse(
    *, actor: User, person: User, entry: bytes, key: bytes, signature: bytes, now: datetime
) -> Endorsement:
    """Keep a lead's signature over somebody's directory entry, made after their words were compared.

    The entry must say what the desk knows of that person today, the key must be the acting lead's own and certified by
    the root, the signature must hold. Raises VaultRefusal.
    """
    own, vault = selectors.vault_of(actor), selectors.vault_of(person)
    certified = LeadCertificate.objects.filter(user=actor).exists()
    if own is None or bytes(own.sign_key) != key or not certified:
        raise VaultRefusal("not_certified", _("Your own key is not certified by the organisation root yet."))
    if vault is None or not person.is_active:
        raise VaultRefusal("no_keys", _("This person has no keys yet."))
    expected = person_entry(
        user=person.id,
        organisation=person.organisation_id,
        role=Role(person.role),
        sign_key=bytes(vault.sign_key),
        seal_key=bytes(vault.seal_key),
    )
    if entry != expected:
        raise VaultRefusal("entry", _("This entry is not what the desk knows of that person."))
    try:
        endorsement_verify(entry=entry, signature=Signature(key=key, signature=signature))
    except SealingError:
        raise VaultRefusal("signature", _("The signature does not hold.")) from None
    with transaction.atomic():
        made, _created = Endorsement.objects.update_or_create(
            user=person, key=key, defaults={"entry": entry, "signature": signature, "made_at": now}
        )
        audit_record(
            actor=actor.id,
            action=AuditAction.DIRECTORY_ENDORSE,
            subject=person.id,
            facts={"seal_key": key_id(bytes(vault.seal_key)).hex(), "sign_key": key_id(bytes(vault.sign_key)).hex()},
            now=now,
        )
    return made


def person_shut_out(*, actor: User, person: User, now: datetime) -> None:
    """Shut somebody's account and remove their epoch wraps and waiting endorsements.

    A lead then publishes a directory without them, and a new epoch. Raises VaultRefusal.
    """
    with transaction.atomic():
        try:
            person_deactivate(actor=actor, person=person, now=now)
        except NotAllowed:
            raise VaultRefusal("not_allowed", _("You cannot shut your own account.")) from None
        epoch_access_end(user=person)
        Endorsement.objects.filter(user=person).delete()
