"""Key files: 0600, ours, and nothing but what was written."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from vault import root_key, worker_key
from vault.key_files import KeyFileRefused, key_file_read, key_file_write


def test_worker_key_comes_back_and_shows_nothing(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "worker.key"
    drawn = worker_key.draw()
    worker_key.save(path, drawn)
    found = worker_key.load(path)
    assert (found.id, found.seal_seed, found.sign_seed) == (drawn.id, drawn.seal_seed, drawn.sign_seed)
    assert (len(found.seal_key), len(found.sign_key)) == (1216, 32)
    assert path.stat().st_mode & 0o777 == 0o600
    assert "seed" not in repr(found)


def test_root_page_comes_back_with_its_words(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    drawn = root_key.draw()
    root_key.save(path, drawn, organisation="Mesa", lang="es")
    assert root_key.load(path).public == drawn.public
    words = next(line for line in path.read_text().splitlines() if line.startswith("words: "))
    assert len(words.split()) == 7
    assert repr(drawn.sign_seed) not in repr(drawn)


@pytest.mark.parametrize("mode", [0o644, 0o640, 0o660, 0o700, 0o601])
def test_other_modes_are_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "worker.key"
    worker_key.save(path, worker_key.draw())
    path.chmod(mode)
    with pytest.raises(KeyFileRefused, match="0600"):
        worker_key.load(path)


def test_another_owner_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "worker.key"
    worker_key.save(path, worker_key.draw())
    monkeypatch.setattr("vault.key_files.os.geteuid", lambda: path.stat().st_uid + 1)
    with pytest.raises(KeyFileRefused, match="another user"):
        worker_key.load(path)


def test_links_folders_and_nothing_are_refused(tmp_path: Path) -> None:
    path, link = tmp_path / "worker.key", tmp_path / "link"
    worker_key.save(path, worker_key.draw())
    link.symlink_to(path)
    for other in (link, tmp_path / "absent"):
        with pytest.raises(KeyFileRefused):
            worker_key.load(other)
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe, 0o600)
    for strange in (tmp_path, pipe):
        with pytest.raises(KeyFileRefused, match="no regular file"):
            key_file_read(strange)


def test_a_file_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "worker.key"
    worker_key.save(path, worker_key.draw())
    before = path.read_bytes()
    with pytest.raises(FileExistsError):
        worker_key.save(path, worker_key.draw())
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"v":1', '"v":2'),
        ("vigia worker key", "vigia other key"),
        ('{"seal_seed"', '{ "seal_seed"'),
        ('"seal_seed":"', '"seal_seed":"AAAA'),
        ('"worker":"', '"other":"'),
        ("}", ""),
    ],
)
def test_changed_worker_files_are_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "worker.key"
    worker_key.save(path, worker_key.draw())
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    with pytest.raises(KeyFileRefused):
        worker_key.load(path)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"seed: 00\n", b"x" * 20_000])
def test_what_is_no_root_page_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "root.key"
    path.touch(mode=0o600)
    path.write_bytes(content)
    with pytest.raises(KeyFileRefused):
        root_key.load(path)


def test_two_seeds_in_one_page_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "root.key"
    root_key.save(path, root_key.draw(), organisation="Mesa", lang="es")
    other = tmp_path / "two.key"
    key_file_write(other, path.read_text() + f"seed: {'0' * 64}\n")
    with pytest.raises(KeyFileRefused):
        root_key.load(other)
