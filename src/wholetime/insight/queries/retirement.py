"""Retirement exposure of an area: how many people could go, from the finest ages that are held."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

from wholetime.chassis.engine.wording import counted
from wholetime.insight.engine.ages_known import AgeCount, Known, best, known_ages
from wholetime.insight.engine.derived import Ranged, derived
from wholetime.insight.engine.pension_ages import Kind, PensionAge
from wholetime.insight.engine.reference import definition, reference
from wholetime.insight.engine.retirement import Exposure, exposures, together
from wholetime.insight.queries.asking import part, standing
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.kernel.disclosure import Policy
from wholetime.kernel.figure import Figure
from wholetime.kernel.rates import percent

RECORDS = Policy(threshold=5, round_to=5)
"""How counts of person-level records are rounded before they reach a page."""
NAMES = {Kind.EARLIEST: "could_go_at_earliest", Kind.NORMAL: "could_go_at_normal_age"}


@dataclass(frozen=True, slots=True)
class Line:
    """Who could go within ``years``, at one pension age, or (``pension_age`` None) over all that may apply."""

    years: int
    kind: Kind
    pension_age: PensionAge | None
    people: Ranged
    share: Figure


@dataclass(frozen=True, slots=True)
class RetirementExposure:
    """``counted`` are the people the estimate speaks of. Invented people have an exposure of their own."""

    synthetic: bool
    counted: tuple[Figure, ...]
    lines: tuple[Line, ...]
    assumptions: tuple[str, ...]
    notes: tuple[str, ...]

    def overall(self, years: int, kind: Kind) -> Line | None:
        """The line over every pension age of ``kind`` that may apply."""
        return next(
            (line for line in self.lines if (line.years, line.kind, line.pension_age) == (years, kind, None)), None
        )


@dataclass(frozen=True, slots=True)
class _Part:
    """The people of one sector in one source."""

    known: Known
    exposures: tuple[Exposure, ...]
    figures: tuple[Figure, ...]
    total: Figure


def retirement(view: Viewpoint) -> tuple[RetirementExposure, ...]:
    """The exposure of real people and of invented ones, each where there are any with known ages."""
    parts = [found for total in _totals(view) if (found := _part(view, total)) is not None]
    kinds = {invented: [one for one in parts if one.total.synthetic is invented] for invented in (False, True)}
    return tuple(_exposure(invented, found) for invented, found in kinds.items() if found)


def _totals(view: Viewpoint) -> list[Figure]:
    """People by sector and source; where only the share aged 55 and over is published, what it is a share of."""
    found = list(standing(view, "headcount", sectors=True))
    have = {_key(figure) for figure in found}
    return found + [one for one in standing(view, "aged_55_and_over", sectors=True) if _key(one) not in have]


def _part(view: Viewpoint, total: Figure) -> _Part | None:
    years, bands = (_same(standing(view, "headcount", (by,), sectors=True), total) for by in ("age_year", "age_band"))
    older = _same(standing(view, "aged_55_and_over", sectors=True), total)
    sector = part(total, "sector") or ""
    people = total.denominator if total.denominator is not None else total.value
    readings = _rounded if years else _exact
    levels = {
        "age_year": (known_ages(sector, _counts(years, "age_year"), people, readings), years),
        "age_band": (known_ages(sector, _counts(bands, "age_band"), people, readings), bands),
        "older": (known_ages(sector, _older(older), people, readings), older),
    }
    allowed = Decimal(str(reference("pension_ages")["withheld_at_most"]))
    chosen = best([known for known, _ in levels.values()], allowed)
    if chosen is None or not chosen.total:
        return None
    figures = next(figures for known, figures in levels.values() if known is chosen)
    found = exposures(chosen.groups, total.period.end, reference("pension_ages")["horizons"])
    return _Part(chosen, found, tuple(figures), total)


def _key(figure: Figure) -> tuple[object, ...]:
    return part(figure, "sector"), part(figure, "source"), figure.period, figure.synthetic


def _same(figures: Iterable[Figure], as_: Figure) -> list[Figure]:
    return [figure for figure in figures if _key(figure) == _key(as_)]


def _counts(figures: Iterable[Figure], by: str) -> list[AgeCount]:
    return [AgeCount(part(figure, by) or "Unknown", figure.value) for figure in figures]


def _older(figures: Sequence[Figure]) -> list[AgeCount]:
    """The share aged 55 and over, as two age groups."""
    return [
        AgeCount(band, people)
        for figure in figures
        if figure.numerator is not None and figure.denominator is not None
        for band, people in (("55+", figure.numerator), ("under 55", figure.denominator - figure.numerator))
    ]


def _rounded(people: Decimal) -> tuple[Decimal, Decimal]:
    low, high = RECORDS.readings(int(people))
    return Decimal(low), Decimal(high)


def _exact(people: Decimal) -> tuple[Decimal, Decimal]:
    return people, people


def _exposure(synthetic: bool, parts: Sequence[_Part]) -> RetirementExposure:
    people = sum((one.known.total - one.known.unknown for one in parts), Decimal(0))
    inputs = [figure for one in parts for figure in (one.total, *one.figures)]
    found = together(one.exposures for one in parts)
    return RetirementExposure(
        synthetic=synthetic,
        counted=tuple(one.total for one in parts),
        lines=tuple(_line(one, people, inputs) for one in found),
        assumptions=tuple(reference("pension_ages")["assumptions"]),
        notes=tuple(_notes(parts)),
    )


def _line(found: Exposure, people: Decimal, inputs: Sequence[Figure]) -> Line:
    value = _whole(found.reach.people, ROUND_HALF_UP)
    scope = inputs[0].scope
    count = derived(definition("pension_ages", NAMES[found.kind]), inputs, value=value, scope=scope)
    share = derived(
        definition("pension_ages", "share_could_go"),
        inputs,
        value=percent(value, people),
        numerator=value,
        denominator=people,
        scope=scope,
    )
    ends = _whole(found.reach.low, ROUND_FLOOR), _whole(found.reach.high, ROUND_CEILING)
    return Line(found.years, found.kind, found.pension_age, Ranged(count, *ends), share)


def _whole(people: Fraction, rounding: str) -> Decimal:
    return (Decimal(people.numerator) / Decimal(people.denominator)).quantize(Decimal(1), rounding=rounding)


def _notes(parts: Sequence[_Part]) -> Iterable[str]:
    unknown = sum((one.known.unknown for one in parts), Decimal(0))
    withheld = sum((one.known.withheld for one in parts), Decimal(0))
    if unknown:
        yield f"{counted(round(unknown), 'person of unknown age is', 'people of unknown age are')} left out"
    if withheld:
        people = counted(round(withheld), "person", "people")
        yield f"The ages of about {people} are withheld, too few sharing them; the range allows for all"
