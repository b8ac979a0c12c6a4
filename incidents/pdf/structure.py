"""What a rendered case file never has. Its presence means that something else made or changed the file.

The search of the gate reads all it can; this says no to what it cannot read (pictures, encryption), to what acts
(scripts, forms, files) and to what was added to a finished file (older revisions, bytes after the end).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf

_ACTING = ("/OpenAction", "/AA", "/AcroForm", "/OCProperties", "/AF", "/Collection", "/Perms", "/SpiderInfo")


def oddities(pdf: bytes) -> list[str]:
    """Constant names of what was found, in a fixed order; empty for a case file as the renderer makes it.

    `pdf` must be one that `open_everything` has read. Raises pikepdf.PdfError otherwise.
    """
    found: dict[str, None] = {}
    if len(re.findall(rb"%%EOF", pdf)) != 1 or len(re.findall(rb"\bstartxref\b", pdf)) != 1:
        found["older revisions"] = None
    if pdf.rpartition(b"%%EOF")[2].strip(b"\r\n"):
        found["bytes after the end"] = None
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        if any(key in root for key in _ACTING):
            found["actions or forms"] = None
        names = root.get("/Names", pikepdf.Dictionary())
        if any(key in names for key in ("/EmbeddedFiles", "/JavaScript")):
            found["attachments or scripts"] = None
        for item in document.objects:
            found.update(dict.fromkeys(_of_object(item)))
        if _unreachable(document, pdf):
            found["objects that nothing uses"] = None
    return list(found)


def _of_object(item: pikepdf.Object) -> list[str]:
    if not isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        return []
    found: list[str] = []
    kind, subtype = item.get("/Type"), item.get("/Subtype")
    if subtype == "/Image":
        found.append("pictures")
    if "/Annots" in item or kind == "/Annot":
        found.append("annotations")
    if kind in ("/EmbeddedFile", "/Filespec") or "/EF" in item:
        found.append("attachments or scripts")
    if item.get("/S") == "/JavaScript" or "/JS" in item:
        found.append("attachments or scripts")
    if kind == "/Font" and subtype == "/Type3":
        found.append("drawn fonts")
    if isinstance(item, pikepdf.Stream):
        if "/F" in item:
            found.append("streams outside the file")
        if kind != "/Metadata" and _inline_picture(item):
            found.append("pictures")
    return found


def _inline_picture(stream: pikepdf.Stream) -> bool:
    """Whether a content stream draws a picture of its own; the operators are asked, since text may say `BI` too."""
    data = stream.read_bytes()
    if not re.search(rb"(?<!\S)BI\s", data) or stream.get("/Length1") is not None:
        return False
    try:
        return any(isinstance(i, pikepdf.ContentStreamInlineImage) for i in pikepdf.parse_content_stream(stream))
    except pikepdf.PdfError:
        return False


def _unreachable(document: pikepdf.Pdf, pdf: bytes) -> bool:
    """Whether the file has objects that no reference leads to, beside those that hold the file together.

    Objects that the file's own tables do not name are counted as well, by their written form.
    """
    reached: set[tuple[int, int]] = set()
    waiting: list[Any] = [document.trailer]
    while waiting:
        item = waiting.pop()
        if isinstance(item, pikepdf.Object) and item.is_indirect:
            if item.objgen in reached:
                continue
            reached.add(item.objgen)
        if isinstance(item, pikepdf.Array):
            waiting.extend(item)
        elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
            waiting.extend(item[key] for key in item.keys())  # noqa: SIM118 - it does not iterate as keys
    outside = re.sub(rb"stream\r?\n.*?endstream", b"", pdf, flags=re.DOTALL)
    written = {(int(n), int(g)) for n, g in re.findall(rb"(?<!\S)(\d{1,10})\s+(\d{1,5})\s+obj\b", outside)}
    known = {item.objgen for item in _all(document) if isinstance(item, pikepdf.Object) and item.is_indirect}
    return bool(written - known) or any(
        item.objgen not in reached and not _holds_together(item)
        for item in _all(document)
        if isinstance(item, pikepdf.Object) and item.is_indirect
    )


def _all(document: pikepdf.Pdf) -> Iterator[Any]:
    # Numbers and truth values come as Python's own, which the library's types do not say.
    yield from document.objects


def _holds_together(item: pikepdf.Object) -> bool:
    return isinstance(item, pikepdf.Stream) and item.get("/Type") in ("/ObjStm", "/XRef")
