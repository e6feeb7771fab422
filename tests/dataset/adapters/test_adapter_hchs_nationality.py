"""Staff in post by nationality, and their sums."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

HEADER = ["Month", "Organisation code", "Staff group", "Nationality", "FTE"]


def test_cells_and_their_sums(read_rows: Read, values: Values) -> None:
    reading = read_rows(
        "hchs_nationality",
        HEADER,
        ("2017-SEP", "R0A", "HCHS doctors", "Irish", 1.1),
        ("2017-SEP", "R0A", "Midwives", "Irish", 0.7),
        ("2017-SEP", "R0A", "Unknown", "Unknown", 2),
        ("2017-SEP", "00D", "Midwives", "British", ""),
    )
    assert reading.refusals.rows() == [(5, "FTE", None, "is empty")]
    found = values(reading.frame, "staff_group", "nationality")
    assert found[("medical", "Irish")] == 1.1
    assert found[(None, "Irish")] == 1.8
    assert found[("unknown", None)] == 2
    assert found[(None, None)] == 3.8
    assert reading.frame["period_to"].unique().to_list() == [date(2017, 9, 30)]


@pytest.mark.shared_data
def test_the_published_file_keeps_every_hundredth(read_published: Published) -> None:
    frame = read_published("hchs_nationality", "hchs_fte_staffgroup_nationality*")
    assert frame.filter(cut="staff_group+nationality").height == 81603
    totals = frame.group_by("cut").agg(pl.col("value").sum())
    assert totals["value"].n_unique() == 1
