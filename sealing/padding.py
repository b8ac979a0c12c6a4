"""Frames that hide lengths.

Padmé: Nikitin, Barman, Lueks, Underwood, Hubaux, Ford, "Reducing Metadata Leakage from Encrypted Files and
Communication with PURBs", PoPETs 2019: at most 12 % overhead, and O(log log n) bits of the length are told.
"""

from sealing.errors import Damaged, Refused
from sealing.kinds import Kind

JSON_FLOOR = 4096
INDEX_ROW_FLOOR = 512
FILE_TRAILER = 8
_MAX_JSON = 2**32 - 1


def padme(length: int) -> int:
    """The padded length, in bytes, for `length` bytes (0 or more)."""
    if length < 0:
        raise Refused("a length is never negative")
    if length < 2:
        return length
    exponent = length.bit_length() - 1
    kept = exponent.bit_length()
    mask = (1 << (exponent - kept)) - 1
    return (length + mask) & ~mask


def _json_whole(kind: Kind, length: int) -> int:
    return padme(max(INDEX_ROW_FLOOR if kind is Kind.INDEX_ROW else JSON_FLOOR, 4 + length))


def json_frame(*, kind: Kind, data: bytes) -> bytes:
    """`u32be(length) ‖ data ‖ zeros`, of 512 bytes or more for index rows and 4,096 or more for all else."""
    if len(data) > _MAX_JSON:
        raise Refused("JSON of 4 GiB or more")
    return (len(data).to_bytes(4, "big") + data).ljust(_json_whole(kind, len(data)), b"\0")


def json_unframe(*, kind: Kind, frame: bytes) -> bytes:
    """The JSON bytes of a frame. Raises Damaged when length or padding is not the one that `json_frame` writes."""
    length = int.from_bytes(frame[:4], "big")
    if len(frame) < 4 or len(frame) != _json_whole(kind, length) or any(frame[4 + length :]):
        raise Damaged("padding is not the one that belongs to this length")
    return frame[4 : 4 + length]


def file_tail(length: int) -> tuple[int, bytes]:
    """How many zero bytes follow a file of `length` bytes, and the 8-byte trailer that ends its frame."""
    if length < 0 or length + FILE_TRAILER >= 2**53:
        raise Refused("no file has that length")
    return padme(length + FILE_TRAILER) - FILE_TRAILER - length, length.to_bytes(FILE_TRAILER, "big")


def file_frame(data: bytes) -> bytes:
    """`data ‖ zeros ‖ u64be(length)`. The length comes last so that an upload can be sealed while it arrives."""
    zeros, trailer = file_tail(len(data))
    return data + bytes(zeros) + trailer


def file_unframe(frame: bytes) -> bytes:
    """The bytes of a file's frame. Raises Damaged when length or padding is not the one that `file_frame` writes."""
    length = int.from_bytes(frame[-FILE_TRAILER:], "big")
    if len(frame) < FILE_TRAILER or length > len(frame) or len(frame) != padme(length + FILE_TRAILER):
        raise Damaged("padding is not the one that belongs to this length")
    if any(frame[length:-FILE_TRAILER]):
        raise Damaged("padding holds something")
    return frame[:length]
