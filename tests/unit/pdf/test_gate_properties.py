"""Random values in random writings are found; random clean case files pass."""

from __future__ import annotations

import base64
import html
import random
import unicodedata
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.pdf.gate import gate, leaks
from tests.unit.pdf import samples
from tests.unit.pdf.plants import LOOK_ALIKE, alt_text, draw

_SYLLABLES = st.sampled_from(["qui", "hua", "mán", "rre", "ñau", "pal", "ztu", "kë", "yol", "xan", "brú", "gwe"])
_WORDS = st.lists(_SYLLABLES, min_size=2, max_size=4).map(lambda parts: "".join(parts).capitalize())
_NAMES = st.lists(_WORDS, min_size=1, max_size=3).map(" ".join).filter(lambda name: len(name) >= 6)
_NUMBERS = st.integers(10_000_000, 999_999_999_999).map(str)

_WRITINGS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "upper case": str.upper,
    "without accents": lambda text: "".join(c for c in unicodedata.normalize("NFKD", text) if ord(c) < 128),
    "decomposed": lambda text: unicodedata.normalize("NFKD", text),
    "without blanks": lambda text: text.replace(" ", ""),
    "spread": " ".join,
    "hyphens": "-".join,
    "soft hyphens": "\u00ad".join,
    "zero width": "\u200d".join,
    "line breaks": "\n".join,
    "reversed": lambda text: text[::-1],
    "wide letters": lambda text: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text),
    "look-alikes": lambda text: text.translate(LOOK_ALIKE),
    "URL": quote,
    "entities": lambda text: "".join(f"&#x{ord(c):x};" for c in text),
    "named entities": lambda text: html.escape(text).encode("ascii", "xmlcharrefreplace").decode(),
    "JSON": lambda text: "".join(f"\\u{ord(c):04x}" for c in text),
    "hex": lambda text: text.encode().hex(),
    "hex of UTF-16": lambda text: text.encode("utf-16-be").hex(" ").upper(),
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 inside": lambda text: base64.b64encode(f"de {text} a".encode()).decode(),
    "base64 twice": lambda text: base64.b64encode(base64.b64encode(text.encode())).decode(),
    "octal": lambda text: "".join(f"\\{byte:03o}" for byte in text.encode("latin-1")),
}


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_NAMES | _NUMBERS, writing=st.sampled_from(sorted(_WRITINGS)), around=_WORDS)
def test_a_random_value_in_a_random_writing_is_found(clean_pdf: bytes, value: str, writing: str, around: str) -> None:
    planted = alt_text(clean_pdf, f"{around} : {_WRITINGS[writing](value)} : {around}")
    assert leaks(planted, [value]), writing


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=_NAMES, seed=st.integers(0, 2**16))
def test_letters_drawn_in_random_pieces_are_found(clean_pdf: bytes, value: str, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - a test's dice
    pieces: list[str] = []
    rest = value
    while rest:
        length = chance.randint(1, 4)
        pieces.append(rest[:length])
        rest = rest[length:]
    shown = b" ".join(
        b"%d 0 Td <%s> Tj" % (chance.randint(1, 40), piece.encode("cp1252").hex().encode()) for piece in pieces
    )
    assert leaks(draw(clean_pdf, b"60 60 Td " + shown), [value])


_TEXTS = st.text(
    st.sampled_from("abcdefghijlmnopqrstuvxyzáéíóúñç ABCDEFGHIL 0123456789 .,;:()-/%&<>'\"\\ \n"),
    min_size=1,
    max_size=400,
)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(_TEXTS, min_size=1, max_size=4), lang=st.sampled_from(["es", "pt-br", "en", "fr"]))
def test_random_clean_case_files_pass(fonts_dir: Path, texts: list[str], lang: str) -> None:
    """Values with w and k, which the random texts have not: a hit would be one of the renderer's making."""
    source = samples.rich_source(
        lang=lang, sections=[{"heading": "Lo ocurrido", "paragraphs": [[samples.t(text)] for text in texts]}]
    )
    values = ["Wekwa Kwinku", "+51 987 654 321", "KW", "Wak", "Kawsak", "Wankawillka", "-12.046374, -77.042793"]
    pdf = samples.render(source, fonts_dir)
    gate(pdf, values, allowed=samples.allowed(source, 1))
