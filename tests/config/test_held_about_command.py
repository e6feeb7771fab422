"""`wholetime held-about` and `wholetime link`, as typed."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from tests.dataset.rights.conftest import held
from tests.dataset.web.small_world import World, world
from typer.testing import CliRunner

from wholetime.config.cli import app

__all__ = ["held", "world"]


def typed(*words: str) -> Any:
    return CliRunner().invoke(app, [*words])


def parts(file: Path) -> dict[str, Any]:
    found = json.loads(zipfile.ZipFile(file).read("about-me.json"))
    return {part["part"]: part["rows"] for part in found["parts"]}


def test_all_that_is_held_about_somebody_without_an_account(held: World, tmp_path: Path) -> None:
    file = tmp_path / "asked.zip"
    assert typed("held-about", str(file), "--org", "RMC", "--employee", "10004").exit_code == 0
    assert "Example4" in str(parts(file)["record"])
    assert "account" not in parts(file)
    assert file.stat().st_mode & 0o077 == 0


def test_a_link_opens_the_record_to_the_account(held: World, tmp_path: Path) -> None:
    file = tmp_path / "asked.zip"
    assert typed("held-about", str(file), "--email", "dina@example.org").exit_code == 0
    assert "record" not in parts(file)
    assert typed("link", "dina@example.org", "--org", "RMC", "--employee", "10004").exit_code == 0
    assert typed("link", "dina@example.org", "--org", "RMC", "--employee", "10005").exit_code == 2
    assert typed("held-about", str(file), "--email", "dina@example.org").exit_code == 0
    assert "Example4" in str(parts(file)["record"])


@pytest.mark.parametrize("words", [(), ("--org", "RMC"), ("--email", "x@y.z"), ("--org", "RMC", "--employee", "9")])
def test_nobody_is_nobody(held: World, tmp_path: Path, words: tuple[str, ...]) -> None:
    assert typed("held-about", str(tmp_path / "asked.zip"), *words).exit_code == 2
    assert not (tmp_path / "asked.zip").exists()
