"""docs/operations/point-in-time.md, step by step: a bad load, and the database as it was the moment before."""

from __future__ import annotations

import json
import shutil
import signal
import time
from pathlib import Path

import pytest
from tests.config.installations import FIGURE, Installation, lay_out, sickness
from tests.served.conftest import Server, own

SWEEP = """
import time
from wholetime.chassis.api import file_faults
from wholetime.dataset.actions.sweep import sweep
print(file_faults(), len(sweep(now=time.time() + 25 * 60 * 60)))
"""


@pytest.fixture
def archived(cluster: Server) -> Server:
    """A cluster that archives its log, with an empty database."""
    archive = cluster.folder / "archive"
    archive.mkdir()
    own(archive)
    copy = f"test ! -f {archive}/%f && cp %p {archive}/%f"
    cluster.settings(wal_level="replica", archive_mode="on", archive_command=copy)
    cluster.start()
    cluster.sql("create database wholetime")
    return cluster


def test_recovery_to_the_moment_before_a_bad_load(archived: Server, tmp_path: Path) -> None:
    here = lay_out(tmp_path)
    here.environment["DATABASE_URL"] = archived.url("wholetime")
    here.run("load", sickness(tmp_path / "april.csv", ("R0A", 5), ("RMC", 10)))
    archived.run(
        "pg_basebackup",
        "-h",
        archived.folder,
        "-U",
        "wholetime",
        "-D",
        archived.folder / "base",
        "-X",
        "none",
        "-c",
        "fast",
    )
    may = sickness(tmp_path / "may.csv", ("R0A", 6), ("RMC", 11), day="31/05/2024")
    _, before = here.said(["load", may], FIGURE)
    moment = archived.sql("select now()")
    here.run("load", sickness(tmp_path / "bad.csv", ("R0A", 99), ("RMC", 99)))
    files = set(here.home.glob("lake/*/*"))

    last = archived.sql("select pg_walfile_name(pg_current_wal_lsn())")
    archived.sql("select pg_switch_wal()")
    waits(archived, last)
    archived.stop()
    shutil.move(archived.data, archived.folder / "kept-aside")
    shutil.move(archived.folder / "base", archived.data)
    archived.settings(
        restore_command=f"cp {archived.folder}/archive/%f %p",
        recovery_target_time=moment,
        recovery_target_action="promote",
    )
    (archived.data / "recovery.signal").touch()
    archived.start()
    recovered(archived)

    assert here.figure() == json.loads(before)
    assert set(here.home.glob("lake/*/*")) == files, "the file of the bad load lies there, and nobody reads it"
    assert here.python(SWEEP) == "[] 1", "every file that the manifest names is there, and one that it does not"
    assert "committed" in here.run("load", sickness(tmp_path / "june.csv", ("R0A", 7), day="30/06/2024")).stdout


def waits(server: Server, last: str) -> None:
    """Until the log ``last`` is in the archive."""
    for _ in range(3000):
        if (server.folder / "archive" / last).exists():
            return
        time.sleep(0.1)
    raise AssertionError(server.sql("select * from pg_stat_archiver"))


def recovered(server: Server) -> None:
    for _ in range(3000):
        if server.sql("select pg_is_in_recovery()") == "f":
            return
        time.sleep(0.1)
    raise AssertionError((server.folder / "log").read_text())


def test_a_backup_goes_from_served_to_embedded_and_back(cluster: Server, tmp_path: Path) -> None:
    """Two versions of PostgreSQL: the backup is rows, not a dump of either."""
    cluster.start()
    for name in ("first", "second"):
        cluster.sql(f"create database {name}")
    served = lay_out(tmp_path / "a")
    served.environment["DATABASE_URL"] = cluster.url("first")
    april = sickness(tmp_path / "april.csv", ("R0A", 5))
    *_, first = served.said(["load", april], ["backup", tmp_path / "served.age"], FIGURE)
    embedded = Installation(tmp_path / "b")
    embedded.run("restore", tmp_path / "served.age")
    second, _ = embedded.said(FIGURE, ["backup", tmp_path / "embedded.age"])
    again = Installation(tmp_path / "c", {"DATABASE_URL": cluster.url("second")})
    killed_while_restoring(again, tmp_path / "embedded.age", cluster)
    again.run("restore", tmp_path / "embedded.age")
    refused = Installation(tmp_path / "d", {"DATABASE_URL": cluster.url("second")})
    assert "holds something already" in refused.run("restore", tmp_path / "embedded.age", fails=2).stderr
    assert not refused.home.exists()
    assert again.figure() == json.loads(second) == json.loads(first) != [], "and what it held is still there"


def killed_while_restoring(here: Installation, file: Path, server: Server) -> None:
    """When there is something in the database already: the home folder is not there, and the next one clears it."""
    working = here.start("restore", file)
    entered = "select count(*) > 5 from information_schema.tables where table_schema = 'public'"
    while server.sql(entered, "second") == "f" and working.poll() is None:
        time.sleep(0.02)
    working.send_signal(signal.SIGKILL)
    working.communicate()
    assert server.sql("select to_regclass('restore_in_progress')", "second") == "restore_in_progress"
    assert not here.home.exists()
