"""How honest requests fare beside 200 slow clients, for each application server that was weighed.

Run `python -m bench.slow_clients [CROWD,CROWD…] [NAME]` from the project's folder;
docs/decisions/0003-application-server.md keeps the figures.
Half of the slow clients dribble their headers, half their bodies, one byte every half second, on loopback. Honest
clients (four at a time) send a GET and a POST of 20 kB in turn. A request costs about 3 ms of Python, as a view does.
"""

from __future__ import annotations

import contextlib
import hashlib
import http.client
import os
import signal
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any

PORT = 8769
SECONDS = 12.0
SLOW = 200
HONEST = 4
BODY = b"x" * 20_000

SERVERS = {
    "gunicorn sync, 2 workers": ["gunicorn", "-w", "2", "-k", "sync"],
    "gunicorn gthread, 2 workers × 16 threads": ["gunicorn", "-w", "2", "-k", "gthread", "--threads", "16"],
    "gunicorn gthread, 2 workers × 256 threads": ["gunicorn", "-w", "2", "-k", "gthread", "--threads", "256"],
    "gunicorn gevent, 2 workers": ["gunicorn", "-w", "2", "-k", "gevent"],
    "granian wsgi, 2 workers × 8 threads": ["granian", "--blocking-threads", "8"],
    "granian wsgi, 2 workers × 256 threads": ["granian", "--blocking-threads", "256"],
}


def application(environ: dict[str, Any], start_response: Callable[..., object]) -> Iterable[bytes]:
    """Reads the whole body, as an intake view does, and works for about 3 ms."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    body = environ["wsgi.input"].read(length) if length else b""
    until = time.thread_time() + 0.003
    while time.thread_time() < until:
        hashlib.blake2b(body).digest()
    start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
    return [b"ok"]


def command(words: list[str]) -> list[str]:
    """The whole command line of one server."""
    where = ["-m", words[0]]
    if words[0] == "gunicorn":
        rest = ["-b", f"127.0.0.1:{PORT}", "--log-level", "critical", "--no-control-socket", *words[1:]]
    else:
        rest = ["--interface", "wsgi", "--workers", "2", "--port", str(PORT), "--no-log", *words[1:]]
    return [sys.executable, *where, *rest, "bench.slow_clients:application"]


def slow_client(number: int, stop: threading.Event, dropped: list[int]) -> None:
    """One byte every half second: even numbers of the headers, odd ones of the body."""
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", PORT), timeout=30) as line:
        if number % 2:
            line.sendall(b"POST /es/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n")
        else:
            line.sendall(b"GET /es/ HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
        while not stop.wait(0.5):
            line.sendall(b"a")
        return
    dropped.append(number)


def honest_client(stop: threading.Event, times: list[float], failures: list[str]) -> None:
    """GET and POST in turn over new connections; seconds of each answered one, names of what failed."""
    post = False
    while not stop.is_set():
        begun = time.monotonic()
        line = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        try:
            line.request("POST" if post else "GET", "/es/", body=BODY if post else None)
            answer = line.getresponse()
            answer.read()
            times.append(time.monotonic() - begun)
        except OSError as error:
            failures.append(type(error).__name__)
        finally:
            line.close()
        post = not post
        time.sleep(0.02)


def measure(words: list[str], slow: int) -> str:
    """One line of figures for one server beside `slow` slow clients."""
    server = subprocess.Popen(command(words), start_new_session=True, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 15
        while time.monotonic() < until:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", PORT), timeout=1):
                break
            time.sleep(0.1)
        time.sleep(1.0)
        stop = threading.Event()
        times: list[float] = []
        failures: list[str] = []
        dropped: list[int] = []
        crowd = [threading.Thread(target=slow_client, args=(n, stop, dropped), daemon=True) for n in range(slow)]
        for thread in crowd:
            thread.start()
        time.sleep(2.0)
        begun = time.monotonic()
        honest = [
            threading.Thread(target=honest_client, args=(stop, times, failures), daemon=True) for _ in range(HONEST)
        ]
        for thread in honest:
            thread.start()
        time.sleep(SECONDS)
        stop.set()
        for thread in honest:
            thread.join(12)
        lasted = time.monotonic() - begun
    finally:
        os.killpg(server.pid, signal.SIGKILL)
        server.wait()
    if not times:
        return f"0 answered, {len(failures)} failed, {len(dropped)} slow dropped"
    times.sort()
    return (
        f"{len(times) / lasted:.0f}/s, median {statistics.median(times) * 1000:.0f} ms, "
        f"99th {times[int(len(times) * 0.99)] * 1000:.0f} ms, worst {times[-1] * 1000:.0f} ms, "
        f"{len(failures)} failed, {len(dropped)} slow dropped"
    )


def main(crowds: list[int], wanted: str) -> None:
    """The servers whose name holds `wanted`, beside crowds of these sizes."""
    for name, words in SERVERS.items():
        for slow in crowds if wanted in name else []:
            sys.stdout.write(f"{name}, {slow} slow: {measure(words, slow)}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1].split(",")] if sys.argv[1:] else [0, SLOW], "".join(sys.argv[2:3]))
