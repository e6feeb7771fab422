"""The margins are met: shares within a tolerance set from the size of the sample, at the first month and the last."""

from __future__ import annotations

from math import sqrt

import numpy as np
import polars as pl
import pytest
from tests.dataset.synthetic.systems import SYSTEM, Read, frames

from wholetime.dataset.engine.synthetic import Summary
from wholetime.dataset.engine.synthetic.margins import margins

type System = tuple[Summary, list[Read]]
SIGMAS = 4
"""With a fixed seed the tests are certain; four standard errors say that the draw is no accident of the seed."""


def staff(clean: System, month: str) -> pl.DataFrame:
    frame = frames(clean[1], "esr_staff_list").filter(pl.col("contract") != "bank")
    return frame.filter(pl.col("month").dt.strftime("%Y-%m") == month).with_columns(pl.col("fte").cast(pl.Float64))


def near(share: float, margin: float, n: int) -> bool:
    return abs(share - margin) <= SIGMAS * sqrt(max(margin * (1 - margin), 1e-4) / n)


@pytest.mark.parametrize("month", ["2024-09", "2025-10"])
def test_group_sizes_and_people_in_all(clean: System, month: str) -> None:
    frame, groups = staff(clean, month), [group for group in margins().groups if group.sector == "nhs_trust"]
    medical = sum(group.share for group in groups if group.esr == "Medical and Dental")
    nursing = next(group.share for group in groups if group.key == "nurses")
    whole = sum(group.share for group in groups)
    assert near((frame["staff_group"] == "medical").mean(), medical / whole, len(frame))
    assert near((frame["staff_group"] == "nursing").mean(), nursing / whole, len(frame))
    assert clean[0].people == pytest.approx(SYSTEM["people"], rel=0.02)


@pytest.mark.parametrize("month", ["2024-09", "2025-10"])
@pytest.mark.parametrize(("group", "key"), [("nursing", "nurses"), ("support_clinical", "clinical_support")])
def test_sex_wte_and_ages_by_group(clean: System, month: str, group: str, key: str) -> None:
    frame = staff(clean, month).filter(pl.col("staff_group") == group)
    margin = next(one for one in margins().groups if one.key == key)
    at = margins().groups.index(margin)
    assert near((frame["sex"] == "Female").mean(), margin.female, len(frame))
    assert frame["fte"].mean() == pytest.approx(margin.fte, abs=SIGMAS * frame["fte"].std() / sqrt(len(frame)))
    wanted = np.diff(margins().ages[at], prepend=0.0)
    for (low, high), share in zip(margins().bands, wanted, strict=True):
        assert near(frame["age"].is_between(low, high).mean(), share, len(frame)), (low, high)


def test_nationality_follows_the_published_shares_by_chi_square(clean: System) -> None:
    frame = staff(clean, "2024-09").filter(pl.col("staff_group") == "nursing")
    at = [group.key for group in margins().groups].index("nurses")
    wanted = np.diff(margins().nationality[at], prepend=0.0) * len(frame)
    counts = dict(frame.group_by("nationality").len().rows())
    pairs = [
        (counts.get(name, 0), want) for name, want in zip(margins().nationality_names, wanted, strict=True) if want >= 5
    ]
    statistic = sum((seen - want) ** 2 / want for seen, want in pairs)
    # The 99.9th percentile of chi-square with 12 degrees of freedom is 32.9.
    assert len(pairs) <= 13
    assert statistic < 32.9


def test_leavers_a_month_are_the_published_share(clean: System) -> None:
    left = frames(clean[1], "esr_leavers").group_by("staff_group").len()
    held = frames(clean[1], "esr_staff_list").filter(pl.col("contract") != "bank").group_by("staff_group").len("held")
    rates = left.join(held, on="staff_group").filter(pl.col("staff_group").is_in(["nursing", "support_clinical"]))
    for group, leavers, months in rates.rows():
        margin = {"nursing": "nurses", "support_clinical": "clinical_support"}[group]
        wanted = next(one.leaving for one in margins().groups if one.key == margin)
        assert near(leavers / months, wanted, months), group


def test_older_and_newer_people_leave_more(clean: System) -> None:
    frame = frames(clean[1], "esr_staff_list").filter(pl.col("contract") != "bank")
    last = frame["month"].max()
    went = frame.filter(pl.col("month") < last).with_columns(
        next_month=pl.col("month").dt.offset_by("1d").dt.month_end(), employee=pl.col("employee_number")
    )
    there = frame.select("employee_number", pl.col("month").alias("next_month"), pl.lit(value=True).alias("stayed"))
    rate = went.join(there, on=["employee_number", "next_month"], how="left").with_columns(
        gone=pl.col("stayed").is_null()
    )
    by_age = dict(rate.group_by((pl.col("age") >= 60).alias("old")).agg(pl.col("gone").mean()).rows())
    assert by_age[True] > 1.5 * by_age[False]


def test_sickness_is_higher_in_december_than_in_may_and_near_the_published_rate(clean: System) -> None:
    lost = frames(clean[1], "esr_absence").group_by("month").agg(pl.col("fte_days_lost").cast(pl.Float64).sum())
    held = frames(clean[1], "esr_staff_list").group_by("month").agg(pl.col("fte").cast(pl.Float64).sum())
    rates = lost.join(held, on="month").with_columns(
        rate=100 * pl.col("fte_days_lost") / pl.col("fte") / pl.col("month").dt.days_in_month(),
        number=pl.col("month").dt.month(),
    )
    by_month = dict(rates.group_by("number").agg(pl.col("rate").mean()).rows())
    for number, rate in by_month.items():
        assert rate == pytest.approx(margins().raw["sickness"]["percent_by_month"][number], rel=0.15)
    assert by_month[12] > by_month[5]


def test_vacancies_stay_at_their_margin(clean: System) -> None:
    funded = frames(clean[1], "establishment").filter((pl.col("cut") == "") & (pl.col("period_to").dt.year() == 2025))
    held = frames(clean[1], "esr_staff_list").filter(pl.col("month").dt.year() == 2025)
    rate = 1 - float(held["fte"].sum()) / float(funded["value"].sum())
    groups = [group for group in margins().groups if group.sector == "nhs_trust"]
    wanted = np.average([group.vacancy for group in groups], weights=[group.share * group.fte for group in groups])
    assert rate == pytest.approx(wanted, abs=0.01)


def test_some_people_move_to_another_trust_and_keep_their_identity(clean: System) -> None:
    frame = frames(clean[1], "esr_staff_list").filter(pl.col("contract") != "bank")
    homes = frame.group_by("national_insurance").agg(pl.col("org").n_unique(), pl.col("date_of_birth").n_unique())
    assert homes.filter(pl.col("org") > 1).height > 20
    assert homes["date_of_birth"].max() == 1


def test_nobody_is_younger_or_older_than_the_age_bands(clean: System) -> None:
    ages = frames(clean[1], "esr_staff_list")["age"]
    assert ages.min() >= 16
    assert ages.max() <= 76
