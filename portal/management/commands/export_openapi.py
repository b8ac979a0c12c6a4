"""`manage.py export_openapi`: both staff APIs as one OpenAPI document, from which the pages' types are made."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from ninja import NinjaAPI

from incidents.desk.api import api as desk
from incidents.partner.api import api as partner


class Clash(Exception):
    """Both APIs use one name for two shapes."""


def merged() -> dict[str, Any]:
    """One document: paths with their audience in front, operation ids too, schemas once. Raises Clash."""
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {
            "title": "Vigía staff API",
            "version": "1",
            "description": "Ids, states, clocks and sealed bytes for the desk's and the partners' pages; never content.",
        },
        "paths": {},
        "components": {"schemas": {}},
    }
    for audience, api in (("desk", desk), ("partner", partner)):
        _add(document, audience, api)
    document["paths"] = dict(sorted(document["paths"].items()))
    document["components"]["schemas"] = dict(sorted(document["components"]["schemas"].items()))
    return document


def _add(document: dict[str, Any], audience: str, api: NinjaAPI) -> None:
    found = json.loads(json.dumps(api.get_openapi_schema(path_prefix=f"/{audience}/api/"), default=str))
    for path, operations in found["paths"].items():
        for operation in operations.values():
            operation["operationId"] = f"{audience}_{operation['operationId']}"
            operation.pop("security", None)
        document["paths"][path] = operations
    for name, shape in found.get("components", {}).get("schemas", {}).items():
        if document["components"]["schemas"].setdefault(name, shape) != shape:
            raise Clash(name)


class Command(BaseCommand):
    """Writes or checks docs/openapi.json."""

    help = "Write docs/openapi.json from both staff APIs, or with --check fail where it is not what they say."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` for tests."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail on a difference")

    def handle(self, *args: Any, **options: Any) -> None:
        """One canonical writing, so that a difference is a change."""
        path = Path(settings.BASE_DIR) / "docs" / "openapi.json"
        try:
            text = json.dumps(merged(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        except Clash as clash:
            raise CommandError(f"both APIs use the name {clash} for two shapes") from None
        if not options["check"]:
            path.write_text(text, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != text:
            raise CommandError("docs/openapi.json is not what the APIs say: run make api")
