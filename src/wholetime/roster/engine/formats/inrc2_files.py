"""Where the competition keeps an instance, and the files in which it keeps rosters.

``n030w4_1_6-2-9-1`` is scenario n030w4 with history 1 and the week data 6, 2, 9, 1.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from wholetime.roster.engine.formats.inrc2 import inrc2_problem
from wholetime.roster.engine.formats.inrc2_text import (
    NursePast,
    Scenario,
    WeekData,
    Words,
    read_history,
    read_scenario,
    read_week,
    week_day,
)
from wholetime.roster.engine.formats.malformed import Malformed, text_of
from wholetime.roster.engine.problem import Assignment, Problem, Roster
from wholetime.roster.engine.problem.forms import DAY_NAMES

INSTANCE = re.compile(r"(?P<scenario>\w+?)_(?P<history>\d+)_(?P<weeks>\d+(?:-\d+)*)")


@dataclass(frozen=True, slots=True)
class Instance:
    """A scenario with a history and the weeks that follow it."""

    name: str
    scenario: Scenario
    past: dict[str, NursePast]
    weeks: tuple[WeekData, ...]

    def static(self) -> Problem:
        """All weeks as one problem, known at once."""
        return inrc2_problem(self.scenario, self.past, self.weeks, self.name)


def read_instance(path: Path) -> Instance:
    """The instance that ``path`` names: a folder of scenarios, or of one scenario, and a name such as n030w4_1_6-2-9-1.

    Raises Malformed, with file and line, for files that cannot be read.
    """
    named = INSTANCE.fullmatch(path.name)
    if named is None:
        raise Malformed(f"{path.name} does not name scenario, history and weeks, as n030w4_1_6-2-9-1 does")
    scenario = named["scenario"]
    folder = path.parent / scenario if (path.parent / scenario).is_dir() else path.parent
    known = _file(folder / f"Sc-{scenario}.txt", read_scenario)
    _, past = _file(folder / f"H0-{scenario}-{named['history']}.txt", lambda text: read_history(text, known))
    weeks = [folder / f"WD-{scenario}-{week}.txt" for week in named["weeks"].split("-")]
    return Instance(path.name, known, past, tuple(_file(week, lambda text: read_week(text, known)) for week in weeks))


def _file[Read](file: Path, read: Callable[[str], Read]) -> Read:
    text = text_of(file)
    try:
        return read(text)
    except Malformed as fault:
        raise Malformed(f"{file.name}: {fault}") from fault


def read_solutions(texts: Sequence[str]) -> Roster:
    """The roster that one solution file for each week makes, in order of weeks. Raises Malformed with the line."""
    return Roster(tuple(one for week, text in enumerate(texts) for one in _solution(text, week)))


def _solution(text: str, week: int) -> Iterator[Assignment]:
    words = Words(text)
    words.heading("SOLUTION")
    words.take()
    count = words.counted("ASSIGNMENTS")
    yield from words.rows(count, 4, "an assignment", lambda row: _assignment(row, week))


def _assignment(row: list[str], week: int) -> Assignment:
    nurse, day, shift, skill = row
    return Assignment(nurse, 7 * week + week_day(day), shift, skill)


def write_solutions(scenario: str, roster: Roster, weeks: int) -> list[str]:
    """A solution file for each week, as the competition's validator reads them."""
    return [_written(scenario, week, [one for one in roster if one.day // 7 == week]) for week in range(weeks)]


def _written(scenario: str, week: int, work: list[Assignment]) -> str:
    lines = [f"{one.person} {DAY_NAMES[one.day % 7]} {one.duty} {one.role}" for one in work]
    return "\n".join(["SOLUTION", f"{week} {scenario}", "", f"ASSIGNMENTS = {len(lines)}", *lines, ""])
