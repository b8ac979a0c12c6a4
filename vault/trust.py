"""Directories from the database, believed only after verification against the pinned root."""

from __future__ import annotations

from datetime import date

from sealing.directories import (
    DeskDirectory,
    PublicDirectory,
    desk_directory_verify,
    directory_transport,
    public_directory_verify,
)
from sealing.encoding import b64_decode
from sealing.errors import Damaged, Refused
from sealing.people import Signature
from vault.models import Directory, DirectoryKind
from vault.roots import root_key


def transport(row: Directory) -> dict[str, object]:
    """A stored directory as `sealing.directories` reads it. Raises Damaged for what no directory looks like."""
    try:
        signatures = [Signature(key=b64_decode(one["key"]), signature=b64_decode(one["sig"])) for one in row.signatures]
    except (TypeError, KeyError):
        raise Damaged("the stored signatures are no signatures") from None
    return directory_transport(body=bytes(row.body), signatures=signatures)


def desk_directory_now(*, today: date) -> DeskDirectory:
    """The newest desk directory. Raises Refused, Damaged, UnknownVersion; RootMissing."""
    row = Directory.objects.filter(kind=DirectoryKind.DESK).order_by("-serial").first()
    if row is None:
        raise Refused("there is no desk directory yet")
    return desk_directory_verify(root=root_key(), transport=transport(row), today=today, known=None)


def desk_directory_then(*, sha256: bytes) -> DeskDirectory:
    """The desk directory with this hash, however old: what a signed statement names. Raises as above."""
    row = Directory.objects.filter(kind=DirectoryKind.DESK, sha256=sha256).first()
    if row is None:
        raise Refused("no such directory")
    found = desk_directory_verify(root=root_key(), transport=transport(row), today=None, known=None)
    if found.sha256 != sha256:
        raise Refused("no such directory")
    return found


def public_directory_now(*, today: date) -> PublicDirectory:
    """The newest public directory: epoch keys and the receipt salt. Raises as above."""
    row = Directory.objects.filter(kind=DirectoryKind.PUBLIC).order_by("-serial").first()
    if row is None:
        raise Refused("there is no public directory yet")
    return public_directory_verify(root=root_key(), transport=transport(row), today=today, known=None)
