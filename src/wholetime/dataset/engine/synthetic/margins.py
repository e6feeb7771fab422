"""The margins that people are drawn to, as arrays. The figures and their sources are in synthetic_margins.yaml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholetime.dataset.engine.mapping.reference import reference_yaml

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]
type Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Role:
    """A job role: its group (by position), weight within the group, codes and bands."""

    group: int
    weight: float
    title: str
    code: str = ""
    area: str = ""
    bands: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Group:
    """Margins of one staff group. Rates are shares: ``leaving`` a month, ``vacancy`` of the establishment."""

    key: str
    sector: str
    label: str
    esr: str
    share: float
    fte: float
    leaving: float
    vacancy: float
    female: float
    sickness: float
    registered: bool
    fixed_term: float


@dataclass(frozen=True)
class Margins:
    """All margins. Matrices have one row for each group and hold cumulative shares, for drawing; ``fractions`` are
    those of full time worked by part-timers."""

    groups: tuple[Group, ...]
    roles: tuple[Role, ...]
    bands: Ints
    ages: Floats
    fractions: Floats
    nationality_names: tuple[str, ...]
    nationality: Floats
    ethnicity_names: tuple[str, ...]
    ethnicity: Floats
    raw: Mapping[str, Any]

    def of_groups(self, name: str) -> Floats:
        """One figure of every group."""
        return np.array([getattr(group, name) for group in self.groups], dtype=float)

    def in_sector(self, sector: str) -> Bools:
        return np.array([group.sector == sector for group in self.groups])


@cache
def margins() -> Margins:
    """The margins of the reference file."""
    raw = reference_yaml("synthetic_margins")
    nationalities = sorted({name for shares in raw["nationalities"].values() for name in shares})
    letters = sorted({letter for shares in raw["ethnicities"].values() for letter in shares})
    return Margins(
        groups=_groups(raw),
        roles=tuple(_role(at, *role) for at, group in enumerate(raw["groups"]) for role in group["roles"]),
        bands=np.array(raw["age_bands"]),
        ages=cumulative([raw["ages"][group["ages"]] for group in raw["groups"]]),
        fractions=np.array([group.get("fractions", raw["part_time"]) for group in raw["groups"]]),
        nationality_names=tuple(nationalities),
        nationality=_table([raw["nationalities"][group["nationality"]] for group in raw["groups"]], nationalities),
        ethnicity_names=tuple(letters),
        ethnicity=_table([raw["ethnicities"][name] for name in nationalities], letters),
        raw=raw,
    )


def cumulative(weights: Sequence[Sequence[float]] | Floats) -> Floats:
    """Cumulative shares of each row of weights."""
    rows = np.asarray(weights, dtype=float)
    return np.cumsum(rows / rows.sum(axis=1, keepdims=True), axis=1)


def draw(rng: np.random.Generator, table: Floats, rows: Ints) -> Ints:
    """For each of ``rows``, a column of the cumulative ``table`` drawn by that row's shares."""
    points = rng.random(len(rows))
    return np.minimum((points[:, None] >= table[rows]).sum(axis=1), table.shape[1] - 1)


def _table(shares: list[dict[str, float]], names: list[str]) -> Floats:
    return cumulative([[row.get(name, 0.0) for name in names] for row in shares])


def _groups(raw: Mapping[str, Any]) -> tuple[Group, ...]:
    weight: dict[str, float] = {}
    for group in raw["groups"]:
        weight[group["sector"]] = weight.get(group["sector"], 0.0) + group["weight"]
    return tuple(_group(one, raw["sectors"][one["sector"]] / weight[one["sector"]]) for one in raw["groups"])


def _group(raw: Mapping[str, Any], scale: float) -> Group:
    return Group(
        key=raw["key"],
        sector=raw["sector"],
        label=raw["label"],
        esr=raw.get("esr", ""),
        share=raw["weight"] * scale,
        fte=raw["fte"],
        leaving=raw["leaving"] / 100,
        vacancy=raw["vacancy"] / 100,
        female=raw["female"],
        sickness=raw["sickness"],
        registered="bodies" in raw,
        fixed_term=raw.get("fixed_term", 0.03),
    )


def _role(
    group: int, weight: float, title: str, code: str = "", area: str = "", bands: Sequence[str | int] = ("",)
) -> Role:
    return Role(
        group, weight, title, code, area, tuple(f"Band {band}" if _numbered(band) else str(band) for band in bands)
    )


def _numbered(band: str | int) -> bool:
    return str(band)[:1].isdigit()
