"""A backup is one moment, whatever others do while it is written."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from tests.config.installations import sickness

from wholetime.chassis.actions.backup import write_backup
from wholetime.chassis.engine.archive import BackupKey, opened
from wholetime.dataset.actions.commit import discard
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.actions.stage import stage
from wholetime.dataset.actions.sweep import sweep

pytestmark = pytest.mark.django_db(transaction=True)
KEY = BackupKey.of(BackupKey.new())


def backed_up(target: Path, when: str, meanwhile: Callable[[], object]) -> dict[str, bytes]:
    """The entries of a backup, while another person does something once ``when`` is being copied."""
    pending: list[Callable[[], object]] = [meanwhile]

    def elsewhere() -> None:
        try:
            pending.pop()()
        finally:
            connection.close()

    def progress(done: int, total: int, said: str) -> None:
        if said == when and pending:
            other = threading.Thread(target=elsewhere)
            other.start()
            other.join()

    with target.open("wb") as file:
        write_backup(file, KEY, progress)
    assert not pending, "it was never done"
    with target.open("rb") as file, opened(file, KEY) as entries:
        return {each.name: b"".join(each.blocks()) for each in entries}


def named(entries: dict[str, bytes]) -> Iterator[str]:
    """The files that the manifest in the backup names."""
    heading, *lines = gzip.decompress(entries["database/dataset_slice/000000.csv.gz"]).decode().splitlines()
    at = heading.split(",").index("path")
    return (line.split(",")[at] for line in lines)


@pytest.mark.parametrize("when", ["chassis_node", "dataset_load", "django_migrations"])
def test_a_load_committed_meanwhile_is_wholly_out(lake: Path, tmp_path: Path, when: str) -> None:
    load_file(sickness(tmp_path / "april.csv", ("RXA", 5)))
    before = {f"home/lake/{file.relative_to(lake)}" for file in lake.glob("*/*.parquet")}
    later = sickness(tmp_path / "later.csv", ("RXA", 6), ("RXB", 7))
    entries = backed_up(tmp_path / "b", when, lambda: load_file(later))
    assert {name for name in entries if name.startswith("home/lake")} == before
    assert {f"home/lake/{path}" for path in named(entries)} == before
    assert len(list(lake.glob("*/*.parquet"))) == 2, "and it was committed"


def test_a_load_that_is_discarded_meanwhile_keeps_its_file_until_the_backup_is_done(lake: Path, tmp_path: Path) -> None:
    waiting = stage(sickness(tmp_path / "april.csv", ("RXA", 5)))
    entries = backed_up(tmp_path / "b", "dataset_slice", lambda: discard(waiting.key))
    assert [f"home/lake/{path}" for path in named(entries)] == [
        name for name in entries if name.startswith("home/lake")
    ]
    (left,) = lake.glob("*/*.parquet")
    assert sweep() == [], "a file of today may belong to somebody at work"
    assert sweep(now=left.stat().st_mtime + 25 * 60 * 60) == [left]
    assert not left.exists()


def test_nothing_that_counts_is_swept_away(lake: Path, tmp_path: Path) -> None:
    load_file(sickness(tmp_path / "april.csv", ("RXA", 5)))
    load_file(sickness(tmp_path / "corrected.csv", ("RXA", 6)))
    stage(sickness(tmp_path / "waiting.csv", ("RXA", 7)))
    half = lake / "observation" / "half.writing"
    half.write_text("a process died here")
    assert sweep(now=half.stat().st_mtime + 25 * 60 * 60) == [half]
    assert len(list(lake.glob("*/*.parquet"))) == 3
