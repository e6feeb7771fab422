"""Excel workbooks, plain and awkward."""

import io
import re
import zipfile
from contextlib import suppress
from datetime import date, datetime

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from wholetime.dataset.engine.opening import UnreadableFile
from wholetime.dataset.engine.opening.open import read_bytes

Rows = list[list[object]]
MORNING = datetime(2024, 3, 1, 9, 30)  # noqa: DTZ001 - a workbook's times have no zone
TABLE: Rows = [["Code", "Started", "WTE"], ["R0A", date(2024, 2, 29), 0.3], ["R0B", MORNING, 12]]


def workbook(sheets: dict[str, Rows], *, epoch_1904: bool = False) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    if epoch_1904:
        book.epoch = CALENDAR_MAC_1904
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The workbook with a piece of its XML changed, as awkward programs write it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode()
            if name == part:
                assert re.search(old, content)
                content = re.sub(old, new, content, count=1)
            target.writestr(name, content)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize("epoch_1904", [False, True])
def test_dates_are_right_in_both_calendars(epoch_1904: bool) -> None:
    rows = read_bytes("staff.xlsx", workbook({"Staff": TABLE}, epoch_1904=epoch_1904)).frame.rows()
    assert rows == [(2, "R0A", "2024-02-29", "0.3"), (3, "R0B", "2024-03-01 09:30:00", "12")]


def test_numbers_keep_their_digits_without_exponents() -> None:
    numbers: Rows = [["n", "m"], [0.1 + 0.2, 1e-7], [1234567890123, True], [-2.5, 987654321.123456]]
    rows = read_bytes("n.xlsx", workbook({"S": numbers})).frame.select("n", "m").rows()
    assert rows[1:] == [("1234567890123", "TRUE"), ("-2.5", "987654321.123456")]
    assert rows[0][1] == "0.0000001"


def test_the_first_sheet_with_cells_is_read_and_its_title_rows_skipped() -> None:
    above: Rows = [["Staff return"], [], ["made in May"]]
    table = read_bytes("s.xlsx", workbook({"Empty": [], "Staff": above + TABLE, "Notes": [["a", "b"], [1, 2]]}))
    assert table.frame["row"].to_list() == [5, 6]
    assert table.notes == ("read from the sheet 'Staff'",)


def test_the_sheet_whose_header_is_known_is_read() -> None:
    header: list[object] = ["DATE", "ORG_CODE", "FTE_DAYS_LOST", "FTE_DAYS_AVAILABLE", "SICKNESS_ABSENCE_RATE_PERCENT"]
    known: Rows = [["Sickness"], header, ["30/04/2024", "R0A", 1, 100, 1]]
    table = read_bytes("s.xlsx", workbook({"Cover": TABLE, "Data": known}))
    assert table.layout.header == tuple(header)


def test_a_formula_gives_its_last_result() -> None:
    data = edited(workbook({"S": TABLE}), SHEET, r'<c r="C3" t="n"><v>12</v>', '<c r="C3"><f>6+6</f><v>12</v>')
    assert read_bytes("f.xlsx", data).frame["WTE"].to_list() == ["0.3", "12"]


@pytest.mark.parametrize("value", ["<v></v>", "<v/>", ""])
def test_a_formula_that_was_never_calculated_names_its_cell(value: str) -> None:
    data = edited(workbook({"S": TABLE}), SHEET, r'<c r="C3" t="n"><v>12</v>', f'<c r="C3"><f>6+6</f>{value}')
    with pytest.raises(UnreadableFile, match="cell C3 of sheet 'S' has a formula that was never calculated"):
        read_bytes("f.xlsx", data)


def test_a_formula_with_an_empty_text_is_an_empty_cell() -> None:
    data = edited(workbook({"S": TABLE}), SHEET, r'<c r="C3" t="n"><v>12</v>', '<c r="C3" t="str"><f>""</f><v></v>')
    assert read_bytes("f.xlsx", data).frame["WTE"].to_list() == ["0.3", None]


def test_an_error_value_names_its_cell() -> None:
    data = edited(workbook({"S": TABLE}), SHEET, r'<c r="C3" t="n"><v>12</v>', '<c r="C3" t="e"><v>#REF!</v>')
    with pytest.raises(UnreadableFile, match="cell C3 of sheet 'S' holds the error #REF!"):
        read_bytes("f.xlsx", data)


def test_a_stray_far_cell_does_not_fill_the_memory() -> None:
    data = edited(workbook({"S": TABLE}), SHEET, r'r="C3"', 'r="XFD1048576"')
    with pytest.raises(UnreadableFile, match="row 1048576"):
        read_bytes("f.xlsx", data)


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><workbook '
    data = edited(workbook({"S": TABLE}), "xl/workbook.xml", "<workbook ", bomb)
    with pytest.raises(UnreadableFile, match="document type"):
        read_bytes("f.xlsx", data)


def test_a_workbook_without_cells_or_cut_short_is_refused() -> None:
    whole = workbook({"S": TABLE})
    with pytest.raises(UnreadableFile, match="no sheet with cells"):
        read_bytes("e.xlsx", workbook({"S": []}))
    with pytest.raises(UnreadableFile, match="cut short"):
        read_bytes("t.xlsx", whole[: len(whole) // 2])


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")), min_size=1, max_size=8)


@given(
    rows=st.lists(st.tuples(TEXT, st.integers(-(10**12), 10**12), st.dates(date(1905, 1, 1))), min_size=1, max_size=6)
)
@settings(max_examples=25, deadline=None)
def test_a_table_written_by_openpyxl_comes_back(rows: list[tuple[str, int, date]]) -> None:
    rows = [(f"x{text}", number, day) for text, number, day in rows]  # an initial "=" would be a formula
    read = read_bytes("r.xlsx", workbook({"S": [["a", "b", "c"], *map(list, rows)]})).frame
    assert read.drop("row").rows() == [(text, str(number), day.isoformat()) for text, number, day in rows]


@given(at=st.integers(0, 4000), byte=st.integers(0, 255))
@settings(max_examples=80, deadline=None)
def test_a_damaged_workbook_raises_nothing_else(at: int, byte: int) -> None:
    data = bytearray(workbook({"S": TABLE}))
    data[at % len(data)] = byte
    with suppress(UnreadableFile):
        read_bytes("d.xlsx", bytes(data))
