"""A backup from one machine, restored on another: everything or nothing."""

from __future__ import annotations

import io
import json
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tests.config.installations import FIGURE, KEY, Installation, prepared, sickness
from typer.testing import CliRunner

from wholetime.chassis.engine.archive import BackupKey, entry, opened, sealed
from wholetime.chassis.engine.archive.contents import checked
from wholetime.config.cli import app

FIRST = Path(__file__).parent / "backups" / "0.1.0-first.age"
"""Made by the first version that could make backups, before sign-in had any tables."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    found = prepared(tmp_path_factory.mktemp("installed"))
    files = [sickness(found.home.parent / f"{lost}.csv", ("R0A", lost), ("RMC", 10)) for lost in (5, 6)]
    found.said(*(["load", file] for file in files))
    return found


@pytest.fixture(scope="module")
def backup(installed: Installation) -> Path:
    file = installed.home.parent / "all.age"
    said = installed.run("backup", file)
    assert "read again and sound" in said.stdout
    return file


@pytest.fixture
def elsewhere(tmp_path: Path) -> Installation:
    """Another machine, with nothing on it."""
    return Installation(tmp_path / "home")


def refused(found: Installation, file: Path) -> str:
    """What `restore` says in this process: it has not yet asked for settings or a database when it refuses."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in found.env().items():
            patch.setenv(name, value)
        result = CliRunner().invoke(app, ["restore", str(file)])
    assert result.exit_code == 2, result.output
    return result.stderr


def untouched(found: Installation) -> bool:
    beside = [file.name for file in found.home.parent.iterdir() if "restoring" in file.name]
    return not beside and (not found.home.exists() or not any(found.home.iterdir()))


def test_the_restored_installation_answers_the_same(
    installed: Installation, backup: Path, elsewhere: Installation
) -> None:
    said = elsewhere.run("restore", backup).stdout
    assert "2 files" in said
    assert "counted, compared and sound" in said
    for name in ("pseudonym_key", "secret_key"):
        assert (elsewhere.home / "keys" / name).read_text() == (installed.home / "keys" / name).read_text()
    lakes = [{file.name: file.read_bytes() for file in one.home.glob("lake/*/*")} for one in (installed, elsewhere)]
    assert lakes[0] == lakes[1] != {}
    assert elsewhere.python(COUNTING) == installed.python(COUNTING)
    there, heads = installed.said(FIGURE, "audit head")
    kept = elsewhere.home.parent / "heads"
    kept.write_text(heads)
    assert "chassis_nodeevent" in heads
    assert "is not empty" in elsewhere.run("restore", backup, fails=2).stderr
    verify = ["audit", "verify", "--heads", kept]
    may = sickness(elsewhere.home.parent / "may.csv", ("R0A", 7), day="31/05/2024")
    here, before, loaded, more, after = elsewhere.said(FIGURE, verify, ["load", may], FIGURE, verify)
    assert json.loads(here) == json.loads(there) != []
    assert "committed" in loaded, "numbers go on where they were"
    assert len(json.loads(more)) > len(json.loads(here))
    assert "unbroken, heads as kept" in before
    assert "unbroken, heads as kept" in after, "and the chain goes on"


COUNTING = """
from wholetime.chassis.queries import rows
print([(table.name, rows.row_count(table.name)) for table in rows.tables()])
"""


def test_a_broken_chain_is_named_and_fails(tmp_path: Path) -> None:
    here = prepared(tmp_path)
    here.python(
        "from django.db import connection\n"
        "with connection.cursor() as cursor:\n"
        "    cursor.execute('alter table chassis_nodeevent disable trigger stays_as_written')\n"
        "    cursor.execute(\"update chassis_nodeevent set name = 'x' where pgh_id = 2\")\n"
        "    cursor.execute('alter table chassis_nodeevent enable always trigger stays_as_written')\n"
    )
    assert "chassis_nodeevent, link 2: does not fit" in here.run("audit", "verify", fails=1).stderr
    found = json.loads(here.run("audit", "verify", "--json", fails=1).stdout)
    assert [(fault["chain"], fault["number"]) for fault in found["faults"]] == [("chassis_nodeevent", 2)]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda held: held[:-1], "cut short"),
        (lambda held: held[: len(held) // 2], "cut short"),
        (lambda held: held[:-60] + bytes([held[-60] ^ 1]) + held[-59:], "damaged"),
        (lambda held: b"shopping list", "not a whole backup"),
        (lambda held: b"", "not a whole backup"),
    ],
)
def test_a_damaged_file_is_refused_before_anything_is_written(
    backup: Path, elsewhere: Installation, tmp_path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    file = tmp_path / "damaged.age"
    file.write_bytes(damage(backup.read_bytes()))
    assert said in refused(elsewhere, file)
    assert untouched(elsewhere)


def test_a_wrong_key_or_none_is_refused(backup: Path, elsewhere: Installation) -> None:
    elsewhere.environment["WHOLETIME_BACKUP_KEY"] = "another twenty-character key"
    assert "locked with another" in refused(elsewhere, backup)
    elsewhere.environment["WHOLETIME_BACKUP_KEY"] = "short"
    assert "20 or more" in refused(elsewhere, backup)
    elsewhere.environment["WHOLETIME_BACKUP_KEY"] = ""
    assert "is not set" in refused(elsewhere, backup)
    elsewhere.environment["WHOLETIME_BACKUP_KEY"] = str(BackupKey.of(KEY).recipient)
    assert "can only write" in refused(elsewhere, backup)
    assert untouched(elsewhere)


def test_a_file_that_the_manifest_names_and_the_backup_lacks_is_found(
    backup: Path, elsewhere: Installation, tmp_path: Path
) -> None:
    file = tmp_path / "less.age"
    changed(backup, file, drop="home/lake/")
    assert "named by the manifest and is not there" in elsewhere.run("restore", file, fails=2).stderr
    assert untouched(elsewhere)


def test_a_backup_of_a_newer_wholetime_is_refused(backup: Path, elsewhere: Installation, tmp_path: Path) -> None:
    file = tmp_path / "newer.age"
    changed(backup, file, replace=(b'"0001_initial"', b'"9001_initial"'))
    assert "newer wholetime" in elsewhere.run("restore", file, fails=2).stderr
    changed(backup, file, replace=(b'"version": 1', b'"version": 9'))
    assert "has form 9" in refused(elsewhere, file)
    assert untouched(elsewhere)


def test_a_backup_of_an_older_wholetime_is_brought_up_to_date(elsewhere: Installation) -> None:
    assert "sound" in elsewhere.run("restore", FIRST).stdout
    found, verified, well = elsewhere.said(FIGURE, "audit verify", "health --json")
    (rate, _) = [row["value"] for row in json.loads(found)]
    assert rate == 5
    assert "unbroken" in verified, "what was written before there was a chain is in it"
    assert {one["check"]: one["level"] for one in json.loads(well)["checks"]}["migrations_are_applied"] == "good"


def test_a_killed_restore_leaves_the_home_empty_and_the_next_one_works(backup: Path, elsewhere: Installation) -> None:
    working = elsewhere.start("restore", backup)
    staging = elsewhere.home.with_name(".home.restoring")
    until(lambda: (staging / "postgres" / "postmaster.pid").exists() or working.poll() is not None)
    working.send_signal(signal.SIGKILL)
    working.wait()
    assert working.stdout is not None
    working.stdout.close()
    assert not elsewhere.home.exists()
    elsewhere.run("restore", backup)
    assert untouched(Installation(elsewhere.home.parent / "nothing")), "what the killed one left is gone"
    assert elsewhere.figure()


def until(met: Callable[[], bool]) -> None:
    for _ in range(6000):
        if met():
            return
        time.sleep(0.05)
    raise AssertionError("it never came to that")


def changed(source: Path, target: Path, drop: str = "\0", replace: tuple[bytes, bytes] = (b"\0\0", b"")) -> None:
    """The backup with entries left out or text replaced, sealed again: as one made so would be."""
    key = BackupKey.of(KEY)
    sums = checked(source, key)

    def parts() -> Iterator[bytes]:
        with source.open("rb") as handle, opened(handle, key) as entries:
            for each in entries:
                content = b"".join(each.blocks())
                if each.name == "about.json":
                    content = content.replace(*replace)
                if each.name == "checksums.json" and drop != "\0":
                    for name in sums.files:
                        content = content.replace(f'"{name}"'.encode(), b'"left-out"')
                    content = content.replace(b'"files": {', b'"files": {}, "old": {')
                if not each.name.startswith(drop):
                    yield from entry(each.name, len(content), [content], 0)

    with target.open("wb") as handle:
        sealed(parts(), handle, key)


def test_the_format_needs_nothing_of_ours_to_be_read(backup: Path, tmp_path: Path) -> None:
    """docs/methods/backup.md promises that any age program, tar and gzip are enough."""
    import tarfile

    import pyrage

    key = pyrage.x25519.Identity.from_str(BackupKey.of(KEY).identity.__str__())
    plain = pyrage.decrypt(backup.read_bytes(), [key])
    with tarfile.open(fileobj=io.BytesIO(plain)) as held:
        names = held.getnames()
        held.extractall(tmp_path, filter="data")
    assert names[0] == "about.json"
    assert names[-1] == "checksums.json"
    text = subprocess.run(
        ["gzip", "-dc", str(tmp_path / "database/chassis_node/000000.csv.gz")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert text.startswith("id,code,kind,name")
    assert "Greater Manchester" in text
