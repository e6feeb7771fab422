"""Official projections: both layouts come to the same, and whatever is wrong is named by row, column and reason."""

from __future__ import annotations

import io
from datetime import date

import numpy as np
import polars as pl
import pytest
from openpyxl import Workbook

from wholetime.dataset.api import opened_table
from wholetime.forecast.engine.demand.official import NotAProjection, Reading, read_projection
from wholetime.forecast.engine.demand.projected import Projection


def long_text(years: range = range(2026, 2028), ages: range = range(86), area: str = "E54000057") -> str:
    """1,000 people of each sex and age, a hundred more each year; the last age stands for all above it."""
    rows = [
        f"{area},{year},{sex},{age}{'+' if age == ages[-1] else ''},{1000 + 100 * (year - years[0])}"
        for year in years
        for sex in ("Females", "M")
        for age in ages
    ]
    return "\n".join(["Area,Year,SEX,age,Persons", *rows])


def wide_text() -> str:
    ages = [*map(str, range(85)), "85 and over"]
    rows = [f"E54000057,Anywhere,{sex},{age},1000,1100" for sex in ("males", "females") for age in ages]
    totals = ["E54000057,Anywhere,persons,All ages,172000,189200"]
    return "\n".join(["AREA_CODE,AREA_NAME,SEX,AGE_GROUP,2026,2027", *rows, *totals])


def read(text: str) -> Reading:
    return read_projection(opened_table("snpp.csv", text.encode()))


def test_both_layouts_come_to_the_same() -> None:
    long, wide = read(long_text()), read(wide_text())
    assert long.counts.equals(wide.counts)
    assert long.areas == ("E54000057",)
    assert long.counts["age"].unique().sort().to_list() == list(range(0, 90, 5))
    assert wide.passed_over == ("2 totals",)
    first = long.counts.row(0, named=True)
    assert first == {"area": "E54000057", "year": 2026, "sex": "Female", "age": 0, "persons": 5000.0}
    assert long.counts.filter(pl.col("year") == 2027)["persons"].sum() == 2 * 86 * 1100


def test_a_workbook_says_the_same() -> None:
    book, target = Workbook(), io.BytesIO()
    for line in long_text().splitlines():
        book.active.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
    book.save(target)
    assert read_projection(opened_table("snpp.xlsx", target.getvalue())).counts.equals(read(long_text()).counts)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (",Females,0,1000", ",Females,0,many", "row 2, Persons 'many': is not a number of people"),
        (",Females,0,1000", ",Females,0,-1", "row 2, Persons '-1': is not a number of people"),
        (",Females,0,1000", ",neither,0,1000", "row 2, SEX 'neither': is neither female nor male"),
        (",Females,0,1000", ",Females,old,1000", "row 2, age 'old': is no age"),
        (",Females,0,1000", ",Females,400,1000", "row 2, age '400': is no age"),
        (",Females,0,1000", ",Females,0-9,1000", "row 2, age '0-9': ages are single years or five years together"),
        ("E54000057,2026,Females,0,1000", "E54000057,26,Females,0,1000", "row 2, Year '26': is no year"),
        ("E54000057,2026,Females,0,1000", ",2026,Females,0,1000", "row 2, Area: an area is needed"),
        (",Females,1,1000", ",Females,0,1000", "row 3, Persons '1000': E54000057, 2026, female, age 0 is given twice"),
        ("E54000057,2026,Females,0,1000\n", "", "E54000057, 2026, female, age 0: is missing"),
        ("2027", "2029", "2027: is missing between the years given"),
        (",M,", ",F,", "given twice"),
    ],
)
def test_what_is_wrong_is_named(old: str, new: str, says: str) -> None:
    found = read(long_text().replace(old, new) if old in ("2027", ",M,") else long_text().replace(old, new, 1))
    assert found.counts.is_empty()
    assert says in "\n".join(map(str, found.refused))


def test_both_sexes_and_the_old_are_needed() -> None:
    only = "\n".join(line for line in long_text().splitlines() if ",M," not in line)
    assert [str(one) for one in read(only).refused] == ["Female and male: are both needed"]
    young = long_text(ages=range(61)).replace("60+", "60")
    assert [str(one) for one in read(young).refused] == ["Ages over 60: are missing"]
    early = read(long_text(ages=range(61)))
    assert "the last open from 80, 85 or 90" in str(early.refused[0])


def test_a_file_of_something_else_is_told_what_a_projection_has() -> None:
    with pytest.raises(NotAProjection, match="no column sex, persons"):
        read("Area,Year,Age\nE1,2026,0")


def test_a_course_runs_in_straight_lines_between_the_middles_of_years() -> None:
    persons = np.array([[[10.0, 0.0], [10.0, 4.0]], [[12.0, 0.0], [12.0, 8.0]]])
    held = Projection((2026, 2027), ("Female", "Male"), (0, 80), persons)
    assert held.totals.tolist() == [24, 32]
    old = np.array([[0.0, 1.0], [0.0, 1.0]])
    course = held.course(old, date(2026, 6, 30), 3)
    assert course == pytest.approx([1, 2, 2], abs=0.01)
    later = held.course(old, date(2026, 12, 30), 2)
    assert later[1] == pytest.approx(8 / (4 + 4 * 183 / 365), abs=1e-9)
    with pytest.raises(ValueError, match="nobody"):
        held.course(np.zeros((2, 2)), date(2026, 6, 30), 3)
