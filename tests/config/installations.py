"""Whole installations, each in a home folder of its own, worked by the command line as people do."""

from __future__ import annotations

import fcntl
import gzip
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

KEY = "correct horse battery staple"

NODES = {
    "nodes": """code,kind,name,sector,opened,closed
ENG,nation,England,,,
Y62,region,North West,,,
QOP,system,Greater Manchester,,,
R0A,organisation,Manchester University,nhs_trust,,
RMC,organisation,Bolton,nhs_trust,,
""",
    "parentages": "child,parent,start,end\nY62,ENG,,\nQOP,Y62,,\nR0A,QOP,,\nRMC,QOP,,\n",
    "successions": "old,new,on\n",
    "aliases": "scheme,alias,code\nons,E54000057,QOP\n",
}

HEADER = (
    "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,"
    "FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT\n"
)


FIGURE = "figure sickness_rate --by org,period --json"
SEVERAL = """
import json
from typer.testing import CliRunner
from wholetime.config.cli import app
found = [CliRunner().invoke(app, words) for words in {asked}]
print(json.dumps([(one.exit_code, one.stdout, one.stderr) for one in found]))
"""


@dataclass
class Installation:
    """A home folder and the words typed at it."""

    home: Path
    environment: dict[str, str] = field(default_factory=dict)

    def words(self, *words: str | Path) -> list[str]:
        return [sys.executable, "-m", "wholetime.config.cli", *map(str, words)]

    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("WHOLETIME_", "DJANGO_"))}
        for name in ("DATABASE_URL", "PYTHONDONTWRITEBYTECODE"):  # each start would compile all libraries: 5 s, not 2
            kept.pop(name, None)
        own = {
            "WHOLETIME_DISK_RESERVE": "0",
            "WHOLETIME_HOME": str(self.home),
            "WHOLETIME_DATA": str(self.home.parent / "published"),
        }
        return kept | own | {"WHOLETIME_BACKUP_KEY": KEY} | self.environment

    def run(self, *words: str | Path, fails: int = 0) -> subprocess.CompletedProcess[str]:
        """Run a command and see that it ends as it should."""
        found = subprocess.run(self.words(*words), env=self.env(), capture_output=True, text=True, timeout=600)
        assert found.returncode == fails, found.stdout + found.stderr
        return found

    def start(self, *words: str | Path) -> subprocess.Popen[str]:
        return subprocess.Popen(
            self.words(*words), env=self.env(), text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )

    def said(self, *commands: str | Iterable[str | Path], fails: int = 0) -> list[str]:
        """What each command said, all run in one process that starts once; a text is one command's words."""
        asked = [each.split() if isinstance(each, str) else list(map(str, each)) for each in commands]
        found: list[tuple[int, str, str]] = json.loads(self.python(SEVERAL.format(asked=asked)))
        for words, (code, out, error) in zip(asked, found, strict=True):
            assert code == fails, (words, out, error)
        return [error if fails else out for _, out, error in found]

    def python(self, code: str) -> str:
        """Run ``code`` with the rooms ready."""
        words = ["from wholetime.config.commands.ready import ready", "ready()", code]
        found = subprocess.run(
            [sys.executable, "-c", "\n".join(words)], env=self.env(), capture_output=True, text=True, timeout=600
        )
        assert found.returncode == 0, found.stderr
        return found.stdout.strip()

    def figure(self) -> list[dict[str, Any]]:
        """Sickness of every organisation and month, as anybody would ask."""
        found: list[dict[str, Any]] = json.loads(self.run(*FIGURE.split()).stdout)
        return found


def lay_out(folder: Path) -> Installation:
    """A home folder, not yet made, beside a few reference organisations."""
    reference = folder / "published" / "reference"
    reference.mkdir(parents=True)
    for name, text in NODES.items():
        (reference / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    return Installation(folder / "home")


def prepared(folder: Path) -> Installation:
    """As `lay_out` and `wholetime prepare` leave it: made once in a run of tests, and copied."""
    run = Path(os.environ["WHOLETIME_HOME"])
    template = run / "prepared"
    with (run / "prepared.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not template.exists():
            lay_out(run / "being-prepared").run("prepare")
            (run / "being-prepared").rename(template)
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["cp", "-a", f"{template}/.", folder], check=True)  # keeps the owner of PostgreSQL's files
    return Installation(folder / "home")


def put_down(folder: Path) -> None:
    """Stop the databases in ``folder``: a process that was killed left its own running."""
    for depth in ("*", "*/*"):
        for file in folder.glob(f"{depth}/postgres/postmaster.pid"):
            with suppress(psutil.NoSuchProcess):
                server = psutil.Process(int(file.read_text().split()[0]))
                if str(file.parent) in server.cmdline():
                    server.send_signal(signal.SIGQUIT)


def sickness(file: Path, *rows: tuple[str, float], day: str = "30/04/2024") -> Path:
    """A file of WTE days lost of 100 available, by trust."""
    lines = [
        f"{day},Y62,North West,QOP,Greater Manchester,{org},Trust,Acute,{lost},100,{lost:.2f}" for org, lost in rows
    ]
    file.write_text(HEADER + "\n".join(lines) + "\n")
    return file
