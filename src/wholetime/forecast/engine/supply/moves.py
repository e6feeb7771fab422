"""How people who stay at work change place or staff group: between organisations, by promotion, into another role."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wholetime.forecast.engine.supply.cells import Cells, Floats


@dataclass(frozen=True, eq=False)
class Move:
    """Each year the share ``rate`` [age, sex] of those in ``origin`` who did not leave go to ``target``.

    Both are (place, group) by name. Age and sex go with them. Moves out of one origin may not add up to more than 1.
    """

    origin: tuple[str, str]
    target: tuple[str, str]
    rate: Floats

    def __post_init__(self) -> None:
        if self.origin == self.target:
            raise ValueError(f"nobody moves from {self.origin} to where they are")
        if not ((self.rate >= 0) & (self.rate <= 1)).all() or not np.isfinite(self.rate).all():
            raise ValueError(f"{self.origin} to {self.target}: a rate is a share from 0 to 1")

    def fits(self, cells: Cells) -> None:
        """Raises ValueError where a place, a group or the shape is not that of ``cells``."""
        for place, group in (self.origin, self.target):
            if place not in cells.places or group not in cells.groups:
                raise ValueError(f"{place}, {group} is not among the cells")
        if self.rate.shape != cells.shape[2:]:
            raise ValueError(f"{self.origin} to {self.target}: rates need the shape {cells.shape[2:]}")
