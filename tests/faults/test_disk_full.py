"""No room left on the disk: nothing half written, a word why, and all well when there is room again."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import psycopg
import pytest
from django.db import OperationalError
from django.test import Client
from pytest_django.fixtures import Settings
from tests.config.installations import sickness

from wholetime.chassis.models import Account, Membership, Node
from wholetime.chassis.queries.kept_files import file_faults
from wholetime.chassis.queries.read_only import DISK_FULL, refusal_in
from wholetime.dataset.actions import incoming
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.models import Load, Slice

pytestmark = pytest.mark.django_db(transaction=True)


def test_while_the_rows_are_written(lake: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_file(sickness(tmp_path / "april.csv", ("RXA", 5)))
    corrected = sickness(tmp_path / "corrected.csv", ("RXA", 8))

    def half(self: pl.DataFrame, target: Path, **options: object) -> None:
        Path(target).write_bytes(b"PAR1 half of it")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(pl.DataFrame, "write_parquet", half)
    with pytest.raises(OSError, match="No space left") as fault:
        load_file(corrected)
    monkeypatch.undo()
    assert refusal_in(fault.value) == DISK_FULL
    assert not list(lake.glob("*/*.writing")), "half a file would fill it further"
    assert (Load.objects.count(), Slice.objects.filter(live=True).count(), file_faults()) == (1, 1, [])
    assert load_file(corrected).state == "committed"


def test_while_an_upload_arrives(lake: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The page says so, and what had arrived does not stay to fill the disk further."""

    def full(chunks: object, name: str) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    node = Node.objects.create(code="QOP", kind="system", name="Greater Manchester")
    hana = Account.objects.create_user("hana@example.org", name="Hana")
    Membership.objects.create(account=hana, node=node, role="information", start=date(2020, 1, 1))
    client = Client()
    client.force_login(hana)
    monkeypatch.setattr("wholetime.dataset.web.uploads.receive", full)
    with sickness(tmp_path / "april.csv", ("RXA", 5)).open("rb") as file:
        answer = client.post("/api/v1/loads", {"file": file})
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert "no room left on the disk" in answer.json()["detail"]
    assert not Load.objects.exists()


def test_half_an_upload_is_taken_away(lake: Path, settings: Settings) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half of a file"
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        incoming.receive(broken(), "april.csv")
    assert not [file for file in (Path(settings.HOME) / "incoming").iterdir() if file.suffix == ".csv"]


def test_at_the_database(lake: Path) -> None:
    """PostgreSQL undoes the transaction; the message is for whoever asked."""
    fault = OperationalError("could not extend file")
    fault.__cause__ = psycopg.errors.DiskFull("could not extend file")
    assert refusal_in(fault) == DISK_FULL
