"""A lake of each test's own, and small sickness files to load into it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

HEADER = (
    "DATE,NHSE_REGION_CODE,NHSE_REGION_NAME,ICS_CODE,ICS_NAME,ORG_CODE,ORG_NAME,ORG_TYPE,"
    "FTE_DAYS_LOST,FTE_DAYS_AVAILABLE,SICKNESS_ABSENCE_RATE_PERCENT"
)

Write = Callable[..., Path]


@pytest.fixture
def own_lake(settings: Settings, tmp_path: Path) -> Path:
    """An empty home folder and lake."""
    settings.HOME = tmp_path / "home"
    settings.LAKE = settings.HOME / "lake"
    settings.LAKE.mkdir(parents=True)
    return Path(settings.LAKE)


@pytest.fixture
def sickness(tmp_path: Path) -> Write:
    """``sickness("april.csv", ("RXX", "5", "100"), …, day="30/04/2024")`` writes a file and says where."""

    def write(name: str, *rows: tuple[str, str, str], day: str = "30/04/2024") -> Path:
        lines = [HEADER]
        for org, lost, available in rows:
            rate = f"{100 * float(lost) / float(available):.2f}" if lost.replace(".", "").isdigit() else "5.00"
            lines.append(f"{day},Y62,North West,QOP,Greater Manchester,{org},A Trust,Acute,{lost},{available},{rate}")
        file = tmp_path / name
        file.write_text("\n".join(lines) + "\n")
        return file

    return write
