"""What browsers and the worker do, in Python: a tip on its way to a released PDF, for tests that need one half-way.

Every step goes through the product's services with bytes that are sealed and signed as the pages would.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.models import Organisation, User
from incidents.models import CaseFile, Incident, Release, Revision, Tip
from incidents.services import casefiles, countersigning, incidents, intake, releases, rendering, triage
from incidents.services.stored import SealedInput
from sealing.encoding import b64_encode, ref_hex
from sealing.envelopes import Sealed, json_seal
from sealing.hashing import sha256
from sealing.keys import key_id
from sealing.kinds import Kind
from sealing.makers import maker_sign
from sealing.opening import file_open, json_open, wrap_open
from sealing.statements import S1, S2, ReleasedPdf, Tlp, s1_sign, s2_sign
from sealing.wraps import wrap_seal
from tests.desk_fixture import DeskKeys
from vault.models import Epoch, Vault, Wrap
from vault.trust import desk_directory_now
from vault.worker_key import WorkerSecrets

TEXT = (
    "Ayer llegaron seis hombres en dos botes a Puerto Ceiba. Preguntaron por Aurelio Tamani. Su teléfono es 987654321."
)


def worker_of(desk: DeskKeys) -> WorkerSecrets:
    """The desk's worker with its private keys."""
    return WorkerSecrets(id=desk.worker_id, seal_seed=desk.worker.seal, sign_seed=desk.worker.sign)


def tip_sent(text: str = TEXT, *, danger: bool = False, lang: str = "es") -> tuple[Tip, str]:
    """A tip sealed on arrival, and its ten words."""
    known = set(Tip.objects.values_list("id", flat=True))
    fields = intake.TipFields(text=text, kind="people", zone="", when="today", danger=danger)
    words = intake.tip_receive_plain(fields=fields, lang=lang, now=timezone.now())
    return Tip.objects.exclude(id__in=known).get(), words


def tip_analysed(desk: DeskKeys, text: str = TEXT, *, danger: bool = False) -> Tip:
    """A tip that the worker has read."""
    tip, _words = tip_sent(text, danger=danger)
    triage.tip_triage(tip_id=tip.id, worker=worker_of(desk), now=timezone.now())
    tip.refresh_from_db()
    return tip


def opened(desk: DeskKeys, kind: Kind, ref: UUID, envelope: bytes) -> dict[str, Any]:
    """What a case worker's browser reads."""
    row = Wrap.objects.get(kind=kind, ref=ref, key_id=desk.epoch.key_id)
    ck = wrap_open(seed=desk.epoch_seed, wrap=bytes(row.wrap), wrap_key_id=desk.epoch.key_id, kind=kind, ref=ref)
    return json_open(ck=ck, envelope=bytes(envelope), kind=kind, ref=ref).value


def sealed_by(desk: DeskKeys, user: User, kind: Kind, value: dict[str, Any]) -> tuple[SealedInput, Sealed]:
    """Something that a case worker's browser sealed to the epoch and signed."""
    sealed = json_seal(kind=kind, ref=uuid4(), value=value)
    mark = maker_sign(sign_seed=desk.seeds[user.id].sign, sealed=sealed)
    stored = SealedInput(
        id=sealed.ref,
        epoch=Epoch.objects.get(id=desk.epoch.id),
        envelope=sealed.envelope,
        wrap=wrap_seal(ck=sealed.ck, recipient=desk.epoch.key, kind=kind, ref=sealed.ref),
        maker=mark.key_id,
        signature=mark.signature,
    )
    return stored, sealed


def incident_made(desk: DeskKeys, user: User, tips: list[Tip]) -> Incident:
    """An incident of these tips."""
    id = uuid4()
    value = {
        "v": 1,
        "type": "incident",
        "incident": ref_hex(id),
        "title": "Botes armados",
        "note": "",
        "tips": [ref_hex(tip.id) for tip in tips],
    }
    content, _sealed = sealed_by(desk, user, Kind.CASE_CONTENT, value)
    return incidents.incident_open(
        actor=user, incident_id=id, tip_ids=[tip.id for tip in tips], content=content, now=timezone.now()
    )


@dataclass
class Written:
    """A case file as its author is about to hand it in."""

    case_file: CaseFile
    source: dict[str, Any]
    values: list[str]
    organisations: list[Organisation]
    revision: int = 1


def case_file_written(desk: DeskKeys, user: User, organisations: list[Organisation]) -> Written:
    """A case file about one analysed tip, with a name, a place and a telephone number redacted."""
    incident = incident_made(desk, user, [tip_analysed(desk)])
    case_file = casefiles.case_file_begin(actor=user, incident=incident, now=timezone.now())
    source = {
        "v": 1,
        "case_file": ref_hex(case_file.id),
        "revision": 1,
        "number": str(case_file),
        "lang": "es",
        "tlp": "TLP:AMBER+STRICT",
        "desk": "Mesa de Defensa del Río Alto",
        "title": [{"t": "Botes armados en la cabecera"}],
        "facts": [{"term": "Qué", "value": [{"t": "Amenaza"}]}],
        "sections": [
            {
                "heading": "Lo ocurrido",
                "paragraphs": [
                    [
                        {"t": "Ayer llegaron seis hombres en dos botes a "},
                        {"out": "PLACE", "n": 1},
                        {"t": ". Preguntaron por "},
                        {"out": "PERSON", "n": 1},
                        {"t": ". Su teléfono es "},
                        {"out": "PHONE", "n": 1},
                        {"t": "."},
                    ]
                ],
            }
        ],
        "expires": (timezone.now().date() + timedelta(days=90)).isoformat(),
        "salt": b64_encode(secrets.token_bytes(32)),
    }
    return Written(case_file, source, ["Puerto Ceiba", "Aurelio Tamani", "987654321"], organisations)


def case_file_signed(desk: DeskKeys, user: User, written: Written) -> Revision:
    """The author's browser seals source and redaction list, signs S1, hands all of it in."""
    source, source_sealed = sealed_by(desk, user, Kind.CASE_FILE_SOURCE, written.source)
    listed = {
        "v": 1,
        "type": "redactions",
        "case_file": ref_hex(written.case_file.id),
        "revision": written.revision,
        "salt": b64_encode(secrets.token_bytes(32)),
        "items": [],
        "values": sorted(written.values),
    }
    redactions, redactions_sealed = sealed_by(desk, user, Kind.CASE_CONTENT, listed)
    directory = desk_directory_now(today=desk.today)
    s1 = S1(
        case_file=written.case_file.id,
        revision=written.revision,
        source_sha256=sha256(source_sealed.content),
        redactions_sha256=sha256(redactions_sealed.content),
        organisations=tuple(sorted((one.id for one in written.organisations), key=ref_hex)),
        tlp=Tlp(written.source["tlp"]),
        directory=directory.sha256,
        author=user.id,
    )
    signed = s1_sign(sign_seed=desk.seeds[user.id].sign, s1=s1)
    worker_wrap = wrap_seal(
        ck=source_sealed.ck, recipient=desk.worker.seal_key, kind=Kind.CASE_FILE_SOURCE, ref=source_sealed.ref
    )
    return casefiles.case_file_sign(
        actor=user,
        case_file=written.case_file,
        source=source,
        worker=casefiles.WorkerWrap(key_id=key_id(desk.worker.seal_key), wrap=worker_wrap),
        redactions=redactions,
        s1=casefiles.SignedStatement(signed.statement, desk.seeds[user.id].sign_key, signed.signature),
        now=timezone.now(),
    )


def rendered(desk: DeskKeys, revision: Revision) -> Revision:
    """The worker renders the revision."""
    rendering.revision_render(revision_id=revision.id, worker=worker_of(desk), now=timezone.now())
    return Revision.objects.select_related("case_file").get(id=revision.id)


def pdf_opened(desk: DeskKeys, pdf_id: UUID, envelope: bytes | memoryview) -> tuple[bytes, bytes]:
    """Content key and bytes of a sealed PDF, by the epoch."""
    kind, own = Kind.CASE_FILE_PDF, desk.epoch.key_id
    row = Wrap.objects.get(kind=kind, ref=pdf_id, key_id=own)
    ck = wrap_open(seed=desk.epoch_seed, wrap=bytes(row.wrap), wrap_key_id=own, kind=kind, ref=pdf_id)
    return ck, file_open(ck=ck, envelope=bytes(envelope), kind=kind, ref=pdf_id)


def approval(
    desk: DeskKeys, user: User, revision: Revision, expires: date | None = None
) -> tuple[casefiles.SignedStatement, list[releases.MemberWrap]]:
    """What an approver's browser sends: S2 and the members' wraps."""
    directory = desk_directory_now(today=desk.today)
    wraps, pdfs = [], []
    for pdf in revision.pdfs.all():
        ck, content = pdf_opened(desk, pdf.id, pdf.envelope)
        pdfs.append(ReleasedPdf(pdf.organisation_id, pdf.copy_id, sha256(content)))
        for person in directory.members(pdf.organisation_id):
            wrap = wrap_seal(ck=ck, recipient=person.seal_key, kind=Kind.CASE_FILE_PDF, ref=pdf.id)  # type: ignore[arg-type]  # the approver wraps an unwrapped key, as the format says
            wraps.append(releases.MemberWrap(pdf=pdf.id, key_id=person.seal_key_id, wrap=wrap))
    s2 = S2(
        s1=sha256(bytes(revision.s1)),
        pdfs=tuple(sorted(pdfs, key=lambda one: ref_hex(one.organisation))),
        expires=expires or desk.today + timedelta(days=90),
        directory=directory.sha256,
        approver=user.id,
    )
    signed = s2_sign(sign_seed=desk.seeds[user.id].sign, s2=s2)
    key = bytes(Vault.objects.get(user=user).sign_key)
    return casefiles.SignedStatement(signed.statement, key, signed.signature), wraps


def approved(desk: DeskKeys, user: User, revision: Revision) -> Release:
    """A lead approves; the worker has not countersigned yet."""
    statement, wraps = approval(desk, user, revision)
    return releases.case_file_approve(
        actor=user, case_file=revision.case_file, s2=statement, wraps=wraps, now=timezone.now()
    )


def released(desk: DeskKeys, organisations: list[Organisation] | None = None) -> Release:
    """A case file all the way to an active release, for partner A unless others are named."""
    cast = desk.cast
    written = case_file_written(desk, cast.case_worker, organisations or [cast.organisation_a])
    revision = rendered(desk, case_file_signed(desk, cast.case_worker, written))
    release = approved(desk, cast.lead, revision)
    countersigning.release_countersign(release_id=release.id, worker=worker_of(desk), now=timezone.now())
    return Release.objects.get(id=release.id)
