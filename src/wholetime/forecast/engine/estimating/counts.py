"""What was counted: people in post now, and heads, leavers and joiners over spans of the past."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.supply.cells import Cells, Floats

WHOLE = 0.99
"""Spans that add up to this much of a year are a year: months of 28 to 31 days do not come out even."""


@dataclass(frozen=True, eq=False)
class Counts:
    """Counts of one or more places, NaN wherever something is withheld or not known.

    ``stock`` [place, group, age, sex]: heads in post on the day of the count, which is in ``first_year``.
    ``wte``: of the same people, by the same axes or with one age and sex for all; None if not known.
    ``years`` [span]: how long each span of the past lasted, in years, oldest first, one after the other.
    ``heads`` [span, place, group, age, sex]: in post at the beginning of a span, or on average.
    ``leavers`` and ``joiners``: of the span. All three have every age and sex, or one age and sex for all.
    ``opening`` and ``closing`` [span, place, group]: heads on the first and last day, to see what flows do not explain.
    """

    cells: Cells
    first_year: int
    stock: Floats
    wte: Floats | None = None
    years: Floats | None = None
    heads: Floats | None = None
    leavers: Floats | None = None
    joiners: Floats | None = None
    opening: Floats | None = None
    closing: Floats | None = None

    def __post_init__(self) -> None:
        if self.stock.shape != self.cells.shape:
            raise ValueError(f"stock has the shape {self.stock.shape}, and the cells {self.cells.shape}")
        if self.wte is not None and self.wte.shape not in (self.cells.shape, self.summed):
            raise ValueError(f"WTE has the shape {self.wte.shape}, and the cells {self.cells.shape}")
        if (self.leavers is not None or self.joiners is not None) and (self.years is None or self.heads is None):
            raise ValueError("flows need the length of their spans and the heads they came from")
        for name in ("heads", "leavers", "joiners"):
            self._fits(name, getattr(self, name))

    @classmethod
    def of_wte(cls, cells: Cells, first_year: int, wte: Floats, years: Floats) -> Counts:
        """Counts where only WTE is published: ``wte`` [span + 1, place, group], the last of ``first_year``.

        Each place and group gets as many heads as its WTE rounds to, one at the least where there is any WTE, and every
        head the same part of it. Flows are not known. Ages and sexes may not be broken down.
        """
        heads = np.where(wte > 0, np.maximum(np.rint(wte), 1), wte)
        return cls(
            cells,
            first_year,
            stock=heads[-1][:, :, None, None],
            wte=wte[-1][:, :, None, None],
            years=years,
            heads=heads[:-1, :, :, None, None],
            opening=heads[:-1],
            closing=heads[1:],
        )

    @property
    def summed(self) -> tuple[int, int, int, int]:
        """The shape of what is not broken down by age and sex."""
        return (*self.cells.shape[:2], 1, 1)

    @property
    def spans(self) -> int:
        """How many spans of the past there are."""
        return 0 if self.years is None else len(self.years)

    @property
    def length(self) -> float:
        """How many years of the past there are."""
        return 0.0 if self.years is None else float(self.years.sum())

    def _fits(self, name: str, values: Floats | None) -> None:
        if values is None:
            return
        if len(values) != self.spans or values.shape[1:] not in (self.cells.shape, self.summed):
            raise ValueError(f"{name} has the shape {values.shape}, and the cells {self.cells.shape}")
        if (values < 0).any():
            raise ValueError(f"{name} holds a number below 0")

    def windows(self) -> list[slice]:
        """Spans in runs of a year, counted back from the last; what is left over at the beginning is in none."""
        found, end, length = [], self.spans, 0.0
        for at in range(self.spans - 1, -1, -1):
            length += 0.0 if self.years is None else float(self.years[at])
            if length >= WHOLE:
                found.append(slice(at, end))
                end, length = at, 0.0
        return found[::-1]


def over_ages(values: Floats) -> Floats:
    """[…, age, sex] summed over both, kept as axes of 1; NaN only where all is unknown."""
    known = np.isfinite(values)
    found = np.where(known, values, 0).sum(axis=(-2, -1), keepdims=True)
    found[~known.any(axis=(-2, -1), keepdims=True)] = np.nan
    return found


def over_spans(values: Floats, known: Floats) -> Floats:
    """[span, …] summed where ``known`` (of the same shape, finite) too; NaN where nothing is."""
    both = np.isfinite(values) & np.isfinite(known)
    found = np.where(both, values, 0).sum(axis=0)
    return np.where(both.any(axis=0), found, np.nan)
