"""The answer of a projection: stocks and flows by draw, and books that balance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from wholetime.forecast.engine.supply.cells import Cells, Floats
from wholetime.forecast.engine.supply.inputs import Inputs
from wholetime.forecast.engine.supply.joining import Pipeline
from wholetime.forecast.engine.supply.kernel import ROUTES, Books

OUT = ("left", "retired", "moved_out")
FIXED = ("left", "retired", "returned", "moved_out", "moved_in")
"""The flows of every projection, in the order of the books; the codes of the routes follow."""

CHANGED = "changed"
"""WTE that those who stay gain or lose by working more or less than the year before."""


@dataclass(frozen=True, eq=False)
class Part:
    """What a block of draws leaves behind. ``flows`` are summed over draws where they are not kept draw by draw."""

    heads: Floats
    wte: Floats
    flows: Floats
    flows_wte: Floats
    changed: Floats
    heads_by_age: Floats
    retired_by_age: Floats
    pipelines: dict[str, Pipeline]
    keep_flows: bool

    @classmethod
    def blank(cls, inputs: Inputs, draws: int, years: int, keep_flows: bool, pipelines: dict[str, Pipeline]) -> Part:
        places, groups, ages, _ = inputs.cells.shape
        kinds, kept = ROUTES + len(inputs.routes), draws if keep_flows else 1
        flow = (years, places, groups)
        return cls(
            np.zeros((draws, years + 1, places, groups)),
            np.zeros((draws, years + 1, places, groups)),
            np.zeros((kinds, kept, *flow)),
            np.zeros((kinds, kept, *flow)),
            np.zeros((kept, *flow)),
            np.zeros((draws, years + 1, ages)),
            np.zeros((draws, years, ages)),
            pipelines,
            keep_flows,
        )

    def take(self, draw: int, books: Books) -> None:
        """Takes over what one draw wrote."""
        at = draw if self.keep_flows else 0
        self.heads[draw], self.wte[draw] = books.heads, books.wte
        self.flows[:, at] += books.flows
        self.flows_wte[:, at] += books.flows_wte
        self.changed[at] += books.changed
        self.heads_by_age[draw], self.retired_by_age[draw] = books.heads_by_age, books.retired_by_age


@dataclass(frozen=True, eq=False)
class Projection:
    """Draws ``first_draw`` and following of ``seed``.

    ``heads`` and ``wte`` [draw, year, place, group] have a year more than the flows: the first is the count of
    ``first_year``, which is known. ``flows`` in heads and ``flows_wte`` by kind, [draw, year, place, group]: ``left``,
    ``retired``, ``returned`` (after retirement), ``moved_out``, ``moved_in``, ``changed`` (WTE alone) and the codes of
    the routes. Where flows were not kept, their first axis is 1 and they are means.
    ``heads_by_age`` [draw, year + 1, age] and ``retired_by_age`` [draw, year, age] are of all places and groups.
    ``pipelines``: students by programme, summed over ``draws``. ``rounded`` [place, group]: heads that counting in
    whole people added. ``unexplained`` [place, group]: heads a year by which history grew beyond its flows, which no
    stock has; NaN where that is not known.
    """

    cells: Cells
    first_year: int
    seed: int
    first_draw: int
    draws: int
    heads: Floats
    wte: Floats
    flows: dict[str, Floats]
    flows_wte: dict[str, Floats]
    heads_by_age: Floats
    retired_by_age: Floats
    pipelines: dict[str, Pipeline]
    rounded: Floats
    unexplained: Floats | None
    assumed: tuple[str, ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the stocks, the count's first; flow t lies between years t and t + 1."""
        return tuple(range(self.first_year, self.first_year + self.heads.shape[1]))

    def quantiles(
        self,
        of: str = "wte",
        at: Sequence[float] = (0.025, 0.1, 0.5, 0.9, 0.975),
        *,
        place: str | None = None,
        group: str | None = None,
    ) -> Floats:
        """Quantiles [at, year] of ``wte``, ``heads`` or a flow, summed over all places and groups but those named."""
        values = {"wte": self.wte, "heads": self.heads}.get(of)
        return np.quantile(self._over(self.flows[of] if values is None else values, place, group), at, axis=0)

    def balance(self) -> Floats:
        """Heads [draw, year, place, group] that the books do not account for: exactly 0, unless chance was left out."""
        return _unaccounted(self.heads, self.flows)

    def balance_wte(self) -> Floats:
        """As ``balance``, in WTE, where participation of those who stay is a flow of its own; 0 but for rounding."""
        return _unaccounted(self.wte, self.flows_wte)

    def plus(self, later: Projection) -> Projection:
        """Both, where ``later`` holds the draws that follow. Raises ValueError where it does not."""
        if (later.seed, later.first_draw, later.years) != (self.seed, self.first_draw + self.draws, self.years):
            raise ValueError(f"draws from {later.first_draw} of seed {later.seed} do not follow on these")
        kept = len(next(iter(self.flows.values()))) == self.draws
        return replace(
            self,
            draws=self.draws + later.draws,
            heads=np.concatenate([self.heads, later.heads]),
            wte=np.concatenate([self.wte, later.wte]),
            flows={name: self._join(flow, later.flows[name], later, kept) for name, flow in self.flows.items()},
            flows_wte={n: self._join(flow, later.flows_wte[n], later, kept) for n, flow in self.flows_wte.items()},
            heads_by_age=np.concatenate([self.heads_by_age, later.heads_by_age]),
            retired_by_age=np.concatenate([self.retired_by_age, later.retired_by_age]),
            pipelines={code: one.plus(later.pipelines[code]) for code, one in self.pipelines.items()},
        )

    def _join(self, one: Floats, other: Floats, later: Projection, kept: bool) -> Floats:
        if kept:
            return np.concatenate([one, other])
        return (one * self.draws + other * later.draws) / (self.draws + later.draws)

    def _over(self, values: Floats, place: str | None, group: str | None) -> Floats:
        """[draw, year]"""
        if place is not None:
            values = values[:, :, [self.cells.places.index(place)]]
        if group is not None:
            values = values[:, :, :, [self.cells.groups.index(group)]]
        found: Floats = values.sum(axis=(2, 3))
        return found


def _unaccounted(stock: Floats, flows: dict[str, Floats]) -> Floats:
    if len(next(iter(flows.values()))) < len(stock):
        stock = stock.mean(axis=0, keepdims=True)
    into = sum(flow for name, flow in flows.items() if name not in OUT)
    out = sum(flows[name] for name in OUT)
    found: Floats = stock[:, 1:] - stock[:, :-1] - into + out
    return found


def assembled(inputs: Inputs, parts: list[Part], seed: int, first_draw: int, stock: Floats) -> Projection:
    """The projection of blocks that follow each other."""
    draws = sum(len(part.heads) for part in parts)
    names = (*FIXED, *(route.code for route in inputs.routes))
    history = inputs.unexplained
    return Projection(
        inputs.cells,
        inputs.first_year,
        seed,
        first_draw,
        draws,
        np.concatenate([part.heads for part in parts]),
        np.concatenate([part.wte for part in parts]),
        {name: _flow([part.flows[at] for part in parts], draws) for at, name in enumerate(names)},
        {name: _flow([part.flows_wte[at] for part in parts], draws) for at, name in enumerate(names)}
        | {CHANGED: _flow([part.changed for part in parts], draws)},
        np.concatenate([part.heads_by_age for part in parts]),
        np.concatenate([part.retired_by_age for part in parts]),
        reduce(_both, (part.pipelines for part in parts)),
        (stock - inputs.stock).sum(axis=(2, 3)),
        None if history is None else _mean_of_known(history),
        inputs.assumed,
    )


def _mean_of_known(history: Floats) -> Floats:
    """The mean [place, group] over years; NaN where no year is known."""
    known = np.isfinite(history)
    total = np.where(known, history, 0).sum(axis=0)
    return np.where(known.any(axis=0), total / np.maximum(known.sum(axis=0), 1), np.nan)


def _flow(each: list[Floats], draws: int) -> Floats:
    kept = sum(len(one) for one in each) == draws
    if kept:
        return np.concatenate(each)
    found: Floats = sum(each[1:], start=each[0]) / draws
    return found


def _both(one: dict[str, Pipeline], other: dict[str, Pipeline]) -> dict[str, Pipeline]:
    return {code: pipeline.plus(other[code]) for code, pipeline in one.items()}
