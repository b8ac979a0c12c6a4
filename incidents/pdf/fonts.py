"""The faces a case file is set in: Noto, bundled, so that every machine makes the same bytes.

The woff2 files come from the npm packages `@fontsource/noto-*` (SIL Open Font License 1.1). The build copies the few
that are needed into one folder:

    python -m incidents.pdf.fonts frontend/node_modules static_build/fonts

The renderer looks into that folder and into nothing else; a letter that no bundled face holds is written as its
number, never drawn with whatever face a machine happens to have.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from pathlib import Path

# fontTools ships no type information.
from fontTools.merge import Merger  # type: ignore[import-untyped]  # see above
from fontTools.merge import Options as MergerOptions
from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # see above
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # see above


class FontsMissingError(Exception):
    """A bundled face is not in the fonts folder. The message names the file."""


@dataclass(frozen=True, slots=True)
class Family:
    """A family of the stylesheet in one weight, and the files that hold its scripts, first come first served."""

    name: str
    package: str
    subsets: tuple[str, ...]
    weight: int

    @property
    def key(self) -> str:
        """The name that the stylesheet asks for."""
        return f"{self.name.replace(' ', '-').lower()}-{self.weight}"

    @property
    def files(self) -> tuple[str, ...]:
        """The files' names in the package and in the fonts folder."""
        return tuple(f"{self.package}-{subset}-{self.weight}-normal.woff2" for subset in self.subsets)


_LATIN = ("latin", "latin-ext", "vietnamese")
FAMILIES: tuple[Family, ...] = (
    *(Family("Case Serif", "noto-serif", _LATIN, weight) for weight in (400, 600)),
    *(Family("Case Sans", "noto-sans", (*_LATIN, "cyrillic", "greek"), weight) for weight in (400, 600)),
    *(Family("Case Arabic", "noto-sans-arabic", ("arabic",), weight) for weight in (400, 600)),
    *(Family("Case Mono", "noto-sans-mono", ("latin",), weight) for weight in (400, 600, 700)),
)
TEXT_FAMILIES = tuple(family for family in FAMILIES if family.name != "Case Mono")
"""Families that readable text may be set in; the mono one is for marks, labels and codes."""


@lru_cache(maxsize=4)
def coverage(fonts_dir: Path) -> dict[str, frozenset[int]]:
    """The code points of each file. Raises FontsMissingError."""
    found: dict[str, frozenset[int]] = {}
    for family in FAMILIES:
        for name in family.files:
            path = fonts_dir / name
            if not path.is_file():
                raise FontsMissingError(f"The font file {name} is missing; run the front-end build.")
            with TTFont(path, lazy=True) as font:
                found[name] = frozenset(font.getBestCmap())
    return found


def face_for(family: Family, text: str, fonts_dir: Path) -> bytes | None:
    """One TrueType file with the letters of `text` that the family holds; None where it holds none of them.

    The same bytes every time: WeasyPrint would subset by itself, but with one library or another, as the machine has
    them, and with the hour. The family's files are merged, since a letter and its accent are set together only when
    one file has both, and since WeasyPrint mixes up the glyphs of two files of one name. Raises FontsMissingError.
    """
    held = coverage(fonts_dir)
    wanted = {ord(char) for char in text}
    parts: list[BytesIO] = []
    for name in family.files:
        here = wanted & held[name]
        wanted -= here
        if here:
            parts.append(_subset(fonts_dir / name, here))
    if not parts:
        return None
    if len(parts) == 1:
        return parts[0].getvalue()
    merged: TTFont = Merger(options=MergerOptions(drop_tables=_NOT_NEEDED)).merge(parts)
    merged.recalcTimestamp = False
    merged["head"].created = merged["head"].modified = 0  # the merger writes the hour into both
    made = BytesIO()
    merged.save(made)
    return made.getvalue()


_NOT_NEEDED = ["STAT", "DSIG", "gasp", "meta"]


def _subset(path: Path, letters: set[int]) -> BytesIO:
    options = Options()
    options.name_IDs = []
    options.hinting = False
    options.notdef_outline = True
    options.drop_tables += _NOT_NEEDED
    with TTFont(path, recalcTimestamp=False) as font:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=letters)
        subsetter.subset(font)
        font.flavor = None
        made = BytesIO()
        font.save(made)
    made.seek(0)
    return made


def printable(text: str, fonts_dir: Path) -> str:
    """`text` with every letter that no bundled text face holds written as its number, such as `[U+1F600]`."""
    held = coverage(fonts_dir)
    letters = frozenset().union(*(held[name] for family in TEXT_FAMILIES for name in family.files))
    made: list[str] = []
    for char in text:
        if ord(char) in letters or char in "\n\t":
            made.append(char)
        elif 0xFE00 <= ord(char) <= 0xFE0F:
            continue  # A variation selector only says how the letter before it would have been drawn.
        else:
            made.append(f"[U+{ord(char):04X}]")
    return "".join(made)


def copy_fonts(node_modules: Path, fonts_dir: Path) -> int:
    """Copy the bundled faces and their licences; returns how many files. Raises FontsMissingError."""
    fonts_dir.mkdir(parents=True, exist_ok=True)
    copied = 0
    for family in FAMILIES:
        package = node_modules / "@fontsource" / family.package
        for name in family.files:
            source = package / "files" / name
            if not source.is_file():
                raise FontsMissingError(f"The font file {name} is not in node_modules; run npm ci.")
            shutil.copyfile(source, fonts_dir / name)
            copied += 1
        shutil.copyfile(package / "LICENSE", fonts_dir / f"{family.package}-LICENSE")
    return copied


def main(arguments: list[str]) -> int:
    """Command line: `python -m incidents.pdf.fonts NODE_MODULES FONTS_DIR`."""
    if len(arguments) != 2:
        sys.stderr.write("usage: python -m incidents.pdf.fonts NODE_MODULES FONTS_DIR\n")
        return 2
    try:
        count = copy_fonts(Path(arguments[0]), Path(arguments[1]))
    except FontsMissingError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{count} font files copied\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
