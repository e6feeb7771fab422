"""Whose staff can be forecast in a scope: each sector by each source that counts it often enough."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wholetime.chassis.api import Scope
from wholetime.dataset.api import figures_for
from wholetime.insight.api import SECTORS, part
from wholetime.kernel.figure import Figure

FEWEST = 5
"""Counts in time that a series is carried on from."""
FEWEST_PEOPLE = 20
"""Below, chance and rounding are most of what there is to see."""
NARROWER = {
    "pcn_by_network": "Primary care networks",
    "pcn_individual": "Primary care networks",
    "five_minute_return": "five-minute returns",
}
"""Sources that speak for a part of their sector only."""


@dataclass(frozen=True, slots=True)
class StaffPart:
    """``code`` is sector and source. ``flows`` says whether leavers are counted. ``size`` is people, or else WTE."""

    code: str
    sector: str
    source: str
    title: str
    flows: bool
    size: Decimal
    last: date
    counts: int
    synthetic: bool

    @property
    def method(self) -> str:
        return "stock_and_flow" if self.flows else "series"


def staff_parts(scope: Scope, code: str) -> tuple[StaffPart, ...]:
    """Those with enough counts and people, the largest first."""
    by = ("sector", "source", "period")
    flows = {_key(figure) for figure in figures_for("leavers", scope, org=code, by=by) if figure.value}
    held: dict[tuple[str, str], dict[str, list[Figure]]] = {}
    for name in ("headcount", "wte"):
        for figure in figures_for(name, scope, org=code, by=by):
            if figure.value:
                held.setdefault(_key(figure), {}).setdefault(name, []).append(figure)
    found = (_part(key, counts, key in flows) for key, counts in held.items())
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (-one.size, one.code)))


def _key(figure: Figure) -> tuple[str, str]:
    return part(figure, "sector") or "", part(figure, "source") or ""


def _part(key: tuple[str, str], counts: dict[str, list[Figure]], flows: bool) -> StaffPart | None:
    figures = counts.get("headcount" if flows else "wte") or counts.get("headcount") or []
    days = {figure.period.end for figure in figures}
    last = max(days, default=date.min)
    now = [figure for figure in figures if figure.period.end == last]
    if not now or not (flows or len(days) >= FEWEST):
        return None
    size = sum((figure.value or Decimal(0) for figure in now), Decimal(0))
    if size < FEWEST_PEOPLE:
        return None
    sector, source = key
    return StaffPart(f"{sector}.{source}", sector, source, _title(key), flows, size, last, len(days), _synthetic(now))


def _title(key: tuple[str, str]) -> str:
    sector, source = key
    title = SECTORS.get(sector, sector)
    return (
        NARROWER[source]
        if source.startswith("pcn")
        else f"{title}, {NARROWER[source]}"
        if source in NARROWER
        else title
    )


def _synthetic(figures: Iterable[Figure]) -> bool:
    return any(figure.synthetic for figure in figures)
