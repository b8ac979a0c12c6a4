"""Reading the fields of parsed JSON strictly: every field named, of its sort, and no others."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final, TypeVar
from uuid import UUID

from sealing.encoding import MAX_INTEGER, b64_decode, ref_read
from sealing.errors import Damaged, UnknownVersion

_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_HEX: Final = re.compile(r"(?:[0-9a-f]{2})*", re.ASCII)

Item = TypeVar("Item")


def day_read(text: str) -> date:
    """A day of the calendar from `YYYY-MM-DD`. Raises Damaged."""
    if not _DAY.fullmatch(text):
        raise Damaged("a day is YYYY-MM-DD")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Damaged("no such day") from None


def hex_read(text: str, length: int) -> bytes:
    """Bytes from lower-case hexadecimal of exactly `length` bytes. Raises Damaged."""
    if not _HEX.fullmatch(text) or len(text) != 2 * length:
        raise Damaged("hexadecimal of another form or length")
    return bytes.fromhex(text)


class Fields:
    """An object of exactly the named fields. Every method raises Damaged where a field is not of its sort."""

    def __init__(self, value: object, names: Collection[str]) -> None:
        if not isinstance(value, Mapping) or set(value) != set(names):
            raise Damaged("not an object of these fields")
        self._fields: Mapping[str, Any] = value

    @classmethod
    def versioned(cls, value: object, names: Collection[str], kind: str | None = None) -> "Fields":
        """For what carries `"v":1` and perhaps a type. UnknownVersion comes before any other complaint."""
        if not isinstance(value, Mapping) or type(value.get("v")) is not int:
            raise Damaged("no version")
        if value["v"] != 1:
            raise UnknownVersion("JSON of another version")
        if kind is None:
            return cls(value, {"v", *names})
        if value.get("type") != kind:
            raise Damaged("another type")
        return cls(value, {"v", "type", *names})

    def text(self, name: str) -> str:
        value = self._fields[name]
        if not isinstance(value, str):
            raise Damaged("not a text")
        return value

    def integer(self, name: str, least: int, most: int = MAX_INTEGER) -> int:
        value = self._fields[name]
        if type(value) is not int or not least <= value <= most:
            raise Damaged("not an integer of this range")
        return value

    def ref(self, name: str) -> UUID:
        return ref_read(self.text(name))

    def hexadecimal(self, name: str, length: int) -> bytes:
        return hex_read(self.text(name), length)

    def b64(self, name: str, length: int | None = None) -> bytes:
        data = b64_decode(self.text(name))
        if length is not None and len(data) != length:
            raise Damaged("bytes of another length")
        return data

    def day(self, name: str) -> date:
        return day_read(self.text(name))

    def one_of(self, name: str, allowed: Collection[str]) -> str:
        value = self.text(name)
        if value not in allowed:
            raise Damaged("not one of the allowed words")
        return value

    def items(self, name: str, read: Callable[[object], Item]) -> list[Item]:
        value = self._fields[name]
        if isinstance(value, str | bytes) or not isinstance(value, Sequence):
            raise Damaged("not a list")
        return [read(item) for item in value]


def ref_item(item: object) -> UUID:
    """A list's item that is a reference. Raises Damaged."""
    if not isinstance(item, str):
        raise Damaged("not a reference")
    return ref_read(item)
