"""Social care turnover by council: a rate that stands alone."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

HEADER = ["Financial year", "Local authority code", "Grouping", "Measure", "Value", "MEDIAN", "MADs_from_median"]
TURNOVER = "Outcome, Workforce turnover rate"


def test_only_turnover_is_kept(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "asc_council",
        HEADER,
        ("2021-22", "E08000003", "LA_Raw", TURNOVER, "33.32409116", 30, 1),
        ("2021-22", "E10000007", "LA_Raw", TURNOVER, "", 30, ""),
        ("2021-22", "E08000003", "LA_Raw", "Outcome, ASC Quality of Life", 7.6, 7, 0),
        ("2021-23", "E08000003", "LA_Raw", TURNOVER, 3, 7, 0),
    )
    assert values(reading.frame, "measure", "org", "period_from", "period_to") == {
        ("published_turnover_rate", "E08000003", date(2021, 4, 1), date(2022, 3, 31)): 33.324091
    }
    assert reading.passed_over == (
        "1 row of measures that do not count the workforce",
        "1 row of turnover without a value",
    )
    assert reading.refusals["reason"].to_list() == ["is not a year such as 2021-22"]


@pytest.mark.shared_data
def test_the_published_rates(read_published: Published) -> None:
    frame = read_published("asc_council", "oflog_asc_metrics*.csv")
    assert frame["value"].cast(pl.Float64).is_between(0, 100).all()
    assert frame["org"].str.contains("^E(06|08|09|10)").all()
