"""Messages, vaults, session blobs and tickets."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sealing.encoding import canonical_json, parse_json
from sealing.errors import Damaged, Refused
from sealing.keys import sign_generate, xwing_generate
from sealing.messages import Direction, message_check, message_value
from sealing.receipts import derive
from sealing.tickets import LIFETIME, ticket_open, ticket_seal
from sealing.types import AnswerKey
from sealing.vaults import (
    PRODUCTION,
    VAULT_BYTES,
    VaultCost,
    VaultPlain,
    passphrase_make,
    session_open,
    session_seal,
    vault_open,
    vault_reseal,
    vault_seal,
)
from sealing.words import LANGUAGES, word_list

KEY, TIP = AnswerKey(bytes(range(32))), uuid4()
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(text=TEXTS, seq=st.integers(1, 2**32 - 1), direction=st.sampled_from(Direction))
def test_a_message_is_known_by_the_other_side(text: str, seq: int, direction: Direction) -> None:
    value = parse_json(canonical_json(message_value(answer_key=KEY, direction=direction, tip=TIP, seq=seq, text=text)))
    message = message_check(value, answer_key=KEY, direction=direction, tip=TIP)
    assert (message.seq, message.text) == (seq, text)


def test_a_message_is_not_taken_for_another() -> None:
    value = message_value(answer_key=KEY, direction=Direction.TO_DESK, tip=TIP, seq=1, text="hola")
    held: dict[str, Any] = {"answer_key": KEY, "direction": Direction.TO_DESK, "tip": TIP}
    for change in ({"answer_key": AnswerKey(bytes(32))}, {"direction": Direction.TO_SUBMITTER}, {"tip": uuid4()}):
        with pytest.raises(Damaged):
            message_check(value, **{**held, **change})
    for forged in ({"text": "adiós"}, {"seq": 2}, {"dir": 2}):
        with pytest.raises(Damaged):
            message_check({**value, **forged}, **held)


CHEAP = VaultCost(passes=1, kib=64)
USER, SESSION = uuid4(), uuid4()
PLAIN = VaultPlain(
    seal_seed=xwing_generate()[0],
    sign_seed=sign_generate()[0],
    root=sign_generate()[1],
    desk_serial=4,
    desk_sha256=bytes(range(32)),
    public_serial=2,
    public_sha256=bytes(32),
)
BLOB = vault_seal(passphrase="siete palabras", plain=PLAIN, user=USER, cost=CHEAP)


def test_production_pays_for_every_guess() -> None:
    assert (PRODUCTION.passes, PRODUCTION.kib) == (3, 65_536)
    blob = vault_seal(passphrase="siete palabras", plain=PLAIN, user=USER)
    assert blob[17:25] == (3).to_bytes(4, "big") + (65_536).to_bytes(4, "big")
    assert vault_open(passphrase="siete palabras", blob=blob, user=USER).plain == PLAIN


def test_a_cheap_vault_opens_for_tests_alone() -> None:
    assert len(BLOB) == VAULT_BYTES == 233
    assert vault_open(passphrase="siete palabras", blob=BLOB, user=USER, floor=CHEAP).plain == PLAIN
    with pytest.raises(Refused):
        vault_open(passphrase="siete palabras", blob=BLOB, user=USER)
    with pytest.raises(Damaged):
        vault_open(passphrase="siete palabra", blob=BLOB, user=USER, floor=CHEAP)
    with pytest.raises(Damaged):
        vault_open(passphrase="siete palabras", blob=BLOB, user=uuid4(), floor=CHEAP)


@pytest.mark.parametrize("at", [*range(1, 17), *range(25, 233)])
def test_any_flipped_byte_of_a_vault_fails(at: int) -> None:
    changed = bytearray(BLOB)
    changed[at] ^= 1
    with pytest.raises(Damaged):
        vault_open(passphrase="siete palabras", blob=bytes(changed), user=USER, floor=CHEAP)


def test_a_vault_is_sealed_again_without_its_passphrase() -> None:
    unlocked = vault_open(passphrase="siete palabras", blob=BLOB, user=USER, floor=CHEAP)
    newer = replace(unlocked, plain=replace(PLAIN, desk_serial=5))
    blob = vault_reseal(unlocked=newer, user=USER)
    assert blob[25:49] != BLOB[25:49]
    assert vault_open(passphrase="siete palabras", blob=blob, user=USER, floor=CHEAP).plain.desk_serial == 5


def test_an_empty_passphrase_and_odd_keys_are_refused() -> None:
    with pytest.raises(Refused):
        vault_seal(passphrase="", plain=PLAIN, user=USER, cost=CHEAP)
    with pytest.raises(Refused):
        vault_seal(passphrase="x", plain=replace(PLAIN, root=b"short"), user=USER, cost=CHEAP)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_generated_passphrases_are_seven_words(lang: str) -> None:
    words = passphrase_make(lang).split()
    assert len(words) == 7
    assert set(words) <= set(word_list("es") + word_list("pt-br") + word_list("en") + word_list("fr"))


@given(at=st.integers(0, 264))
@settings(max_examples=60)
def test_a_session_blob_opens_for_its_session_alone(at: int) -> None:
    half = bytes(range(32))
    unlocked = vault_open(passphrase="siete palabras", blob=BLOB, user=USER, floor=CHEAP)
    blob = session_seal(half_key=half, unlocked=unlocked, user=USER, session=SESSION)
    assert session_open(half_key=half, blob=blob, user=USER, session=SESSION) == unlocked
    changed = bytearray(blob)
    changed[at] ^= 1
    for broken, key, user, session in (
        (bytes(changed), half, USER, SESSION),
        (blob, bytes(32), USER, SESSION),
        (blob, half, uuid4(), SESSION),
        (blob, half, USER, uuid4()),
    ):
        with pytest.raises(Damaged):
            session_open(half_key=key, blob=broken, user=user, session=session)


NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
MAILBOX = derive(bytes(32), bytes(13))


def test_a_ticket_carries_the_mailbox_for_twenty_minutes() -> None:
    ticket = ticket_seal(key=bytes(32), mailbox=MAILBOX, now=NOW)
    opened = ticket_open(key=bytes(32), ticket=ticket, now=NOW + LIFETIME - timedelta(seconds=1))
    assert (opened.seed, opened.answer_key, opened.mailbox_id) == (
        MAILBOX.seed,
        MAILBOX.answer_key,
        MAILBOX.mailbox_id,
    )
    assert opened.expires - NOW == LIFETIME == timedelta(minutes=20)
    with pytest.raises(Refused):
        ticket_open(key=bytes(32), ticket=ticket, now=NOW + LIFETIME)
    with pytest.raises(Damaged):
        ticket_open(key=bytes([1]) * 32, ticket=ticket, now=NOW)


@pytest.mark.parametrize("ticket", ["", "A", "AAAA", "ñ", "=" * 8, "A" * 172])
def test_what_is_no_ticket_is_damaged(ticket: str) -> None:
    with pytest.raises(Damaged):
        ticket_open(key=bytes(32), ticket=ticket, now=NOW)


@given(at=st.integers(0, 170))
def test_any_changed_letter_of_a_ticket_fails(at: int) -> None:
    ticket = ticket_seal(key=bytes(32), mailbox=MAILBOX, now=NOW)
    letter = "A" if ticket[at] != "A" else "B"
    with pytest.raises(Damaged):
        ticket_open(key=bytes(32), ticket=ticket[:at] + letter + ticket[at + 1 :], now=NOW)
