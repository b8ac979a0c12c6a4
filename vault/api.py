"""What both staff APIs share: who is signed in, their vault and half-key, the directories, the language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Router, Status

from accounts.guards import staff_of
from accounts.models import Organisation
from accounts.services.people import Refused as AccountRefused
from accounts.services.people import language_set
from accounts.sessions import Staff
from sealing.encoding import b64_encode
from vault import schemas as s
from vault import selectors
from vault.models import DirectoryKind
from vault.received import directory_out, received
from vault.refusals import VaultMissing, VaultRefusal
from vault.services.half_keys import half_key_drop, half_key_get, half_key_make
from vault.services.vaults import vault_put

router = Router(tags=["keys"])


def organisation_out(organisation: Organisation) -> s.OrganisationOut:
    """An organisation as the API says it."""
    return s.OrganisationOut(
        id=organisation.id, kind=organisation.kind, name=organisation.name, short=organisation.short
    )


def _me(staff: Staff) -> s.MeOut:
    user = staff.user
    try:
        root_key, desk_name = selectors.pinned_root(), selectors.desk_organisation().name
        receipt_salt = bytes(selectors.installation().receipt_salt)
    except selectors.DeskNotReady:
        raise VaultRefusal("not_ready", _("This desk was not set up yet.")) from None
    vault = selectors.vault_of(user)
    return s.MeOut(
        user_id=user.id,
        name=user.name,
        username=user.username,
        role=user.role,
        organisation=organisation_out(user.organisation),
        language=user.language,
        session_id=staff.session_id,
        has_vault=vault is not None,
        admitted=selectors.admitted(vault, selectors.believed_or_none()),
        demo=settings.VIGIA_DEMO,
        idle_seconds=settings.STAFF_IDLE_SECONDS,
        step_up_seconds=staff.step_up_left(now=timezone.now()),
        desk_name=desk_name,
        root_key=b64_encode(root_key),
        receipt_salt=b64_encode(receipt_salt),
    )


@router.get("me", response=s.MeOut, operation_id="me")
def me(request: HttpRequest) -> s.MeOut:
    """Who is signed in."""
    return _me(staff_of(request))


@router.get("vault", response={200: s.VaultOut, 404: s.ProblemOut}, operation_id="vault")
def vault_get(request: HttpRequest) -> s.VaultOut:
    """One's own sealed private keys."""
    found = selectors.vault_of(staff_of(request).user)
    if found is None:
        raise VaultMissing
    return s.VaultOut(blob=b64_encode(bytes(found.blob)))


@router.put("vault", response={200: s.MeOut, 409: s.ProblemOut}, operation_id="vault_put")
def vault_save(request: HttpRequest, body: s.VaultIn) -> s.MeOut:
    """Make one's vault, or seal the same keys anew."""
    staff = staff_of(request)
    vault_put(
        user=staff.user,
        blob=received(body.blob),
        seal_key=received(body.seal_key),
        sign_key=received(body.sign_key),
        now=timezone.now(),
    )
    return _me(staff)


@router.post("half-key", response=s.HalfKeyOut, operation_id="half_key_make")
def half_key_draw(request: HttpRequest) -> s.HalfKeyOut:
    """Draw a fresh half-key for this session."""
    return s.HalfKeyOut(half_key=b64_encode(half_key_make(staff=staff_of(request), now=timezone.now())))


@router.get("half-key", response={200: s.HalfKeyOut, 404: s.ProblemOut}, operation_id="half_key")
def half_key_ask(request: HttpRequest) -> s.HalfKeyOut:
    """This session's half-key, after a reload."""
    found = half_key_get(staff=staff_of(request))
    if found is None:
        raise VaultMissing
    return s.HalfKeyOut(half_key=b64_encode(found))


@router.delete("half-key", response={204: None}, operation_id="half_key_drop")
def half_key_forget(request: HttpRequest) -> Status[None]:
    """Forget this session's half-key: the page was locked."""
    half_key_drop(staff=staff_of(request))
    return Status(204, None)


@router.get("directories/{kind}", response={200: s.DirectoryOut, 404: s.ProblemOut}, operation_id="directory")
def directory(request: HttpRequest, kind: DirectoryKind) -> s.DirectoryOut:
    """The newest version of a directory."""
    found = selectors.directory_newest(kind)
    if found is None:
        raise VaultMissing
    return directory_out(found)


@router.get(
    "directories/{kind}/{sha256}", response={200: s.DirectoryOut, 404: s.ProblemOut}, operation_id="directory_version"
)
def directory_version(request: HttpRequest, kind: DirectoryKind, sha256: str) -> s.DirectoryOut:
    """One version of a directory, by the SHA-256 of its bytes in hexadecimal digits."""
    try:
        found = selectors.directory_by_sha256(kind, bytes.fromhex(sha256))
    except ValueError:
        raise VaultMissing from None
    if found is None:
        raise VaultMissing
    return directory_out(found)


@router.post("language", response={204: None, 409: s.ProblemOut}, operation_id="language")
def language(request: HttpRequest, body: s.LanguageIn) -> Status[None]:
    """Choose the language of one's own pages."""
    try:
        language_set(person=staff_of(request).user, language=body.language)
    except AccountRefused:
        raise VaultRefusal("language", _("The portal does not speak this language.")) from None
    return Status(204, None)
