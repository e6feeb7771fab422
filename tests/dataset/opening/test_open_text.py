"""Text tables as people and systems save them."""

import csv
import gzip
import io
import time
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.dataset.engine.opening import UnreadableFile, bounded, open_file
from wholetime.dataset.engine.opening.open import read_bytes

PLAIN = "Code,Name,WTE\nR0A,Manchester,12.5\nR0B,Wrightington,\n"


def opened(data: bytes, name: str = "staff.csv") -> list[dict[str, object]]:
    return read_bytes(name, data).frame.to_dicts()


EXPECTED = [
    {"row": 2, "Code": "R0A", "Name": "Manchester", "WTE": "12.5"},
    {"row": 3, "Code": "R0B", "Name": "Wrightington", "WTE": None},
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_usual_way_of_saving_opens_alike(encoding: str, delimiter: str, ending: str) -> None:
    text = PLAIN.replace(",", delimiter).replace("\n", ending)
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    assert opened(mark + text.encode(encoding)) == EXPECTED


def test_windows_1252_is_read_and_said() -> None:
    table = read_bytes("staff.csv", "Code,Name\nR0A,Côte – d’Or\n".encode("cp1252"))
    assert table.frame["Name"].to_list() == ["Côte – d’Or"]
    assert "Windows-1252" in table.notes[0]


def test_gzip_and_zip_open_alike(tmp_path: Path) -> None:
    packed = tmp_path / "staff.csv.gz"
    packed.write_bytes(gzip.compress(PLAIN.encode(), mtime=0))
    archive = tmp_path / "staff.zip"
    with zipfile.ZipFile(archive, "w") as target:
        target.writestr("folder/staff.csv", PLAIN)
        target.writestr("readme.pdf", "%PDF")
    assert open_file(packed).frame.to_dicts() == open_file(archive).frame.to_dicts() == EXPECTED
    assert open_file(packed).layout.file_name == open_file(archive).layout.file_name == "staff.csv"


def test_a_zip_with_two_tables_is_refused() -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as target:
        target.writestr("a.csv", PLAIN)
        target.writestr("b.csv", PLAIN)
    with pytest.raises(UnreadableFile, match="2 tables inside"):
        opened(data.getvalue(), "two.zip")


def test_title_rows_above_the_header_are_skipped_and_row_numbers_stay_the_files() -> None:
    text = "Staff return,,\nmade in May,,\n\n" + PLAIN
    assert [row["row"] for row in opened(text.encode())] == [5, 6]


def test_blank_lines_keep_their_number() -> None:
    assert [row["row"] for row in opened(b"a,b\n1,2\n\n,\n3,4\n")] == [2, 5]


def test_trailing_empty_columns_go_and_are_counted() -> None:
    table = read_bytes("ae.csv", b"Code,Value,,,a\nR0A,1,,,\nR0B,2,,,\n")
    assert table.layout.header == ("Code", "Value")
    assert table.notes == ("3 empty columns at the right were left out",)


def test_a_named_column_without_values_stays() -> None:
    assert read_bytes("x.csv", b"Code,Value,Comment\nR0A,1,\n").layout.header == ("Code", "Value", "Comment")


def test_twin_columns_both_take_their_letter() -> None:
    table = read_bytes("x.csv", b"HC,WTE,hc,\n1,2,3,4\n")
    assert table.layout.header == ("HC (A)", "WTE", "hc (C)", "column D")
    assert not table.layout.has("HC")
    assert len(table.notes) == 2


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \n \n", "is empty"),
        (b"a,b\n", "no rows"),
        (b"a,b\n,\n", "no rows"),
        (b"a,b\n1,2\n3\n", "row 3 has 1 cell. "),
        (b"a,b\n1,2\n\n3,4,5\n", "row 4 has 3 cells"),
        (b'a,b\n1,2\n3,"4', "never closed"),
        (b"a,b\n1,\x002\n", "NUL byte in line 2"),
        (b"%PDF-1.7 ...", "is a PDF"),
        (b"\n<!DOCTYPE html><html>", "web page"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as .xlsx"),
        (b'{"a": 1}', "JSON"),
        (b"\x81\x8d\x01\x02", "not text"),
        (gzip.compress(PLAIN.encode() * 50, mtime=0)[:-20], "cut short"),
        (b"PK\x03\x04 cut", "cut short"),
    ],
)
def test_what_is_not_a_table_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        opened(data)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        open_file(tmp_path / "none.csv")


@pytest.mark.parametrize("limit", ["MOST_BYTES", "MOST_RATIO"])
def test_zip_bombs_stop_early(monkeypatch: pytest.MonkeyPatch, limit: str) -> None:
    monkeypatch.setattr(bounded, "RATIO_MATTERS_FROM", 1 << 16)
    monkeypatch.setattr(bounded, "CHUNK", 1 << 12)
    monkeypatch.setattr(bounded, limit, 1 << 17 if limit == "MOST_BYTES" else 20)
    bomb = b"a,b\n" + b"0,0\n" * 500_000
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("bomb.csv", bomb)
    for data in (gzip.compress(bomb, mtime=0), archive.getvalue()):
        with pytest.raises(UnreadableFile, match=r"holds more than|grows more than"):
            opened(data)


def test_many_small_bombs_count_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "MOST_BYTES", 1 << 17)
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for number in range(4):
            target.writestr(f"{number}.csv", b"a,b\n" + b"0,0\n" * 15_000)
    with pytest.raises(UnreadableFile, match="far more than its size"):
        opened(archive.getvalue())


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), include_characters='\n,;\t"'), max_size=8)


@given(
    rows=st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12),
    delimiter=st.sampled_from([",", ";", "\t"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(max_examples=150, deadline=None)
def test_a_table_written_by_the_csv_module_comes_back(
    rows: list[tuple[str, str, str]], delimiter: str, encoding: str
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([("Code", "Name", "WTE"), *rows])
    wanted = [(at, *(cell or None for cell in row)) for at, row in enumerate(rows, start=2) if any(row)]
    data = buffer.getvalue().encode(encoding)
    if not wanted:
        with pytest.raises(UnreadableFile):
            opened(data)
    else:
        assert read_bytes("round.csv", data).frame.rows() == wanted


@given(
    data=st.binary(max_size=400), start=st.sampled_from([b"", b"a,b\n1,2\n", b"PK\x03\x04", b"\x1f\x8b", b"\xff\xfe"])
)
@settings(max_examples=300, deadline=None)
def test_arbitrary_bytes_raise_nothing_but_unreadable_file(data: bytes, start: bytes) -> None:
    for name in ("x.csv", "x.xlsx", "x.zip"):
        with suppress(UnreadableFile):
            read_bytes(name, start + data)


def test_a_hundred_thousand_rows_take_seconds_of_the_processor() -> None:
    header = ",".join(f"column {n}" for n in range(25))
    line = ",".join(f"value {n}" for n in range(25))
    data = "\n".join([header, *[line] * 100_000]).encode()
    started = time.process_time()
    table = read_bytes("large.csv", data)
    assert table.frame.shape == (100_000, 26)
    assert time.process_time() - started < 5  # 0.2 is usual; by the clock a busy machine would be tested
