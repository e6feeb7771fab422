"""Rings of exchange: duties that go round between two or three people, within the rules of each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wholetime.roster.engine.arrays import OFF
from wholetime.roster.engine.living.standing import Cell, Cells, Standing

type Ring = tuple[Cell, ...]
"""Cells in order: the holder of each takes the one before, the first takes the last."""


def of_two(standing: Standing, given: Cell) -> Iterator[Ring]:
    """Every exchange of ``given`` for another's duty that keeps the hard rules of both."""
    for taken in _takers(standing, given):
        if _may(standing, given, [taken]):
            yield given, taken


def of_three(standing: Standing, given: Cell) -> Iterator[Ring]:
    """Who may take what is found once for each cell, the third side of the triangle only for what is left."""
    back = _may(standing, given, standing.duties())
    for passed in _takers(standing, given):
        thirds = [cell for cell in back if len({given[0], passed[0], cell[0]}) == 3]
        for last in _by_holder(standing, passed, thirds):
            yield given, passed, last


def _takers(standing: Standing, given: Cell) -> list[Cell]:
    """The duties whose holders may take ``given`` for them."""
    return _by_holder(standing, given, standing.duties())


def _by_holder(standing: Standing, given: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """Those of ``cells`` whose holders may give them up for ``given``."""
    found: list[Cell] = []
    for holder in dict.fromkeys(person for person, _, _ in cells if person != given[0]):
        own = [cell for cell in cells if cell[0] == holder and _differs(cell, given)]
        fits = [cell for cell in own if _fits(standing, holder, given, cell)]
        options = [_exchanged(cell, given) for cell in fits]
        found += [fits[at] for at in standing.possible(holder, options)]
    return found


def _may(standing: Standing, given: Cell, cells: Sequence[Cell]) -> list[Cell]:
    """Those of ``cells`` that the holder of ``given`` may have instead of it."""
    giver = given[0]
    fits = [
        cell for cell in cells if cell[0] != giver and _differs(cell, given) and _fits(standing, giver, cell, given)
    ]
    return [fits[at] for at in standing.possible(giver, [_exchanged(given, cell) for cell in fits])]


def _differs(one: Cell, other: Cell) -> bool:
    return one[1:] != other[1:]


def _fits(standing: Standing, person: int, taken: Cell, instead: Cell) -> bool:
    """Is the person free on the day of ``taken``, once ``instead`` is given up?"""
    return taken[1] == instead[1] or int(standing.lines[person, taken[1]]) == OFF


def _exchanged(gives: Cell, takes: Cell) -> dict[int, int]:
    return {gives[1]: OFF} | {takes[1]: takes[2]}


def cells_of(ring: Ring) -> Cells:
    """What changes where the duties of ``ring`` go round."""
    freed = {(person, day): OFF for person, day, _ in ring}
    takes = {(ring[at][0], ring[at - 1][1]): ring[at - 1][2] for at in range(len(ring))}
    return freed | takes
