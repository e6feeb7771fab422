"""Files that are open to others, missing, changed, miscounted or nobody's are found."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from wholetime.chassis.queries import kept_files
from wholetime.chassis.queries.kept_files import KeptFiles
from wholetime.config.checks import files
from wholetime.config.checks.finding import Level

NAMED = Path("lake/observation/a.parquet")


@pytest.fixture
def home(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with one file of the lake, and a manifest that names it."""
    settings.HOME, settings.LAKE = tmp_path, tmp_path / "lake"
    (tmp_path / NAMED).parent.mkdir(parents=True)
    (tmp_path / NAMED).write_bytes(b"rows")
    for name in ("keys", "incoming"):
        (tmp_path / name).mkdir(mode=0o700)
    (tmp_path / "keys" / "secret_key").touch(mode=0o600)
    monkeypatch.setattr(kept_files, "_kept", {"lake": KeptFiles("lake", lambda: [NAMED], list)})
    return tmp_path


def test_a_sound_home_is_good(home: Path) -> None:
    checks = (
        files.secrets_are_private,
        files.lake_files_are_there,
        files.lake_agrees_with_manifest,
        files.lake_is_unchanged,
        files.files_belong_to_somebody,
    )
    assert {check().level for check in checks} == {Level.GOOD}


@pytest.mark.parametrize(("path", "mode"), [("keys", 0o750), ("keys/secret_key", 0o644), ("incoming", 0o755)])
def test_a_secret_that_others_may_read_is_a_fault(home: Path, path: str, mode: int) -> None:
    (home / path).chmod(mode)
    found = files.secrets_are_private()
    assert found.level is Level.FAULT
    assert found.do == f"chmod go= {home / path}"


@pytest.mark.parametrize(("free", "level"), [(999, Level.FAULT), (1999, Level.WARNING), (2000, Level.GOOD)])
def test_a_disk_without_room(free: int, level: Level, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DISK_RESERVE = 1000
    monkeypatch.setattr(files, "free_megabytes", lambda: free)
    assert files.disk_has_room().level is level


def test_a_missing_file_is_a_fault(home: Path) -> None:
    (home / NAMED).unlink()
    found = files.lake_files_are_there()
    assert found.level is Level.FAULT
    assert str(NAMED) in found.said


def test_a_file_that_the_manifest_counts_otherwise_is_a_fault(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = KeptFiles("lake", lambda: [NAMED], lambda: ["a.parquet has 1 rows and the manifest counts 2"])
    monkeypatch.setattr(kept_files, "_kept", {"lake": told})
    assert files.lake_agrees_with_manifest().level is Level.FAULT


def test_a_file_that_changed_is_a_fault_and_stays_one(home: Path) -> None:
    assert files.lake_is_unchanged().level is Level.GOOD
    (home / NAMED).write_bytes(b"rowz")
    assert files.lake_is_unchanged().level is Level.FAULT
    assert files.lake_is_unchanged().level is Level.FAULT
    (home / NAMED).write_bytes(b"rows")
    assert files.lake_is_unchanged().level is Level.GOOD


def test_a_file_of_nobody_is_a_warning_once_a_night_has_passed(home: Path) -> None:
    stray = home / "lake" / "observation" / "b.parquet"
    stray.write_bytes(b"")
    assert files.files_belong_to_somebody().level is Level.GOOD, "it may belong to a load that is at work"
    old = time.time() - files.UNOWNED - 1
    os.utime(stray, (old, old))
    assert files.files_belong_to_somebody().level is Level.WARNING
