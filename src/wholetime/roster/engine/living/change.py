"""What differs between two rosters: one person, one day, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wholetime.roster.engine.problem import Assignment, Problem, Roster


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One cell of a roster. ``before`` and ``after`` are (duty, role), or None for a day off."""

    person: str
    day: int
    before: tuple[str, str] | None
    after: tuple[str, str] | None

    def said(self, problem: Problem) -> str:
        """``Asha, Sat 4 Jul: N becomes off``."""
        when = f"{problem.horizon.date_of(self.day):%a %-d %b}"
        return f"{self.person}, {when}: {_word(self.before)} becomes {_word(self.after)}"


def changes(before: Roster, after: Roster) -> tuple[Change, ...]:
    """Every cell that differs, in order of person and day."""
    cells = sorted({(one.person, one.day) for roster in (before, after) for one in roster})
    found = (Change(person, day, _cell(before, person, day), _cell(after, person, day)) for person, day in cells)
    return tuple(change for change in found if change.before != change.after)


def changed(roster: Roster, wanted: Iterable[Change]) -> Roster:
    """``roster`` with the cells of ``wanted`` as they are after it."""
    new = {(change.person, change.day): change.after for change in wanted}
    kept = [one for one in roster if (one.person, one.day) not in new]
    made = [Assignment(person, day, *cell) for (person, day), cell in new.items() if cell is not None]
    return Roster((*kept, *made))


def _cell(roster: Roster, person: str, day: int) -> tuple[str, str] | None:
    one = roster.of(person, day)
    return None if one is None else (one.duty, one.role)


def _word(cell: tuple[str, str] | None) -> str:
    return "off" if cell is None else " as ".join(part for part in cell if part)
