"""Why not? What stands in the way of a wish, and the fewest changes that would make room for it, each verified."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from wholetime.roster.engine.arrays import OFF
from wholetime.roster.engine.living.change import Change, changes
from wholetime.roster.engine.living.rings import cells_of, of_two
from wholetime.roster.engine.living.standing import Cell, Cells, Standing
from wholetime.roster.engine.problem import Problem, Request, Roster
from wholetime.roster.engine.scoring import Breach, Score, score


@dataclass(frozen=True, slots=True)
class Way:
    """One way to grant a wish. ``consent`` names the others whose days change; ``adds`` is what it breaks anew, none of
    which must not be; ``difference`` is the roster's in penalty, the wish granted."""

    changes: tuple[Change, ...]
    consent: tuple[str, ...]
    adds: tuple[Breach, ...]
    difference: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """``obstacles`` are what granting the wish and changing nothing else would break; ``ways``, the fewest changes
    first, would grant it and break nothing that must hold."""

    request: Request
    granted: bool
    obstacles: tuple[Breach, ...] = ()
    ways: tuple[Way, ...] = ()


def explain(problem: Problem, roster: Roster, request: Request, *, most: int = 5) -> Explanation:
    """Whether ``request`` is granted, and if not why not and what it would take.

    Looked at are the wish alone, with one or two others' days changed on its day, and all exchanges with one other: the
    first way has the fewest changes of all these. Raises KeyError for a person, ValueError for a day or words that are
    not known.
    """
    problem.person[request.person]
    if not problem.horizon.holds(request.day) or not set(request.of) <= set(problem.vocabulary):
        raise ValueError(f"{problem.name} has no day {request.day}, or no word {', '.join(request.of)}")
    standing = Standing.of(problem, roster)
    asked = _granting(standing, request)
    if any(int(standing.lines[person, day]) == symbol for person, day, symbol in asked):
        return Explanation(request, granted=True)
    now = score(problem, roster)
    return Explanation(request, False, _obstacles(standing, now, asked), _ways(standing, roster, now, asked, most))


def _granting(standing: Standing, request: Request) -> list[Cell]:
    """What grants the wish: what the person could have that day."""
    person, marked = standing.person(request.person), standing.compiled.symbols.marked(request.of)
    fine = marked if request.wanted else ~marked
    return [(person, request.day, symbol) for symbol in range(standing.arrays.symbols) if fine[symbol]]


def _obstacles(standing: Standing, now: Score, asked: list[Cell]) -> tuple[Breach, ...]:
    """Of the wish alone, granted in the way that breaks least."""
    if not asked:
        return ()
    least = min((standing.with_cells({(person, day): symbol}) for person, day, symbol in asked), key=standing.rank)
    return _added(now, score(standing.compiled.problem, standing.compiled.roster(least)))


def _ways(standing: Standing, roster: Roster, now: Score, asked: list[Cell], most: int) -> tuple[Way, ...]:
    """The best, verified by the slow scorer one after the other until there are enough."""
    ranked, found = sorted(_ranked(standing, asked)), list[Way]()
    for _, _, cells in ranked:
        way = _verified(standing, roster, now, dict(cells), asked[0][0])
        if way is not None:
            found.append(way)
        if len(found) == most:
            break
    return tuple(found)


type Ranked = tuple[int, int, tuple[tuple[tuple[int, int], int], ...]]
"""Number of changes, difference in penalty, and the changes."""


def _ranked(standing: Standing, asked: list[Cell]) -> set[Ranked]:
    found = set()
    for cells in (cells for wish in asked for cells in _candidates(standing, wish)):
        broken, penalty = standing.rank(standing.with_cells(cells))
        if broken <= 0:
            found.add((len(cells), penalty, tuple(sorted(cells.items()))))
    return found


def _verified(standing: Standing, roster: Roster, now: Score, cells: Cells, asker: int) -> Way | None:
    problem = standing.compiled.problem
    after = standing.compiled.roster(standing.with_cells(cells))
    then, different = score(problem, after), changes(roster, after)
    if not set(then.broken) <= set(now.broken):
        return None
    consent = {change.person for change in different} - {problem.people[asker].name}
    return Way(different, tuple(sorted(consent)), _added(now, then), then.penalty - now.penalty)


def _candidates(standing: Standing, wish: Cell) -> Iterator[Cells]:
    """The wish alone; with others' days changed on its day; and as part of an exchange."""
    person, day, symbol = wish
    left = int(standing.lines[person, day])
    yield {(person, day): symbol}
    yield from ({(person, day): symbol} | cells for cells in _others(standing, wish, left))
    if left != OFF:
        exchanges = (cells_of(ring) for ring in of_two(standing, (person, day, left)))
        yield from (cells for cells in exchanges if cells[person, day] == symbol)


def _others(standing: Standing, wish: Cell, left: int) -> Iterator[dict[tuple[int, int], int]]:
    """Somebody takes what is left, perhaps giving their duty to a third; somebody gives up what is wished for."""
    person, day, symbol = wish
    for taker in _able(standing, day, left, {person}) if left != OFF else ():
        yield {(taker, day): left}
        own = int(standing.lines[taker, day])
        for third in _able(standing, day, own, {person, taker}) if own not in (OFF, symbol) else ():
            if int(standing.lines[third, day]) == OFF:
                yield {(taker, day): left, (third, day): own}
    for holder in _able(standing, day, OFF, {person}) if symbol != OFF else ():
        if int(standing.lines[holder, day]) == symbol:
            yield {(holder, day): OFF}


def _able(standing: Standing, day: int, symbol: int, apart_from: set[int]) -> list[int]:
    """Who could have ``symbol`` that day and has not, by the hard rules of their own line."""
    others = [one for one in range(standing.arrays.people) if one not in apart_from]
    others = [one for one in others if int(standing.lines[one, day]) != symbol]
    return [one for one in others if len(standing.possible(one, [{day: symbol}]))]


def _added(before: Score, after: Score) -> tuple[Breach, ...]:
    """The breaches that one has and the other had not: what must not be first, then the dearest."""
    new = Counter(after.breaches) - Counter(before.breaches)
    return tuple(sorted(new.elements(), key=lambda one: (one.penalty is not None, -(one.penalty or 0), str(one))))
