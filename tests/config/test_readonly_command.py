"""`wholetime readonly`: what an operator types, and what everybody else at the command line then meets."""

from __future__ import annotations

import json
from pathlib import Path

from tests.config.installations import FIGURE, prepared, sickness


def test_closed_it_refuses_a_load_and_answers_figures_and_open_it_loads(tmp_path: Path) -> None:
    here = prepared(tmp_path)
    file = sickness(tmp_path / "april.csv", ("R0A", 5))
    told = here.said("readonly", ["readonly", "on", "--reason", "moving house"], "readonly status", FIGURE)
    assert "takes writes" in told[0]
    assert "read-only since" in told[2]
    assert json.loads(told[3]) == []
    assert "wholetime is read-only: moving house. Nothing was changed" in here.run("load", file, fails=1).stderr
    here.environment["WHOLETIME_DISK_RESERVE"] = str(10**12)
    here.said("readonly off")
    assert "less than the reserve" in here.run("load", file, fails=1).stderr
    here.environment["WHOLETIME_DISK_RESERVE"] = "0"
    assert "committed" in here.run("load", file).stdout


def test_a_refusal_by_the_database_is_said_without_a_trace(tmp_path: Path) -> None:
    """As when the switch is thrown after a command has asked: here it asks nothing and goes straight to writing."""
    here = prepared(tmp_path)
    here.run("readonly", "on", "--reason", "moving house")
    here.environment["PYTHONPATH"] = str(tmp_path)
    (tmp_path / "sitecustomize.py").write_text(
        "import wholetime.config.commands.ready as found\nfound.ready_to_write = found.ready\n"
    )
    said = here.run("load", sickness(tmp_path / "april.csv", ("R0A", 5)), fails=1).stderr
    assert "Wholetime is read-only: moving house" in said
    assert "Traceback" not in said
