"""General practice workforce in the publications' long layouts: by practice and role, and record by record."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from wholetime.dataset.engine.mapping.reference import reference_yaml
from wholetime.dataset.engine.synthetic.faults import Faults
from wholetime.dataset.engine.synthetic.identities import happens
from wholetime.dataset.engine.synthetic.people import YEAR, People
from wholetime.dataset.engine.synthetic.practice_columns import age_band
from wholetime.dataset.engine.synthetic.practices import SEXES, Practices, above
from wholetime.dataset.engine.synthetic.staff_lists import Lists
from wholetime.dataset.engine.synthetic.system import REGION, SYSTEM


def records(lists: Lists, lost: pl.DataFrame, people: People, today: int) -> pl.DataFrame:
    """One row for each person in post in a practice: org, group (of the margins), source, role, role_group, stem,
    sex, age, fte, and ``missing``, true where ``lost`` (org, source) says that the return lacks the group."""
    rows = np.flatnonzero(people.filled & lists.margins.in_sector("general_practice")[lists.posts.group])
    held, groups = people.take(rows), pl.Series([one.key for one in lists.margins.groups])
    named = lists.margins.raw["practice_return"]
    group = groups.gather(lists.posts.group[rows])
    source = group.replace_strict({key: one["source"] for key, one in named.items()}, return_dtype=pl.String)
    return pl.DataFrame(
        {
            "org": lists.org.gather(rows),
            "group": group,
            "source": source,
            "role": lists.job_role.gather(rows),
            "role_group": lists.area.gather(rows),
            "stem": lists.code.gather(rows),
            "sex": pl.Series(np.where(held.female, *SEXES).astype(str)),
            "age": np.floor((today - held.born) / YEAR).astype(np.int64),
            "fte": lists.posts.fte[rows],
        }
    ).join(lost.with_columns(missing=True), on=["org", "source"], how="left", maintain_order="left")


def left_out(lists: Lists, practices: Practices, faults: Faults, month: int) -> pl.DataFrame:
    """Columns org and source, for each group of staff that the return of a practice lacks: all of one that sends the
    five-minute return instead; by a fault, one or another group of the rest for half a year."""
    employers = [lists.system.employers[at] for at in practices.employer]
    sources = sorted({one["source"] for one in lists.margins.raw["practice_return"].values()})
    grid = pl.DataFrame({"org": [one.code for one in employers], "by_form": [one.by_form for one in employers]})
    every = grid.join(pl.DataFrame({"source": sources}), how="cross")
    number = np.repeat(practices.employer * len(sources), len(sources)) + np.tile(range(len(sources)), len(employers))
    struck = happens(number * 97 + month // 6, 3, faults.share("workforce_return_missing"))
    return every.filter(pl.col("by_form") | pl.Series(struck)).select("org", "source")


def by_role(lists: Lists, practices: Practices, staff: pl.DataFrame, lost: pl.DataFrame, day: date) -> pl.DataFrame:
    """The long practice-level file: FTE and headcount of every role of every practice; NA for the groups ``lost``."""
    codes = pl.Series("org", [lists.system.employers[at].code for at in practices.employer])
    grid = codes.to_frame().with_columns(prac_name=above(lists, codes)["name"]).join(_roles(lists), how="cross")
    held = staff.group_by("org", "role").agg(HC=pl.len().cast(pl.Float64), FTE=pl.col("fte").sum())
    full = grid.join(held, on=["org", "role"], how="left", maintain_order="left").join(
        lost.with_columns(lost=True), on=["org", "source"], how="left", maintain_order="left"
    )
    number = pl.col("FTE", "HC").fill_null(0.0).round(6).cast(pl.String)
    keys = ["org", "prac_name", "staff_group", "role"]
    long = full.with_columns(pl.when("lost").then(pl.lit("NA")).otherwise(number).name.keep()).unpivot(
        ["FTE", "HC"], index=keys, variable_name="measure"
    )
    dated = long.with_columns(year=pl.lit(str(day.year)), month=pl.lit(f"{day.month:02d}"))
    return dated.rename({"org": "prac_code", "role": "detailed_staff_role"})


def _roles(lists: Lists) -> pl.DataFrame:
    """The roles of practices: columns source, staff_group and role."""
    named, groups = lists.margins.raw["practice_return"], lists.margins.groups
    keys = [(groups[one.group].key, one.title) for one in lists.margins.roles]
    rows = [(named[key]["source"], named[key]["group"], title) for key, title in keys if key in named]
    return pl.DataFrame(rows, schema=["source", "staff_group", "role"], orient="row")


def individual(rng: np.random.Generator, lists: Lists, staff: pl.DataFrame, day: date) -> pl.DataFrame:
    """One record for each person, numbered afresh each time. A group that a return lacks is estimated: records
    without sex or age, each with the mean FTE of its role."""
    shuffled = staff[rng.permutation(len(staff))].with_row_index("number", offset=1)
    where = above(lists, shuffled["org"])
    named = lists.margins.raw["practice_return"]
    groups = {key: one["group"] for key, one in named.items()}
    band = age_band(pl.col("age"), pl.lit(25)).replace(reference_yaml("gp_practice_columns")["staff_ages"])
    known = pl.concat([shuffled, where], how="horizontal")
    unknown = pl.col("missing")
    return known.select(
        comm_region_code=pl.lit(REGION),
        comm_region_name="region_name",
        icb_code=pl.lit(SYSTEM),
        icb_name="system_name",
        sub_icb_code="place",
        sub_icb_name="place_name",
        data_source=pl.when(unknown).then(pl.lit("Estimated")).otherwise(pl.lit("Provided")),
        unique_identifier=pl.format("{}_{}{}", "number", pl.lit(day.year), pl.lit(day.month)),
        staff_group=pl.col("group").replace_strict(groups, return_dtype=pl.String),
        detailed_staff_role="role",
        staff_role="role_group",
        age_band=pl.when(unknown).then(pl.lit("Unknown")).otherwise(band),
        age_years=pl.when(unknown).then(pl.lit("NULL")).otherwise(pl.col("age").cast(pl.String)),
        gender=pl.when(unknown).then(pl.lit("Other/Unknown")).otherwise(pl.col("sex").str.to_titlecase()),
        fte=pl.when(unknown).then(pl.col("fte").mean().over("role")).otherwise("fte").round(9),
        snapshot_date=pl.lit(f"{day:%Y-%m}-01"),
        year=pl.lit(str(day.year)),
        month=pl.lit(f"{day.month:02d}"),
    )
