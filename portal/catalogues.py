"""Compile every catalogue under `locale`, without GNU gettext: `python -m portal.catalogues`.

A program of its own, not a Django command: it runs before there is a home folder with keys.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import polib

LOCALE: Final = Path(__file__).resolve().parent.parent / "locale"


def compile_all(folder: Path = LOCALE) -> int:
    """Write a .mo beside each .po. Returns how many."""
    sources = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    for source in sources:
        polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(source.with_suffix(".mo")))
    return len(sources)


if __name__ == "__main__":
    compile_all()
