"""Writes a roster in the form that a file's name asks for."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from wholetime.roster.engine.formats.calendars import write_calendar
from wholetime.roster.engine.formats.csv_rosters import write_csv
from wholetime.roster.engine.formats.grid import write_excel
from wholetime.roster.engine.formats.inrc2_files import write_solutions
from wholetime.roster.engine.formats.json_problems import write_roster
from wholetime.roster.engine.formats.malformed import Malformed
from wholetime.roster.engine.formats.opening import Opened
from wholetime.roster.engine.formats.pages import write_page
from wholetime.roster.engine.problem import Roster
from wholetime.roster.engine.scoring import score

ENDINGS = (".csv", ".json", ".xlsx", ".ics", ".html")


def write_out(path: Path, opened: Opened, roster: Roster, made: datetime, person: str = "") -> None:
    """A file in the form its ending names, or, for the competition's problems, a folder of solution files.

    Raises Malformed for an ending that is not known.
    """
    if path.suffix in ENDINGS:
        path.write_bytes(_content(path.suffix, opened, roster, made, person))
    elif opened.instance is not None and not path.suffix:
        _solutions(path, opened, roster)
    else:
        raise Malformed(
            f"{path.name}: a roster is written as {', '.join(ENDINGS)}, or as a folder for the competition's"
        )


def _content(ending: str, opened: Opened, roster: Roster, made: datetime, person: str) -> bytes:
    problem = opened.problem
    mine = Roster(tuple(one for one in roster if person in ("", one.person)))
    if ending == ".xlsx":
        return write_excel(problem, mine, made.date())
    if ending == ".ics":
        return write_calendar(problem, mine, made, person)
    if ending == ".html":
        return write_page(problem, roster, score(problem, roster)).encode()
    return (write_csv(mine) if ending == ".csv" else write_roster(mine, problem.name)).encode()


def _solutions(folder: Path, opened: Opened, roster: Roster) -> None:
    if opened.instance is None:
        return
    name, weeks = opened.instance.scenario.name, opened.problem.name.rpartition("_")[2].split("-")
    folder.mkdir(parents=True, exist_ok=True)
    for stage, (week, text) in enumerate(zip(weeks, write_solutions(name, roster, len(weeks)), strict=True)):
        (folder / f"Sol-{name}-{week}-{stage}.txt").write_text(text, encoding="utf-8")
