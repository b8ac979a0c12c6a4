"""A report without scripts: taken, sealed as it arrives, or sent back with everything that was typed."""

from __future__ import annotations

import io
import logging
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection
from django.test import Client

from incidents.models import Tip
from incidents.public import views
from incidents.services.intake import MOST_TEXT, urgent_hour
from portal.logs import ContentFreeFormatter
from sealing.directories import lead_certify
from sealing.keys import sign_generate
from sealing.receipts import derive, receipt_read
from tests.desk_fixture import DeskKeys
from tests.submitters import TEXT, opened_tip, words_of
from vault.models import Directory, Installation, Wrap
from vault.models import Epoch as EpochRow

pytestmark = pytest.mark.django_db

FULL = {"text": TEXT, "kind": "air", "zone": "quebrada-honda", "when": "today", "danger": "yes"}
CANARIES = ("zanahoria", "127.66.77.88", "PlantedAgent", "planted-referer", "xx-PLANTED")


def test_a_report_is_taken_and_only_the_desk_can_read_it(desk_keys: DeskKeys) -> None:
    response = Client().post("/es/", FULL)
    assert response.status_code == 201
    tip = Tip.objects.get()
    value = opened_tip(desk_keys, tip)
    assert {name: value[name] for name in ("text", "kind", "zone", "when")} == {
        k: FULL[k] for k in FULL if k != "danger"
    }
    assert (value["danger"], value["lang"], value["sealed"], value["files"]) == (True, "es", "arrival", [])
    assert (tip.sealed_by, tip.state, tip.analysis, tip.lane) == ("arrival", "received", "owed", "urgent")
    assert Wrap.objects.filter(ref=tip.id).count() == 1, "never to the mailbox, only to the epoch"


def test_the_least_report_is_one_sentence(desk_keys: DeskKeys) -> None:
    assert Client().post("/fr/", {"text": "Ils sont revenus."}).status_code == 201
    tip = Tip.objects.get()
    assert (tip.lane, tip.urgent_since) == ("normal", None)
    assert opened_tip(desk_keys, tip)["lang"] == "fr"


def test_row_14_the_ten_words_are_shown_once_and_only_a_one_way_trace_is_stored(desk_keys: DeskKeys) -> None:
    words = words_of(Client().post("/es/", FULL))
    assert len(words.split()) == 10
    entropy, lang = receipt_read(words)
    assert (len(entropy), lang) == (13, "es")
    mailbox = derive(desk_keys.salt, entropy)
    tip = Tip.objects.get()
    assert bytes(tip.mailbox or b"") == mailbox.stored_id
    dump = "\n".join(connection.connection.iterdump()).lower()
    for secret in (mailbox.mailbox_id, mailbox.seed, mailbox.answer_key, entropy):
        assert secret.hex() not in dump
    assert mailbox.stored_id.hex() in dump, "the search must be able to find"


def test_row_10_times_are_a_day_and_an_hour(desk_keys: DeskKeys) -> None:
    Client().post("/es/", FULL)
    tip = Tip.objects.get()
    assert tip.day == datetime.now(UTC).date()
    assert tip.urgent_since is not None
    assert (tip.urgent_since.minute, tip.urgent_since.second, tip.urgent_since.microsecond) == (0, 0, 0)
    late = datetime(2026, 11, 22, 1, 59, 59, 5, tzinfo=UTC)
    assert urgent_hour(late) == datetime(2026, 11, 22, 1, tzinfo=UTC)


def test_row_11_two_reports_of_one_class_differ_in_no_stored_size(desk_keys: DeskKeys) -> None:
    Client().post("/es/", {"text": "a"})
    Client().post("/es/", {"text": "ñ" * 700, "kind": "candle", "zone": "carretera-norte", "danger": "no"})
    sizes = {(len(bytes(t.envelope)), len(bytes(t.mailbox or b""))) for t in Tip.objects.all()}
    assert len(sizes) == 1
    assert {len(bytes(w.wrap)) for w in Wrap.objects.filter(kind=1)} == {1168}


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example", "Sec-Fetch-Site": "same-origin"},
    ],
)
def test_row_6_a_foreign_origin_is_refused_and_the_text_kept(headers: dict[str, str], desk_keys: DeskKeys) -> None:
    response = Client().post("/es/", FULL, headers=headers)
    assert response.status_code == 403
    assert TEXT in response.content.decode()
    assert not Tip.objects.exists()


@pytest.mark.parametrize("headers", [{}, {"Origin": "http://testserver"}, {"Sec-Fetch-Site": "same-origin"}])
def test_row_6_our_own_page_and_a_silent_browser_are_taken(headers: dict[str, str], desk_keys: DeskKeys) -> None:
    assert Client().post("/es/", FULL, headers=headers).status_code == 201


def test_an_empty_text_is_sent_back_with_the_choices_that_were_made(desk_keys: DeskKeys) -> None:
    html = Client().post("/es/", FULL | {"text": " \r\n "})
    assert html.status_code == 400
    body = html.content.decode()
    assert 'value="air" checked' in body
    assert 'value="yes" checked' in body
    assert 'value="quebrada-honda" selected' in body
    assert 'value="today" selected' in body


@pytest.mark.parametrize("field", ["kind", "zone", "when", "danger"])
def test_a_choice_that_does_not_exist_is_sent_back_with_the_text(field: str, desk_keys: DeskKeys) -> None:
    response = Client().post("/es/", FULL | {field: "zzz"})
    assert response.status_code == 400
    assert TEXT in response.content.decode()
    assert not Tip.objects.exists()


def test_a_text_over_the_limit_is_kept_and_its_excess_named(desk_keys: DeskKeys) -> None:
    assert Client().post("/es/", {"text": "á" * MOST_TEXT}).status_code == 201
    long = "á" * (MOST_TEXT + 37)
    response = Client().post("/es/", {"text": long})
    assert response.status_code == 413
    assert long in response.content.decode()
    assert "sobran 37 letras" in response.content.decode()


def test_kept_text_is_escaped_whole_and_never_compressed(desk_keys: DeskKeys) -> None:
    text = "uno\n\n\n\ndos <script>alert(1)</script> </textarea> \"'&"
    response = Client().post("/es/", {"text": text, "kind": "zzz"}, headers={"Accept-Encoding": "gzip"})
    body = response.content.decode()
    assert "Content-Encoding" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"
    assert "<script>alert" not in body
    assert "uno\n\n\n\ndos &lt;script&gt;alert(1)&lt;/script&gt; &lt;/textarea&gt; &quot;&#x27;&amp;</textarea>" in body


def test_row_15_a_body_over_the_limit_is_refused_unread(desk_keys: DeskKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PUBLIC_BODY_LIMIT", 1000)
    response = Client().post("/es/", {"text": "b" * 2000})
    assert response.status_code == 413
    assert b"bbbb" not in response.content
    assert "No pudimos leerlo" in response.content.decode()


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"\xff\xfe\0\0", b"text", b"%zz=%zz&text"])
def test_a_malformed_body_is_an_error_page(body: bytes, desk_keys: DeskKeys) -> None:
    for kind in (
        "multipart/form-data; boundary=x",
        "multipart/form-data",
        "application/x-www-form-urlencoded",
        "text/x",
    ):
        assert Client().generic("POST", "/es/", body, content_type=kind).status_code == 400
    assert not Tip.objects.exists()


def test_row_12_a_file_is_refused_kept_out_of_every_folder_and_the_text_kept(
    desk_keys: DeskKeys, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "FILE_UPLOAD_TEMP_DIR", str(tmp_path))
    file = SimpleUploadedFile("planted-name.jpg", b"planted" * 20_000, content_type="image/jpeg")
    response = Client().post("/es/", {"first": file, "text": TEXT})
    assert response.status_code == 400
    assert TEXT in response.content.decode()
    assert "planted" not in response.content.decode()
    assert list(tmp_path.iterdir()) == []
    assert not Tip.objects.exists()


def test_a_database_that_fails_sends_the_text_back(desk_keys: DeskKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(**_: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(views, "tip_receive_plain", full)
    response = Client().post("/es/", FULL)
    assert response.status_code == 503
    assert TEXT in response.content.decode()


@pytest.mark.parametrize(
    "swap", ["epoch row's key", "directory's bytes", "a chain of their own", "salt and epoch gone", "run out"]
)
def test_nothing_is_sealed_to_a_key_that_the_root_does_not_vouch_for(swap: str, desk_keys: DeskKeys) -> None:
    newest = Directory.objects.get(kind="public")
    if swap == "epoch row's key":
        EpochRow.objects.update(key_id=b"\1" * 16, seal_key=b"\1" * 1216)
    elif swap == "directory's bytes":
        Directory.objects.filter(id=newest.id).update(body=bytes(newest.body).replace(b'"serial":1', b'"serial":2'))
    elif swap == "a chain of their own":
        root, root_key = sign_generate()
        lead = desk_keys.cast.lead.id
        sign_key = desk_keys.seeds[lead].sign_key
        desk_keys.certificates[:] = [lead_certify(root_seed=root, user=lead, sign_key=sign_key, issued=desk_keys.today)]
        desk_keys.publish("public", desk_keys.public_body([desk_keys.epoch]))
        Installation.objects.update(root_key=root_key)
    elif swap == "salt and epoch gone":
        EpochRow.objects.update(destroyed_on=desk_keys.today)
    else:
        yesterday = desk_keys.today - timedelta(days=1)
        desk_keys.publish("public", desk_keys.public_body([desk_keys.epoch], valid_until=yesterday))
    response = Client().post("/es/", FULL)
    assert response.status_code == 503
    assert TEXT in response.content.decode()
    assert not Tip.objects.exists()


def test_the_epoch_that_began_last_is_sealed_to(desk_keys: DeskKeys) -> None:
    newer, _ = desk_keys.new_epoch(desk_keys.today, desk_keys.today + timedelta(days=44))
    future, _ = desk_keys.new_epoch(desk_keys.today + timedelta(days=1), desk_keys.today + timedelta(days=60))
    desk_keys.publish("public", desk_keys.public_body([desk_keys.epoch, newer, future]))
    Client().post("/es/", FULL)
    assert Tip.objects.get().epoch_id == newer.id


def test_row_9_nothing_that_was_typed_or_sent_reaches_a_log_or_the_database(
    desk_keys: DeskKeys, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    log = io.StringIO()
    written = [h for h in logging.getLogger().handlers if isinstance(h.formatter, ContentFreeFormatter)]
    assert len(written) == 1
    monkeypatch.setattr(written[0], "stream", log)
    monkeypatch.setattr(logging.getLogger(), "level", logging.DEBUG)
    client = Client(
        REMOTE_ADDR="127.66.77.88",
        headers={
            "User-Agent": "PlantedAgent",
            "Referer": "http://testserver/planted-referer",
            "Accept-Language": "xx-PLANTED",
        },
    )
    text = "zanahoria " * 3
    client.post("/es/", FULL | {"text": text})
    client.post("/es/", {"text": text, "kind": "zzz"})
    client.post("/es/", {"text": text}, headers={"Origin": "https://planted.example"})
    client.post("/es/", {"text": "zanahoria" * MOST_TEXT})
    client.post("/es/answers/", {"words": "zanahoria zanahoria"})
    client.post("/es/answers/", {"words": text, "ticket": "zanahoria"})
    client.generic("POST", "/es/", b"zanahoria", content_type="multipart/form-data; boundary=zanahoria")
    client.generic("POST", "/es/sealed/", b'{"zanahoria":1}', content_type="application/json")
    client.get("/zanahoria/?zanahoria=1")

    def broken(**_: object) -> None:
        raise RuntimeError("zanahoria")

    monkeypatch.setattr(views, "tip_receive_plain", broken)
    careless = Client(raise_request_exception=False)
    assert careless.post("/es/", FULL | {"text": text}).status_code == 500
    printed = capfd.readouterr()
    dump = "\n".join(connection.connection.iterdump())
    for canary in CANARIES:
        for place in (printed.out, printed.err, log.getvalue(), dump):
            assert canary not in place
            assert canary.encode().hex() not in place.lower()
    assert Tip.objects.count() == 1
    assert re.search(r"RuntimeError at broken:\d+", log.getvalue()), "the fault itself is logged, without its text"
