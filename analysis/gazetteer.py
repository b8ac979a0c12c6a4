"""The word lists of ``analysis/data``, read once. Every word is folded: no accents, lower case."""

from functools import cache
from pathlib import Path

from analysis.reading import fold

DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[str]:
    lines = (DATA / name).read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


def _words(name: str) -> frozenset[str]:
    return frozenset(word for line in _lines(name) for word in line.split())


@cache
def common_words(lang: str) -> frozenset[str]:
    """The commonest words of es, pt, en or fr without names, towns and spelled numbers; empty for any other."""
    base = lang.split("-")[0]
    return _words(f"common/{base}.txt") if base in ("es", "pt", "en", "fr") else frozenset()


@cache
def every_common_word() -> frozenset[str]:
    return common_words("es") | common_words("pt") | common_words("en") | common_words("fr")


@cache
def ordinary_names() -> frozenset[str]:
    """Names that are ordinary words as well ("rosa", "cruz", "may")."""
    return _words("ordinary.txt")


@cache
def given_names() -> frozenset[str]:
    return _words("given.txt") | _extra("# given")


@cache
def surnames() -> frozenset[str]:
    return _words("surnames.txt") | _extra("# surnames")


def _extra(heading: str) -> frozenset[str]:

    found: set[str] = set()
    inside = False
    for line in (DATA / "names_extra.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            inside = line.strip() == heading
        elif inside:
            found.update(part for name in line.split() for part in fold(name).split("-"))
    return frozenset(found)


@cache
def towns() -> dict[str, tuple[tuple[str, str], ...]]:
    """Settlement, with hyphens as spaces, to the (country, region) pairs that have one of that name."""
    found: dict[str, list[tuple[str, str]]] = {}
    for line in _lines("towns.txt"):
        country, region, names = line.split("|")
        for name in names.split(","):
            found.setdefault(name, []).append((country, region))
    return {name: tuple(where) for name, where in found.items()}


@cache
def lexicon(name: str) -> dict[str, tuple[str, ...]]:
    """A hand-written lexicon ``data/NAME.txt``: sections ``[title]`` of comma-separated folded phrases."""
    sections: dict[str, list[str]] = {}
    title = ""
    for line in _lines(f"{name}.txt"):
        if line.startswith("["):
            title = line[1:-1]
            sections.setdefault(title, [])
        else:
            sections[title].extend(phrase.strip() for phrase in line.split(",") if phrase.strip())
    return {key: tuple(phrases) for key, phrases in sections.items()}
