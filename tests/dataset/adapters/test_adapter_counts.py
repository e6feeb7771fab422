"""Wholetime's own layout."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from wholetime.dataset.engine.adapter import Reading

Read = Callable[..., Reading]
Published = Callable[[str, str], pl.DataFrame]
Values = Callable[..., dict[tuple[object, ...], float]]

HEADER = ["period", "org", "sector", "staff_group", "sex", "measure", "value", "status"]


def test_periods_groups_and_statuses(read_rows: Read) -> None:
    reading = read_rows(
        "counts",
        HEADER,
        ("2024-04", "R0A", "nhs_trust", "Midwives", "", "wte", "1,234.5", "estimated"),
        ("2023/24", "R0A", "nhs_trust", "nursing", "Female", "leavers", "*", ""),
        ("2024-04-30", "U12345", "", "", "", "headcount", "-", ""),
        ("2024-04-30", "U12345", "", "All staff groups", "", "headcount", 7, "reported"),
    )
    assert reading.refusals.is_empty()
    rows = reading.frame.select(
        "measure", "org", "staff_group", "sex", "status", "period_from", "period_to", "cut"
    ).rows()
    assert rows == [
        ("wte", "R0A", "midwifery", None, "estimated", date(2024, 4, 1), date(2024, 4, 30), "staff_group"),
        ("leavers", "R0A", "nursing", "Female", "suppressed", date(2023, 4, 1), date(2024, 3, 31), "staff_group+sex"),
        ("headcount", "U12345", None, None, "reported", date(2024, 4, 30), date(2024, 4, 30), ""),
    ]


def test_what_is_not_known_is_refused(read_rows: Read) -> None:
    reading = read_rows(
        "counts", HEADER, ("soon", "R0A", "circus", "Wizards", "F", "spells", "many", "guessed"), name="mine.csv"
    )
    assert set(reading.refusals["column"]) == set(HEADER) - {"org"}
    assert reading.frame.is_empty()


@pytest.mark.parametrize("value", ["0", "-3", "0.000001"])
def test_values_come_through(read_rows: Read, value: str) -> None:
    reading = read_rows("counts", ["period", "org", "measure", "value"], ("2024-04", "R0A", "wte", value))
    assert [f"{number.normalize():f}" for number in reading.frame["value"]] == [value]
