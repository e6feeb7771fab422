"""The register of assumptions: what every forecast of an area takes for granted, how sure, whose, and from where."""

from __future__ import annotations

from math import isinf

from django.urls import reverse

from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.engine.wording import counted, day_text
from wholetime.chassis.web.page import Page, Section
from wholetime.forecast.engine.scenario.assumption import Assumption
from wholetime.forecast.queries.registers import RegisterValue, RevisionValue
from wholetime.forecast.queries.viewpoint import Viewpoint

LAWS = {
    "fixed": "Exactly this",
    "uniform": "Anything between, alike",
    "triangular": "Between the ends, likeliest in the middle",
    "normal": "1 in 10 below low, 1 in 10 above high",
}
LEAD = (
    "What every new forecast here takes for granted. Each assumption has a range, an owner and a source; a change is a "
    "new version with a reason, and forecasts made before keep the version that they were made with."
)


def register_page(view: Viewpoint, held: RegisterValue, versions: list[RevisionValue]) -> Page:
    code = view.node.code
    unchecked = sum(not one.verified for one in held.register)
    said = f"{counted(len(held.register.assumptions), 'assumption')}, {unchecked} not checked against a publication."
    sections = (
        Section("In force", f"{whose(held)} {said}", tables=(_table(held, code),)),
        Section("Sources and limits", tables=(_sources(held),)),
        *([Section("Changes made here", tables=(revisions_table(versions),))] if versions else []),
    )
    return Page("assumptions", f"Assumptions, {view.node.name}", LEAD, sections, ())


def whose(held: RegisterValue) -> str:
    """Which register this is, in a sentence."""
    if held.made_at is None:
        return f"The register that wholetime comes with, version {held.register.version}: nobody here has changed it."
    return f"Version {held.number} of {held.name}, made on {day_text(held.made_at.date())}."


def range_text(one: Assumption) -> str:
    """``0.9 to 1.1, likeliest 1 times the estimated rate``."""
    value = one.value
    if value.low == value.high:
        return f"{value.central:g} {one.unit}"
    return f"{value.low:g} to {value.high:g}, in the middle {value.central:g} {one.unit}"


def limits_text(one: Assumption) -> str:
    """The limits that no scenario passes, with their reason."""
    ends = [f"at least {one.least:g}"] if not isinf(one.least) else []
    ends += [f"at most {one.most:g}"] if not isinf(one.most) else []
    text = ", ".join(ends) or "none"
    return f"{text}: {one.because}" if one.because else text


def revisions_table(versions: list[RevisionValue]) -> Table:
    columns = (
        Column("number", "Version", Kind.NUMBER),
        Column("made", "Made", Kind.DATE),
        Column("by", "By"),
        Column("changed", "Changed"),
        Column("reason", "Reason"),
    )
    rows = tuple((one.number, one.made_at.date(), one.by, one.changed, one.reason) for one in versions)
    return Table("Versions of the register", columns, rows)


def _table(held: RegisterValue, code: str) -> Table:
    columns = (
        Column("title", "Assumption"),
        Column("low", "Low", Kind.NUMBER, 3),
        Column("central", "Middle", Kind.NUMBER, 3),
        Column("high", "High", Kind.NUMBER, 3),
        Column("unit", "Unit"),
        Column("owner", "Owner"),
        Column("checked", "Checked"),
    )
    rows = tuple(
        (one.title, one.value.low, one.value.central, one.value.high, one.unit, one.owner, _checked(one))
        for one in held.register
    )
    links = tuple(reverse("forecast_assumption", args=[code, one.name]) for one in held.register)
    return Table("Assumptions and their ranges", columns, rows, links)


def _sources(held: RegisterValue) -> Table:
    columns = (
        Column("title", "Assumption"),
        Column("law", "Between the ends"),
        Column("limits", "Limits for scenarios"),
        Column("source", "Source"),
        Column("since", "Since", Kind.DATE),
    )
    rows = tuple((one.title, LAWS[one.value.law], limits_text(one), one.source, one.effective) for one in held.register)
    return Table("Where each comes from", columns, rows)


def _checked(one: Assumption) -> str:
    return "Yes" if one.verified else "No"
