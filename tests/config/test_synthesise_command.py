"""The command, as a person or a machine runs it."""

import json
from pathlib import Path

import typer
from click.testing import Result
from typer.testing import CliRunner

from wholetime.config.commands.synthesise import synthesise

app = typer.Typer()
app.command()(synthesise)


def _run(folder: Path, *options: str) -> Result:
    return CliRunner().invoke(app, [str(folder), "--people", "300", "--months", "2", *options])


def test_it_writes_a_system_and_says_what(tmp_path: Path) -> None:
    result = _run(tmp_path / "new", "--until", "2025-03", "--seed", "5", "--json")
    assert result.exit_code == 0
    said = json.loads(result.stdout)
    assert all(Path(path).is_file() for path in said["files"])
    assert any(path.endswith("esr_absence_2025-03.csv") for path in said["files"])
    assert 270 < said["people"] < 330


def test_it_refuses_a_folder_with_something_in_it_unless_told(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("keep")
    refused = _run(tmp_path)
    assert refused.exit_code == 2
    assert "not empty" in refused.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
    assert _run(tmp_path, "--into-existing").exit_code == 0
    assert (tmp_path / "mine.txt").read_text() == "keep"


def test_it_refuses_what_is_not_a_month(tmp_path: Path) -> None:
    for text in ("2025", "2025-10-31", "soon"):
        result = _run(tmp_path, "--until", text)
        assert result.exit_code == 2
        assert "--until" in result.output
