"""A good roster soon, where totals must hold: settled in a hurry from the linear programme, exchanged on from cold.

Whole lines fixed with care are better on small problems, and far too slow on larger ones: 137 s on instance 12 of
Curtois and Qu, for 4,376 (best known 4,040).
"""

from __future__ import annotations

from collections.abc import Callable

from wholetime.roster.engine.arrays import Ints
from wholetime.roster.engine.optimise.exchanges import CHUNK, exchanged
from wholetime.roster.engine.optimise.generation import Generation
from wholetime.roster.engine.optimise.relaxation import SCALE
from wholetime.roster.engine.optimise.search import FEWEST, Search
from wholetime.roster.engine.optimise.settling import settle

HASTE, TRIES, IDLE, SKETCH, BETWEEN = ((2, 0.2), (3, 0.15), (2, 0.12)), 20, 3, 0.75, 3
"""Rounds and shares of the open days with which rosters are settled in turn, how often at most and how often for
nothing, until what share of the time, and rounds of column generation between them. From one linear programme of
instance 15 they ended anywhere between 3,952 and 4,119: it is worth while to try again."""

CAREFUL, SPREAD = ((6, 0.05), (10, 0.05), (6, 0.03)), 0.1
"""The same for small problems, after a dive; and how much chance may add to a day's share in comparisons."""

CLOSE, COLD = 0.995, 0.03
"""How near its bound the master is when a roster is settled in a hurry, and the temperature of exchanges from there on.

Instances 12, 15 and 18 of Curtois and Qu, best known 4040, 3829 and 4459: settled in 9 s, 3 s and 4 s 4244, 4147 and
4979, after 4 million exchanges 4136, 3978 and 4699; from 0.1 on 4172, 4029 and 4710."""

KEPT, COOLING = 90, 0.06
"""Lines of everybody that a roster is settled from, and the share of the time that exchanges take."""


def sketch(search: Search, generation: Generation, stop: Callable[[], bool]) -> None:
    """Column generation until narrow searches find no more, then rosters settled in a hurry and exchanged from cold."""
    while not stop() and generation.bound < CLOSE * generation.shares.value * SCALE:
        if generation.round() == 0:
            break

    def more() -> None:
        for _ in range(BETWEEN):
            if not stop():
                generation.round()

    settle_again(search, generation, HASTE, more)


def settle_again(
    search: Search, generation: Generation, cares: tuple[tuple[int, float], ...], between: Callable[[], None]
) -> None:
    """Settle rosters with each of ``cares`` (rounds, share of the open days) in turn while that brings better ones."""
    idle = 0
    for number in range(1 if search.rounds is not None else TRIES):
        if search.over() or (number and search.past(SKETCH)) or idle == IDLE:
            break
        if number:
            between()
        before, care = search.penalty, cares[number % len(cares)]
        _settled(search, generation, *care, spread=SPREAD if number else 0.0)
        idle = 0 if search.penalty < before else idle + 1


def _settled(search: Search, generation: Generation, rounds: int, at_once: float, spread: float) -> None:
    """Settle a roster, with chance in what is settled first, and cool it."""
    search.duals = search.duals if generation.centre is None else generation.centre
    chance = spread * search.rng.random(search.lines.shape) if spread else None
    lean = generation.lean(search.lines, KEPT)
    roster = settle(lean, search.over, rounds=rounds, at_once=at_once, chance=chance)
    if roster is not None:
        _cool(search, roster)


def _cool(search: Search, roster: Ints) -> None:
    """Take a roster, and what exchanges that begin cold make of it in a share of the time."""
    search.accept(roster)
    began, most = search.elapsed(), FEWEST * roster.size

    def gone(moves: int) -> float:
        late = moves / most if search.rounds is not None else (search.elapsed() - began) / (COOLING * search.seconds)
        return 1.0 if search.over() else late

    seed, chunk = int(search.rng.integers(1 << 30)), CHUNK if search.rounds is None else most
    search.accept(exchanged(search.team, roster, gone, seed, chunk, warm=COLD))
