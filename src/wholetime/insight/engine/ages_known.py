"""From counts by age, some of them rounded or withheld, to the age groups that a retirement estimate needs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wholetime.insight.engine.age_bands import age_ends
from wholetime.insight.engine.retirement import AgeGroup

ZERO = Decimal(0)

type Readings = Callable[[Decimal], tuple[Decimal, Decimal]]
"""What a shown count may have been before it was rounded: the least and the most."""


@dataclass(frozen=True, slots=True)
class AgeCount:
    """People of one age or age band as shown; None is withheld."""

    band: str
    people: Decimal | None


@dataclass(frozen=True, slots=True)
class Known:
    """The age groups of one sector at one level of detail, and how many people have no place in them."""

    groups: tuple[AgeGroup, ...]
    total: Decimal
    withheld: Decimal
    unknown: Decimal

    @property
    def withheld_share(self) -> Decimal:
        return self.withheld / self.total if self.total else ZERO


def known_ages(sector: str, counts: Sequence[AgeCount], total: Decimal | None, readings: Readings) -> Known:
    """Age groups for ``counts`` of ``total`` people (None: as many as are shown).

    What is missing from the total is shared equally among the withheld bands, and each may hold none or all of it.
    People of unknown age are left out and counted apart.
    """
    placed = [(age_ends(count.band), count.people) for count in counts]
    shown = sum((people for _, people in placed if people is not None), ZERO)
    hidden = [ends for ends, people in placed if ends is not None and people is None]
    missing = max((total or shown) - shown, ZERO) if hidden else ZERO
    groups = [_shown(sector, ends, people, readings) for ends, people in placed if ends and people is not None]
    groups += [AgeGroup(sector, *ends, missing / len(hidden), ZERO, missing) for ends in hidden]
    unknown = sum((people for ends, people in placed if ends is None and people is not None), ZERO)
    return Known(tuple(groups), shown + missing, missing, unknown)


def best(levels: Sequence[Known], withheld_at_most: Decimal) -> Known | None:
    """The finest of ``levels`` (finest first) that withholds little, else the one that withholds least."""
    held = [level for level in levels if level.groups]
    enough = [level for level in held if level.withheld_share <= withheld_at_most]
    return enough[0] if enough else min(held, key=lambda level: level.withheld_share, default=None)


def _shown(sector: str, ends: tuple[int | None, int | None], people: Decimal, readings: Readings) -> AgeGroup:
    low, high = readings(people)
    return AgeGroup(sector, *ends, people, min(low, people), max(high, people))
