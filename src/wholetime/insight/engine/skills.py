"""Skills gaps: the WTE of each role group for the need of an area, against areas of the same kind."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from math import sqrt

from wholetime.insight.engine.derived import Ranged, derived
from wholetime.insight.engine.peers import Spread, as_decimal, overdispersion, poisson_limits, spread
from wholetime.insight.engine.reference import definition, reference
from wholetime.kernel.figure import Figure, Scope


class Standing(StrEnum):
    """Where an area's WTE lies against what chance would spread around its peers' median."""

    FAR_BELOW = "far below its peers"
    BELOW = "below its peers"
    AMONG = "among its peers"
    ABOVE = "above its peers"
    FAR_ABOVE = "far above its peers"


@dataclass(frozen=True, slots=True)
class Supply:
    """The WTE of a role group in an area, the need-weighted patients of the same practices, and their figures."""

    area: str
    group: str
    wte: Decimal
    need: Decimal
    inputs: tuple[Figure, ...]
    scope: Scope
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.wte < 0 or self.need <= 0:
            raise ValueError(f"{self.area} cannot have {self.wte} WTE for {self.need} patients")

    @property
    def rate(self) -> Decimal:
        """WTE for every ``per`` (10,000) need-weighted patients."""
        return self.wte * int(reference("skills")["per"]) / self.need


@dataclass(frozen=True, slots=True)
class Limits:
    """WTE between which an area lies by chance, 95% (inner) and 99.8% (outer), widened by the overdispersion."""

    inner: tuple[Decimal, Decimal]
    outer: tuple[Decimal, Decimal]
    overdispersion: Decimal

    def standing(self, wte: Decimal) -> Standing:
        if wte < self.inner[0]:
            return Standing.FAR_BELOW if wte < self.outer[0] else Standing.BELOW
        if wte > self.inner[1]:
            return Standing.FAR_ABOVE if wte > self.outer[1] else Standing.ABOVE
        return Standing.AMONG


@dataclass(frozen=True, slots=True)
class Gap:
    """One role group of one area beside its peers. ``gap`` is above zero where the area is short.

    The ends of the gap come from the bounds of the peers' median; the area's own WTE is taken as counted.
    """

    area: str
    group: str
    rate: Figure
    peers: Spread
    gap: Ranged
    limits: Limits
    standing: Standing


def skills_gaps(supplies: Iterable[Supply], peers: Iterable[Supply] = ()) -> tuple[Gap, ...]:
    """The gap of each of ``supplies``, by role group, the widest first; ``peers`` are further areas to compare with.

    A role group with too few areas to compare is left out, and so is one that half of them do without.
    """
    mine: dict[str, list[Supply]] = {}
    for supply in supplies:
        mine.setdefault(supply.group, []).append(supply)
    others: dict[str, dict[str, Supply]] = {}
    for supply in peers:
        others.setdefault(supply.group, {})[supply.area] = supply
    found = [gap for group, held in mine.items() for gap in _group(held, others.get(group, {}))]
    return tuple(sorted(found, key=lambda one: (one.group, -(one.gap.figure.value or Decimal(0)), one.area)))


def _group(supplies: Sequence[Supply], others: dict[str, Supply]) -> list[Gap]:
    everyone = [*({**others, **{one.area: one for one in supplies}}).values()]
    rules = reference("skills")
    if len(everyone) < rules["peers_at_least"]:
        return []
    among = spread([one.rate for one in everyone], Fraction(str(rules["median_confidence"])))
    if not among.median:
        return []
    seen, expected = [float(one.wte) for one in everyone], [float(_expected(one, among)) for one in everyone]
    factor = overdispersion(seen, expected, rules["winsorised"])
    return [_gap(one, among, factor) for one in supplies]


def _expected(supply: Supply, among: Spread) -> Decimal:
    return among.median * supply.need / int(reference("skills")["per"])


def _gap(supply: Supply, among: Spread, factor: float) -> Gap:
    limits = _limits(float(_expected(supply, among)), factor)
    middle = _short(supply, among.median)
    figure = derived(
        definition("skills", "gap_to_peers"), supply.inputs, value=middle, scope=supply.scope, notes=supply.notes
    )
    low, high = (_short(supply, end) if end is not None else middle for end in (among.low, among.high))
    return Gap(
        area=supply.area,
        group=supply.group,
        rate=_rate(supply),
        peers=among,
        gap=Ranged(figure, low, high),
        limits=limits,
        standing=limits.standing(supply.wte),
    )


def _short(supply: Supply, rate: Decimal) -> Decimal:
    return round(rate * supply.need / int(reference("skills")["per"]) - supply.wte, 6)


def _rate(supply: Supply) -> Figure:
    return derived(
        definition("skills", "wte_per_10000_weighted"),
        supply.inputs,
        value=supply.rate,
        numerator=supply.wte * int(reference("skills")["per"]),
        denominator=supply.need,
        scope=supply.scope,
        notes=supply.notes,
    )


def _limits(expected: float, factor: float) -> Limits:
    ends = {name: poisson_limits(expected, z * sqrt(factor)) for name, z in reference("skills")["limits"].items()}
    inner, outer = ((as_decimal(low), as_decimal(high)) for low, high in (ends["inner"], ends["outer"]))
    return Limits(inner, outer, as_decimal(factor))
