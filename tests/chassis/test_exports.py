"""Files to take away: text stays text, figures keep their sources, documents can be read by everyone."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from wholetime.chassis.engine.exports import Briefing, Section, Sheet, csv_text, pdf, table_csv, word, workbook
from wholetime.chassis.engine.exports.workbook import ABOUT, tab_names
from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.web import sample_charts, samples
from wholetime.kernel.figure import Suppression

DAY = date(2024, 11, 20)
FIGURES = tuple(samples.headline())
PRINTABLE = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn", "Co"]), max_size=60)
FORMULA_LIKE = st.builds("".join, st.tuples(st.sampled_from("=+-@"), PRINTABLE))


def one_column(texts: list[str]) -> Table:
    return Table("Words", (Column("word", "Word"),), tuple((text,) for text in texts))


def briefing() -> Briefing:
    blocks = ("A paragraph with #markup, *stars* and <tags>.", FIGURES, sample_charts.all_charts()[0])
    return Briefing(
        "The workforce of Fictionshire",
        "For planners",
        DAY,
        (Section("The shape", blocks), Section("Places", (sample_charts.sample_table(),))),
        ("Open Government Licence v3.0.",),
    )


@given(st.lists(st.one_of(PRINTABLE, FORMULA_LIKE), min_size=1, max_size=8))
@settings(max_examples=60, deadline=None)
def test_any_text_comes_back_from_excel_as_it_went_in(texts):
    book = workbook([Sheet("Words", one_column(texts))], "Words", DAY)
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_name("Words").to_python()
    read = [row[0] for row in rows[1:]]
    assert read[: len(texts)] + [""] * (len(texts) - len(read)) == texts


@given(st.lists(FORMULA_LIKE, min_size=1, max_size=5))
@settings(max_examples=40, deadline=None)
def test_no_text_becomes_a_formula_in_excel(texts):
    book = workbook([Sheet("Words", one_column(texts))], "Words", DAY)
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 2
    assert not any("<f>" in sheet for sheet in sheets)


@given(st.lists(st.one_of(PRINTABLE, FORMULA_LIKE), min_size=1, max_size=8))
def test_csv_text_is_guarded_and_otherwise_unchanged(texts):
    read = [row[0] for row in csv.reader(io.StringIO(csv_text([(text, "end") for text in texts]), newline=""))]
    for before, after in zip(texts, read, strict=True):
        assert not after.startswith(("=", "+", "-", "@"))
        assert after.removeprefix("'") == before.removeprefix("'") or after == before


def test_numbers_in_csv_are_not_guarded():
    assert (
        csv_text([(-3, Decimal("-1.5"), date(2024, 4, 1), None, Suppression.PRIMARY)]) == "-3,-1.5,2024-04-01,,[c]\r\n"
    )


def test_a_table_in_csv_ends_with_its_source():
    lines = table_csv(sample_charts.sample_table()).splitlines()
    assert lines[0].startswith("Place,WTE,")
    assert lines[-1].strip('"').startswith("Source: Fictionshire")


def test_cells_keep_their_kinds_in_excel():
    columns = (
        Column("day", "Day", Kind.DATE),
        Column("rate", "Rate", Kind.PERCENT, 1),
        Column("n", "N", Kind.NUMBER, 0),
    )
    table = Table("Kinds", columns, ((DAY, Decimal("5.24"), 1234), (None, Suppression.PRIMARY, None)))
    sheet = load_workbook(io.BytesIO(workbook([Sheet("Kinds", table)], "Kinds", DAY)))["Kinds"]
    assert sheet["A2"].value.date() == DAY
    assert (sheet["B2"].value, sheet["B2"].number_format) == (5.24, '#,##0.0"%"')
    assert (sheet["C2"].value, sheet["C2"].number_format) == (1234, "#,##0")
    assert (sheet["A3"].value, sheet["B3"].value, sheet["C3"].value) == (None, "[c]", None)
    assert sheet.freeze_panes == "B2"


def test_the_first_sheet_names_every_source():
    book = load_workbook(io.BytesIO(workbook([Sheet("Places", sample_charts.sample_table(), FIGURES)], "Shape", DAY)))
    assert book.sheetnames[0] == ABOUT
    said = {str(cell.value) for row in book[ABOUT].iter_rows() for cell in row if cell.value}
    assert {samples.SOURCE.sha256, samples.SOURCE.file, "12 November 2024"} <= said
    assert any("23 of 24 organisations" in text for text in said)


@given(st.lists(PRINTABLE, max_size=6))
def test_tab_names_are_ones_excel_accepts(wanted):
    names = tab_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(0 < len(name) <= 31 and not re.search(r"[\[\]:*?/\\]", name) for name in names)


def test_a_word_briefing_has_headings_repeated_header_rows_and_text_for_its_charts():
    document = Document(io.BytesIO(word(briefing())))
    headings = [line.text for line in document.paragraphs if line.style.name.startswith(("Heading", "Title"))]
    assert headings[:2] == ["The workforce of Fictionshire", "The shape"]
    assert "Sources" in headings
    xml = document.element.xml
    assert xml.count("<w:tblHeader") == len(document.tables) == 2
    assert 'descr="Workforce by group. From April 2022' in xml
    assert any("9f2c41d07b5e8a36" in line.text for line in document.paragraphs)


def test_a_pdf_briefing_is_tagged_and_in_british_english():
    made = pdf(briefing())
    assert made.startswith(b"%PDF-")
    for said in (b"/Lang(en-GB)", b"/MarkInfo", b"pdfuaid", b"/StructTreeRoot"):
        assert said in made


@given(PRINTABLE)
@settings(max_examples=8, deadline=None)
def test_no_text_can_break_a_document(text):
    awkward = replace(briefing(), title=f"T{text}", sections=(Section(f"H{text}", (text, one_column([text]))),))
    assert pdf(awkward).startswith(b"%PDF-")
    assert word(awkward).startswith(b"PK")


@pytest.mark.parametrize("write", [word, pdf])
def test_the_same_briefing_is_the_same_words_twice(write):
    first, second = write(briefing()), write(briefing())
    assert len(first) == pytest.approx(len(second), rel=0.001)
