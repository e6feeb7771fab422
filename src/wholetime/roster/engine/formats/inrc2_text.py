"""Reads the text files of the Second International Nurse Rostering Competition, line by line.

Source: S. Ceschia et al., "INRC-II: problem description and rules", 2015. A scenario says who and what there is, a
history what went before a week, and week data what a week needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container
from dataclasses import dataclass
from itertools import chain

from wholetime.roster.engine.formats.malformed import Malformed, at_line, whole
from wholetime.roster.engine.problem.forms import DAY_NAMES

ANY, NO_SHIFT = "Any", "None"
PAIR = re.compile(r"\((\d+),(\d+)\)")


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """Limits, each (least, most): assignments over the period, days running worked, days running off."""

    name: str
    assignments: tuple[int, int]
    work: tuple[int, int]
    off: tuple[int, int]
    weekends: int
    whole_weekends: bool


@dataclass(frozen=True, slots=True)
class Scenario:
    """``shifts`` hold the (least, most) days running on each; ``followers`` what may not come after a shift."""

    name: str
    weeks: int
    skills: tuple[str, ...]
    shifts: dict[str, tuple[int, int]]
    followers: dict[str, tuple[str, ...]]
    contracts: dict[str, ContractTerms]
    nurses: dict[str, tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class NursePast:
    """Totals before the week, and the runs at the end of the last: same shift, days worked, days off."""

    assignments: int = 0
    weekends: int = 0
    last: str | None = None
    same: int = 0
    worked: int = 0
    off: int = 0


@dataclass(frozen=True, slots=True)
class WeekData:
    """``cover`` is (day, shift, skill, least, best), ``off`` (nurse, shift or Any, day); days count from Monday."""

    cover: tuple[tuple[int, str, str, int, int], ...]
    off: tuple[tuple[str, str, int], ...]


class Words:
    """The lines of a file that say something, each with its number, taken one after the other."""

    def __init__(self, text: str) -> None:
        numbered = ((number, line.split()) for number, line in enumerate(text.splitlines(), start=1))
        self._lines = [(number, words) for number, words in numbered if words]
        self._next = 0

    @property
    def line(self) -> int:
        """The number of the line taken last."""
        return self._lines[max(0, min(self._next, len(self._lines)) - 1)][0] if self._lines else 1

    def take(self) -> list[str]:
        if self._next >= len(self._lines):
            raise Malformed("the file ends too early", self.line)
        self._next += 1
        return self._lines[self._next - 1][1]

    def heading(self, word: str) -> list[str]:
        """The rest of the next line, which must begin with ``word``."""
        words = self.take()
        if words[0] != word:
            raise Malformed(f"{word} was expected, not {words[0]}", self.line)
        return [one for one in words[1:] if one != "="]

    def counted(self, word: str) -> int:
        rest = self.heading(word)
        with at_line(self.line):
            return whole(rest[0] if rest else "", f"the number after {word}")

    def rows[Row](self, count: int, least: int, what: str, read: Callable[[list[str]], Row]) -> list[Row]:
        """``count`` lines of at least ``least`` words, read; what goes wrong with one is told with its number."""
        return [self._row(least, what, read) for _ in range(count)]

    def _row[Row](self, least: int, what: str, read: Callable[[list[str]], Row]) -> Row:
        words = self.take()
        with at_line(self.line):
            if len(words) < least:
                raise ValueError(f"{what} needs {least} values, and there are {len(words)}")
            return read(words)

    def left(self) -> bool:
        return self._next < len(self._lines)


def read_scenario(text: str) -> Scenario:
    """Raises Malformed with the line that is wrong."""
    words = Words(text)
    name = " ".join(words.heading("SCENARIO"))
    weeks = words.counted("WEEKS")
    skills = tuple(words.rows(words.counted("SKILLS"), 1, "a skill", lambda row: row[0]))
    shifts = dict(words.rows(words.counted("SHIFT_TYPES"), 2, "a shift type", lambda row: (row[0], pair(row[1]))))
    words.heading("FORBIDDEN_SHIFT_TYPES_SUCCESSIONS")
    followers = dict(words.rows(len(shifts), 2, "a succession", lambda row: (row[0], _followers(row, shifts))))
    contracts = dict(words.rows(words.counted("CONTRACTS"), 6, "a contract", lambda row: (row[0], _contract(row))))
    nurses = dict(words.rows(words.counted("NURSES"), 3, "a nurse", lambda row: _nurse(row, contracts, skills)))
    return Scenario(name, weeks, skills, shifts, followers, contracts, nurses)


def _followers(row: list[str], shifts: dict[str, tuple[int, int]]) -> tuple[str, ...]:
    among(row[0], shifts, "shift type")
    return tuple(among(shift, shifts, "shift type") for shift in row[2:])


def _nurse(
    row: list[str], contracts: Container[str], skills: Container[str]
) -> tuple[str, tuple[str, tuple[str, ...]]]:
    return row[0], (among(row[1], contracts, "contract"), tuple(among(skill, skills, "skill") for skill in row[3:]))


def _contract(row: list[str]) -> ContractTerms:
    assignments, work, off = (pair(one) for one in row[1:4])
    return ContractTerms(row[0], assignments, work, off, whole(row[4], "the weekends"), row[5] == "1")


def read_history(text: str, scenario: Scenario) -> tuple[int, dict[str, NursePast]]:
    """The number of the week that comes next, from 0, and each nurse's past. Raises Malformed."""
    words = Words(text)
    words.heading("HISTORY")
    week = whole(words.take()[0], "the week")
    words.heading("NURSE_HISTORY")
    past = words.rows(len(scenario.nurses), 7, "a nurse's history", lambda row: _past(row, scenario))
    return week, dict(past)


def _past(row: list[str], scenario: Scenario) -> tuple[str, NursePast]:
    nurse = among(row[0], scenario.nurses, "nurse")
    last = None if row[3] == NO_SHIFT else among(row[3], scenario.shifts, "shift type")
    assignments, weekends = whole(row[1], "the assignments"), whole(row[2], "the weekends")
    same, worked, off = (whole(one, "a run of days") for one in row[4:7])
    return nurse, NursePast(assignments, weekends, last, same, worked, off)


def read_week(text: str, scenario: Scenario) -> WeekData:
    """Raises Malformed with the line that is wrong."""
    words = Words(text)
    words.heading("WEEK_DATA")
    words.take()
    words.heading("REQUIREMENTS")
    needs = len(scenario.shifts) * len(scenario.skills)
    cover = words.rows(needs, 9, "a requirement", lambda row: _needed(row, scenario))
    asked = words.rows(words.counted("SHIFT_OFF_REQUESTS"), 3, "a request", lambda row: _asked(row, scenario))
    return WeekData(tuple(chain.from_iterable(cover)), tuple(asked))


def _needed(row: list[str], scenario: Scenario) -> list[tuple[int, str, str, int, int]]:
    shift, skill = among(row[0], scenario.shifts, "shift type"), among(row[1], scenario.skills, "skill")
    return [(day, shift, skill, *pair(both)) for day, both in enumerate(row[2:9])]


def _asked(row: list[str], scenario: Scenario) -> tuple[str, str, int]:
    nurse, shift = among(row[0], scenario.nurses, "nurse"), row[1]
    if shift != ANY:
        among(shift, scenario.shifts, "shift type")
    return nurse, shift, week_day(row[2])


def week_day(word: str) -> int:
    return DAY_NAMES.index(among(word[:3], DAY_NAMES, "day of the week"))


def pair(word: str) -> tuple[int, int]:
    """(least, most) as it is written: ``(3,5)``. Raises ValueError where it is not, or is the wrong way round."""
    found = PAIR.fullmatch(word)
    if found is None:
        raise ValueError(f"{word} is not two whole numbers in brackets, such as (3,5)")
    least, most = int(found[1]), int(found[2])
    if least > most:
        raise ValueError(f"{word}: the first of two limits is above the second")
    return least, most


def among(word: str, known: Container[str], what: str) -> str:
    if word not in known:
        raise ValueError(f"there is no {what} {word!r}")
    return word
