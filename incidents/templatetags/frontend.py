"""The built applications in templates: script, preloads and styles of an entry, from Vite's manifest.

`{% application "src/desk/main.tsx" %}` writes the tags. The manifest is read once, and again when a build has replaced it.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from django import template
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

FOLDER: Final = "app"


@lru_cache(maxsize=4)
def _manifest(path: Path, _changed_at: int) -> dict[str, dict[str, Any]]:
    read: dict[str, dict[str, Any]] = json.loads(path.read_text("utf-8"))
    return read


def manifest() -> dict[str, dict[str, Any]]:
    """Vite's manifest: source path → built file, its imports and styles. Raises ImproperlyConfigured without a build."""
    path = Path(settings.FRONTEND_MANIFEST)
    try:
        return _manifest(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        raise ImproperlyConfigured("The front end is not built: run `make build`.") from None


def _imports(built: dict[str, dict[str, Any]], name: str, seen: dict[str, None]) -> None:
    """Every chunk that an entry needs before it can start, each once, in order."""
    for imported in built[name].get("imports", []):
        if imported not in seen:
            seen[imported] = None
            _imports(built, imported, seen)


def _address(file: str) -> str:
    return static(f"{FOLDER}/{file}")


@register.simple_tag
def application(entry: str) -> SafeString:
    """The tags of an entry. Raises ImproperlyConfigured where it is not built."""
    built = manifest()
    if entry not in built:
        raise ImproperlyConfigured(f"The front end has no entry {entry}: run `make build`.")
    chunks: dict[str, None] = {}
    _imports(built, entry, chunks)
    styles = dict.fromkeys(css for name in (*chunks, entry) for css in built[name].get("css", []))
    return format_html(
        "{}{}{}",
        format_html_join("", '<link rel="stylesheet" href="{}">\n', ((_address(css),) for css in styles)),
        format_html_join(
            "", '<link rel="modulepreload" href="{}">\n', ((_address(built[name]["file"]),) for name in chunks)
        ),
        format_html('<script type="module" src="{}"></script>', _address(built[entry]["file"])),
    )
