"""How many join by each route in each year of a block of draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply.cells import Floats, plain
from wholetime.forecast.engine.supply.chance import binomials, poissons
from wholetime.forecast.engine.supply.driving import driven
from wholetime.forecast.engine.supply.inputs import Inputs
from wholetime.forecast.engine.supply.luck import NOTHING_KEPT, Kept
from wholetime.forecast.engine.supply.routes import Programme, Recruits, Route
from wholetime.forecast.engine.supply.streams import Streams


@dataclass(frozen=True, eq=False)
class Coming:
    """Heads ``people`` [route, draw, year, place, group], and the uniform number with which their ages are spread."""

    people: Floats
    start: Floats
    pipelines: dict[str, Pipeline]


@dataclass(frozen=True, eq=False)
class Pipeline:
    """What became of those who started a programme, [start year, place, group], summed over draws.

    ``started = on_time + late + never``, whether or not the end lies within the projection. ``joined`` is counted by
    the year of joining [year, place, group].
    """

    first_start: int
    started: Floats
    on_time: Floats
    late: Floats
    never: Floats
    joined: Floats

    def plus(self, other: Pipeline) -> Pipeline:
        """Both, where they hold the draws of different blocks."""
        sums = ((getattr(self, name), getattr(other, name)) for name in PARTS)
        return Pipeline(self.first_start, *(one + another for one, another in sums))


PARTS = ("started", "on_time", "late", "never", "joined")


@dataclass(frozen=True, slots=True)
class Block:
    """Draws that are worked on together, over ``years``. ``offset``: where they begin among those of the drivers."""

    streams: Streams
    drivers: Drivers
    offset: int
    years: int
    kept: Kept = NOTHING_KEPT

    def driven(self, name: str, values: Floats) -> Floats:
        """``values`` [year, place, group] of each draw, as its drivers have it: [draw, year, place, group]."""
        draws = slice(self.offset, self.offset + self.streams.count)
        each = driven(name, values, self.drivers, draws, self.years)
        found = each[:, np.minimum(np.arange(self.years), each.shape[1] - 1)]
        return np.broadcast_to(found, (self.streams.count, *found.shape[1:]))

    def once[T](self, what: str, driven_by: tuple[str, ...], made: Callable[[], T]) -> T:
        """``what`` of these draws, as it was kept from an earlier projection or ``made``."""
        return self.kept.or_made((what, self.streams.first, self.streams.count), driven_by, made)


@dataclass(frozen=True, slots=True)
class _ByRoute:
    """As ``Coming``, of one route [draw, year, place, group]."""

    people: Floats
    start: Floats
    pipeline: Pipeline | None = None


def joiners(inputs: Inputs, block: Block) -> Coming:
    """Who comes by each route, and what became of each programme's students."""
    each = {
        route.code: block.once(f"route {route.code}", _drivers_of(route), partial(_by_route, route, inputs, block))
        for route in inputs.routes
    }
    shape = (len(each), block.streams.count, block.years, *inputs.cells.shape[:2])
    people = np.array([one.people for one in each.values()]).reshape(shape)
    start = np.array([one.start for one in each.values()]).reshape(shape)
    return Coming(people, start, {code: one.pipeline for code, one in each.items() if one.pipeline is not None})


def _drivers_of(route: Route) -> tuple[str, ...]:
    kinds = ("joining",) if isinstance(route, Recruits) else ("starts", "attrition", "joining")
    return tuple(f"{kind}.{route.code}" for kind in kinds)


def _by_route(route: Route, inputs: Inputs, block: Block) -> _ByRoute:
    drawn = _drawn(route, block, inputs.cells.shape[:2])
    start = drawn[:, 0, : block.years].copy()
    if isinstance(route, Recruits):
        return _ByRoute(_recruits(route, block, drawn[:, 1]), start)
    people, pipeline = _qualified(route, inputs.first_year, block, drawn[:, 1:])
    return _ByRoute(people, start, pipeline)


def _drawn(route: Route, block: Block, cells: tuple[int, ...]) -> Floats:
    """Uniform numbers [draw, purpose, year, place, group] of a route: one purpose is ages, the others are people."""
    if isinstance(route, Recruits):
        return block.streams.uniform(f"{route.code}, people", (2, block.years, *cells))
    return block.streams.uniform(f"{route.code}, people", (6, route.length + route.delay + block.years, *cells))


def _recruits(route: Recruits, block: Block, drawn: Floats) -> Floats:
    mean = block.driven(f"joining.{route.code}", route.joiners)
    mean = mean * block.streams.times(route.code, route.spread, block.years)
    if not block.streams.chance:
        return mean
    return poissons(plain(mean).ravel(), plain(drawn).ravel()).reshape(mean.shape)


def _qualified(route: Programme, first_year: int, block: Block, drawn: Floats) -> tuple[Floats, Pipeline]:
    """Joiners [draw, year, place, group] of a programme. Cohorts begin as early as late qualifiers of year 0 did."""
    lead, chance = route.length + route.delay, block.streams.chance
    started = _whole(_starts(route, first_year, lead, block), drawn[:, 0], chance)
    on_time, late = _shares(route, lead, block)
    first = _of(started, on_time, drawn[:, 1], chance)
    second = _of(started - first, late, drawn[:, 2], chance)
    qualified = second[:, : block.years] + first[:, route.delay : route.delay + block.years]
    joined = _joined(route, qualified, block, drawn[:, 3:, : block.years])
    never = started - first - second
    sums = (each.sum(axis=0) for each in (started, first, second, never, joined))
    return joined, Pipeline(first_year - lead, *sums)


def _starts(route: Programme, first_year: int, lead: int, block: Block) -> Floats:
    """People who start [draw, start year, place, group]; drivers reach the cohorts from ``first_year`` on."""
    years = np.arange(first_year - lead, first_year + block.years) - route.first_start
    known = route.starts[np.clip(years, 0, len(route.starts) - 1)] * (years >= 0)[:, None, None]
    later = block.driven(f"starts.{route.code}", known[lead:])
    before = np.broadcast_to(known[:lead], (block.streams.count, *known[:lead].shape))
    return np.concatenate([before, later], axis=1)


def _shares(route: Programme, lead: int, block: Block) -> tuple[Floats, Floats]:
    """The share on time, and the share of the others who finish late, [draw, start year, place, group]."""
    years, shape = lead + block.years, route.joining.shape
    never = np.full((1, *shape), 1 - route.on_time - route.late)
    changed = np.minimum(block.driven(f"attrition.{route.code}", never), 1)
    finish = 1 - np.concatenate([np.broadcast_to(never, (block.streams.count, lead, *shape)), changed], axis=1)
    punctual = route.on_time / max(route.on_time + route.late, np.finfo(float).tiny)
    on_time = finish * punctual
    times = block.streams.times(route.code, route.spread, years)
    on_time = on_time * times / (1 - on_time + on_time * times)
    others = np.maximum(1 - finish * punctual, np.finfo(float).tiny)
    return on_time, finish * (1 - punctual) / others


def _joined(route: Programme, qualified: Floats, block: Block, drawn: Floats) -> Floats:
    """Those of the qualified who join; a driver's factor changes their share, its addition brings heads besides."""
    name = f"joining.{route.code}"
    more = block.driven(name, np.zeros((1, *route.joining.shape)))
    share = np.clip(block.driven(name, route.joining[None]) - more, 0, 1)
    joined = _of(qualified, share, drawn[:, 0], block.streams.chance)
    return joined + _whole(more, drawn[:, 1], block.streams.chance)


def _whole(values: Floats, drawn: Floats, chance: bool) -> Floats:
    """Whole people with the same mean."""
    return np.floor(values + drawn) if chance else np.array(values)


def _of(people: Floats, share: Floats, drawn: Floats, chance: bool) -> Floats:
    if not chance:
        return people * share
    shares = np.broadcast_to(share, people.shape)
    return binomials(plain(people).ravel(), plain(shares).ravel(), plain(drawn).ravel()).reshape(people.shape)
