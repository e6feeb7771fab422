"""Charts: safe under the content security policy, named for everyone, and true to their numbers."""

from __future__ import annotations

import math
import re
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wholetime.chassis
from wholetime.chassis.engine.charts import Band, Series, bar, choropleth, pyramid, render_png, render_svg, strip, trend
from wholetime.chassis.engine.charts.maps import NO_VALUE, _parted, _planar, _step, _steps, _two_ways
from wholetime.chassis.engine.charts.palette import OVER, PALETTE, RAMP
from wholetime.chassis.engine.tables import cell_text
from wholetime.chassis.web.sample_charts import all_charts
from wholetime.kernel.figure import Unit

TOKENS = Path(wholetime.chassis.__file__).parent / "static/wholetime/tokens.css"
CHARTS = all_charts()
EVENT_HANDLER = re.compile(r"\son\w+=")


@pytest.fixture(params=CHARTS, ids=lambda chart: chart.title)
def chart(request):
    return request.param


def test_a_page_drawing_holds_nothing_the_policy_refuses(chart):
    drawn = render_svg(chart)
    root = ElementTree.fromstring(drawn)
    tags = {element.tag.split("}")[1] for element in root.iter()}
    assert not tags & {"style", "script", "image", "foreignObject", "a"}
    assert not any("style" in element.attrib for element in root.iter())
    assert not EVENT_HANDLER.search(drawn)
    assert "width" not in root.attrib
    assert root.get("viewBox", "").startswith("0 0 ")


def test_every_colour_on_a_page_is_a_token(chart):
    root = ElementTree.fromstring(render_svg(chart))
    painted = {element.get(name, "none") for element in root.iter() for name in ("fill", "stroke")}
    assert {paint for paint in painted if not paint.startswith("var(--")} <= {"none", "transparent"}


def test_a_drawing_has_a_name_a_description_and_named_marks(chart):
    root = ElementTree.fromstring(render_svg(chart))
    assert (root.get("role"), root[0].text, root[1].text) == ("img", chart.title, chart.sentence)
    marks = [element.get("aria-label") for element in root.iter() if element.get("role") == "graphics-symbol"]
    assert marks
    assert all(mark and ":" in mark for mark in marks)


def test_the_table_holds_what_is_drawn(chart):
    assert chart.table.rows
    assert chart.source
    marks = re.findall(r'aria-label="([^"]+: [^"]+)"', render_svg(chart))
    shown = {
        cell_text(cell, column)
        for row in chart.table.rows
        for cell, column in zip(row, chart.table.columns, strict=True)
    }
    numbers = {re.search(r": ([\d,.−]+%?)", mark)[1] for mark in marks[1:] if re.search(r": [\d−]", mark)}
    assert numbers
    loose = {text.replace(".0", "") for text in shown} | shown
    summary = {number for number in numbers if number not in loose}
    assert len(summary) <= 1, f"only the target or the middle of peers may be missing: {summary}"


def test_files_are_drawn_too(chart):
    assert render_png(chart, 1).startswith(b"\x89PNG")
    assert "var(--" not in render_svg(chart, page=False)


def test_the_palette_is_the_tokens_of_the_pages_in_light_and_dark():
    light, dark = TOKENS.read_text().split("@media (prefers-color-scheme: dark)")
    for name, colour in PALETTE.items():
        assert f"--{name}: {colour};" in light
        assert f"--{name}: " in dark
    assert len(set(PALETTE.values())) == len(PALETTE)


def test_text_from_outside_is_escaped():
    drawn = render_svg(
        bar("<script>alert(1)</script>", {'<img src=x onerror="y">': 3, "B & C": 2}, Unit.PEOPLE, "Source")
    )
    assert "<script" not in drawn
    assert "<img" not in drawn


def test_a_trend_says_what_changed():
    points = ((date(2023, 4, 1), 4.8), (date(2023, 5, 1), None), (date(2024, 3, 1), 5.21))
    one = trend("Sickness rate", [Series("Trust", points)], Unit.PERCENT, "Source")
    assert one.sentence == "It was 5.2% in March 2024, up from 4.8% in April 2023."
    two = trend("Sickness rate", [Series("A", points), Series("B", points[:1])], Unit.PERCENT, "Source")
    assert two.sentence == "A was 5.2% in March 2024, up from 4.8% in April 2023. B was 4.8% in April 2023."
    none = trend("Sickness rate", [Series("A", ((date(2023, 4, 1), None),))], Unit.PERCENT, "Source")
    assert none.sentence == "There is no data for A."


def test_a_trend_refuses_more_lines_than_can_be_told_apart():
    with pytest.raises(ValueError, match="1 to 6 lines"):
        trend("Many", [Series(str(number), ()) for number in range(7)], Unit.PEOPLE, "Source")


def test_a_withheld_side_of_a_pyramid_draws_no_bar():
    drawn = render_svg(pyramid("Age", [Band("20 to 24", 12, None), Band("25 to 29", 30, 9)], Unit.PEOPLE, "Source"))
    assert "Men aged 25 to 29: 9 people" in drawn
    assert "Men aged 20 to 24" not in drawn


def test_a_strip_counts_the_peers_above():
    drawn = strip("Ratio", {"Ours": 5, "A": 6, "B": 4, "C": 7}, "Ours", Unit.SCORE, "Source")
    assert drawn.sentence == "Ours is at 5.0; the middle of 4 peers is 5.5, and 2 of them are higher."


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_every_value_falls_in_the_step_that_names_it(values):
    steps = _steps(values)
    assert steps == sorted(set(steps))
    assert len(steps) <= 6
    for value in values:
        step = _step(value, steps)
        assert steps[step] <= value
        assert step + 1 == len(steps) or value < steps[step + 1]


def test_a_map_without_any_value_says_so():
    square = {"type": "Polygon", "coordinates": [[[0, 53], [1, 53], [1, 54], [0, 53]]]}
    areas = {
        "type": "FeatureCollection",
        "features": [{"properties": {"code": "A", "name": "Area"}, "geometry": square}],
    }
    drawn = choropleth("Rate", areas, {}, Unit.PERCENT, "Source")
    assert drawn.sentence == "There is no data for these areas."
    assert NO_VALUE in render_svg(drawn)


def test_degrees_are_projected_and_metres_left_alone():
    assert _planar([[384000.0, 398000.0]]) == [[384000.0, 398000.0]]
    east, north = _planar([-2.24, 53.48])
    assert east == pytest.approx(-2.24)
    assert north == pytest.approx(math.degrees(math.log(math.tan(math.radians(45 + 53.48 / 2)))))


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=40))
def test_no_step_of_a_parted_map_goes_across_nought(values):
    steps = _parted(values)
    colours = _two_ways(steps)
    assert len(colours) == len(set(colours)) == len(steps) <= 6
    assert steps == sorted(set(steps))
    for value in values:
        assert (colours[_step(value, steps)] in OVER) == (value < 0)


def test_further_below_nought_is_darker_as_further_above_is():
    assert _two_ways(_parted([-30, -13, -7, -2, 5, 7, 8, 20])) == [*reversed(OVER), *RAMP[1::2]]
