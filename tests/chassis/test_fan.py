"""The fan chart: what is drawn, said and tabled is the same."""

from __future__ import annotations

from datetime import date

import pytest

from wholetime.chassis.engine.charts import Ahead, fan, render_svg
from wholetime.kernel.figure import Unit

PAST = [(date(2024, 3, 31), 90), (date(2025, 3, 31), 100)]
AHEAD = [
    Ahead(date(2025, 3, 31), 100, (100, 100), (100, 100), (100, 100)),
    Ahead(date(2026, 3, 31), 110, (105, 115), (100, 120), (90, 130)),
]


def test_the_table_has_every_day_and_band() -> None:
    chart = fan("Staff", PAST, AHEAD, Unit.WTE, "Source", "It grows.", beside=("Needed", [(date(2026, 3, 31), 125)]))
    assert [row[0] for row in chart.table.rows] == [*(day for day, _ in PAST), *(one.day for one in AHEAD)]
    assert chart.table.rows[-1][1:] == (None, 110, 100, 120, 90, 130, 125)


def test_the_drawing_names_its_bands_and_lines_and_no_others() -> None:
    drawn = render_svg(fan("Staff", [], AHEAD, Unit.WTE, "Source", "It grows."))
    assert "95% likely" in drawn
    assert "Middle of the forecast" in drawn
    assert "Counted" not in drawn
    assert "It grows." in drawn


def test_a_fan_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="one day"):
        fan("Staff", PAST, [], Unit.WTE, "Source", "")
