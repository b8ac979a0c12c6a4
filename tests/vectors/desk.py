"""An invented desk for the directory and release vectors: root, two leads, a case worker, two partners, a worker."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sealing.directories import (
    Certificate,
    EndorsedEntry,
    Epoch,
    desk_directory_build,
    directory_sign,
    directory_transport,
    entry_endorse,
    lead_certify,
    person_entry,
    public_directory_build,
    worker_entry,
)
from sealing.kinds import Role
from sealing.people import entry_read
from tests.vectors.material import TODAY, Pair, fixed, ref

ROOT, OTHER_ROOT = Pair("root"), Pair("another root")
LEAD_ONE, LEAD_TWO = Pair("lead one"), Pair("lead two")
CASE_WORKER, STRANGER = Pair("case worker"), Pair("stranger")
PARTNER_ONE, PARTNER_TWO = Pair("partner one"), Pair("partner two")
WORKER = Pair("worker")
DESK = ref("desk")
ORGANISATIONS = {CASE_WORKER: DESK, LEAD_ONE: DESK, LEAD_TWO: DESK,
                 PARTNER_ONE: ref("organisation one"), PARTNER_TWO: ref("organisation two")}  # fmt: skip


def certificate(lead: Pair, root: Pair = ROOT) -> Certificate:
    return lead_certify(root_seed=root.sign_seed, user=lead.id, sign_key=lead.sign_key, issued=date(2027, 1, 2))


def endorsed(entry: bytes, *by: Pair) -> EndorsedEntry:
    return EndorsedEntry(entry=entry, by=tuple(entry_endorse(sign_seed=pair.sign_seed, entry=entry) for pair in by))


def person(pair: Pair, role: Role, *by: Pair) -> EndorsedEntry:
    organisation = ORGANISATIONS.get(pair, DESK)
    entry = person_entry(
        user=pair.id, organisation=organisation, role=role, sign_key=pair.sign_key, seal_key=pair.seal_key
    )
    return endorsed(entry, *by)


def worker(pair: Pair, *by: Pair) -> EndorsedEntry:
    return endorsed(worker_entry(worker=pair.id, sign_key=pair.sign_key, seal_key=pair.seal_key), *by)


def epoch(label: str, months: int) -> Epoch:
    pair = Pair(label)
    begins = date(2027, 3, 1) + timedelta(days=31 * months)
    return Epoch(
        id=pair.id,
        key=pair.seal_key,
        accept_from=begins,
        accept_until=begins + timedelta(days=45),
        destroy_on=begins + timedelta(days=400),
    )


@dataclass(frozen=True)
class Desk:
    """What goes into a desk directory; `replace` makes a variant."""

    serial: int = 1
    previous: bytes | None = None
    valid_until: date = TODAY + timedelta(days=30)
    leads: tuple[Certificate, ...] = (certificate(LEAD_ONE), certificate(LEAD_TWO))
    entries: tuple[EndorsedEntry, ...] = (
        person(LEAD_ONE, Role.LEAD, LEAD_ONE),
        person(LEAD_TWO, Role.LEAD, LEAD_ONE),
        person(CASE_WORKER, Role.CASE_WORKER, LEAD_ONE, LEAD_TWO),
        person(PARTNER_ONE, Role.PARTNER, LEAD_ONE, LEAD_TWO),
        person(PARTNER_TWO, Role.PARTNER, ROOT),
        worker(WORKER, ROOT),
    )
    epochs: tuple[Epoch, ...] = (epoch("epoch one", 0), epoch("epoch two", 1))
    removed: tuple[Pair, ...] = (STRANGER,)

    def body(self) -> bytes:
        return desk_directory_build(
            serial=self.serial,
            previous=self.previous,
            valid_until=self.valid_until,
            desk=DESK,
            leads=self.leads,
            entries=self.entries,
            epochs=self.epochs,
            removed=[pair.id for pair in self.removed],
        )

    def transport(self, *signers: Pair) -> dict[str, Any]:
        return signed(self.body(), *(signers or (LEAD_ONE,)))

    def with_entry(self, pair: Pair, entry: EndorsedEntry) -> "Desk":
        """The desk in which the entry of `pair`, recognised by its key, is another one."""
        kept = [old for old in self.entries if _key_of(old) != pair.sign_key]
        return replace(self, entries=(*kept, entry))


def _key_of(entry: EndorsedEntry) -> bytes:
    return entry_read(entry.entry).sign_key


def signed(body: bytes, *signers: Pair) -> dict[str, Any]:
    return directory_transport(
        body=body, signatures=[directory_sign(sign_seed=pair.sign_seed, body=body) for pair in signers]
    )


def public_body(
    *,
    serial: int = 1,
    previous: bytes | None = None,
    valid_until: date = TODAY,
    leads: Iterable[Certificate] = (certificate(LEAD_ONE),),
    epochs: Iterable[Epoch] = (epoch("epoch one", 0),),
    salt: bytes = fixed("salt"),
) -> bytes:
    return public_directory_build(
        serial=serial,
        previous=previous,
        valid_until=valid_until,
        desk=DESK,
        leads=leads,
        epochs=epochs,
        receipt_salt=salt,
    )
