"""A synthetic system of a given size in a home folder of its own, ready to be loaded."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

SEED, UNTIL = 1948, date(2025, 10, 31)


@dataclass(frozen=True, slots=True)
class World:
    """``lists`` are the monthly ESR staff lists, ``others`` the smaller files around them."""

    people: int
    months: int
    lists: list[Path]
    others: list[Path]

    @property
    def bytes(self) -> int:
        return sum(file.stat().st_size for file in self.lists)


def make(folder: Path, people: int, months: int) -> World:
    """Write the files, prepare an installation in ``folder`` and load its organisations."""
    os.environ["WHOLETIME_HOME"] = str(folder / "home")
    from wholetime.config.commands.ready import ready

    ready()
    from wholetime.chassis.api import load_organisations
    from wholetime.dataset.engine.synthetic import synthesise

    files = folder / "files"
    synthesise(files, people=people, months=months, until=UNTIL, seed=SEED)
    load_organisations(files / "organisations.csv")
    lists = sorted((files / "esr_staff_list").glob("*.csv"))
    tables = (file for file in files.rglob("*.csv") if file not in lists and file.name != "organisations.csv")
    return World(people, months, lists, sorted(tables))
