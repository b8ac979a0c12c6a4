"""The control of the canary search: a word planted in each store, in each writing, is found there; and only then."""

from __future__ import annotations

import base64
import json
import pickle
import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Final

import brotli
import pytest
import weasyprint
from redis import Redis

from tests.canaries.forms import folded_forms, forms
from tests.canaries.search import pdf_search, search
from tests.stack import Stack

pytestmark = pytest.mark.journey

FORMS: Final = [*forms("ocho letras"), *folded_forms("ocho letras")]


def word_of(form: str) -> str:
    """A word of its own for each writing, so that finding one says nothing of another."""
    return f"Ñandú {form} {secrets.token_hex(4)}"


def written(form: str) -> tuple[str, bytes]:
    """A fresh word, and that word in one writing."""
    word = word_of(form)
    return word, (forms(word) | folded_forms(word))[form]


@contextmanager
def in_a_row(stack: Stack, data: bytes) -> Iterator[str]:
    """A value of a row, in a table of its own; long enough to be cut into pages."""
    with closing(sqlite3.connect(stack.database, timeout=20)) as line:
        line.execute("create table planted (value blob)")
        line.execute("insert into planted values (?)", (secrets.token_bytes(6000) + data + secrets.token_bytes(6000),))
        line.commit()
        try:
            yield "rows"
        finally:
            line.execute("drop table planted")
            line.commit()


@contextmanager
def in_the_log_ahead(stack: Stack, data: bytes) -> Iterator[str]:
    """The write-ahead log: what was deleted again may still lie there."""
    with closing(sqlite3.connect(stack.database, timeout=20)) as line:
        line.execute("create table planted (value blob)")
        line.execute("insert into planted values (?)", (data,))
        line.commit()
        line.execute("drop table planted")
        line.commit()
        assert (stack.home / "db" / "vigia.sqlite3-wal").stat().st_size
        yield "files"


@contextmanager
def in_the_broker(stack: Stack, data: bytes) -> Iterator[str]:
    """A task's message as Celery writes it: the body in base64 within JSON, in a list."""
    message = json.dumps({"body": base64.b64encode(b'[["' + data + b'"], {}]').decode(), "headers": {}})
    with closing(Redis(unix_socket_path=str(stack.broker_socket), db=0)) as line:
        line.rpush("planted", message)
        try:
            yield "broker"
        finally:
            line.delete("planted")


@contextmanager
def in_the_memory(stack: Stack, data: bytes) -> Iterator[str]:
    """A value of the web part's memory, pickled and compressed, beside one of each other type."""
    with closing(Redis(unix_socket_path=str(stack.broker_socket), db=1)) as line:
        line.set("planted:1", zlib.compress(pickle.dumps({"text": data})))
        line.hset("planted:2", "field", "value")
        line.sadd("planted:3", "member")
        line.zadd("planted:4", {"member": 1})
        try:
            yield "broker"
        finally:
            line.delete("planted:1", "planted:2", "planted:3", "planted:4")


@contextmanager
def in_the_store(stack: Stack, data: bytes) -> Iterator[str]:
    """A file of the store, compressed with Brotli as a whole."""
    path = stack.store / "planted"
    path.write_bytes(brotli.compress(data))
    try:
        yield "files"
    finally:
        path.unlink()


@contextmanager
def in_a_log(stack: Stack, data: bytes) -> Iterator[str]:
    """A line of a log."""
    path = stack.logs / "planted.log"
    path.write_bytes(b"2026-01-01 INFO vigia GET /" + data + b" 404\n")
    try:
        yield "files"
    finally:
        path.unlink()


PLACES = [in_a_row, in_the_log_ahead, in_the_broker, in_the_memory, in_the_store, in_a_log]


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_every_writing_is_found_in_every_store(
    canary_stack: Stack, place: Callable[[Stack, bytes], AbstractContextManager[str]]
) -> None:
    planted = dict(written(form) for form in FORMS)
    with place(canary_stack, b"\n".join(planted.values())) as part:
        found = {one.trace.word for one in search(canary_stack, planted, [part])}
    assert found == set(planted)


def test_a_file_name_is_found(canary_stack: Stack) -> None:
    word = word_of("name")
    path = canary_stack.store / f"{word}.jpg"
    path.touch()
    try:
        assert search(canary_stack, [word], ["files"])
    finally:
        path.unlink()


def test_what_was_never_planted_is_found_nowhere(canary_stack: Stack) -> None:
    assert search(canary_stack, [word_of(form) for form in FORMS]) == []


PDF_PLACES = {
    "text": "<p>{word}</p>",
    "hidden text": '<p style="font-size: 0.1pt; color: white">{word}</p>',
    "title": "<title>{word}</title>",
    "author": '<meta name="author" content="{word}">',
    "outline": "<h1 style=\"bookmark-label: '{word}'\">x</h1>",
    "link": '<a href="https://example.org/{word}">x</a>',
    "alternative text": '<img alt="{word}" src="data:image/svg+xml,<svg/>">',
}


@pytest.mark.parametrize("place", PDF_PLACES)
def test_a_word_is_found_in_each_place_of_a_pdf(place: str) -> None:
    word = "Ruperto Ñaupari"
    page = PDF_PLACES[place].format(word=word)
    pdf = weasyprint.HTML(string=f"<html lang=es><body>{page}").write_pdf(pdf_variant="pdf/ua-1")
    assert pdf_search(pdf, [word])
    assert pdf_search(pdf, ["Ruperto Mamani"]) == []
