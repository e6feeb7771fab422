"""What things are called on the pages: sectors, staff groups, sources, periods, signs of a control chart."""

from __future__ import annotations

from collections.abc import Sequence

from wholetime.chassis.engine.wording import number_text, period_text, value_text
from wholetime.dataset.api import WITHHELD, group_titles
from wholetime.insight.queries.asking import part
from wholetime.insight.queries.viewpoint import SECTORS
from wholetime.kernel.figure import Figure, Unit
from wholetime.kernel.period import Period, financial_year

LEVELS = {
    "region": "Regions",
    "system": "Systems",
    "place": "Places",
    "neighbourhood": "Neighbourhoods",
    "organisation": "Organisations",
}
KINDS = {
    "nation": "Nation",
    "region": "Region",
    "system": "Integrated care system",
    "place": "Place",
    "neighbourhood": "Neighbourhood (primary care network)",
    "organisation": "Organisation",
    "site": "Site",
    "team": "Team",
}
NARROWER_SECTORS = {"pcn_individual": "Primary care networks"}
"""Sources that speak for a part of their sector, whose staff are counted apart from the rest of it."""

SIGNS = {
    "common_cause": "No significant change",
    "improvement_high": "▲ Improvement (high)",
    "improvement_low": "▼ Improvement (low)",
    "concern_high": "▲ Concern (high)",
    "concern_low": "▼ Concern (low)",
    "neutral_high": "▲ Change (high)",
    "neutral_low": "▼ Change (low)",
}


def sector_title(figure: Figure) -> str:
    """``Primary care networks`` rather than its sector where the source speaks for them alone."""
    source, sector = part(figure, "source") or "", part(figure, "sector") or ""
    return NARROWER_SECTORS.get(source) or SECTORS.get(sector, sector or "All sectors")


def sector_said(figure: Figure) -> str:
    """The sector within a sentence: ``general practice``, ``NHS trusts``."""
    title = sector_title(figure)
    return title if title.startswith("NHS") else title[0].lower() + title[1:]


def group_title(code: str | None) -> str:
    if code == WITHHELD:
        return "Withheld"
    return group_titles().get(code or "", "Not said" if code is None else code)


def short_period(period: Period) -> str:
    """``Nov 2025``, ``2023/24``, or in full where it is neither."""
    if period.start == period.end or period.is_month:
        return f"{period.end:%b %Y}"
    if period == financial_year(period.start.year):
        return str(period)
    return period_text(period)


def moved(now: Figure, before: Figure) -> str:
    """``up 0.3 points on November 2024``; nothing where either is not known."""
    if now.value is None or before.value is None:
        return ""
    percent = now.definition.unit is Unit.PERCENT
    places = 1 if percent or now.definition.unit is Unit.WTE else 0
    size = number_text(abs(now.value - before.value), places)
    if float(size.replace(",", "")) == 0:
        return f"the same as in {period_text(before.period)}"
    points = " points" if percent else ""
    return f"{'up' if now.value > before.value else 'down'} {size}{points} on {period_text(before.period)}"


def beside_england(figure: Figure, england: Sequence[Figure]) -> str:
    """``England 5.3%``, of the same figure and period; nothing where it is not published."""
    theirs = [one for one in england if _line(one) == _line(figure) and one.period == figure.period]
    return f"England {value_text(theirs[0])}" if theirs else ""


def since(figure: Figure, past: Sequence[Figure]) -> str:
    """Against the period before, of the same figure, source and sector; nothing where that is not held."""
    before = [one for one in past if _line(one) == _line(figure) and one.period.end < figure.period.end]
    return moved(figure, before[-1]) if before else ""


def _line(figure: Figure) -> tuple[str, str | None, str | None]:
    return figure.definition.name, part(figure, "source"), part(figure, "sector")
