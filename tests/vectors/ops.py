"""What each `op` of a vector means: values of JSON in, values of JSON out. Byte strings are lower-case hexadecimal."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sealing.directories import DeskDirectory, Known, PublicDirectory, desk_directory_verify, public_directory_verify
from sealing.encoding import _write, b64_decode, parse_json, ref_hex
from sealing.envelopes import _seal
from sealing.errors import Damaged, NotForThisKey, Refused, SealingError, UnknownVersion
from sealing.hashing import blake2b_256, sha256
from sealing.keys import fingerprint_words, index_key, key_id, sketch_key, xwing_public
from sealing.kinds import Kind
from sealing.makers import maker_verify
from sealing.messages import Direction, message_check, message_mac
from sealing.opening import epoch_seed_check, file_open, index_wrap_open, json_open, wrap_open
from sealing.padding import file_frame, json_frame, padme
from sealing.people import Maker
from sealing.receipts import derive, receipt_read, receipt_words
from sealing.statements import Signed, countersign_verify, release_verify, s1_verify, s2_verify
from sealing.types import AnswerKey, ContentKey, EpochSeed, IndexKey, Seed
from sealing.vaults import PRODUCTION, VaultCost, VaultPlain, session_open, vault_open

In = Mapping[str, Any]
Out = dict[str, Any]

ERRORS: dict[str, type[SealingError]] = {
    "damaged": Damaged,
    "not_for_this_key": NotForThisKey,
    "unknown_version": UnknownVersion,
    "refused": Refused,
}


def pattern(length: int) -> bytes:
    """The content that stands for a long file: byte number i is i mod 251."""
    return bytes(i % 251 for i in range(length))


def _b(given: In, name: str) -> bytes:
    return bytes.fromhex(given[name])


def _ref(given: In) -> UUID:
    return UUID(hex=given["ref"])


def _kind(given: In) -> Kind:
    return Kind(given["kind"])


def _json_parse(given: In) -> Out:
    return {"canonical": _write(parse_json(_b(given, "hex"))).hex()}


def _blake2b(given: In) -> Out:
    digest = blake2b_256(_b(given, "data"), key=_b(given, "key"), person=_b(given, "person"))
    return {"digest": digest.hex()}


def _xwing_public(given: In) -> Out:
    public = xwing_public(_b(given, "seed"))
    return {"public": public.hex(), "key_id": key_id(public).hex()}


def _wrap_open(given: In) -> Out:
    ck = wrap_open(
        seed=Seed(_b(given, "seed")),
        wrap=_b(given, "wrap"),
        wrap_key_id=_b(given, "key_id"),
        kind=_kind(given),
        ref=_ref(given),
    )
    return {"ck": ck.hex()}


def _open_json(given: In) -> Out:
    opened = json_open(
        ck=ContentKey(_b(given, "ck")), envelope=_b(given, "envelope"), kind=_kind(given), ref=_ref(given)
    )
    return {"content": opened.content.hex()}


def _open_file(given: In) -> Out:
    content = file_open(
        ck=ContentKey(_b(given, "ck")), envelope=_b(given, "envelope"), kind=_kind(given), ref=_ref(given)
    )
    return {"length": len(content), "sha256": sha256(content).hex()}


def _seal_op(given: In) -> Out:
    content = pattern(given["pattern"]) if "pattern" in given else _b(given, "content")
    frame = json_frame(kind=_kind(given), data=content) if given["as"] == "json" else file_frame(content)
    envelope = _seal(
        kind=_kind(given),
        ref=_ref(given),
        ck=_b(given, "ck"),
        suite=given["suite"],
        prefix=_b(given, "prefix"),
        frame=frame,
    )
    if "pattern" in given:
        return {"length": len(envelope), "sha256": sha256(envelope).hex()}
    return {"envelope": envelope.hex()}


def _maker_verify(given: In) -> Out:
    maker_verify(
        public=_b(given, "public"),
        envelope=_b(given, "envelope"),
        ck=ContentKey(_b(given, "ck")),
        content=_b(given, "content"),
        signature=_b(given, "signature"),
    )
    return {}


def _index_wrap_open(given: In) -> Out:
    key = IndexKey(_b(given, "index_key"))
    return {"ck": index_wrap_open(index_key=key, wrap=_b(given, "wrap"), kind=_kind(given), ref=_ref(given)).hex()}


def _receipt_read(given: In) -> Out:
    entropy, lang = receipt_read(given["text"])
    return {"entropy": entropy.hex(), "lang": lang}


def _receipt_derive(given: In) -> Out:
    mailbox = derive(_b(given, "salt"), _b(given, "entropy"))
    return {
        "mailbox_id": mailbox.mailbox_id.hex(),
        "stored_id": mailbox.stored_id.hex(),
        "seed": mailbox.seed.hex(),
        "public": mailbox.public.hex(),
        "answer_key": mailbox.answer_key.hex(),
    }


def _message_mac(given: In) -> Out:
    mac = message_mac(
        answer_key=AnswerKey(_b(given, "answer_key")),
        direction=Direction(given["direction"]),
        tip=UUID(hex=given["tip"]),
        seq=given["seq"],
        text=given["text"],
    )
    return {"mac": mac.hex()}


def _message_check(given: In) -> Out:
    message = message_check(
        parse_json(_b(given, "content")),
        answer_key=AnswerKey(_b(given, "answer_key")),
        direction=Direction(given["direction"]),
        tip=UUID(hex=given["tip"]),
    )
    return {"seq": message.seq, "text": message.text}


def _plain(plain: VaultPlain) -> Out:
    return {
        "seal_seed": plain.seal_seed.hex(),
        "sign_seed": plain.sign_seed.hex(),
        "root": plain.root.hex(),
        "desk_serial": plain.desk_serial,
        "desk_sha256": plain.desk_sha256.hex(),
        "public_serial": plain.public_serial,
        "public_sha256": plain.public_sha256.hex(),
    }


def _vault_open(given: In) -> Out:
    floor = given.get("test_floor")
    unlocked = vault_open(
        passphrase=given["passphrase"],
        blob=_b(given, "blob"),
        user=UUID(hex=given["user"]),
        floor=PRODUCTION if floor is None else VaultCost(passes=floor["passes"], kib=floor["kib"]),
    )
    return _plain(unlocked.plain)


def _session_open(given: In) -> Out:
    unlocked = session_open(
        half_key=_b(given, "half_key"),
        blob=_b(given, "blob"),
        user=UUID(hex=given["user"]),
        session=UUID(hex=given["session"]),
    )
    return {**_plain(unlocked.plain), "derived": unlocked.derived.hex(), "head": unlocked.head.hex()}


def _subject(subject: Maker) -> Out:
    return {
        "id": ref_hex(subject.id),
        "role": subject.role.value,
        "sign_key_id": subject.sign_key_id.hex(),
        "seal_key_id": subject.seal_key_id.hex(),
    }


def _directory_verify(given: In) -> Out:
    known = given["known"]
    have = None if known is None else Known(serial=known["serial"], sha256=bytes.fromhex(known["sha256"]))
    root, today, transport = _b(given, "root"), date.fromisoformat(given["today"]), given["transport"]
    directory: DeskDirectory | PublicDirectory
    if given["kind"] == "desk":
        directory = desk_directory_verify(root=root, transport=transport, today=today, known=have)
    else:
        directory = public_directory_verify(root=root, transport=transport, today=today, known=have)
    out: Out = {
        "serial": directory.serial,
        "sha256": directory.sha256.hex(),
        "epochs": [{"id": ref_hex(epoch.id), "key_id": epoch.key_id.hex()} for epoch in directory.epochs],
    }
    if isinstance(directory, DeskDirectory):
        people = [{**_subject(p), "organisation": ref_hex(p.organisation)} for p in directory.people.values()]
        out |= {"people": people, "workers": [_subject(worker) for worker in directory.workers.values()]}
    return out


def _named(given: In, transports: list[Any]) -> dict[bytes, DeskDirectory]:
    root = _b(given, "root")
    found = [desk_directory_verify(root=root, transport=item, today=None, known=None) for item in transports]
    return {directory.sha256: directory for directory in found}


def _only(given: In) -> DeskDirectory:
    return next(iter(_named(given, [given["transport"]]).values()))


def _s1_verify(given: In) -> Out:
    signed = Signed(_b(given, "s1"), _b(given, "s1_signature"))
    s1, author = s1_verify(directory=_only(given), signed=signed)
    return {
        "case_file": ref_hex(s1.case_file),
        "revision": s1.revision,
        "tlp": s1.tlp.value,
        "author": ref_hex(author.id),
    }


def _s2_verify(given: In) -> Out:
    signed = Signed(_b(given, "s2"), _b(given, "s2_signature"))
    s2, approver = s2_verify(directory=_only(given), s1=_b(given, "s1"), signed=signed)
    return {"approver": ref_hex(approver.id), "expires": s2.expires.isoformat()}


def _both(given: In) -> tuple[Signed, Signed]:
    return Signed(_b(given, "s1"), _b(given, "s1_signature")), Signed(_b(given, "s2"), _b(given, "s2_signature"))


def _countersign_verify(given: In) -> Out:
    first, second = _both(given)
    worker = countersign_verify(
        directory=_only(given), first=first, second=second, countersignature=_b(given, "countersignature")
    )
    return {"worker": ref_hex(worker.id)}


def _release_verify(given: In) -> Out:
    first, second = _both(given)
    release = release_verify(
        directories=_named(given, given["directories"]),
        first=first,
        second=second,
        countersignature=_b(given, "countersignature"),
        organisation=UUID(hex=given["organisation"]),
        pdf=_b(given, "pdf"),
        today=date.fromisoformat(given["today"]),
    )
    return {
        "case_file": ref_hex(release.s1.case_file),
        "revision": release.s1.revision,
        "tlp": release.s1.tlp.value,
        "copy": release.pdf.copy,
        "author": ref_hex(release.author.id),
        "approver": ref_hex(release.approver.id),
        "worker": ref_hex(release.worker.id),
        "expires": release.s2.expires.isoformat(),
    }


def _epoch_seed_check(given: In) -> Out:
    epoch_seed_check(seed=Seed(_b(given, "seed")), public=_b(given, "public"))
    return {}


OPS: dict[str, Callable[[In], Out]] = {
    "padme": lambda given: {"padded": padme(given["length"])},
    "json_parse": _json_parse,
    "b64_parse": lambda given: {"data": b64_decode(given["text"]).hex()},
    "blake2b": _blake2b,
    "xwing_public": _xwing_public,
    "wrap_open": _wrap_open,
    "envelope_open_json": _open_json,
    "envelope_open_file": _open_file,
    "envelope_seal": _seal_op,
    "maker_verify": _maker_verify,
    "index_key": lambda given: {"index_key": index_key(EpochSeed(Seed(_b(given, "epoch_seed")))).hex()},
    "sketch_key": lambda given: {"sketch_key": sketch_key(EpochSeed(Seed(_b(given, "epoch_seed")))).hex()},
    "index_wrap_open": _index_wrap_open,
    "receipt_words": lambda given: {"words": receipt_words(_b(given, "entropy"), given["lang"])},
    "receipt_read": _receipt_read,
    "receipt_derive": _receipt_derive,
    "message_mac": _message_mac,
    "message_check": _message_check,
    "fingerprint_words": lambda given: {"words": fingerprint_words(_b(given, "material"), given["lang"])},
    "vault_open": _vault_open,
    "session_open": _session_open,
    "directory_verify": _directory_verify,
    "s1_verify": _s1_verify,
    "s2_verify": _s2_verify,
    "countersign_verify": _countersign_verify,
    "release_verify": _release_verify,
    "epoch_seed_check": _epoch_seed_check,
}

__all__ = ["ERRORS", "OPS", "pattern"]
