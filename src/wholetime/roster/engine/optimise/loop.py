"""The optimiser's loop: a first roster, column generation and a dive, then large neighbourhoods until time is up.

Anytime: every better roster and every better bound is reported at once. The bound is Lagrangian, from exact pricing; it
holds whatever was cut short. With one worker and a limit of rounds the same seed gives the same roster.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from math import inf

import numpy as np

from wholetime.roster.engine.arrays import FORBIDDEN, Arrays, Counter, Cover, Ints, Rules
from wholetime.roster.engine.optimise.annealing import annealed
from wholetime.roster.engine.optimise.beside import Shared, searches_beside
from wholetime.roster.engine.optimise.branching import Tree
from wholetime.roster.engine.optimise.composing import POLISH, compose, compose_again, polish
from wholetime.roster.engine.optimise.exchanges import CHUNK, exchanged
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.integer import dive, restricted
from wholetime.roster.engine.optimise.master import Floats
from wholetime.roster.engine.optimise.neighbourhoods import Chooser, Part
from wholetime.roster.engine.optimise.pricing import Pricer
from wholetime.roster.engine.optimise.relaxation import SCALE
from wholetime.roster.engine.optimise.reopening import Reopener
from wholetime.roster.engine.optimise.responses import first_roster, impossible, repaired, respond, rough_roster
from wholetime.roster.engine.optimise.search import FEWEST, MET, Progress, Search
from wholetime.roster.engine.optimise.sketching import CAREFUL, settle_again, sketch
from wholetime.roster.engine.optimise.team import team

SMALL, WHOLE = 1500, 4000
"""Person-days up to which lines are generated for everybody over all days, at once and at all. Instances 13 and 19 of
Curtois and Qu have 3,360: in 60 s they ended at 2,422 and 3,600, in parts alone at 2,455 and 4,546."""

TABLED = 10_000
"""The same where everybody is priced by a table."""

HEAT, A_SECOND, MOVES = 0.05, 1_000_000, 2_000
"""The share of the time for annealing, its moves in a second, and for each person-day at most."""

FINEST = 20_000
"""Moves for each person-day at most where totals must hold."""

BRIEF, EARLY, LONG, ROOT, LAST_DIVE = 0.03, 0.07, 0.7, 0.6, 0.75
"""Shares of the time: exchanges before the whole of a small problem, of a larger one, before the parts of the largest;
column generation for the whole, and when it is too late for a dive."""

PARTS_A_BOUND = 40
"""Neighbourhoods before their duals, put together, are asked for a bound of the whole, where no tree proves one."""

BRANCHES, MORE, NEARLY = 3, 15, 0.005
"""Branches for each neighbourhood; more where the gap is at most ``NEARLY``, for what is missing then is the proof:
instance 16 of Curtois and Qu stayed 1 above its bound for 43 s with few, and was proven after 19 s with more."""

REOPENED = 1 / 30
"""The share of the time that a whole-number programme for an open part may take."""

PARTS_IN_TURN = 4
"""Where parts can be reopened: one neighbourhood of whole people and a branch in so many turns."""

SMALL_GAP = 0.1
"""The gap from which on branches are searched beside neighbourhoods."""


@dataclass(frozen=True, eq=False, slots=True)
class Result:
    """The best roster found, ``lines`` [P, D]; no roster costs less than ``bound``.

    ``status``: ``optimal`` (proven), ``feasible``, or else ``without`` names the people for whom no legal line was
    found, who are off: ``infeasible`` where it is proven that one of them has none, ``unknown`` where not.
    ``uncovered`` names the hard rows of cover that the roster breaks: ``infeasible`` where it is proven best all the
    same. ``worth`` [P] is what one more person like each would change the linear programme over lines by (the dual of
    the person's row), None where it was not solved. ``history`` holds every improvement.
    """

    lines: Ints
    penalty: int
    bound: int
    status: str
    history: tuple[Progress, ...]
    without: tuple[int, ...] = ()
    uncovered: tuple[int, ...] = ()
    worth: Floats | None = None


def solve(
    arrays: Arrays,
    *,
    seconds: float = 60.0,
    seed: int = 0,
    rounds: int | None = None,
    start: Ints | None = None,
    workers: int = 1,
    on_progress: Callable[[Progress], None] | None = None,
    stop: Callable[[], bool] | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Result:
    """The best roster found in ``seconds`` or ``rounds`` of neighbourhoods, with a proven bound.

    ``start`` [P, D] are lines to begin with; those that are not legal are repaired with the fewest changed days.
    With more ``workers`` than one others exchange days beside this search (``beside``): one seed may lead to several
    rosters. ``on_progress`` hears of each better roster or bound; ``stop`` is asked often, and ends the search when it
    says so.
    """
    compile_loops()
    search = Search(arrays, seconds=seconds, seed=seed, rounds=rounds, on_progress=on_progress, stop=stop, clock=clock)
    without = _begin(search, start)
    if not without:
        search.shared = Shared(search.lines, search.penalty - search.constant)
        with searches_beside(search.team, search.shared, workers - 1, seed + 1):
            _search(search, arrays.people * arrays.days)
    uncovered = search.team.rows.broken(search.team.values(search.lines))
    history = tuple(search.history)
    return Result(
        search.lines,
        search.penalty,
        search.bound,
        _status(search, without, uncovered),
        history,
        tuple(without),
        tuple(uncovered.tolist()),
        search.worth,
    )


def _status(search: Search, without: list[int], uncovered: Ints) -> str:
    """What is known of the search's roster, by the words of ``Result.status``."""
    best = search.bound >= search.penalty
    if without:
        return "infeasible" if any(impossible(search.team, person) for person in without) else "unknown"
    if len(uncovered):
        return "infeasible" if best else "unknown"
    return "optimal" if best else "feasible"


def compile_loops() -> None:
    """Compile the loops before the time runs: some 15 s on a machine's first use, kept on its disk after that."""
    none, work, day = np.zeros(0, dtype=np.int64), np.array([[0, 1]]), np.zeros((1, 2), dtype=np.int64)
    nothing = Cover(none, none, none, none, none, none, none, none, none, np.ones((1, 1), dtype=bool))
    rules = Rules(np.zeros((2, 2), dtype=np.int64), counters=(Counter(work, 1, 1, FORBIDDEN, FORBIDDEN),))
    smallest = team(Arrays(day[None], day[:, :0], (rules,), day[0, :1], nothing))
    for by_table in (True, False):
        pricer = smallest.pricers[0] = Pricer(smallest.pricers[0].network, by_table=by_table)
        pricer.track(np.arange(1))
        pricer.cheapest(np.full((1, 2), 1 << 40), smallest.space)  # beyond the narrow numbers of a table
        lines, _ = first_roster(smallest, [0])
        annealed(smallest, lines, 1, 0, lambda: False)
        exchanged(smallest, lines, float, 0, 1)


def _search(search: Search, size: int) -> None:
    """Small problems as a whole at once; larger ones once parts have made a fair roster; the largest in parts only."""
    tree = None
    if search.team.bends:
        _anneal(search)
    else:
        _exchange(search, BRIEF if size <= SMALL else EARLY if size <= WHOLE else LONG)
    if size <= (TABLED if search.team.by_table else WHOLE) and not search.over():
        tree = _generate(search, ROOT)
    _improve(search, tree, 1.0)


def _begin(search: Search, start: Ints | None) -> list[int]:
    """A first roster, or what is legal of ``start``; for few days and people, best responses while they help."""
    team, small = search.team, search.team.bends or search.lines.size <= SMALL
    order = search.rng.permutation(team.people).tolist()
    if start is not None:
        lines, without = repaired(team, start)
    elif small:
        lines, without = first_roster(team, order)
    else:
        lines, without = rough_roster(team, order, int(search.rng.integers(1 << 30)), search.over)
    search.accept(lines)
    if small and not without:
        search.prove(team.bound(search.duals, search.lines))
    while small and not without and not search.over():
        order = search.rng.permutation(team.people).tolist()
        if not search.accept(respond(team, search.lines, order)):
            break
    return without


def _anneal(search: Search) -> None:
    """A first fair roster, by exchanging and changing blocks of days."""
    size = search.lines.size
    moves = FEWEST * size if search.rounds is not None else min(int(HEAT * search.seconds * A_SECOND), MOVES * size)
    search.accept(annealed(search.team, search.lines, moves, int(search.rng.integers(1 << 30)), search.over))


def _exchange(search: Search, share: float) -> None:
    """A first fair roster where totals must hold, in a share of the time."""
    began, size = search.elapsed(), search.lines.size
    most = FEWEST * size if search.rounds is not None else FINEST * size

    def gone(moves: int) -> float:
        late = 0.0 if search.rounds is not None else (search.elapsed() - began) / (share * search.seconds)
        return 1.0 if search.over() else max(moves / most, late)

    seed, chunk = int(search.rng.integers(1 << 30)), min(CHUNK, max(most // MET, 1))
    search.accept(exchanged(search.team, search.lines, gone, seed, chunk, met=search.met))
    if size > SMALL:
        search.prove(search.team.bound(search.duals, search.lines))


def _generate(search: Search, share: float) -> Tree | None:
    """Column generation for everybody in a ``share`` of the time, and a dive; if it converged, the tree to search."""
    generation = Generation(search.team, search.lines, search.duals)
    if search.lines.size > SMALL:
        generation.know(search.met)

    def over() -> bool:
        search.prove(generation.bound)
        return search.over()

    if search.team.bends:
        compose(search, generation, lambda: over() or search.past(share))
    elif search.lines.size > SMALL:
        sketch(search, generation, lambda: over() or search.past(share))
    converged = generation.converge(lambda: over() or search.past(share))
    search.prove(generation.bound)
    search.worth = generation.shares.people + [p.network.constant / SCALE for p in search.team.pricers]
    if search.team.by_table and search.team.bends:
        search.reopener = Reopener.of(generation, search.grid, search.rng)
        compose_again(search, generation)
    late = search.over() or search.past(LAST_DIVE)
    roster = None if late or search.team.bends else dive(generation, over, rounds=8, at_once=0.05)
    if roster is not None:
        search.accept(roster)
        if search.lines.size <= SMALL and search.penalty - search.bound > NEARLY * search.penalty:
            settle_again(search, generation, CAREFUL, lambda: None)
    return Tree(generation, search.grid) if converged else None


def _reopen(search: Search, reopener: Reopener) -> None:
    """One part of the roster opened and solved."""
    seconds = REOPENED * search.seconds if search.rounds is None else inf
    roster = reopener.better(search.lines, search.penalty - search.constant, search.over, seconds)
    if roster is not None:
        polish(search, roster, POLISH // 4)


def _improve(search: Search, tree: Tree | None, until: float) -> None:
    """Large neighbourhoods and, where the gap is small, branches in turn, for a share of the time."""
    reopener = search.reopener
    chooser, done = Chooser(search.team, search.rng), 0
    while not search.over() and not search.past(until) and (search.rounds is None or done < search.rounds):
        if reopener is not None and done % PARTS_IN_TURN:
            _reopen(search, reopener)
        else:
            chooser.learn(_solve_part(search, chooser.choose(search.lines)))
        done += 1
        if tree is None and done % PARTS_A_BOUND == 0:
            search.prove(search.team.bound(search.duals, search.lines))
        if tree is not None and search.penalty - search.bound <= SMALL_GAP * search.penalty:
            few = search.penalty - search.bound > NEARLY * search.penalty
            for _ in range((BRANCHES if few else MORE) if reopener is None else int(done % PARTS_IN_TURN == 0)):
                if not search.over():
                    _branch(search, tree)


def _branch(search: Search, tree: Tree) -> None:
    """One branch of the tree; what is open is the bound, and nothing open is the proof."""
    if tree.bound is not None:
        roster = tree.step(search.penalty - search.constant, search.over)
        if roster is not None:
            search.accept(roster)
    search.prove((search.penalty - search.constant) * SCALE if tree.bound is None else tree.bound)


def _solve_part(search: Search, part: Part) -> bool:
    """Whether a better roster was found in the part."""
    inside = search.team.part(search.lines, part.people, part.first, part.last)
    given = search.lines[part.people, part.first : part.last]
    generation = Generation(inside, given, search.duals[inside.rows.origin])
    before = inside.penalty(given)

    def hopeless() -> bool:
        return search.over() or generation.bound > (before - search.grid) * SCALE

    generation.converge(hopeless, close=0.5)
    if generation.centre is not None:
        search.duals[inside.rows.origin] = generation.centre
    if hopeless():
        return False
    roster = dive(generation, hopeless, rounds=10)
    if roster is None or inside.penalty(roster) > before:
        roster = restricted(generation.master, given, 1.0 if search.rounds is None else None)
    if roster is None:
        return False
    lines = search.lines.copy()
    lines[part.people, part.first : part.last] = roster
    return search.accept(lines)
