"""What is kept on a shelf: found whole, or not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholetime.chassis.queries import shelf


def test_a_shelf_gives_what_was_put_and_nothing_of_what_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelf.settings, "HOME", tmp_path)
    some = shelf.Shelf("some", most=3)
    assert some.get("key") is None
    some.put("key", b"value")
    assert some.get("key") == b"value"
    (file,) = some.folder.glob("*/*.gz")
    for broken in (b"", b"not gzip", file.read_bytes()[:-9]):
        file.write_bytes(broken)
        assert some.get("key") is None


def test_a_shelf_forgets_the_oldest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf.settings, "HOME", tmp_path)
    monkeypatch.setattr(shelf, "SWEEP", 1)
    some = shelf.Shelf("some", most=3)
    for at in range(6):
        some.put(f"{at}key", b"value")
    assert len(list(some.folder.glob("*/*.gz"))) == 3
    assert some.get("5key") == b"value"
