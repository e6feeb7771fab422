"""The five-minute return of a practice, care home or charity: six numbers for each role group, and volunteers."""

from __future__ import annotations

import polars as pl

from wholetime.dataset.engine.adapter import Adapter, RawTable, Reading
from wholetime.dataset.engine.frames import DECIMAL, Table
from wholetime.dataset.engine.mapping import Mapped, mapping_for, recognises
from wholetime.dataset.engine.mapping.reference import code_list
from wholetime.dataset.engine.shaping import census, measured, observations, rolled_up
from wholetime.dataset.engine.staff_groups import group_labels

SOURCE = "five_minute_return"
COUNTS = ("headcount", "leavers_12m", "headcount_55_over")
AMOUNTS = ("wte", "vacancies_wte")
REQUIRED = ("month", "org", "sector", "role_group", "headcount")
VOLUNTEERS = "volunteer"


def read(raw: RawTable) -> Reading:
    """Each number by staff group, and in all. A reference date counts for the end of its month.

    ``establishment_wte`` is WTE in post and vacant WTE together. Volunteers are counted under their own measure,
    ``volunteers``, and never as headcount. Leavers are those of the twelve months up to the reference month's end.
    """
    mapped = Mapped(raw, mapping_for(SOURCE, raw.layout, REQUIRED)).month().code("org", required=True)
    mapped.coded("sector", required=True).sift.category(
        "staff_group", mapped.mapping.headings["role_group"], _role_groups(), "role group"
    )
    for name in COUNTS:
        mapped.integer(name, required=name == "headcount")
    for name in AMOUNTS:
        mapped.number(name, required=False)
    _check(mapped)
    good = census(_complete(mapped.good()), "month")
    return mapped.reading(observations(_both(good)), Table.OBSERVATION)


def _role_groups() -> dict[str, str]:
    known = code_list("five_minute_role_groups") | dict(group_labels("counts"))
    return {label: code for label, code in known.items() if code is not None}


def _check(mapped: Mapped) -> None:
    """Role groups given twice; more people aged 55 and over, or more WTE, than the headcount can hold."""
    headings, sift = mapped.mapping.headings, mapped.sift
    repeated = pl.DataFrame([sift.typed(name).alias(name) for name in ("month", "org", "staff_group")])
    again = ~repeated.select(pl.struct(pl.all()).is_first_distinct()).to_series()
    sift.refuse(
        headings["role_group"],
        again & repeated["staff_group"].is_not_null(),
        "appears a second time for this organisation",
    )
    headcount = sift.typed("headcount")
    if mapped.heading("headcount_55_over"):
        more = (sift.typed("headcount_55_over") > headcount).fill_null(value=False)
        sift.refuse(headings["headcount_55_over"], more, "is more than the headcount")
    if mapped.heading("wte"):
        most = (sift.typed("wte").cast(pl.Float64) > headcount * 1.5).fill_null(value=False)
        sift.refuse(headings["wte"], most, "is more than one and a half WTE a head")


def _complete(good: pl.DataFrame) -> pl.DataFrame:
    """Columns that the file did not have, as nulls, and the establishment."""
    absent = [pl.lit(None, DECIMAL).alias(name) for name in (*COUNTS, *AMOUNTS) if name not in good.columns]
    return good.with_columns(absent).with_columns(establishment_wte=pl.col("wte") + pl.col("vacancies_wte"))


def _both(good: pl.DataFrame) -> list[pl.DataFrame]:
    staff, helpers = good.filter(pl.col("staff_group") != VOLUNTEERS), good.filter(pl.col("staff_group") == VOLUNTEERS)
    year = staff.with_columns(period_from=pl.col("month").dt.offset_by("1d").dt.offset_by("-12mo"))
    names = [name for name in (*COUNTS, *AMOUNTS, "establishment_wte") if name != "leavers_12m"]
    bare = [name for name in good.columns if not name.endswith("_status")]
    parts = [measured(staff.select(bare), name, name) for name in names]
    parts.append(measured(year.select(bare), "leavers_12m", "leavers_12m"))
    counted = pl.concat(parts)
    volunteers = measured(helpers.select(bare).drop("staff_group"), "headcount", "volunteers")
    return [counted, rolled_up(counted, ()), volunteers]


ADAPTERS = (
    Adapter(
        name=SOURCE,
        title="Five-minute return",
        publication="Five-minute return of the organisation",
        licence="Held under the sender's information sharing agreement",
        table=Table.OBSERVATION,
        recognise=recognises(SOURCE, REQUIRED),
        read=read,
        slice_by=("period_to", "org"),
        rank=40,
        restricted=True,
        cadence_days=92,
    ),
)
