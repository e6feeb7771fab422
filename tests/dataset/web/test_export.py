"""Taking data away: what each may, exactly, whole, and readable without us."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from django.test import Client
from tests.dataset.web.small_world import World, return_csv, return_row, staff_list

from wholetime.chassis.models import Node
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.actions.register import catch_up
from wholetime.dataset.api import export_tables, figures_for, operator_scope
from wholetime.dataset.engine.frames import SCHEMAS
from wholetime.kernel.period import month

SICKNESS = (
    "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,"
    "FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT\n"
    "30/04/2024,Y62,North West,QOP,GM,RMC,Bolton,Acute,5,100,5.00\n"
    "30/04/2024,Y62,North West,QMJ,London,RAL,Royal Free,Acute,10,100,10.00\n"
)


@pytest.fixture
def held(world: World, tmp_path: Path) -> World:
    for name, content in (
        ("sickness.csv", SICKNESS.encode()),
        ("return.csv", return_csv(return_row(), return_row("AL001", "Care workers")).read()),
        ("staff.csv", staff_list().read()),
    ):
        (tmp_path / name).write_bytes(content)
        load_file(tmp_path / name, keep_good=True)
    return world


def taken(client: Client, form: str = "parquet") -> dict[str, Any]:
    answer = client.get(f"/data/export/{form}.zip")
    assert answer.status_code == 200
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    assert archive.testzip() is None
    read = pl.read_parquet if form == "parquet" else pl.read_csv
    return {
        name.split(".")[0]: json.loads(archive.read(name)) if name.endswith("json") else read(archive.read(name))
        for name in archive.namelist()
    }


def test_each_takes_the_rows_of_their_scope_and_people_where_their_role_allows(held: World) -> None:
    gita, hana, mo, erin = (taken(client) for client in (held.gita, held.hana, held.mo, held.erin))
    assert set(gita["observation"]["org"]) == {"RMC"}, "a planner: published numbers of the system"
    assert gita["assignment"].height == 0
    assert set(hana["observation"]["org"]) == {"RMC", "P82001", "AL001"}, "an information lead: restricted returns too"
    assert hana["assignment"].height == 10
    assert mo["observation"].height == mo["assignment"].height == 0
    assert set(erin["observation"]["org"]) == {"RMC", "RAL", "P82001", "AL001"}
    assert "RAL" not in set(hana["organisations"]["code"]) | set(hana["loads"].write_csv().split(","))


def test_the_dictionary_and_the_schema_describe_each_table_and_column(held: World) -> None:
    found = taken(held.hana)
    for table, columns in SCHEMAS.items():
        assert found[str(table)].columns == list(columns)
        told = found["dictionary"].filter(pl.col("table") == str(table))
        assert told["column"].to_list() == list(columns)
        assert list(found["schema"]["$defs"][str(table)]["properties"]) == list(columns)
    assert found["schema"]["$defs"]["observation"]["properties"]["value"]["type"] == ["number", "null"]


def test_what_is_taken_away_gives_the_same_figures_elsewhere(held: World, tmp_path: Path) -> None:
    (figure,) = figures_for("sickness_rate", operator_scope(), place="QOP", period=month(2024, 4))
    for form in ("parquet", "csv"):
        rows = taken(held.gita, form)["observation"]
        total = dict(rows.group_by("measure").agg(pl.col("value").cast(pl.Float64).sum()).iter_rows())
        assert figure.value is not None
        assert round(100 * total["fte_days_lost"] / total["fte_days_available"], 6) == float(figure.value)


def _typed(name: str, kind: Any) -> pl.Expr:
    """Text as the dictionary says it is to be read."""
    if kind is pl.Date:
        return pl.col(name).str.to_date()
    return pl.col(name) == "true" if kind is pl.Boolean else pl.col(name).cast(kind)


def test_the_lake_taken_away_and_loaded_elsewhere_is_the_same_to_the_row(held: World, tmp_path: Path) -> None:
    export_tables(tmp_path / "p", "parquet", lambda done, total, said: None)
    export_tables(tmp_path / "c", "csv", lambda done, total, said: None)
    for table, columns in SCHEMAS.items():
        parquet = pl.read_parquet(tmp_path / "p" / f"{table}.parquet")
        text = pl.read_csv(tmp_path / "c" / f"{table}.csv", schema_overrides=dict.fromkeys(columns, pl.String))
        assert parquet.schema == pl.Schema(columns)
        again = text.with_columns(_typed(name, kind) for name, kind in columns.items())
        assert sorted(map(str, again.rows())) == sorted(map(str, parquet.rows()))
        assert (parquet.height > 0) == (str(table) in ("observation", "assignment"))


def test_the_command_line_takes_the_records_too_and_never_a_password(held: World, tmp_path: Path) -> None:
    catch_up()
    Node.objects.filter(code="RMC").update(name='=HYPERLINK("http://x")')
    export_tables(tmp_path / "all", "csv", lambda done, total, said: None)
    files = {file.stem: file.read_text() for file in (tmp_path / "all" / "database").iterdir()}
    assert {"chassis_node", "chassis_account", "dataset_person", "dataset_load", "chassis_nodeevent"} <= set(files)
    assert "password" not in files["chassis_account"].splitlines()[0]
    assert "md5$" not in "".join(files.values())
    assert "'=HYPERLINK" in files["chassis_node"]
    assert files["dataset_person"].count("\n") == 11
    told = pl.read_csv(tmp_path / "all" / "dictionary.csv")
    for name, text in files.items():
        assert told.filter(pl.col("table") == name)["column"].to_list() == text.splitlines()[0].split(",")
    assert told["meaning"].null_count() == 0


def test_a_formula_in_the_lake_is_text_in_csv_and_as_it_was_in_parquet(world: World, tmp_path: Path) -> None:
    (tmp_path / "staff.csv").write_bytes(staff_list().read().replace(b"Midwife", b"=1+1"))
    load_file(tmp_path / "staff.csv", keep_good=True)
    assert set(taken(world.hana, "csv")["assignment"]["job_role"]) == {"'=1+1"}
    assert set(taken(world.hana, "parquet")["assignment"]["job_role"]) == {"=1+1"}


def test_the_page_says_what_is_in_it(held: World) -> None:
    assert "pseudonymised rows about people" in held.hana.get("/data/export/").content.decode()
    assert "information leads and administrators only" in held.gita.get("/data/export/").content.decode()
    assert held.gita.get("/data/export/exe.zip").status_code == 404
