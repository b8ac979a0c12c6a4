"""Somebody who may never be recognised: every header and every field of theirs is a planted word."""

from __future__ import annotations

import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tests.stack import Stack

ADDRESS: Final = "127.66.77.88"
AGENT: Final = "Mozilla/5.0 (TelefonoDeAgapito; rv:88.77)"
ACCEPT_LANGUAGE: Final = "qu-PE,ashaninka-88;q=0.7"
REFERRER: Final = "sitio-de-agapito.example"
FORWARDED: Final = "198.51.100.77"
COOKIE: Final = "galleta-de-agapito"
TOLD: Final = "Agapito Ñaupari Quillca"
NUMBER: Final = "+51 955 313 807"
FILE_NAME: Final = "cédula de Agapito.jpg"
FILE_BYTES: Final = "bytes de la foto de Agapito"
PATH: Final = "camino-de-agapito"
QUERY: Final = "pregunta-de-agapito"
TYPED_NAME: Final = "usuario.agapito"
TYPED_PASSWORD: Final = "clave secreta de agapito"
BROKEN: Final = "cuerpo roto de agapito"
HEADERS: Final = {
    "User-Agent": AGENT,
    "Accept-Language": ACCEPT_LANGUAGE,
    "Referer": f"http://{REFERRER}/",
    "X-Forwarded-For": FORWARDED,
    "Cookie": f"vigia_desk={COOKIE}",
}
# What nothing may keep, whatever was asked.
WORDS: Final = (
    ADDRESS, AGENT, ACCEPT_LANGUAGE, "ashaninka-88", REFERRER, FORWARDED, COOKIE, TOLD, "Ñaupari Quillca", NUMBER, FILE_NAME,
    FILE_BYTES, PATH, QUERY, TYPED_NAME, TYPED_PASSWORD, BROKEN,
)  # fmt: skip

BOUNDARY: Final = "linea8877"


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    body: bytes


def ask(
    stack: Stack,
    method: str,
    path: str,
    body: bytes | None = None,
    *,
    sort: str = "application/x-www-form-urlencoded",
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """One request from the visitor's address."""
    line = http.client.HTTPConnection("127.0.0.1", stack.port, timeout=60, source_address=(ADDRESS, 0))
    try:
        given = {**HEADERS, **(headers or {})}
        if body is not None:
            given["Content-Type"] = sort
        line.request(method, path, body=body, headers=given)
        answer = line.getresponse()
        return Answer(answer.status, answer.read())
    except (BrokenPipeError, ConnectionResetError):
        # The server may answer before it has read a body that is too long, and close.
        return Answer(413, b"")
    finally:
        line.close()


def multipart(fields: Mapping[str, str], *, file: tuple[str, bytes] | None = None, whole: bool = True) -> bytes:
    """A form's body. With `file`, a file part of that name; not `whole`, cut off in the middle of a part."""
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file is not None:
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="{file[0]}"\r\n'
        parts.append(f"{head}Content-Type: image/jpeg\r\n\r\n".encode() + file[1] + b"\r\n")
    end = f"--{BOUNDARY}--\r\n".encode() if whole else f"--{BOUNDARY}\r\nContent-Dis".encode()
    return b"".join(parts) + end


def post_form(stack: Stack, path: str, body: bytes, **headers: str) -> Answer:
    """A multipart form."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    return ask(stack, "POST", path, body, sort=f"multipart/form-data; boundary={BOUNDARY}", headers=given)


def post_json(stack: Stack, path: str, value: object) -> Answer:
    """A JSON body."""
    return ask(stack, "POST", path, json.dumps(value).encode(), sort="application/json")
