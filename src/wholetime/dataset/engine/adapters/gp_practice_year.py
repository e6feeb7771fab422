"""General practice workforce by practice, averaged over a financial year: two layouts that share some columns.

``TOTAL_PATIENTS`` and ``TOTAL_GP_EXTGL_FTE`` stand in both; they are read from the layout by staff group only, so
that loading both files counts nothing twice.
"""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, Layout, RawTable, Reading
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.engine.shaping import measured, observations, rolled_up, year_period
from wholetime.dataset.engine.sift import Sift

GROUPS = {
    "TOTAL_GP_EXTGL_FTE": "general_practitioner",
    "TOTAL_LOCUUM_TRN_FTE": "gp_trainee_locum",
    "TOTAL_NURSES_FTE": "practice_nurse",
    "TOTAL_DPC_FTE": "direct_patient_care",
    "TOTAL_ADMIN_FTE": "practice_admin",
}
ROLES = {
    "TOTAL_ADMIN_MANAGER_FTE": "Manager",
    "TOTAL_ADMIN_RECEPT_FTE": "Receptionist",
    "TOTAL_ADMIN_TELEPH_FTE": "Telephonist",
}
MISSING = ("NA",)
FIRST_YEAR, LAST_YEAR = 2014, 2100


def recognise(layout: Layout) -> bool:
    return layout.has("Practice.Code", "Year", "TOTAL_PATIENTS") and (_by_group(layout) or _by_role(layout))


def read(raw: RawTable) -> Reading:
    """WTE by staff group with patients and deprivation, or GP headcount with WTE of administrative roles.

    The year is named by its end: 2016 is 2015/16. Practices that lack a group have no total.
    """
    columns = [*GROUPS, "TOTAL_PATIENTS", "IMD"] if _by_group(raw.layout) else [*ROLES, "TOTAL_GP_EXTGL_HC"]
    sift = Sift(raw.frame).code("org", "Practice.Code").integer("ends", "Year", least=FIRST_YEAR, most=LAST_YEAR)
    for column in columns:
        sift.decimal(column, column, missing=MISSING)
    good = sift.good().with_columns(year_end=pl.date("ends", 3, 31), sector=pl.lit("general_practice"))
    shape = _groups if _by_group(raw.layout) else _roles
    return Reading(observations(shape(year_period(good))), sift.refusals())


def _by_group(layout: Layout) -> bool:
    return layout.has("IMD", *GROUPS)


def _by_role(layout: Layout) -> bool:
    return layout.has("TOTAL_GP_EXTGL_HC", *ROLES)


def _groups(good: pl.DataFrame) -> list[pl.DataFrame]:
    wte = pl.concat([measured(good, column, "wte", staff_group=group) for column, group in GROUPS.items()])
    complete = wte.filter(pl.len().over("row") == len(GROUPS))
    context = [measured(good, "TOTAL_PATIENTS", "patients"), measured(good, "IMD", "deprivation_score")]
    return [wte, rolled_up(complete, ()), *context]


def _roles(good: pl.DataFrame) -> list[pl.DataFrame]:
    # Heads are published of GPs only: under a name of their own, so that nobody takes them for all of a practice's.
    gps = measured(good, "TOTAL_GP_EXTGL_HC", "gp_headcount")
    admin = [measured(good, column, "wte", staff_group="practice_admin", role=role) for column, role in ROLES.items()]
    return [gps, *admin]


ADAPTERS = (
    Adapter(
        name="gp_practice_year",
        title="General practice workforce by practice and financial year",
        publication="General Practice Workforce by practice, yearly averages by the Health Equity Evidence Centre",
        licence="OGL v3",
        table=Table.OBSERVATION,
        recognise=recognise,
        read=read,
        slice_by=("measure", "cut", "period_from", "period_to"),
        cadence_days=366,
    ),
)
