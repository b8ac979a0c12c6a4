"""Which epoch is sealed to, where several accept: removing a person must rotate on the day itself."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from incidents.services.desk_keys import DeskKeys
from sealing.directories import (
    Epoch,
    PublicDirectory,
    directory_sign,
    directory_transport,
    public_directory_build,
    public_directory_verify,
)
from sealing.errors import Refused
from sealing.keys import sign_generate, xwing_generate
from sealing.people import lead_certify

DAY = date(2026, 11, 22)


def _epoch(accept_from: date) -> Epoch:
    _seed, key = xwing_generate()
    until = accept_from + timedelta(days=45)
    return Epoch(id=uuid4(), key=key, accept_from=accept_from, accept_until=until, destroy_on=until + timedelta(days=9))


def _directory(epochs: list[Epoch]) -> PublicDirectory:
    (root_seed, root), (lead_seed, lead) = sign_generate(), sign_generate()
    body = public_directory_build(
        serial=1,
        previous=None,
        valid_until=DAY + timedelta(days=180),
        desk=UUID(int=1),
        leads=[lead_certify(root_seed=root_seed, user=UUID(int=2), sign_key=lead, issued=DAY)],
        receipt_salt=bytes(32),
        epochs=epochs,
    )
    transport = directory_transport(body=body, signatures=[directory_sign(sign_seed=lead_seed, body=body)])
    return public_directory_verify(root=root, transport=transport, today=DAY, known=None)


def test_the_one_that_began_last_wherever_it_stands() -> None:
    older, newer = _epoch(DAY - timedelta(days=9)), _epoch(DAY - timedelta(days=1))
    for epochs in ([older, newer], [newer, older]):
        assert _directory(epochs).epoch_current(DAY).id == newer.id
        assert DeskKeys(receipt_salt=bytes(32), accepting=tuple(epochs)).current().id == newer.id


def test_of_one_day_the_one_named_last() -> None:
    first, second = _epoch(DAY), _epoch(DAY)
    assert _directory([first, second]).epoch_current(DAY).id == second.id
    assert DeskKeys(receipt_salt=bytes(32), accepting=(first, second)).current().id == second.id


def test_none_before_its_day() -> None:
    with pytest.raises(Refused):
        _directory([_epoch(DAY + timedelta(days=1))]).epoch_current(DAY)
