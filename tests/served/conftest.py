"""A PostgreSQL server of the machine's own, as a host would run it; without one these tests skip, saying so."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

WAITING = ("-w", "-t", "600")
"""For a server to come up or to end: of itself pg_ctl waits a minute."""

FOUND = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_ctl"), key=lambda path: int(path.parts[-3]))


@dataclass
class Server:
    """One cluster, reached by a socket in its folder."""

    folder: Path
    data: Path
    binaries: Path

    def run(self, program: str, *words: str | Path) -> str:
        """Run one of PostgreSQL's programs as the user that it wants."""
        found = subprocess.run(
            [*_as_postgres(), str(self.binaries / program), *map(str, words)],
            capture_output=True,
            text=True,
            timeout=600,
            cwd=self.folder,
        )
        assert found.returncode == 0, found.stdout + found.stderr
        return found.stdout.strip()

    def start(self, *settings: str) -> None:
        said = " ".join(
            f"-c {setting}" for setting in ("listen_addresses=''", f"unix_socket_directories={self.folder}")
        )
        log = self.folder / "log"
        # Not through `run`: the server would keep its output open.
        words = [*_as_postgres(), str(self.binaries / "pg_ctl"), *WAITING, "-D", str(self.data), "-l", str(log)]
        found = subprocess.run([*words, "-o", said, "start"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        assert found.returncode == 0, log.read_text()

    def stop(self) -> None:
        self.run("pg_ctl", *WAITING, "-m", "fast", "-D", self.data, "stop")

    def sql(self, statement: str, database: str = "postgres") -> str:
        return self.run("psql", "-XAtq", "-h", self.folder, "-U", "wholetime", "-d", database, "-c", statement)

    def settings(self, **values: str) -> None:
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in values.items())

    def url(self, database: str) -> str:
        return f"postgres://wholetime@{quote(str(self.folder), safe='')}/{database}"


def _as_postgres() -> list[str]:
    return ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []


def own(path: Path) -> None:
    """Give ``path`` to the user that PostgreSQL runs as."""
    if os.geteuid() == 0:
        shutil.chown(path, "postgres", "postgres")


@pytest.fixture
def cluster() -> Iterator[Server]:
    """A new cluster, not started."""
    if not FOUND:
        pytest.skip("no served PostgreSQL on this machine: apt-get install postgresql")
    if os.geteuid() == 0 and "postgres" not in {user.pw_name for user in pwd.getpwall()}:
        pytest.skip("PostgreSQL does not run as root, and there is no user called postgres")
    folder = Path(tempfile.mkdtemp(prefix="wt-pg-", dir="/tmp"))  # a socket's path may have 107 letters
    own(folder)
    found = Server(folder, folder / "data", FOUND[-1].parent)
    found.run("initdb", "-A", "trust", "-U", "wholetime", "-E", "utf8", "--no-sync", "-D", found.data)
    try:
        yield found
    finally:
        if (found.data / "postmaster.pid").exists():
            found.stop()
        shutil.rmtree(folder, ignore_errors=True)
