"""The command, as a person or a machine runs it."""

import json
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
import typer
from click.testing import Result
from typer.testing import CliRunner

from wholetime.config.commands.series_file import read_date
from wholetime.config.commands.spc import RuleSetName, spc
from wholetime.kernel.spc import RULE_SETS

app = typer.Typer()
app.command()(spc)

VALUES = [5, 6, 5, 4, 5, 6, 4, 5, 6, 5, 4, 5, 6, 5, 4, 9]
DAYS = [f"2024-01-{day:02}" for day in range(1, 17)]


def _run(file: Path, *options: str) -> Result:
    return CliRunner().invoke(app, [str(file), "--date", "Day", "--value", "Rate", *options])


def _csv(folder: Path, days: list[str], values: list[object] = VALUES, head: str = "Day,Rate") -> Path:
    path = folder / "series.csv"
    rows = [f"{day},{value}" for day, value in zip(days, values, strict=True)]
    path.write_text("\n".join([head, *rows]) + "\n", "utf-8")
    return path


def _json(file: Path, *options: str) -> dict:
    result = _run(file, "--json", *options)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def _refused(file: Path, *options: str) -> str:
    result = _run(file, *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr.strip()


def test_json(tmp_path: Path) -> None:
    told = _json(_csv(tmp_path, DAYS), "--improve", "down", "--target", "9.5")
    last = told["points"][-1]
    assert {name: last[name] for name in ("date", "value", "colour", "rule")} == {
        "date": "2024-01-16",
        "value": 9,
        "colour": "orange",
        "rule": "outside_limits",
    }
    assert [point["colour"] for point in told["points"]] == ["grey"] * 15 + ["orange"]
    assert told["limits"]["mean"] == 5.25
    assert (told["variation"], told["assurance"]) == ("concern_high", "consistent_pass")


def test_table_and_sentence(tmp_path: Path) -> None:
    result = _run(_csv(tmp_path, DAYS), "--improve", "down")
    assert result.exit_code == 0
    assert "outside_limits (high)" in result.stdout
    assert "Rate: 9 on 16 January 2024 is above the upper limit, a sign for concern" in result.stdout
    assert "Variation: concern high" in result.stdout
    assert "Assurance: not shown" in result.stdout


@pytest.mark.parametrize(
    "days",
    [
        [f"{day:02}/01/2024" for day in range(1, 17)],
        [f"{day}/1/2024" for day in range(1, 17)],
        [f"{day} 00:00:00" for day in DAYS],
        [f"{day}T00:00:00" for day in DAYS],
    ],
    ids=["british", "short", "spaced", "stamped"],
)
def test_date_forms(tmp_path: Path, days: list[str]) -> None:
    assert [point["date"] for point in _json(_csv(tmp_path, days))["points"]] == DAYS


def test_months_are_their_first_day(tmp_path: Path) -> None:
    months = [f"{2023 + i // 12}-{i % 12 + 1:02}" for i in range(16)]
    assert _json(_csv(tmp_path, months))["points"][-1]["date"] == "2024-04-01"


@pytest.mark.parametrize(
    "options",
    [
        ["--rebase", "2024-01-09"],
        ["--rebase", "09/01/2024", "--rebase", "2024-02"],
        ["--rebase", "2024-01-09", "2024-02"],
    ],
    ids=["one", "repeated", "several"],
)
def test_rebase(tmp_path: Path, options: list[str]) -> None:
    phases = [point["phase"] for point in _json(_csv(tmp_path, DAYS), *options)["points"]]
    assert phases == [0] * 8 + [1] * 8


def test_rules_and_baseline(tmp_path: Path) -> None:
    told = _json(_csv(tmp_path, DAYS), "--rules", "plotthedots", "--baseline", "12")
    assert told["rules"] == "plotthedots"
    assert told["limits"]["mean"] == 5


def test_the_command_offers_every_rule_set() -> None:
    assert {name.value for name in RuleSetName} == set(RULE_SETS)


def test_blanks_thousands_and_percent_signs(tmp_path: Path) -> None:
    values = [*VALUES[:14], "", "9%"]
    told = _json(_csv(tmp_path, DAYS, values))
    assert [point["value"] for point in told["points"][-2:]] == [None, 9]
    thousand = _csv(tmp_path, DAYS, ['"1,200"', *VALUES[1:]])
    assert _json(thousand)["points"][0]["value"] == 1200


def test_a_byte_order_mark_and_blank_lines(tmp_path: Path) -> None:
    path = _csv(tmp_path, DAYS)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"2024-01-05", b"\n2024-01-05") + b",\n\n")
    assert [point["date"] for point in _json(path)["points"]] == DAYS


def test_xlsx(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Trust", "Day", "Rate"])
    for day, value in zip(DAYS, VALUES, strict=True):
        book.active.append(["R0A", datetime.fromisoformat(day), value])
    path = tmp_path / "series.xlsx"
    book.save(path)
    assert _json(path) == _json(_csv(tmp_path, DAYS))


def test_xlsx_text_dates_and_errors_name_the_row(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in ([], ["Day", "Rate"], ["31/01/2024", "n/a"]):
        book.active.append(row or [None])
    book.active.delete_rows(1)
    path = tmp_path / "series.xlsx"
    book.save(path)
    assert _refused(path) == "row 2, column 'Rate': 'n/a' is not a number"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("31/02/2024,5", "row 2, column 'Day': "),
        ("03-2024,5", "row 2, column 'Day': '03-2024' is not a date such as 2024-03-31, 31/03/2024 or 2024-03"),
        (",5", "row 2, column 'Day': '' is not a date"),
        ("2024-01-01,many", "row 2, column 'Rate': 'many' is not a number"),
        ("2024-01-01,NaN", "row 2, column 'Rate': 'NaN' is not a number"),
        ("2024-01-01,5\n2024-01-01,6", "2024-01-01 appears more than once"),
    ],
)
def test_bad_rows(tmp_path: Path, row: str, message: str) -> None:
    path = tmp_path / "series.csv"
    path.write_text(f"Day,Rate\n{row}\n", "utf-8")
    assert _refused(path).startswith(message)


def test_bad_files(tmp_path: Path) -> None:
    assert _refused(tmp_path / "none.csv").endswith("none.csv is not a file")
    assert "has no column 'Rate': it has Day, Value" in _refused(_csv(tmp_path, DAYS, head="Day,Value"))
    (tmp_path / "empty.csv").touch()
    assert "empty.csv cannot be read as a table" in _refused(tmp_path / "empty.csv")
    (tmp_path / "false.xlsx").write_text("not a workbook")
    assert "false.xlsx cannot be read as a table" in _refused(tmp_path / "false.xlsx")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--target", "four"], "--target: 'four' is not a number"),
        (["--rebase", "spring"], "--rebase: 'spring' is not a date"),
        (["--rules", "plotthedots", "--baseline", "3"], "A baseline needs at least 12 points"),
        (["other.csv"], "one file at a time: other.csv was not expected"),
    ],
)
def test_bad_options(tmp_path: Path, options: list[str], message: str) -> None:
    assert _refused(_csv(tmp_path, DAYS), *options).startswith(message)


def test_dates_are_dates() -> None:
    assert read_date(date(2024, 1, 2)) == read_date(datetime(2024, 1, 2, 9, 30)) == date(2024, 1, 2)  # noqa: DTZ001
