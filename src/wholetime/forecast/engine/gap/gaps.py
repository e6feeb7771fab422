"""The gap, need − supply, taken draw by draw; above nothing there are too few."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.uncertain import Floats


@dataclass(frozen=True, eq=False)
class Gap:
    """``wte`` [draw, point, place, group]; point 0 is the count in ``first_year``."""

    wte: Floats
    places: tuple[str, ...]
    groups: tuple[str, ...]
    first_year: int

    @property
    def years(self) -> tuple[int, ...]:
        """The calendar year of each point."""
        return tuple(range(self.first_year, self.first_year + self.wte.shape[1]))

    def of(self, places: Sequence[str] | None = None, groups: Sequence[str] | None = None) -> Gap:
        """The part for these places and groups. Raises ValueError for one that is not here."""
        chosen_places, chosen_groups = tuple(places or self.places), tuple(groups or self.groups)
        rows, columns = _where(chosen_places, self.places), _where(chosen_groups, self.groups)
        return Gap(self.wte[:, :, rows][:, :, :, columns], chosen_places, chosen_groups, self.first_year)

    def net(self) -> Floats:
        """Over all places and groups [draw, point]: a surplus in one makes good a shortage in another."""
        return np.asarray(self.wte.sum(axis=(2, 3)))

    def shortfall(self) -> Floats:
        """Shortages alone [draw, point]: no group stands in for another, no place for another."""
        return np.asarray(np.maximum(self.wte, 0.0).sum(axis=(2, 3)))

    def quantiles(self, *shares: float) -> Floats:
        """The net gap below which ``shares`` of the draws lie [share, point]."""
        return np.asarray(np.quantile(self.net(), shares, axis=0))

    def chance_above(self, size: float) -> Floats:
        """Share of draws whose net gap is above ``size`` WTE [point]."""
        return np.asarray((self.net() > size).mean(axis=0))

    def first_bite(self, size: float, chance: float) -> int | None:
        """The first year whose gap is above ``size`` WTE with a probability of ``chance`` or more; None if never.

        Raises ValueError for a chance that is not above 0 and at most 1.
        """
        if not 0 < chance <= 1:
            raise ValueError(f"a chance is above 0 and at most 1, not {chance}")
        points = np.flatnonzero(self.chance_above(size) >= chance)
        return self.years[points[0]] if len(points) else None

    def by_place(self, year: int, *shares: float) -> Floats:
        """Quantiles of the gap of each place [share, place] in ``year``, over its groups. For the map."""
        return np.asarray(np.quantile(self._at(year).sum(axis=2), shares, axis=0))

    def by_group(self, year: int, *shares: float) -> Floats:
        """Quantiles of the gap of each group [share, group] in ``year``, over all places."""
        return np.asarray(np.quantile(self._at(year).sum(axis=1), shares, axis=0))

    def _at(self, year: int) -> Floats:
        if year not in self.years:
            raise ValueError(f"the forecast is for {self.years[0]} to {self.years[-1]}, not {year}")
        return np.asarray(self.wte[:, year - self.first_year])


def gap_between(need: Floats, supply: Floats, places: tuple[str, ...], groups: tuple[str, ...], first_year: int) -> Gap:
    """The gap of ``need`` and ``supply`` [draw, point, place, group]. Raises ValueError when they do not match."""
    if need.shape != supply.shape or need.shape[2:] != (len(places), len(groups)):
        raise ValueError(f"need {need.shape} and supply {supply.shape} are not over the same draws, years and cells")
    return Gap(need - supply, places, groups, first_year)


def _where(chosen: Sequence[str], known: Sequence[str]) -> list[int]:
    strangers = [name for name in chosen if name not in known]
    if strangers:
        raise ValueError(f"this forecast has no {', '.join(strangers)}")
    return [known.index(name) for name in chosen]
