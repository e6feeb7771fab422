"""How people join: through a programme of training, or recruited from outside."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from wholetime.forecast.engine.supply.cells import Cells, Floats
from wholetime.forecast.engine.supply.spread import Spread


class Kind(StrEnum):
    """Where joiners come from."""

    NEWLY_QUALIFIED = "newly_qualified"
    APPRENTICE = "apprentice"
    INTERNATIONAL = "international"
    RETURNER = "returner"
    OTHER_SECTOR = "other_sector"
    OTHER_RECRUIT = "other_recruit"


@dataclass(frozen=True, eq=False)
class Programme:
    """A programme of training whose qualifiers join.

    ``starts`` [start year, place, group]: people who begin, in years of their own from ``first_start``, the last
    for ever after; ``group`` is the staff group they qualify into. ``length``: whole years to the standard end.
    Of those who start, the share ``on_time`` qualify at that end (RePAIR counts all others as its attrition), ``late``
    after ``delay`` more years, and the rest never. ``joining`` [place, group]: the share of the qualified who join.
    ``ages`` [age, sex]: where those who join stand, adding up to 1. ``spread``: of those on time, as odds.
    """

    code: str
    kind: Kind
    first_start: int
    starts: Floats
    length: int
    on_time: float
    late: float
    joining: Floats
    ages: Floats
    spread: Spread
    delay: int = 1

    def __post_init__(self) -> None:
        if self.length < 1 or self.delay < 1:
            raise ValueError(f"{self.code}: a programme and its delay last at least a year")
        if not (self.on_time >= 0 and self.late >= 0 and self.on_time + self.late <= 1):
            raise ValueError(f"{self.code}: {self.on_time} on time and {self.late} late are not shares of a whole")
        if (
            self.starts.ndim != 3
            or not (self.starts >= 0).all()
            or not ((self.joining >= 0) & (self.joining <= 1)).all()
        ):
            raise ValueError(f"{self.code}: starts need the axes year, place, group; joining is a share from 0 to 1")

    @property
    def attrition(self) -> float:
        """RePAIR's: the share of a cohort that has not qualified by the standard end (Lords answer HL3505)."""
        return 1 - self.on_time

    def fits(self, cells: Cells) -> None:
        """Raises ValueError where an array does not fit ``cells``."""
        _fits(self.code, self.ages, self.spread, cells)
        if self.starts.shape[1:] != cells.shape[:2] or self.joining.shape != cells.shape[:2]:
            raise ValueError(f"{self.code}: starts and joining need {cells.shape[:2]} places and groups")


@dataclass(frozen=True, eq=False)
class Recruits:
    """People who join from outside, ``joiners`` [year, place, group] a year, the last year for ever after.

    ``ages`` [age, sex]: where they stand, adding up to 1. ``spread``: of the count.
    """

    code: str
    kind: Kind
    joiners: Floats
    ages: Floats
    spread: Spread

    def __post_init__(self) -> None:
        if self.joiners.ndim != 3 or not len(self.joiners) or not (self.joiners >= 0).all():
            raise ValueError(f"{self.code}: joiners need the axes year, place, group and no number below 0")

    def fits(self, cells: Cells) -> None:
        """Raises ValueError where an array does not fit ``cells``."""
        _fits(self.code, self.ages, self.spread, cells)
        if self.joiners.shape[1:] != cells.shape[:2]:
            raise ValueError(f"{self.code}: joiners need {cells.shape[:2]} places and groups")


type Route = Programme | Recruits


def _fits(code: str, ages: Floats, spread: Spread, cells: Cells) -> None:
    if ages.shape != cells.shape[2:] or (ages < 0).any() or not np.isclose(ages.sum(), 1):
        raise ValueError(f"{code}: ages need the shape {cells.shape[2:]} and add up to 1, not {ages.sum():g}")
    spread.fits(cells)
