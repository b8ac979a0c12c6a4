"""The people of the demo desk, all invented, and the file that keeps what they sign in with.

The file stands in the installation's own folder, 0600, so that it can be printed again; a real desk has nothing like it.
"""

from __future__ import annotations

import json
import secrets
from base64 import b32encode
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from accounts.models import Role
from sealing.vaults import passphrase_make
from sealing.words import fold, language, words_of
from vault.key_files import key_file_read, key_file_write

DESK_NAME: Final = "Mesa de Defensa del Río Alto"
DESK_SHORT: Final = "RIO"
PARTNER_NAME: Final = "Fundación Orilla"
PARTNER_SHORT: Final = "ORI"
LANGUAGE: Final = "es"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """One invented person with everything that they sign in and unlock with."""

    username: str
    name: str
    role: str
    password: str
    passphrase: str
    # Base32, as an authenticator wants it: 160 bits.
    totp_secret: str


def _password() -> str:
    # Without accents, so that it can be typed on any keyboard.
    return "-".join(fold(word) for word in words_of(secrets.randbits(44), 4, language(LANGUAGE)))


def _draw(username: str, name: str, role: Role) -> DemoPerson:
    return DemoPerson(
        username=username,
        name=name,
        role=role.value,
        password=_password(),
        passphrase=passphrase_make(LANGUAGE),
        totp_secret=b32encode(secrets.token_bytes(20)).decode(),
    )


def draw() -> list[DemoPerson]:
    """The four people with fresh secrets."""
    return [
        _draw("ines", "Inés Huamán", Role.CASE_WORKER),
        _draw("rosa", "Rosa Valderrama", Role.LEAD),
        _draw("bruno", "Bruno Salazar", Role.LEAD),
        _draw("tomas", "Tomás Echeverri", Role.PARTNER),
    ]


def path() -> Path:
    """Where the file stands."""
    return Path(settings.VIGIA_HOME) / "demo" / "people.json"


def save(people: list[DemoPerson]) -> None:
    """Keep the people, in place of those of a database that is gone."""
    path().unlink(missing_ok=True)
    key_file_write(path(), json.dumps([asdict(person) for person in people], ensure_ascii=False, indent=1) + "\n")


def load() -> list[DemoPerson]:
    """The people. Raises KeyFileRefused."""
    return [DemoPerson(**row) for row in json.loads(key_file_read(path()))]
