"""The axes of a projection, and what fits them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Ints = NDArray[np.int64]

ALL = "all"
"""The single member of an axis that is not broken down."""


@dataclass(frozen=True, slots=True)
class Cells:
    """Places, staff groups, single years of age (None: not known) and sexes.

    Ages run without a gap. The oldest holds everybody of that age and older.
    """

    places: tuple[str, ...] = (ALL,)
    groups: tuple[str, ...] = (ALL,)
    ages: tuple[int, ...] | None = None
    sexes: tuple[str, ...] = (ALL,)

    def __post_init__(self) -> None:
        for name, members in (("places", self.places), ("groups", self.groups), ("sexes", self.sexes)):
            if not members or len(set(members)) < len(members):
                raise ValueError(f"{name} need at least one member and none twice: {members}")
        if self.ages is not None and self.ages != tuple(range(self.ages[0], self.ages[0] + len(self.ages))):
            raise ValueError(f"ages need to be single years without a gap: {self.ages}")

    @property
    def shape(self) -> tuple[int, int, int, int]:
        """How many places, groups, ages and sexes."""
        return len(self.places), len(self.groups), len(self.ages or (0,)), len(self.sexes)


def plain(values: Floats) -> Floats:
    """``values`` in one block of memory that may be written to: compiled code is made anew for any other kind."""
    return np.require(values, np.float64, ["C", "W"])


def over_cells(name: str, values: Floats, cells: Cells) -> None:
    """Raises ValueError unless ``values`` [place, group, age, sex] are finite, at least 0 and fit ``cells``."""
    if values.shape != cells.shape:
        raise ValueError(f"{name} has the shape {values.shape}, and the cells {cells.shape}")
    if not np.isfinite(values).all() or (values < 0).any():
        raise ValueError(f"{name} holds a number that is below 0 or none")


def over_years(name: str, values: Floats, cells: Cells) -> None:
    """As ``over_cells``, for ``values`` [year, place, group, age, sex] of at least one year."""
    if values.ndim != 5 or not len(values):
        raise ValueError(f"{name} needs the axes year, place, group, age, sex")
    for year in values:
        over_cells(name, year, cells)
