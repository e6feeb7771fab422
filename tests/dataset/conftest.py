"""Synthetic systems for tests: one without faults and one with, and a tiny one that is loaded as well."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.dataset.synthetic.systems import SYSTEM, Read, read_all

from wholetime.chassis.api import load_organisations, open_organisation
from wholetime.chassis.models import Installation
from wholetime.dataset.actions.load_file import load_file
from wholetime.dataset.engine.adapters import all_adapters
from wholetime.dataset.engine.synthetic import Summary, synthesise


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, list[Read]]:
    summary = synthesise(tmp_path_factory.mktemp("clean"), faults=False, **SYSTEM)  # type: ignore[arg-type]
    return summary, read_all(summary)


@pytest.fixture(scope="session")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Summary, list[Read]]:
    smaller = SYSTEM | {"people": 4_000, "months": 7}
    summary = synthesise(tmp_path_factory.mktemp("faulty"), faults=True, **smaller)  # type: ignore[arg-type]
    return summary, read_all(summary)


TINY = {"people": 400, "months": 6, "until": date(2025, 10, 31), "seed": 11}


@pytest.fixture(scope="session")
def tiny_files(tmp_path_factory: pytest.TempPathFactory) -> Summary:
    """The files of a system of 400 people over six months, without faults; organisations.csv beside them."""
    return synthesise(tmp_path_factory.mktemp("tiny"), faults=False, **TINY)  # type: ignore[arg-type]


@pytest.fixture
def prepared(db: None, settings: Any, tmp_path: Path) -> None:
    """An installation with nothing in it but the top of a tree, and a home folder and lake of the test's own."""
    settings.HOME, settings.LAKE = tmp_path / "home", tmp_path / "home" / "lake"
    settings.LAKE.mkdir(parents=True)
    Installation.objects.create()
    for code, kind, name, parent in (
        ("ENG", "nation", "England", None),
        ("Y62", "region", "North West", "ENG"),
        ("QOP", "system", "Greater Manchester", "Y62"),
        ("00T", "place", "Bolton", "QOP"),
    ):
        open_organisation(code, kind, name, parent=parent, on=None)


@pytest.fixture
def tiny_system(prepared: None, tiny_files: Summary) -> Summary:
    """The tiny system, loaded: its nation is SYN, its system SYNS. Only what employers send: publications are open to
    all and not guarded."""
    load_organisations(tiny_files.folder / "organisations.csv")
    sent = {one.name for one in all_adapters() if one.restricted}
    for file in tiny_files.files:
        if file.parent.name not in sent:
            continue
        has_rows = file.read_text().count("\n") > 1  # there are months in which nobody left
        assert load_file(file).state == ("committed" if has_rows else "unchanged"), file.name
    return tiny_files
