"""Registered population of each practice, and the same population weighted by need, as used to allocate money.

Each weighted population adds up to England's registered population: a practice above its registered number has more
need than the average.
"""

from __future__ import annotations

import re

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, NotThisLayout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, observations, year_period
from wholetime.dataset.engine.sift import Sift

COLUMNS = {
    "Population": "patients",
    "Final PMC WP": "patients_need_weighted",
    "Primary Medical Care WP": "patients_workload_weighted",
    "Final WP": "patients_weighted_overall",
    "G&A WP": "patients_weighted_general_acute",
    "CS WP": "patients_weighted_community",
    "MH WP": "patients_weighted_mental_health",
    "Mat WP": "patients_weighted_maternity",
    "Health Ineq WP": "patients_weighted_inequalities",
    "Prescr WP": "patients_weighted_prescribing",
}


def recognise(layout: Layout) -> bool:
    return layout.has("Practice_Code", "ICB", *COLUMNS)


def read(raw: RawTable) -> Reading:
    """Patients, and patients weighted by each kind of need, for the year in the file's name (2025_26)."""
    found = re.search(r"20(\d\d)[-_/](?:20)?(\d\d)(?!\d)", raw.layout.file_name)
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        raise NotThisLayout(
            f"{raw.layout.file_name}: the file's name must say the year, as in 2025_26: its columns do not"
        )
    sift = Sift(raw.frame).code("org", "Practice_Code")
    for column in COLUMNS:
        sift.decimal(column, column)
    day = pl.date(2000 + int(found[1]) + 1, 3, 31)
    good = year_period(sift.good().with_columns(year_end=day, sector=pl.lit("general_practice")))
    return Reading(observations([measured(good, column, name) for column, name in COLUMNS.items()]), sift.refusals())


ADAPTERS = (
    Adapter(
        name="practice_need",
        title="Practice populations weighted by need",
        publication="ICB place-based allocation tool, practice populations and weights, NHS England",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("measure", "period_from", "period_to"),
        cadence_days=366,
    ),
)
