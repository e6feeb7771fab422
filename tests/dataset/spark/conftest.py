"""A tiny synthetic lake, read by DuckDB and by Spark on this machine."""

from __future__ import annotations

import importlib.util
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from wholetime.chassis.actions.organisation_list import load_organisations
from wholetime.chassis.models import Installation
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.engine.synthetic import synthesise
from wholetime.dataset.queries import lake as lake_module

ABSENT = {
    "pyspark is not installed: make test-spark installs it": importlib.util.find_spec("pyspark") is None,
    "Spark needs Java, and there is none on the path": shutil.which("java") is None,
}
LOADED = ("esr_staff_list", "asc_wds_worker", "esr_absence", "establishment", "five_minute_return")
LOCAL = "--master local[2] --conf spark.ui.enabled=false --conf spark.sql.shuffle.partitions=2 pyspark-shell"

OnBoth = Callable[[Callable[[], Any]], tuple[Any, Any]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "spark" in item.keywords:
            item.add_marker(pytest.mark.xdist_group("spark"))
            for reason, missing in ABSENT.items():
                if missing:
                    item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def tiny_lake(db: None, settings: Settings, tmp_path: Path) -> Iterator[None]:
    """300 people, five months, every table of the lake; one month of one employer was restated."""
    settings.HOME, settings.LAKE = tmp_path / "home", tmp_path / "home" / "lake"
    settings.LAKE.mkdir(parents=True)
    made = synthesise(tmp_path / "made", people=300, months=5, until=date(2025, 10, 31), seed=5, faults=False)
    Installation.objects.create()
    load_organisations(made.folder / "organisations.csv")
    lists = [file for file in made.files if file.parent.name == "esr_staff_list"]
    for file in lists:
        _lend(file)
    for file in made.files:
        if file.parent.name in LOADED:
            assert load_file(file).state == "committed"
    restated = lists[0]
    lines = restated.read_text().splitlines()
    restated.write_text("\n".join(line for at, line in enumerate(lines) if at % 7 != 3) + "\n")
    assert load_file(restated).state == "committed"
    yield
    forget()


def _lend(staff_list: Path) -> None:
    """Write ten people of one employer into the list of another as well."""
    heading, *rows = staff_list.read_text().splitlines()
    lender, *others = dict.fromkeys(row.split(",")[1] for row in rows)
    if not others:
        return
    lent = [row.replace(lender, others[0], 1) for row in rows if row.split(",")[1] == lender][:10]
    staff_list.write_text("\n".join([heading, *rows, *lent]) + "\n")


@pytest.fixture
def on_both(tiny_lake: None, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> OnBoth:
    """``on_both(ask)``: what ``ask`` answers on DuckDB and on Spark, neither knowing the other's answer."""
    monkeypatch.setenv("PYSPARK_SUBMIT_ARGS", LOCAL)
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    monkeypatch.setitem(os.environ, "SPARK_LOCAL_IP", "127.0.0.1")

    def ask(question: Callable[[], Any]) -> tuple[Any, Any]:
        answers = []
        for engine in ("duckdb", "spark"):
            settings.LAKE_ENGINE = engine
            forget()
            assert lake_module.lake().backend.name == {"spark": "pyspark"}.get(engine, engine)
            answers.append(question())
        return answers[0], answers[1]

    return ask


def forget() -> None:
    """Everything that queries keep in memory, and the spells on disk."""
    lake_module._thread.lake = None
    for name, module in list(sys.modules.items()):
        if name.startswith("wholetime.dataset.queries"):
            for kept in list(vars(module).values()):
                if hasattr(kept, "cache_clear"):
                    kept.cache_clear()
    shutil.rmtree(Path(lake_module.settings.HOME) / "derived", ignore_errors=True)
