"""The units of systemd: understood by it, shut tight, and running commands that there are."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from typer.main import get_command

from wholetime.config.cli import app

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
UNITS = sorted(file.name for file in DEPLOY.iterdir() if file.suffix in (".service", ".timer"))
SERVICES = [unit for unit in UNITS if unit.endswith(".service")]
PROGRAM = "/opt/wholetime/.venv/bin/wholetime"

needs_systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """Copies that run a program which this machine has."""
    for name in UNITS:
        (tmp_path / name).write_text((DEPLOY / name).read_text().replace(f"={PROGRAM}", "=/bin/true"))
    return tmp_path


def analyse(*words: str | Path) -> str:
    found = subprocess.run(["systemd-analyze", *map(str, words)], capture_output=True, text=True, timeout=600)
    assert found.returncode == 0, found.stdout + found.stderr
    return found.stdout + found.stderr


@needs_systemd
def test_systemd_understands_the_units(units: Path) -> None:
    said = analyse("verify", "--man=no", *(units / name for name in UNITS))
    assert [line for line in said.splitlines() if str(units) in line] == []


@needs_systemd
@pytest.mark.parametrize("unit", SERVICES)
def test_little_is_left_open(unit: str, units: Path) -> None:
    """systemd's own count of what a service could do, from 0 (nothing) to 10; a plain unit has 9.6."""
    analyse("security", "--offline=true", "--threshold=20", "--no-pager", units / unit)


@pytest.mark.parametrize("unit", SERVICES)
def test_the_commands_and_options_exist(unit: str) -> None:
    line = next(line for line in (DEPLOY / unit).read_text().splitlines() if line.startswith("ExecStart="))
    word, options = re.findall(rf"{PROGRAM} ([\w-]+)(.*)", line)[0]
    command = get_command(app).commands[word]  # type: ignore[attr-defined]
    known = {name for one in command.params for name in (*one.opts, *one.secondary_opts)}
    assert set(re.findall(r"--[\w-]+", options)) <= known
