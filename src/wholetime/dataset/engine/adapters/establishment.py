"""Funded establishment: WTE that an organisation is funded for, by team and staff group, at a month end."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, RawTable, Reading
from wholetime.dataset.engine.employer_lists import LICENCE, RANK
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.mapping import Mapped, mapping_for, recognises
from wholetime.dataset.engine.mapping.people import refuse_repeats
from wholetime.dataset.engine.shaping import census, measured, observations, rolled_up
from wholetime.dataset.engine.staff_groups import group_labels

SOURCE = "establishment"
REQUIRED = ("month", "org", "team", "staff_group", "establishment_wte")


def read(raw: RawTable) -> Reading:
    """``establishment_wte`` by staff group and team (the team in ``detail``), by staff group, and in all."""
    mapped = Mapped(raw, mapping_for(SOURCE, raw.layout, REQUIRED)).month()
    mapped.code("org", required=True).local("team", required=True).number("establishment_wte")
    labels = dict(group_labels("counts")) | dict(group_labels("nhs_workforce"))
    known = {label: code for label, code in labels.items() if code is not None}
    mapped.sift.category("staff_group", mapped.mapping.headings["staff_group"], known, "staff group")
    refuse_repeats(mapped, "team", "month", "org", "staff_group")
    good = census(mapped.good().with_columns(detail=pl.col("team")), "month")
    by_team = rolled_up(measured(good, SOURCE + "_wte", SOURCE + "_wte"), ("staff_group", "detail"))
    return mapped.reading(observations([by_team, rolled_up(by_team, ("staff_group",), ())]), Table.OBSERVATION)


ADAPTERS = (
    Adapter(
        name=SOURCE,
        title="Funded establishment",
        publication="Funded establishment of the employer",
        licence=LICENCE,
        table=Table.OBSERVATION,
        recognise=recognises(SOURCE, REQUIRED),
        read=read,
        slice_by=("period_to", "org"),
        rank=RANK,
        restricted=True,
    ),
)
