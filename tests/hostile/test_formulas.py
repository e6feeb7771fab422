"""Formula injection: no text that anybody typed is a formula in any file that is taken away."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from docx import Document
from tests.dataset.web.small_world import World, return_csv, return_row, staff_list
from tests.hostile.multipart import send_named

from wholetime.chassis import api
from wholetime.chassis.engine.exports import Briefing, Section, Sheet, csv_text, table_csv, word, workbook
from wholetime.chassis.engine.tables import Column, Table
from wholetime.chassis.models import Account

STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
CALL = "cmd|' calc'!A1"
FORMULA = f"={CALL}"
LEADING_SPACE = (" =1+1", "\u00a0=1+1", "\ufeff=1+1", "＝1+1", "＋1", "－1", "＠x")
"""Spreadsheets that trim, or that read the full-width signs as the plain ones."""


def cells_of(text: str) -> Iterator[str]:
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")):
        yield from row


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet might work ``cell`` out; a number is one whatever its sign."""
    return cell.startswith(STARTS) and not re.fullmatch(r"[+-]?[0-9.,]+%?", cell)


def sheets_of(book: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        names = parts.namelist()
        assert not [name for name in names if "externalLink" in name or "connections" in name or "vba" in name]
        return [parts.read(name).decode() for name in names if name.startswith("xl/worksheets/sheet")]


@pytest.mark.parametrize("start", [*(f"{one}{CALL}" for one in STARTS), *LEADING_SPACE])
def test_every_first_character_in_every_place_of_every_kind_of_file(start: str) -> None:
    table = Table(start, (Column("a", start), Column("b", "B")), ((start, "x"), ("x", start)), source=start)
    assert not [cell for cell in cells_of(table_csv(table) + csv_text([(start,)])) if is_formula(cell.lstrip())]
    made = sheets_of(workbook([Sheet(start, table)], start, date(2026, 11, 1), [start]))
    assert len(made) == 2
    assert not [found for found in made if "<f" in found or "<hyperlink" in found]
    document = word(Briefing(start, start, date(2026, 11, 1), (Section(start, (start, table)),), (start,)))
    _no_fields(document)


def _no_fields(document: bytes) -> None:
    """Word works out fields and fetches what relations with a target outside name."""
    with zipfile.ZipFile(io.BytesIO(document)) as parts:
        text = "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith((".xml", ".rels")))
    assert "fldSimple" not in text
    assert "instrText" not in text
    assert 'TargetMode="External"' not in text
    assert Document(io.BytesIO(document)).paragraphs


@pytest.fixture
def poisoned(world: World) -> World:
    """Every text that people or files bring is a formula: an organisation's name, cells, a file's name, a person's."""
    api.open_organisation("X9", "organisation", FORMULA, parent="00T", on=None, sector="general_practice")
    Account.objects.update(name=FORMULA)
    good, refused = return_csv(return_row("X9"), return_row("P82001")), return_csv(return_row("X9", group=FORMULA))
    for content in (good.read(), staff_list().read().replace(b"Midwife", b"=1+1"), refused.read()):
        answer = send_named(world.erin, "/api/v1/loads", f"{FORMULA}.csv", content)
        assert answer.status_code in (200, 201), answer.content
        world.erin.post(f"/api/v1/loads/{answer.json()['key']}/commit")
    world.erin.post("/insight/00T/trend/save/", {"title": FORMULA, "query": ""})
    return world


def body(answer: Any) -> bytes:
    assert answer.status_code == 200
    return b"".join(answer.streaming_content) if answer.streaming else bytes(answer.content)


def test_tables_taken_away_as_csv(poisoned: World) -> None:
    paths = [
        "/data/quality/completeness.csv",
        "/data/quality/returns.csv",
        "/data/loads/template/five_minute_return.csv",
    ]
    paths += [f"/insight/00T/compare/table-{number}.csv" for number in range(2)]
    paths += ["/insight/X9/shape/table-0.csv", "/data/returns/X9/template.csv"]
    seen = ""
    for path in paths:
        answer = poisoned.erin.get(path)
        if answer.status_code == 404 and "table-" in path:
            continue
        text = body(answer).decode()
        assert not [cell for cell in cells_of(text) if is_formula(cell)], path
        seen += text
    assert f"'{FORMULA}" in seen, "no file held the formula, so nothing was tried"


def test_everything_taken_away_at_once(poisoned: World) -> None:
    with zipfile.ZipFile(io.BytesIO(body(poisoned.erin.get("/data/export/csv.zip")))) as parts:
        texts = {name: parts.read(name).decode() for name in parts.namelist() if name.endswith(".csv")}
    assert not [(name, cell) for name, text in texts.items() for cell in cells_of(text) if is_formula(cell)]
    assert any(f"'{FORMULA}" in text for text in texts.values())


def test_workbooks_and_documents(poisoned: World) -> None:
    key = poisoned.erin.get("/api/v1/loads").json()[-1]["key"]
    books = ["/data/quality/completeness.xlsx", "/data/quality/returns.xlsx", f"/data/loads/{key}/refused.xlsx"]
    books += ["/insight/X9/shape/briefing.xlsx", "/insight/00T/compare/briefing.xlsx"]
    for path in books:
        assert not [found for found in sheets_of(body(poisoned.erin.get(path))) if "<f" in found], path
    for path in ("/insight/X9/shape/briefing.docx", "/insight/00T/trend/briefing.docx"):
        _no_fields(body(poisoned.erin.get(path)))


def test_no_file_is_named_by_what_somebody_typed(poisoned: World) -> None:
    for path in ("/insight/X9/shape/briefing.xlsx", "/data/export/csv.zip", "/data/quality/returns.csv"):
        named = poisoned.erin.get(path)["Content-Disposition"]
        assert re.fullmatch(r'attachment; filename="[\w.-]+"', named)
        assert "cmd" not in named
