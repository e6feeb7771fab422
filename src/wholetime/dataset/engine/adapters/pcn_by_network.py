"""Primary care network workforce added up to network, staff group and role, as it is bundled with wholetime.

The publication's own files are record by record; `scripts/bundle_data.py` adds them up before anything is kept.
"""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.adapters.pcn_individual import LEAST_WTE, NETWORK, network_measures
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import census, observations
from wholetime.dataset.engine.sift import Sift
from wholetime.dataset.engine.staff_groups import staff_groups


def recognise(layout: Layout) -> bool:
    return layout.has("quarter_end", "pcn_code", "group", "role", "headcount", "wte")


def read(raw: RawTable) -> Reading:
    """Headcount and WTE by network; rows without a group are the network's total, without a role the group's."""
    sift = Sift(raw.frame).date("day", "quarter_end").code("org", "pcn_code", NETWORK)
    sift.category("staff_group", "group", {code: code for code in staff_groups()}, "staff group", required=False)
    sift.text("role", "role", required=False).decimal("headcount", "headcount").decimal("wte", "wte", least=LEAST_WTE)
    good = census(sift.good(), "day").with_columns(sector=pl.lit("general_practice"))
    keys = ["period_from", "period_to", "org", "sector", "staff_group", "role"]
    return Reading(observations([network_measures(good, keys)]), sift.refusals())


ADAPTERS = (
    Adapter(
        name="pcn_by_network",
        title="Primary care network workforce, added up",
        publication="Primary Care Network Workforce, individual level, NHS Digital",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("period_from", "period_to"),
        rank=19,
        cadence_days=92,
    ),
)
