"""Presenters turn figures into pages without a request, a database or a lake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from tests.insight.made_figures import figure

from wholetime.chassis.api import NodeValue, Scope
from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.web.page import Empty, Page, Section, Tile
from wholetime.chassis.web.page_briefings import briefing, sheets
from wholetime.chassis.web.sources import source_line
from wholetime.dataset.api import WITHHELD
from wholetime.insight.queries.compare import Comparison
from wholetime.insight.queries.people import People
from wholetime.insight.queries.sickness import Sickness
from wholetime.insight.queries.viewpoint import Viewpoint
from wholetime.insight.queries.whole import whole_headcounts
from wholetime.insight.web.naming import beside_england, moved, since
from wholetime.insight.web.ordering import told_apart
from wholetime.insight.web.presenters.compare import compare_page
from wholetime.insight.web.presenters.people import people_page
from wholetime.insight.web.presenters.sickness import judged, sickness_page
from wholetime.kernel.figure import Coverage, Figure, Suppression, Unit


def node(code: str, name: str, kind: str = "place") -> NodeValue:
    return NodeValue(code, kind, name, "", None, None, synthetic=False)


def view(code: str = "00T", name: str = "Bolton") -> Viewpoint:
    return Viewpoint(node(code, name), Scope((code,)), Scope((code,)), ("1", "1", date(2025, 6, 1)))


def address(code: str, slug: str = "shape") -> str:
    return f"/{code}/{slug}"


def rate(value: str | None, month: int = 3, **more: str) -> Figure:
    """``month`` counts from January 2025."""
    when = (2025 + (month - 1) // 12, (month - 1) % 12 + 1)
    return figure("sickness_rate", value, unit=Unit.PERCENT, month=when, detail={"source": "made", **more})


def test_a_move_is_said_in_points_or_in_numbers() -> None:
    assert moved(rate("5.3"), rate("5.0", 2)) == "up 0.3 points on February 2025"
    assert moved(rate("5.0"), rate("5.3", 2)) == "down 0.3 points on February 2025"
    assert moved(rate("5.01"), rate("5.0", 2)) == "the same as in February 2025"
    assert moved(rate(None), rate("5.0", 2)) == ""
    assert moved(
        figure("headcount", 1200, unit=Unit.PEOPLE), figure("headcount", 200, unit=Unit.PEOPLE, month=(2025, 1))
    ) == ("up 1,000 on January 2025")


def test_a_figure_is_set_beside_its_like_only() -> None:
    ours, older = rate("6.0"), rate("5.0", 2)
    assert beside_england(ours, [rate("5.5")]) == "England 5.5%"
    assert beside_england(ours, [rate("5.5", 2)]) == "", "another month"
    assert beside_england(ours, [rate("5.5", source="other")]) == "", "another source"
    assert since(ours, [older, ours]) == "up 1.0 points on February 2025"
    assert since(ours, [rate("5.0", 2, source="other")]) == ""


def test_a_headcount_of_some_groups_is_no_headcount() -> None:
    wte = (figure("wte", 100, detail={"sector": "general_practice", "source": "made"}),)
    some = figure("headcount", 40, detail={"sector": "general_practice", "source": "made"})
    all_of_them = replace(some, value=Decimal(130))
    assert whole_headcounts((some,), wte) == ()
    assert whole_headcounts((all_of_them,), wte) == (all_of_them,)


def test_the_source_line_says_who_reported_where_that_is_one_and_the_same() -> None:
    two = (figure("wte", 1, coverage=Coverage(3, 4)), figure("wte", 2, coverage=Coverage(3, 4), month=(2025, 4)))
    assert source_line(two) == "Source: Made by hand, March 2025 to April 2025. 3 of 4 organisations reported (75.0%)."
    assert source_line((two[0], replace(two[1], coverage=Coverage(1, 4)))).endswith("April 2025.")
    assert source_line(()) == "Source: nothing is held."


def test_withheld_ages_draw_nothing_and_the_page_says_so() -> None:
    pyramid = tuple(
        figure(
            "headcount",
            value,
            unit=Unit.PEOPLE,
            suppression=None if value else Suppression.PRIMARY,
            detail={"sector": "nhs_trust", "source": "made", "age_band": age, "sex": sex},
        )
        for age, sex, value in (("30-34", "Female", 20), ("30-34", "Male", None), ("Under 20", "Female", 5))
    )
    page = people_page(view(), People(pyramid, (), (), (), (), ()))
    chart = next(page.charts())
    assert page.withheld
    assert [row[0] for row in chart.table.rows] == ["Under 20", "30-34"], "youngest first"
    assert chart.table.rows[1] == ("30-34", Decimal(20), None)
    assert page.sections[-1].empty is not None, "what no source says is said"


def test_where_too_few_are_of_an_age_and_sex_a_sentence_takes_the_chart_s_place() -> None:
    detail = {"sector": "nhs_trust", "source": "made", "age_band": WITHHELD, "sex": WITHHELD}
    line = figure("headcount", None, unit=Unit.PEOPLE, suppression=Suppression.SECONDARY, detail=detail)
    page = people_page(view(), People((line,), (), (), (), (), ()))
    assert not list(page.charts())
    (note,) = page.sections[0].notes
    assert note.startswith("NHS trusts: too few people here")


def test_sickness_says_whether_a_change_is_more_than_chance() -> None:
    steady = [rate(str(5 + (month % 2) / 10), month) for month in range(1, 15)]
    series = (*steady, rate("9.9", 15))
    facts = Sickness(
        (series[-1],), series, (), (), {"RMC": series, "RXV": tuple(steady)}, "org", {"RMC": "A", "RXV": "B"}
    )
    assert judged(series).variation is not None
    page = sickness_page(view(), facts, address)
    table = page.sections[-1].tables[0]
    assert table.rows[0][-1] == "▲ Concern (high)"
    assert table.links == ("/RMC/sickness", "/RXV/sickness")
    assert "1 of 2" in page.sections[-1].said


def test_no_sickness_says_what_to_load() -> None:
    page = sickness_page(view(), Sickness((), (), (), (), {}, "org", {}), address)
    assert page.sections[0].empty is not None


def test_what_one_area_lacks_stands_as_no_data_beside_the_other() -> None:
    areas = (node("00T", "Bolton"), node("00V", "Bury"))
    facts = Comparison(areas, ((rate("6.0"),), ()), ())
    beside = compare_page(view(), facts, address).sections[0].beside
    assert beside is not None
    label, figures = beside.rows[0]
    assert (label, [one.value for one in figures]) == ("Sickness_rate", [Decimal("6.0"), None])


def test_figures_of_different_dates_never_share_a_row() -> None:
    areas = (node("00T", "Bolton"), node("00V", "Bury"))
    facts = Comparison(areas, ((rate("6.0", 3),), (rate("5.0", 2),)), ())
    beside = compare_page(view(), facts, address).sections[0].beside
    assert beside is not None
    assert [[one.value for one in figures] for _, figures in beside.rows] == [
        [Decimal("6.0"), None],
        [None, Decimal("5.0")],
    ]


def test_a_briefing_holds_what_the_page_holds() -> None:
    table = Table("Rows", (Column("n", "N", Kind.NUMBER),), tuple((number,) for number in range(61)))
    tile = Tile(rate("6.0"), "Sickness here")
    sections = (
        Section("Now", "Said.", tiles=(tile,), tables=(table,), notes=("Noted.",)),
        Section("Then", empty=Empty("Nothing", "Load it.")),
    )
    page = Page("made", "Made", "Lead", sections, (tile.figure,))
    printed = briefing(page, date(2025, 6, 1))
    said, figures, short, more, noted = printed.sections[0].blocks
    assert (said, noted) == ("Said.", "Noted.")
    assert figures[0].definition.title == "Sickness here"
    assert (len(short.rows), more) == (60, "The first 60 of 61 rows; the Excel workbook has them all.")
    assert printed.sections[1].blocks == ("Nothing. Load it.",)
    held = sheets(page)
    assert [sheet.name for sheet in held] == ["Headlines", "Rows"]
    assert len(held[1].table.rows) == 61
    assert held[0].figures == (tile.figure,)


def test_tiles_of_one_title_say_whose_number_each_is() -> None:
    one = figure("wte", "3.5", unit=Unit.WTE)
    tiles = (Tile(one, "WTE, General practice"), Tile(one, "WTE, General practice"), Tile(one, "WTE, NHS trusts"))
    assert [tile.title for tile in told_apart(tiles)] == [
        "WTE, General practice, made",
        "WTE, General practice, made",
        "WTE, NHS trusts",
    ]
