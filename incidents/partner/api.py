"""The partner's typed API: what was released to the reader's own organisation, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from ninja import NinjaAPI

from accounts.guards import StaffAuth, install_refusals, staff_of
from incidents import access, selectors
from incidents.partner import schemas as s
from incidents.problems import install_problems
from incidents.refusals import Missing
from incidents.services import releases
from sealing.encoding import b64_encode
from sealing.kinds import Kind
from sealing.statements import s1_read, s2_read
from vault.api import router as keys
from vault.schemas import DirectoryOut, SignatureIn

if TYPE_CHECKING:
    from incidents.models import CaseFilePdf

api = NinjaAPI(
    title="Vigía partner",
    version="1",
    urls_namespace="partner-api",
    docs_url=None,
    openapi_url=None,
    auth=StaffAuth("partner"),
)
install_refusals(api)
install_problems(api)
api.add_router("", keys)


def _row(pdf: CaseFilePdf) -> s.ReleaseRow:
    release, revision = pdf.revision.release, pdf.revision
    return s.ReleaseRow(
        id=release.id,
        number=str(revision.case_file),
        revision=revision.number,
        tlp=revision.tlp,
        state=release.state,
        approved_at=release.approved_at,
        expires=release.expires,
        recalled_at=release.recalled_at,
        opened_at=getattr(pdf, "opened_at", None),
    )


def _directory(sha256: bytes) -> DirectoryOut:
    row = selectors.desk_directory(sha256)
    if row is None:
        raise Missing
    return DirectoryOut(
        kind=row.kind,
        serial=row.serial,
        sha256=bytes(row.sha256).hex(),
        body=b64_encode(bytes(row.body)),
        signatures=[SignatureIn(**one) for one in row.signatures],
    )


@api.get("releases", response=list[s.ReleaseRow], operation_id="releases")
def release_list(request: HttpRequest) -> list[s.ReleaseRow]:
    """The case files released to one's own organisation, recalled and expired ones included as rows."""
    return [_row(pdf) for pdf in selectors.releases_for(user=staff_of(request).user)]


@api.get("releases/{uuid:release_id}", response=s.ReleaseFull, operation_id="release")
def release_open(request: HttpRequest, release_id: UUID) -> s.ReleaseFull:
    """One's own copy, with all three signatures. That it was served is recorded before it is."""
    user = staff_of(request).user
    pdf = access.pdf_for_partner(user=user, release_id=release_id)
    wraps = selectors.wraps_for(kind=Kind.CASE_FILE_PDF, refs=[pdf.id], key=selectors.own_key_id(user))
    if pdf.id not in wraps:
        raise Missing
    releases.release_opened(actor=user, pdf=pdf, now=timezone.now())
    revision, release = pdf.revision, pdf.revision.release
    return s.ReleaseFull(
        row=_row(pdf),
        pdf=s.SealedPdf(
            id=pdf.id,
            copy_id=pdf.copy_id,
            envelope=b64_encode(bytes(pdf.envelope)),
            wrap=b64_encode(wraps[pdf.id]),
            maker=b64_encode(bytes(pdf.maker)),
            signature=b64_encode(bytes(pdf.signature)),
        ),
        s1=b64_encode(bytes(revision.s1)),
        s1_key=b64_encode(bytes(revision.s1_key)),
        s1_signature=b64_encode(bytes(revision.s1_signature)),
        s2=b64_encode(bytes(release.s2)),
        s2_key=b64_encode(bytes(release.s2_key)),
        s2_signature=b64_encode(bytes(release.s2_signature)),
        countersigned_by=b64_encode(bytes(release.countersigned_by or b"")),
        countersignature=b64_encode(bytes(release.countersignature or b"")),
        s1_directory=_directory(s1_read(bytes(revision.s1)).directory),
        s2_directory=_directory(s2_read(bytes(release.s2)).directory),
    )
