"""The strict writings of the format: base64url, references, canonical JSON.

What is signed or hashed is always checked on the bytes as received. The reader refuses everything that the writer would
not have written, so that one value has one writing in both languages.
"""

import base64
import binascii
import json
import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sealing.errors import Damaged, Refused

MAX_INTEGER = 2**53 - 1  # what a JavaScript number holds exactly
MAX_DEPTH = 32  # nesting; nothing of ours comes near, and hostile input cannot exhaust a stack

_B64 = re.compile(r"[A-Za-z0-9_-]*", re.ASCII)
_KEY = re.compile(r"[a-z0-9_]+", re.ASCII)
_REF = re.compile(r"[0-9a-f]{32}", re.ASCII)


def b64_encode(data: bytes) -> str:
    """base64url (RFC 4648, section 5) without padding."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode("ascii")


def b64_decode(text: str) -> bytes:
    """The reverse of `b64_encode`. Raises Damaged for padding, other characters and trailing bits that are not zero."""
    if not _B64.fullmatch(text):
        raise Damaged("base64url holds another character")
    try:
        data = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        raise Damaged("base64url has an impossible length") from None
    if b64_encode(data) != text:
        raise Damaged("base64url is not in its only writing")
    return data


def ref_hex(ref: UUID) -> str:
    """A reference as it stands in JSON: 32 lower-case hex digits."""
    return ref.hex


def ref_read(text: str) -> UUID:
    """The reverse of `ref_hex`. Raises Damaged."""
    if not _REF.fullmatch(text):
        raise Damaged("a reference is 32 lower-case hex digits")
    return UUID(hex=text)


def _check(value: object, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise Damaged("JSON is nested too deeply")
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise Damaged("a JSON integer is too large")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str) or not _KEY.fullmatch(key):
                raise Damaged("a JSON key has another character than a-z, 0-9 and _")
            _check(item, depth + 1)
    elif isinstance(value, list | tuple):
        for item in value:
            _check(item, depth + 1)
    else:
        raise Damaged("JSON holds another type")


def _write(value: object) -> bytes:
    _check(value, 0)
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"), sort_keys=True)
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise Damaged("a JSON string holds half of a surrogate pair") from None


def canonical_json(value: Mapping[str, Any]) -> bytes:
    """The one writing of an object. Raises Refused for floats, other keys, deep nesting."""
    try:
        return _write(dict(value))
    except Damaged as error:
        raise Refused(*error.args) from None


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Damaged("JSON has a key twice")
    return found


def _no_number(_: str) -> Any:
    raise Damaged("JSON holds a number that is not an integer")


def parse_json(data: bytes) -> Any:
    """Read canonical JSON. Raises Damaged for anything that `canonical_json` would have written in another way."""
    try:
        value = json.loads(
            data.decode("utf-8"), object_pairs_hook=_object, parse_float=_no_number, parse_constant=_no_number
        )
    except (ValueError, RecursionError):
        raise Damaged("not JSON in UTF-8") from None
    if _write(value) != data:
        raise Damaged("JSON is not in its only writing")
    return value
