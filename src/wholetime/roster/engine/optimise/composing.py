"""A good roster where totals may be off at a price: settled with care from the linear programme, annealed on from cold.

Where the time allows several are settled, and the best is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from math import inf

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.annealing import annealed
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.relaxation import SCALE
from wholetime.roster.engine.optimise.search import FEWEST, Search
from wholetime.roster.engine.optimise.settling import settle

SETTLING, SPREAD, HOPELESS = 0.8, 0.05, 1.01
"""Until which share of the time rosters are settled anew, by how much chance, and above what part of the best one's
penalty a half settled one is left. The second led from 1750 to 1710 on n030w4_1_6-2-9-1 and from 1435 to 1395 on
n035w4_0_1-7-1-8 (60 s); eight parts reopened in that time gained nothing on n050w4_0_0-4-8-7, and 15 on the first.
"""

POLISH, COOL = 5_000_000, 0.1
"""Moves of annealing after a roster is settled, and the temperature (in prices of one person short) they begin with.

On n050w4_0_0-4-8-7 it took rosters settled in 4 s, 10 s and 25 s from 1870, 1400 and 1410 to 1440, 1360 and 1395; at
0.2 to 1545, 1400 and 1410."""

NEAR, NEAR_A_WARD, KEPT, KEPT_A_WARD, TURNS = 0.985, 0.997, 30, 90, 40
"""How near its bound the master is when a roster is settled, with how many lines of each, in about how many turns.

With 90 lines of each n030w4_1_6-2-9-1 and n050w4_0_0-4-8-7 came to 1695 in 17 s and 1445 in 25 s, with 30 to 1680 in
14 s and 1370 in 14 s: the simplex takes four fifths of the time.
"""

CARES = (5.0, (6, 0.05)), (2.5, (3, 0.1)), (0.0, (2, 0.2))
"""Where everybody is priced by a table: rounds and share of the open days, by what is left in times of the root's.

They took 3 to 5 times, 1.5 to 2 times and about once as long as column generation before. Settled and then annealed on,
n030w4_1_6-2-9-1 came to 1680, 1750 and 1755, n050w4_0_0-4-8-7 to 1395, 1355 and 1465.
"""

A_WARD = 3, 0.07
"""Rounds and share of the open days in a turn, for teams that are priced by labels. On a ward of 40 people and 28 days
0.9 % above the bound in 9 s, with two rounds for each tenth 2.0 % in 5 s, with one for each twentieth 3.0 %."""

LATE, LATE_A_WARD = 0.65, 0.5
"""The share of the time after which settling hurries."""


def compose(search: Search, generation: Generation, stop: Callable[[], bool]) -> None:
    """Column generation until it is near its end, and a roster settled day by day from its best lines."""
    began, rounds = search.elapsed(), 0
    near = NEAR if search.team.by_table else NEAR_A_WARD
    while not stop() and generation.bound < near * generation.shares.value * SCALE:
        rounds += 1
        if generation.round() == 0:
            break
    search.prove(generation.bound)
    each = (search.elapsed() - began) / max(rounds, 1)
    spare = TURNS if search.rounds is not None else 0.6 * (search.seconds - search.elapsed()) / max(each, 1e-6)
    rounds, at_once = _care(search, spare, search.elapsed() - began)
    began = search.elapsed()
    _settled(search, generation, (rounds, at_once))
    search.settling = (search.elapsed() - began) * (1 if rounds >= CARES[0][1][0] else 2)


def _settled(search: Search, generation: Generation, care: tuple[int, float], spread: float = 0.0) -> None:
    """A roster settled from the best lines of ``generation``, with chance in what is settled first; annealed on."""
    lean = generation.lean(search.lines, KEPT if search.team.by_table else KEPT_A_WARD)
    chance = spread * search.rng.random(search.lines.shape) if spread > 0 else None
    limit = HOPELESS * (search.penalty - search.constant) if spread > 0 else inf
    rounds, at_once = care

    def late() -> bool:
        return spread == 0 and search.past(LATE if search.team.by_table else LATE_A_WARD)

    roster = settle(lean, search.over, rounds=rounds, at_once=at_once, late=late, chance=chance, limit=limit)
    if roster is not None:
        polish(search, roster, POLISH)


def compose_again(search: Search, generation: Generation) -> None:
    """Other rosters settled from the same lines, with less care where the time is short, for a share of it."""
    while search.rounds is None and not search.over() and not search.past(SETTLING):
        able = (search.seconds - search.elapsed()) / max(search.settling, 1e-6)
        if able < 1 / 2:
            break
        _settled(search, generation, CARES[0 if able >= 1 else 1][1], SPREAD)


def _care(search: Search, spare: float, root: float) -> tuple[int, float]:
    """Rounds and share of the open days in a turn of settling; ``spare`` rounds are left, ``root`` took so long."""
    if search.team.by_table and search.rounds is None:
        able = (search.seconds - search.elapsed()) / max(root, 1e-6)
        return next((care for least, care in CARES if able >= least), CARES[-1][1])
    care = int(spare / TURNS)
    if not search.team.by_table and TURNS / 2 <= spare < 6 * TURNS:
        return A_WARD
    return (6, 0.05) if care >= 6 else (3, 0.1) if care >= 1 else (2, 0.2)


def polish(search: Search, roster: Ints, moves: int) -> None:
    """Take a roster, and what annealing that begins cold makes of it."""
    search.accept(roster)
    moves = moves if search.rounds is None else min(moves, FEWEST * roster.size)
    search.accept(annealed(search.team, roster, moves, int(search.rng.integers(1 << 30)), search.over, warm=COOL))
