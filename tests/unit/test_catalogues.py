"""The catalogues say in all four languages what code and templates say now, and nothing else."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import polib
import pytest
from django.conf import settings

BASE: Final = Path(settings.BASE_DIR)
LANGUAGES: Final = ("es", "pt_BR", "en", "fr")
# Where pages and their code live; the other packages say nothing to anybody.
SOURCES: Final = ("accounts", "analysis", "audit", "incidents", "portal", "sealing", "templates", "vault")
PLACES: Final = re.compile(r"%\(\w+\)[a-z]|\{\w+\}")

Key = tuple[str | None, str, str]


def catalogue_of(language: str, base: Path = BASE) -> polib.POFile:
    return polib.pofile(str(base / "locale" / language / "LC_MESSAGES" / "django.po"), encoding="utf-8")


def key_of(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def wording(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def faults_of(catalogue: polib.POFile) -> list[str]:
    """What a reader of this language would miss."""
    found = []
    for entry in catalogue:
        if entry.obsolete:
            found.append(f"obsolete: {entry.msgid}")
        elif entry.fuzzy:
            found.append(f"fuzzy: {entry.msgid}")
        elif not all(wording(entry)):
            found.append(f"untranslated: {entry.msgid}")
    return found


@pytest.fixture(scope="module")
def said_now(tmp_path_factory: pytest.TempPathFactory) -> set[Key]:
    """All texts that makemessages reads out of a copy of the sources."""
    if shutil.which("xgettext") is None:
        pytest.fail("xgettext is missing: install the system package gettext")
    copy = tmp_path_factory.mktemp("sources")
    for name in SOURCES:
        shutil.copytree(BASE / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "migrations", "*.mo"))
    (copy / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "fr", "--no-location", "-v", "0"]
    # Without settings makemessages takes the folder that it stands in for the whole project.
    environ = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=copy, env=environ, check=True, capture_output=True)
    return {key_of(entry) for entry in catalogue_of("fr", copy)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_whole(language: str) -> None:
    catalogue = catalogue_of(language)
    assert len(catalogue) > 0
    assert faults_of(catalogue) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_what_the_sources_say_and_no_more(language: str, said_now: set[Key]) -> None:
    kept = {key_of(entry) for entry in catalogue_of(language)}
    assert {"lacks": said_now - kept, "still has": kept - said_now} == {"lacks": set(), "still has": set()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_put_into_a_text_has_its_place_in_every_wording(language: str) -> None:
    for entry in catalogue_of(language):
        sources = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
        wanted = {place for source in sources for place in PLACES.findall(source)}
        for words in wording(entry):
            assert set(PLACES.findall(words)) == wanted, entry.msgid


def test_spanish_counts_with_two_forms() -> None:
    catalogue = catalogue_of("es")
    counted = [entry for entry in catalogue if entry.msgid_plural]
    assert "nplurals=2" in catalogue.metadata["Plural-Forms"]
    assert counted
    assert all(sorted(entry.msgstr_plural) == [0, 1] for entry in counted)


def test_english_says_what_the_sources_say() -> None:
    for entry in catalogue_of("en"):
        sources = [entry.msgid, entry.msgid_plural] if entry.msgid_plural else [entry.msgid]
        assert wording(entry) == sources


def test_faults_are_seen() -> None:
    torn = polib.POFile()
    torn.extend(
        [
            polib.POEntry(msgid="Desk", msgstr="Mesa"),
            polib.POEntry(msgid="Partner"),
            polib.POEntry(msgid="%(n)d day", msgid_plural="%(n)d days", msgstr_plural={0: "%(n)d día", 1: ""}),
            polib.POEntry(msgid="Zone", msgstr="Zona", flags=["fuzzy"]),
            polib.POEntry(msgid="Noise", msgstr="Ruido", obsolete=True),
        ]
    )
    assert faults_of(torn) == ["untranslated: Partner", "untranslated: %(n)d day", "fuzzy: Zone", "obsolete: Noise"]
