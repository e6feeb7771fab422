"""The command line, as an analyst types it: load, ask, list, export; and a process killed in the middle."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings
from tests.config.installations import prepared, sickness
from typer.testing import CliRunner

from wholetime.config.cli import app
from wholetime.dataset.engine.figures.catalogue import catalogue
from wholetime.kernel.figure import Unit

SICKNESS = (
    "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,"
    "FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT\n"
    "30/04/2024,Y62,North West,QOP,Greater Manchester,R0A,Manchester University,Acute,5,100,5.00\n"
    "30/04/2024,Y62,North West,QOP,Greater Manchester,RMC,Bolton,Acute,10,100,10.00\n"
    "30/04/2024,Y56,London,QMJ,North Central London,RRV,UCLH,Acute,3,100,3.00\n"
)

run = CliRunner()


def asked(*words: str) -> Any:
    result = run.invoke(app, ["figure", *words, "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


FEW = {
    "nodes": """code,kind,name,sector,opened,closed
ENG,nation,England,,,
Y62,region,North West,,,
Y56,region,London,,,
QOP,system,Greater Manchester,,,
QMJ,system,North Central London,,,
R0A,organisation,Manchester University,nhs_trust,,
RMC,organisation,Bolton,nhs_trust,,
RRV,organisation,UCLH,nhs_trust,,
""",
    "parentages": "child,parent,start,end\n"
    "Y62,ENG,,\nY56,ENG,,\nQOP,Y62,,\nQMJ,Y56,,\nR0A,QOP,,\nRMC,QOP,,\nRRV,QMJ,,\n",
    "successions": "old,new,on\n",
    "aliases": "scheme,alias,code\nons,E54000057,QOP\n",
}


@pytest.fixture
def installed(db: None, settings: Settings, tmp_path: Path) -> Path:
    """Three trusts in two systems as the reference organisations, and an empty lake."""
    settings.HOME, settings.DATA = tmp_path / "home", tmp_path / "data"
    settings.LAKE = settings.HOME / "lake"
    settings.LAKE.mkdir(parents=True)
    reference = settings.DATA / "reference"
    reference.mkdir(parents=True)
    for name, text in FEW.items():
        (reference / f"{name}.csv.gz").write_bytes(gzip.compress(text.encode()))
    return tmp_path


@pytest.fixture
def loaded(installed: Path) -> Path:
    file = installed / "sickness.csv"
    file.write_text(SICKNESS)
    result = run.invoke(app, ["load", str(file)])
    assert result.exit_code == 0, result.output
    assert "committed (nhs_sickness, 9 rows)" in result.output
    return installed


@pytest.mark.usefixtures("installed")
def test_nothing_loaded_gives_an_empty_array() -> None:
    assert asked("sickness_rate") == []


@pytest.mark.usefixtures("loaded")
def test_a_figure_is_printed_with_its_label() -> None:
    (row,) = asked("sickness_rate", "--place", "QOP")
    assert (row["figure"], row["value"], row["unit"]) == ("sickness_rate", 7.5, "percent")
    assert (row["numerator"], row["denominator"], row["period"]) == (15, 200, "2024-04")
    assert (row["place"], row["org"], row["group"], row["suppressed"]) == ("QOP", None, None, None)
    assert row["coverage"] == {"reported": 2, "expected": 2, "share": 1, "imputed": 0}
    (source,) = row["sources"]
    assert source["file"] == "sickness.csv"
    assert len(source["sha256"]) == 64
    assert list(row) == [
        *("figure", "value", "unit", "numerator", "denominator", "period", "org", "place", "group"),
        *("coverage", "sources", "suppressed", "notes", "group_title", "org_name", "place_name"),
    ]


@pytest.mark.usefixtures("loaded")
def test_a_breakdown_gives_a_row_for_each_part_in_order() -> None:
    rows = asked("sickness_rate", "--by", "org,period", "--period", "2024-04")
    assert [(row["org"], row["value"]) for row in rows] == [("R0A", 5), ("RMC", 10), ("RRV", 3)]
    assert [row["value"] for row in asked("sickness_rate", "--org", "RMC")] == [10]


COUNTS = (
    "period,org,sector,measure,staff_group,value\n"
    "2024-04-30,RMC,nhs_trust,wte,Nurses and health visitors,120\n"
    "2024-04-30,RMC,nhs_trust,wte,midwifery,30\n"
)


def test_codes_come_with_words_and_a_group_goes_by_either(installed: Path) -> None:
    file = installed / "counts.csv"
    file.write_text(COUNTS)
    assert run.invoke(app, ["load", str(file)]).exit_code == 0
    (row,) = asked("wte", "--org", "RMC", "--place", "QOP", "--group", "nurses and HEALTH visitors")
    assert (row["value"], row["group"], row["group_title"]) == (120, "nursing", "Nurses and health visitors")
    assert (row["org_name"], row["place_name"]) == ("Bolton", "Greater Manchester")
    assert asked("wte", "--group", "Nursing")[0]["value"] == 120
    by_group = {row["group"]: row["group_title"] for row in asked("wte", "--by", "group")}
    assert by_group == {"nursing": "Nurses and health visitors", "midwifery": "Midwives"}
    assert asked("wte", "--place", "E54000057", "--group", "midwives")[0]["place_name"] == "Greater Manchester"
    printed = run.invoke(app, ["figure", "wte", "--by", "org,group"], env={"COLUMNS": "200"}).stdout
    assert "Bolton" in printed
    assert "Midwives" in printed


@pytest.mark.usefixtures("loaded")
def test_a_person_reads_the_same_as_a_table_with_its_source() -> None:
    printed = run.invoke(app, ["figure", "sickness_rate", "--place", "QOP"]).stdout
    assert "7.50%" in printed
    assert "2 of 2" in printed
    assert "sickness.csv (OGL v3)" in printed
    assert "group" not in printed.split("Source:")[0].replace("sickness as a", "")


@pytest.mark.usefixtures("loaded")
def test_another_schemes_code_names_the_same_area() -> None:
    assert asked("sickness_rate", "--place", "E54000057")[0]["value"] == 7.5


@pytest.mark.usefixtures("loaded")
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["sicknes_rate"], "there is no figure 'sicknes_rate'"),
        (["sickness_rate", "--place", "NOWHERE"], "no organisation or area has the code NOWHERE"),
        (["sickness_rate", "--by", "shoe_size"], "cannot break down by shoe_size"),
        (["sickness_rate", "--period", "last week"], "is not a period"),
        (["sickness_rate", "--group", "wizards"], "there is no staff group 'wizards'; there are medical (Hospital"),
        (["sickness_rate", "--group", "nursng"], "did you mean nursing (Nurses and health visitors)"),
        (["sickness_rate", "--group", "nurses"], "'nurses' may be any of nursing (Nurses and health visitors), "),
    ],
)
def test_a_bad_question_is_answered_in_one_line_with_exit_code_2(words: list[str], said: str) -> None:
    result = run.invoke(app, ["figure", *words])
    assert result.exit_code == 2
    assert said in result.stderr
    assert result.stdout == ""


def test_a_file_with_a_bad_row_exits_2_and_changes_nothing(installed: Path) -> None:
    file = installed / "bad.csv"
    file.write_text(SICKNESS.replace(",10,100,", ",ten,100,"))
    result = run.invoke(app, ["load", str(file)])
    assert result.exit_code == 2
    assert "row 3, FTE_DAYS_LOST: 'ten' is not a number" in result.stderr
    assert asked("sickness_rate") == []
    assert run.invoke(app, ["load", "--keep-good", str(file)]).exit_code == 0
    assert len(asked("sickness_rate", "--by", "org")) == 2


def test_a_folder_is_tried_file_by_file_and_strangers_are_passed_over(installed: Path) -> None:
    folder = installed / "files"
    folder.mkdir()
    (folder / "sickness.csv").write_text(SICKNESS)
    (folder / "notes.csv").write_text("thing,thought\na,b\n")
    result = run.invoke(app, ["load", "--json", str(folder)])
    assert result.exit_code == 0
    assert {one["file"]: one["state"] for one in json.loads(result.stdout)} == {
        "notes.csv": "passed over",
        "sickness.csv": "committed",
    }
    alone = run.invoke(app, ["load", str(folder / "notes.csv")])
    assert alone.exit_code == 2
    assert "thing, thought" in alone.stderr


@pytest.mark.usefixtures("loaded")
def test_a_file_without_rows_empties_the_period_it_is_told(tmp_path: Path) -> None:
    file = tmp_path / "none.csv"
    file.write_text(SICKNESS.splitlines()[0] + "\n")
    untold = run.invoke(app, ["load", str(file)])
    assert untold.exit_code == 2
    assert "say which: --period 2025-10" in untold.stderr
    assert asked("sickness_rate")
    assert run.invoke(app, ["load", str(file), "--period", "April"]).exit_code == 2
    done = run.invoke(app, ["load", str(file), "--period", "2024-04"])
    assert done.exit_code == 0, done.output
    assert "none.csv: committed (nhs_sickness, 0 rows) — 0 rows: replaces 9 held (2024-04)" in done.stdout
    assert asked("sickness_rate") == []
    assert "unchanged" in run.invoke(app, ["load", str(file), "--period", "2024-04"]).stdout


def test_the_catalogue_lists_every_figure_with_its_definition() -> None:
    rows = json.loads(run.invoke(app, ["figures", "--json"]).stdout)
    assert [row["figure"] for row in rows] == list(catalogue())
    assert all(row["meaning"] and row["publication"] and row["unit"] in list(Unit) for row in rows)


@pytest.mark.usefixtures("loaded")
def test_an_export_can_be_read_without_wholetime(tmp_path: Path) -> None:
    target = tmp_path / "out"
    assert run.invoke(app, ["export", str(target)]).exit_code == 0
    lines = (target / "observation.csv").read_text().splitlines()
    assert lines[0].startswith("measure,cut,period_from")
    assert len(lines) == 10
    assert "fte_days_lost" in (target / "observation.csv").read_text()
    assert run.invoke(app, ["export", str(target)]).exit_code == 2


def test_a_killed_load_leaves_nothing_and_can_be_repeated(tmp_path: Path) -> None:
    """A process of its own, in a home of its own, that kills itself after writing its first slice."""
    here = prepared(tmp_path)
    file = sickness(tmp_path / "april.csv", ("R0A", 5), ("RMC", 10))
    killed = subprocess.run([sys.executable, "-c", KILLED, str(file)], env=here.env(), capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr.decode()
    again = here.run("load", "--json", file)
    assert [one["state"] for one in json.loads(again.stdout)] == ["committed"]


KILLED = """
import os, signal, sys
from pathlib import Path
from wholetime.config.commands.ready import ready
ready()
from wholetime.dataset.actions import stage
from wholetime.dataset.models import Load, Slice
write = stage.write_rows
def write_and_die(*words):
    write(*words)
    assert Load.objects.exists() and Slice.objects.exists()
    os.kill(os.getpid(), signal.SIGKILL)
stage.write_rows = write_and_die
stage.stage(Path(sys.argv[1]))
"""
