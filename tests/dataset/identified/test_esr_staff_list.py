"""Staff lists in two layouts, with rows as bad as real ones."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tests.dataset.identified.conftest import ReadText, refused

from wholetime.dataset.engine.adapter import Layout, NotThisLayout
from wholetime.dataset.engine.adapters import adapter_for
from wholetime.dataset.engine.adapters.esr_staff_list import REQUIRED
from wholetime.dataset.engine.mapping import mapping_for, mappings_of
from wholetime.dataset.engine.opening.open import read_bytes

FILES = Path(__file__).parent / "files"
OLD = (FILES / "esr_staff_list_2021.csv").read_text(encoding="utf-8")
NEW = (FILES / "esr_staff_list_2026.csv").read_text(encoding="utf-8")


def test_the_old_layout(read_text: ReadText) -> None:
    reading = read_text("esr_staff_list", OLD)
    frame = reading.frame
    assert refused(reading) == []
    assert frame["staff_group"].to_list() == ["midwifery", "midwifery", "unknown"]
    assert frame["contract"].to_list() == ["permanent", "bank", "fixed_term"]
    assert frame["ethnicity"].to_list() == ["White British", "White British", "Any other White background"]
    assert [float(fte) for fte in frame["fte"]] == [0.8, 0.0, 1.0]
    assert frame["sector"].to_list() == ["nhs_trust"] * 3
    assert frame["started"].to_list() == [date(2012, 3, 1), date(2014, 4, 1), date(2025, 9, 1)]
    assert frame["registered_until"].to_list() == [date(2026, 5, 31), date(2026, 5, 31), None]
    assert frame["first_name"].to_list() == ["Ann", "Ann", "Bo"]
    assert "1 person has no usable National Insurance number" in reading.passed_over[0]


def test_age_is_counted_at_the_month_end_and_the_birthday_counts(read_text: ReadText) -> None:
    ages = read_text("esr_staff_list", OLD).frame["age"].to_list()
    assert ages == [44, 44, 35]


def test_the_new_layout_is_chosen_by_its_headings(read_text: ReadText) -> None:
    frame = read_text("esr_staff_list", NEW).frame
    assert frame.select("org", "staff_group", "contract", "age").rows() == [("SYNT02", "medical", "permanent", 44)]


def test_bad_rows_are_refused_by_row_and_column(read_text: ReadText) -> None:
    head = OLD.strip().splitlines()[0]
    rows = """
    31/10/2025,SYNT01,1,1-1,,A,B,01/01/1980,Female,,N6A,Nurse,Permanent,1,,
    31/10/2025,SYNT01,1,1-1,,A,B,01/01/1980,Female,,N6A,Nurse,Permanent,1,,
    31/13/2025,SYNT01,2,2-1,,A,B,01/01/1980,Female,,N6A,Nurse,Permanent,1,,
    31/10/2025,,3,3-1,,A,B,01/01/1980,Female,,N6A,Nurse,Permanent,1,,
    31/10/2025,SYNT01,4,4-1,,A,B,1980,Female,,N6A,Nurse,Permanent,-1,,
    31/10/2025,SYNT01,5,5-1,,A,B,01/01/1980,Robot,,N6A,Nurse,Permanent,,,
    31/10/2025,SYNT01,6,6-1,,A,B,01/01/1980,Male,,N6A,Nurse,Forever,37.5,,
    TOTAL,,,,,,,,,,,,,6,,
    """
    reading = read_text("esr_staff_list", head + rows)
    assert reading.frame.height == 1
    assert refused(reading) == [
        (3, "Assignment Number", "appears a second time in this file"),
        (4, "Effective Date", "is not a month such as 2024-04 or April 2024"),
        (5, "Organisation Code", "is empty"),
        (6, "Date of Birth", "is not a date such as 30/04/2024"),
        (6, "FTE", "is negative"),
        (7, "FTE", "is empty"),
        (7, "Gender", "is not a known sex"),
        (8, "Assignment Category", "is not a known contract"),
        (8, "FTE", "is more than 5"),
        *[row for row in refused(reading) if row[0] == 9],
    ]
    assert (9, "Organisation Code", "is empty") in refused(reading)


def test_a_workbook_reads_like_a_csv(read_text: ReadText) -> None:
    book = openpyxl.Workbook()
    for line in OLD.strip().splitlines():
        book.active.append(line.strip().split(","))
    saved = io.BytesIO()
    book.save(saved)
    raw = read_bytes("list.xlsx", saved.getvalue())
    adapter = adapter_for(raw.layout)
    assert adapter is not None
    assert adapter.read(raw).frame.equals(read_text("esr_staff_list", OLD).frame)


def test_a_layout_that_lacks_a_column_is_told_which() -> None:
    header = tuple(mappings_of("esr_staff_list")[-1].headings.values())
    layout = Layout("list.csv", tuple(name for name in header if name != "FTE"))
    assert adapter_for(layout) is None
    with pytest.raises(NotThisLayout, match="also has the columns FTE"):
        mapping_for("esr_staff_list", layout, REQUIRED)


def test_every_layout_has_its_own_version_and_every_required_column() -> None:
    found = mappings_of("esr_staff_list")
    assert len({mapping.version for mapping in found}) == len(found) >= 2
    for mapping in found:
        assert set(REQUIRED) <= set(mapping.headings) | set(mapping.constants), mapping.version
