"""A loopback proxy that keeps every byte of both directions, and can reach the server from another loopback address.

with recording_proxy(stack.port, source="127.66.77.88") as wire:
    page.goto(wire.base + "/es/")
sent = wire.sent()          # bytes from the browser, decoded as HTTP where a body was compressed
"""

from __future__ import annotations

import contextlib
import gzip
import selectors
import socket
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import brotli

CHUNK: Final = 65536


@dataclass
class Connection:
    """What went over one connection."""

    up: bytearray = field(default_factory=bytearray)
    down: bytearray = field(default_factory=bytearray)


class Wire:
    """The listening end. Thread-safe for reading once the browser has been answered."""

    def __init__(self, port: int, source: str) -> None:
        self.target, self.source = port, source
        self.connections: list[Connection] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._accepting = threading.Thread(target=self._accept, daemon=True)
        self._accepting.start()

    @property
    def base(self) -> str:
        """The address to give to a browser, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._carry, args=(near,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _carry(self, near: socket.socket) -> None:
        kept = Connection()
        self.connections.append(kept)
        with near, contextlib.suppress(OSError):
            far = socket.create_connection(("127.0.0.1", self.target), source_address=(self.source, 0))
            with far, selectors.DefaultSelector() as ready:
                self._open |= {near, far}
                ready.register(near, selectors.EVENT_READ, (far, kept.up))
                ready.register(far, selectors.EVENT_READ, (near, kept.down))
                while True:
                    for key, _events in ready.select():
                        assert isinstance(key.fileobj, socket.socket)
                        data = key.fileobj.recv(CHUNK)
                        if not data:
                            return
                        other, record = key.data
                        record += data
                        other.sendall(data)

    def sent(self) -> bytes:
        """Everything that browsers sent."""
        return b"\n".join(bytes(one.up) for one in list(self.connections))

    def answered(self) -> bytes:
        """Everything that the server answered, as it went over the wire."""
        return b"\n".join(bytes(one.down) for one in list(self.connections))

    def everything(self) -> bytes:
        """Both directions raw, and every body once more without its content coding."""
        plain = [
            body
            for one in list(self.connections)
            for stream in (bytes(one.up), bytes(one.down))
            for body in http_bodies(stream)
        ]
        return b"\n".join([self.sent(), self.answered(), *plain])

    def forget(self) -> None:
        """Begin a new record: open connections go on into it."""
        for one in list(self.connections):
            one.up.clear()
            one.down.clear()

    def close(self) -> None:
        """End every connection and the listener."""
        # Only shutdown wakes a thread that waits in accept.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in list(self._open):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        for thread in [self._accepting, *self._threads]:
            thread.join(5)


@contextlib.contextmanager
def recording_proxy(port: int, source: str = "127.0.0.1") -> Iterator[Wire]:
    """A proxy in front of `port`, whose connections to it come from the loopback address `source`."""
    wire = Wire(port, source)
    try:
        yield wire
    finally:
        wire.close()


def http_bodies(stream: bytes) -> Iterator[bytes]:
    """The bodies of the HTTP/1.1 messages of a stream, without chunks and content coding (RFC 9112, RFC 9110)."""
    at = 0
    while (end := stream.find(b"\r\n\r\n", at)) >= 0:
        lines = stream[at:end].split(b"\r\n")
        headers = {
            name.strip().lower(): value.strip() for name, _, value in (line.partition(b":") for line in lines[1:])
        }
        at = end + 4
        if headers.get(b"transfer-encoding", b"").lower() == b"chunked":
            body, at = _chunks(stream, at)
        else:
            length = int(headers.get(b"content-length", b"0"))
            # An answer to HEAD names a length and has no body: what follows then is the next status line.
            if stream.startswith(b"HTTP/1.", at):
                length = 0
            body, at = stream[at : at + length], at + length
        if body:
            yield uncoded(body, headers.get(b"content-encoding", b"").decode())


def _chunks(stream: bytes, at: int) -> tuple[bytes, int]:
    body = bytearray()
    while (end := stream.find(b"\r\n", at)) >= 0:
        size = int(stream[at:end].split(b";")[0], 16)
        body += stream[end + 2 : end + 2 + size]
        at = end + 2 + size + 2
        if size == 0:
            break
    return bytes(body), at


def uncoded(body: bytes, coding: str) -> bytes:
    """A body without its content coding. Raises ValueError for a coding that nobody here can read."""
    if coding in ("", "identity"):
        return body
    if coding == "gzip":
        return gzip.decompress(body)
    if coding == "br":
        return bytes(brotli.decompress(body))
    if coding == "deflate":
        return zlib.decompress(body)
    raise ValueError(coding)
