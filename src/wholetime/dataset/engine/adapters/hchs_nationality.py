"""Hospital and community staff by staff group, nationality and organisation: WTE on two census days."""

from __future__ import annotations

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import census, measured, observations, rolled_up, trust_sector
from wholetime.dataset.engine.sift import Sift

CUTS = ((), ("staff_group",), ("nationality",), ("staff_group", "nationality"))


def recognise(layout: Layout) -> bool:
    return layout.has("Month", "Organisation code", "Staff group", "Nationality", "FTE")


def read(raw: RawTable) -> Reading:
    """WTE by group and nationality as published, and its sums by each alone and by neither."""
    sift = Sift(raw.frame).month_end("day", "Month", ("%Y-%b",)).code("org", "Organisation code")
    sift.staff_group("staff_group", "Staff group", "nhs_workforce")
    sift.text("nationality", "Nationality").decimal("fte", "FTE")
    good = census(sift.good(), "day").with_columns(trust_sector())
    return Reading(observations([rolled_up(measured(good, "fte", "wte"), *CUTS)]), sift.refusals())


ADAPTERS = (
    Adapter(
        name="hchs_nationality",
        title="Hospital and community staff by nationality",
        publication="HCHS staff by staff group, nationality and organisation, NHS Digital supplementary AH2324",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        rank=20,
        cadence_days=366,
    ),
)
