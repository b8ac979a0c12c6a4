"""Database triggers that make the audit trail append-only, for SQLite and for PostgreSQL.

They stop mistakes and SQL injection. Whoever owns the database can drop them: that is what the chain and the heads that
the worker signs are for.
"""

from __future__ import annotations

from typing import Any, Final

EVENTS: Final = "audit_auditevent"
HEADS: Final = "audit_signedhead"
# SQLite's REPLACE removes the older row without firing its DELETE trigger (sqlite.org/lang_conflict.html), so an insert
# that would collide is refused before the conflict clause is looked at.
COLLISIONS: Final = {EVENTS: "serial >= NEW.serial OR digest = NEW.digest", HEADS: "id = NEW.id OR day = NEW.day"}


def _sqlite(table: str) -> list[tuple[str, str]]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
    collision = f"EXISTS (SELECT 1 FROM {table} WHERE {COLLISIONS[table]})"  # noqa: S608 - constants of this module
    names = [f"{table}_no_update", f"{table}_no_delete", f"{table}_no_replace"]
    events = ["BEFORE UPDATE", "BEFORE DELETE", "BEFORE INSERT"]
    conditions = ["", "", f" WHEN {collision}"]
    return [
        (
            f"CREATE TRIGGER IF NOT EXISTS {name} {event} ON {table} FOR EACH ROW{condition} {refuse}",
            f"DROP TRIGGER IF EXISTS {name}",
        )
        for name, event, condition in zip(names, events, conditions, strict=True)
    ]


def _postgresql(table: str) -> list[tuple[str, str]]:
    function = (
        "CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    rows, whole = f"{table}_append_only", f"{table}_no_truncate"
    return [
        (function, "SELECT 1"),
        (
            f"CREATE OR REPLACE TRIGGER {rows} BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION audit_append_only()",
            f"DROP TRIGGER IF EXISTS {rows} ON {table}",
        ),
        (
            f"CREATE OR REPLACE TRIGGER {whole} BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_append_only()",
            f"DROP TRIGGER IF EXISTS {whole} ON {table}",
        ),
    ]


def _statements(vendor: str) -> list[tuple[str, str]]:
    make = {"sqlite": _sqlite, "postgresql": _postgresql}[vendor]
    return [*make(EVENTS), *make(HEADS)]


def install(connection: Any) -> None:
    """Make the triggers on `connection`'s database; making them again changes nothing."""
    with connection.cursor() as cursor:
        for forward, _ in _statements(connection.vendor):
            cursor.execute(forward)


def remove(connection: Any) -> None:
    """Drop the triggers: for undoing the migration, and for tests that empty the whole database."""
    with connection.cursor() as cursor:
        for _, backward in _statements(connection.vendor):
            cursor.execute(backward)
