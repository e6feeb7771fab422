"""Turnover: flows, denominators and staff in post."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

HEADER = ["PERIOD", "TYPE", "REPORTING_ORG_CODE", "CLUSTER_GROUP", "STAFF_GROUP_1_NAME", "HC", "FTE"]
MONTH = "202510 to 202511"


def test_flows_denominators_and_census_days(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "nhs_turnover",
        HEADER,
        (MONTH, "Denominator at start of period", "R0A", "Acute", "All staff groups", 10, 9.5),
        (MONTH, "Denominator at end of period", "R0A", "Acute", "All staff groups", 11, "10.12345"),
        (MONTH, "Joiners", "R0A", "Acute", "Midwives", 2, 1.5),
        (MONTH, "Leavers", "QOP", "Integrated Care Board", "Unknown classification", 1, 1),
    )
    assert reading.refusals.is_empty()
    found = values(reading.frame, "measure", "org", "staff_group", "period_from", "period_to")
    opened, closed, first = date(2025, 10, 31), date(2025, 11, 30), date(2025, 11, 1)
    assert found["turnover_headcount_open", "R0A", None, first, closed] == 10
    assert found["turnover_wte_close", "R0A", None, first, closed] == 10.12345
    assert found["headcount", "R0A", None, opened, opened] == 10
    assert found["wte", "R0A", None, closed, closed] == 10.12345
    assert found["joiners_wte", "R0A", "midwifery", first, closed] == 1.5
    assert found["leavers", "QOP", "unknown", first, closed] == 1
    assert reading.frame.filter(org="QOP")["sector"].unique().to_list() == ["other_nhs"]


def test_unknown_labels_are_refused_with_the_label(read_rows: Read) -> None:
    reading = read_rows(
        "nhs_turnover",
        HEADER,
        (MONTH, "Joiners", "R0A", "Acute", "Wizards", 1, 1),
        ("202511 to 202510", "Joiners", "R0A", "Acute", "Midwives", 1, 1),
        (MONTH, "Visitors", "R0A", "Acute", "Midwives", 1.5, -1),
    )
    assert reading.frame.is_empty()
    assert reading.refusals.select("row", "column", "value", "reason").rows() == [
        (2, "STAFF_GROUP_1_NAME", "Wizards", "is not a known staff group of this source"),
        (3, "PERIOD", "202511 to 202510", "ends before it starts"),
        (4, "FTE", "-1", "is negative"),
        (4, "HC", "1.5", "is not a whole number"),
        (4, "TYPE", "Visitors", "is not a known type of row"),
    ]


@pytest.mark.shared_data
def test_october_closes_as_november_opens(read_published: Published) -> None:
    """2,775 of 2,775 cells of organisation and staff group, people and WTE."""
    october = read_published("nhs_turnover", "turnover_benchmarking*Oct-25.csv")
    november = read_published("nhs_turnover", "turnover_benchmarking*Nov-25.csv")
    for basis in ("headcount", "wte"):
        closed = october.filter(measure=f"turnover_{basis}_close").select("org", "staff_group", "value")
        opened = november.filter(measure=f"turnover_{basis}_open").select("org", "staff_group", "value")
        assert opened.height == 2775
        assert opened.join(closed, on=["org", "staff_group", "value"], how="inner", nulls_equal=True).height == 2775


@pytest.mark.shared_data
def test_the_flow_identity_holds_in_153_of_247_organisations(read_published: Published) -> None:
    """Opening people and joiners less leavers are the closing people, exactly, in November 2025."""
    frame = read_published("nhs_turnover", "turnover_benchmarking*Nov-25.csv").filter(pl.col("staff_group").is_null())
    signs = {"turnover_headcount_open": 1, "joiners": 1, "leavers": -1, "turnover_headcount_close": -1}
    signed = frame.filter(pl.col("measure").is_in(list(signs))).with_columns(
        pl.col("value").cast(pl.Int64) * pl.col("measure").replace_strict(signs)
    )
    gaps = signed.group_by("org").agg(pl.col("value").sum())
    assert gaps.height == 247
    assert (gaps["value"] == 0).sum() == 153
