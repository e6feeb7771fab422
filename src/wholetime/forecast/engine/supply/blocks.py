"""The work of one block of draws: tables made ready, every draw run through its years, and what is kept of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply.cells import Floats, Ints, plain
from wholetime.forecast.engine.supply.driving import by_draw, odds, worked
from wholetime.forecast.engine.supply.inputs import Inputs
from wholetime.forecast.engine.supply.joining import Block, joiners
from wholetime.forecast.engine.supply.kernel import ROUTES, Books, Chances, Joiners, Movers, one_draw
from wholetime.forecast.engine.supply.projection import Part

ROOM = 2**18
"""Numbers in a table that is made for several draws at once: 2 MB."""
STEPS = 2**20
"""Where ages begin to be counted from is one of so many steps, so that adding it to a count of people is exact."""


@dataclass(frozen=True, eq=False)
class Blank:
    """What every block of a projection shares: inputs, the opening stock, and what is to be kept."""

    inputs: Inputs
    stock: Floats
    years: int
    keep_flows: bool

    def books(self) -> Books:
        """Books of one draw, with nothing in them."""
        places, groups, ages, _ = self.inputs.cells.shape
        points, flow = (self.years + 1, places, groups), (self.years, places, groups)
        kinds = ROUTES + len(self.inputs.routes)
        shapes = (points, points, (kinds, *flow), (kinds, *flow), flow, (self.years + 1, ages), (self.years, ages))
        return Books(*(np.zeros(shape) for shape in shapes))


@dataclass(frozen=True, eq=False)
class Tables:
    """Odds and WTE [year, …cells] of any draw; made once where drivers do not differ from draw to draw."""

    inputs: Inputs
    drivers: Drivers
    years: int

    def leaving(self) -> Table:
        return self._table("leaving", by_draw("leaving", self.drivers), self._leaving)

    def retiring(self) -> Table:
        """Retirement also follows the factor of leaving. Nobody retires where retirement is not known apart."""
        return self._table("retiring", by_draw("retiring", self._of_retiring), self._retiring)

    def wte(self) -> Table:
        drawn = by_draw("participation", self.drivers)
        return self._table("wte", drawn, lambda draws: worked(self.inputs, self.drivers, draws, self.years))

    @cached_property
    def movers(self) -> Movers:
        return movers(self.inputs)

    @cached_property
    def below(self) -> Floats:
        """The share [route, age · sex + 1] of a route's joiners that stands before each cell; the last is all."""
        each = [np.minimum(route.ages.reshape(-1).cumsum(), 1) for route in self.inputs.routes]
        found = np.zeros((len(each), int(np.prod(self.inputs.cells.shape[2:])) + 1))
        for number, one in enumerate(each):
            found[number, 1:-1], found[number, -1] = one[:-1], 1
        return found

    @cached_property
    def _kept(self) -> dict[str, Table]:
        return {}

    @cached_property
    def _at_once(self) -> int:
        """Draws whose tables are made at once: as many as do not take more room than ``ROOM``."""
        return max(1, ROOM // (int(np.prod(self.inputs.cells.shape)) * (self.years + 1)))

    def _table(self, name: str, drawn: bool, made: Callable[[slice], Floats]) -> Table:
        if drawn:
            return Table(made, self._at_once)
        if name not in self._kept:
            self._kept[name] = Table(made, 1, plain(made(slice(0, 1))))
        return self._kept[name]

    def _leaving(self, draws: slice) -> Floats:
        return odds("leaving", self.inputs.leaving.central, self.drivers, draws, self.years)

    def _retiring(self, draws: slice) -> Floats:
        if self.inputs.retiring is None:
            return np.zeros((1, 1, *self.inputs.cells.shape))
        return odds("retiring", self.inputs.retiring.central, self._of_retiring, draws, self.years)

    @cached_property
    def _of_retiring(self) -> Drivers:
        factor = self.drivers.factor("retiring") * self.drivers.factor("leaving")
        return Drivers({"retiring": factor}, {"retiring": self.drivers.addition("retiring")})


@dataclass(eq=False)
class Table:
    """Of one block of draws after another, or of all where draws are alike; ``made`` of ``at_once`` draws at a time."""

    made: Callable[[slice], Floats]
    at_once: int
    same: Floats | None = None
    _held: Floats | None = None
    _first: int = 0

    def of(self, draw: int) -> Floats:
        """That of a draw [year, …cells]."""
        if self.same is not None:
            return plain(self.same[0])
        if self._held is None or not self._first <= draw < self._first + len(self._held):
            self._first, self._held = draw, self.made(slice(draw, draw + self.at_once))
        return plain(self._held[draw - self._first])


def block_of(blank: Blank, tables: Tables, block: Block) -> Part:
    """All draws of ``block``, through all years."""
    coming = joiners(blank.inputs, block)
    times = block.once("times", ("returning",), lambda: _Times.of(blank.inputs, block))
    part = Part.blank(blank.inputs, block.streams.count, block.years, blank.keep_flows, coming.pipelines)
    leaving, retiring, wte = tables.leaving(), tables.retiring(), tables.wte()
    for draw in range(block.streams.count):
        books = blank.books()
        of_drivers = block.offset + draw
        start = np.floor(coming.start[:, draw] * STEPS) / STEPS
        come = Joiners(plain(coming.people[:, draw]), tables.below, plain(start))
        one_draw(
            plain(blank.stock),
            wte.of(of_drivers),
            plain(times.participation[draw]),
            Chances(
                leaving.of(of_drivers),
                plain(times.leaving[draw]),
                retiring.of(of_drivers),
                plain(times.retiring[draw]),
                plain(times.returning[draw]),
            ),
            tables.movers,
            come,
            block.streams.key(draw),
            block.streams.chance,
            books,
        )
        part.take(draw, books)
    return part


@dataclass(frozen=True, eq=False)
class _Times:
    """Factors of every draw of a block [draw, year, place, group]."""

    leaving: Floats
    retiring: Floats
    returning: Floats
    participation: Floats

    @classmethod
    def of(cls, inputs: Inputs, block: Block) -> _Times:
        streams, years, (places, groups) = block.streams, block.years, inputs.cells.shape[:2]
        retiring = inputs.retiring.spread if inputs.retiring is not None else inputs.leaving.spread
        returning = np.zeros((places, groups)) if inputs.returning is None else inputs.returning
        later = streams.times("participation", inputs.participation.spread, years)
        return cls(
            streams.times("leaving", inputs.leaving.spread, years),
            streams.times("retiring", retiring, years),
            np.minimum(block.driven("returning", returning[None]), 1),
            np.concatenate([np.ones((streams.count, 1, places, groups)), later], axis=1),
        )


def movers(inputs: Inputs) -> Movers:
    """The moves of ``inputs``, by origin, each with the chance of those whom no earlier move of theirs took."""
    places, groups, ages, sexes = inputs.cells.shape
    ordered = sorted(inputs.moves, key=lambda move: _cell(inputs, move.origin))
    origins: Ints = np.array([_cell(inputs, move.origin) for move in ordered], np.int64)
    rate, taken = np.zeros((len(ordered), ages, sexes)), np.zeros((places * groups, ages, sexes))
    for number, move in enumerate(ordered):
        rest = 1 - taken[origins[number]]
        rate[number] = np.divide(move.rate, rest, out=np.zeros_like(rest), where=rest > 0)
        taken[origins[number]] += move.rate
    first = np.searchsorted(origins, np.arange(places * groups + 1))
    to = np.array([divmod(_cell(inputs, move.target), groups) for move in ordered], np.int64).reshape(-1, 2)
    return Movers(first, to[:, 0].copy(), to[:, 1].copy(), np.minimum(rate, 1))


def _cell(inputs: Inputs, where: tuple[str, str]) -> int:
    place, group = where
    return inputs.cells.places.index(place) * len(inputs.cells.groups) + inputs.cells.groups.index(group)
