"""A roster: who does what on which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from wholetime.roster.engine.problem.impossible import refuse_unless


@dataclass(frozen=True, slots=True, order=True)
class Assignment:
    """One person on one day: a duty, and the role filled in it where the duty has roles."""

    person: str
    day: int
    duty: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """Assignments, at most one for each person and day, in order of person and day; whoever is not named is off."""

    assignments: tuple[Assignment, ...] = ()
    _cells: Mapping[tuple[str, int], Assignment] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "assignments", tuple(sorted(self.assignments)))
        cells = dict[tuple[str, int], Assignment]()
        for one in self.assignments:
            key = (one.person, one.day)
            refuse_unless(key not in cells, f"{one.person} has two duties on day {one.day}")
            cells[key] = one
        object.__setattr__(self, "_cells", cells)

    def of(self, person: str, day: int) -> Assignment | None:
        return self._cells.get((person, day))

    def __iter__(self) -> Iterator[Assignment]:
        return iter(self.assignments)

    def __len__(self) -> int:
        return len(self.assignments)
