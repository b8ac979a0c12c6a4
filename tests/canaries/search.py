"""Everything that an installation keeps, byte by byte, and what of some planted words is in it."""

from __future__ import annotations

import io
import os
import sqlite3
import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

import pypdf
from redis import Redis

from tests.canaries.forms import Trace, find
from tests.stack import Stack

PARTS: Final = ("files", "rows", "broker")
DATABASES: Final = 16


@dataclass(frozen=True)
class Found:
    """A trace and where it was."""

    where: str
    trace: Trace


def search(stack: Stack, words: Iterable[str], parts: Iterable[str] = PARTS) -> list[Found]:
    """Where any of the words is left, in any writing."""
    wanted = list(words)
    return [Found(where, trace) for where, data in kept(stack, parts) for trace in find(data, wanted)]


def kept(stack: Stack, parts: Iterable[str] = PARTS) -> Iterator[tuple[str, bytes]]:
    """Everything that is kept: each file's bytes and name, each column of each row, each key of the broker."""
    ways = {"files": files, "rows": rows, "broker": broker}
    for part in parts:
        yield from ways[part](stack)


def files(stack: Stack) -> Iterator[tuple[str, bytes]]:
    """Every file of the home: database and its write-ahead log, store, logs, sockets' folder, keys."""
    for folder, folders, names in os.walk(stack.home):
        yield f"names in {folder}", "\n".join([*folders, *names]).encode()
        for name in names:
            path = Path(folder) / name
            if path.is_file():
                yield str(path.relative_to(stack.home)), path.read_bytes()


def rows(stack: Stack) -> Iterator[tuple[str, bytes]]:
    """Every column of every table: in the file a long value is cut into pages, and here it is whole."""
    with closing(sqlite3.connect(f"file:{stack.database}?mode=ro", uri=True, timeout=20)) as line:
        line.text_factory = bytes
        tables = [name.decode() for (name,) in line.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            found = line.execute(f'select * from "{table}"')  # noqa: S608 - the database's own table names
            columns = [column[0] for column in found.description]
            for row in found:
                for column, value in zip(columns, row, strict=True):
                    if value is not None:
                        yield f"{table}.{column}", value if isinstance(value, bytes) else str(value).encode()


def broker(stack: Stack) -> Iterator[tuple[str, bytes]]:
    """Every key of every database of the broker, read by its type: a dump would be compressed."""
    for number in range(DATABASES):
        with closing(Redis(unix_socket_path=str(stack.broker_socket), db=number)) as line:
            for key in line.scan_iter():
                yield f"broker {number} key", bytes(key)
                for value in _values(line, bytes(key)):
                    yield f"broker {number} {key.decode(errors='replace')}", value


def _values(line: Redis, key: bytes) -> list[bytes]:
    sort = cast(bytes, line.type(key)).decode()
    if sort == "string":
        return [cast(bytes | None, line.get(key)) or b""]
    if sort == "list":
        return cast(list[bytes], line.lrange(cast(str, key), 0, -1))
    if sort == "set":
        return list(cast(set[bytes], line.smembers(cast(str, key))))
    if sort == "hash":
        pairs = cast(dict[bytes, bytes], line.hgetall(cast(str, key)))
        return [*pairs.keys(), *pairs.values()]
    if sort == "zset":
        return cast(list[bytes], line.zrange(key, 0, -1))
    if sort == "none":
        # It ran out between the two questions.
        return []
    raise AssertionError(f"nobody reads {sort} here")


def pdf_layers(pdf: bytes) -> dict[str, bytes]:
    """A PDF as its bytes, and as two programs read it: a font's own glyph numbers hide words from a search of bytes."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    said = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True).stdout
    return {
        "bytes": pdf,
        "text": " ".join(" ".join(page.extract_text() for page in reader.pages).split()).encode(),
        "text as laid out": b" ".join(said.split()),
        "about": str(reader.metadata).encode() + str(reader.outline).encode(),
    }


def pdf_search(pdf: bytes, words: Iterable[str]) -> list[Found]:
    """Where any of the words can be read in a PDF."""
    wanted = list(words)
    return [Found(where, trace) for where, data in pdf_layers(pdf).items() for trace in find(data, wanted)]
