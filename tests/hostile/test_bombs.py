"""Upload bombs: small files that would fill the memory, or the time, of whoever opened them in good faith."""

from __future__ import annotations

import gzip
import io
import resource
import zipfile
from pathlib import Path

import pytest
from tests.hostile.bombs import MAIN, opened_apart, sheet, strings, xlsx

from wholetime.dataset.engine.opening import UnreadableFile
from wholetime.dataset.engine.opening.open import read_bytes

LAUGHS = '<!DOCTYPE l [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefghi", "bcdefghij", strict=True)
)
LAUGHING = f"{LAUGHS}]>"
"""Ten to the ninth laughs, in the words of the attack's name."""

MILLION = 1_000_000
REFERENCE_TO_ONE = '<c t="s"><v>0</v></c>'


def zeros(megabytes: int) -> bytes:
    return b"a,b\n" + b"0,0\n" * (megabytes << 18)


def zipped(content: bytes, name: str = "x.csv") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr(name, content)
    return held.getvalue()


def test_the_child_that_opens_bombs_opens_an_honest_workbook(tmp_path: Path) -> None:
    (tmp_path / "x.xlsx").write_bytes(xlsx(sheet=sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + tail())))
    assert opened_apart(tmp_path / "x.xlsx") == "read: 1 rows"


def tail() -> str:
    return '<row r="2"><c r="A2"><v>7</v></c></row>'


FAR = {
    "a far cell": '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "a far cell in small letters": '<row r="1048576"><c r="xfd1048576"><v>1</v></c></row>',
    "a far row and a wide one without addresses": '<row r="1048576"/><row>' + "<c><v>1</v></c>" * 16_384 + "</row>",
    "many rows without addresses, one of them wide": "<row><c><v>1</v></c></row>" * 900_000
    + "<row>"
    + "<c><v>1</v></c>" * 16_384
    + "</row>",
    "a far cell by a character reference": '<row r="1"><c r="&#88;FD1048576"><v>1</v></c></row>',
    "a row beyond the last": '<row r="1"><c r="XFD4294967295"><v>1</v></c></row>',
    "a false dimension": '</sheetData><dimension ref="A1:XFD1048576"/><sheetData>',
}


@pytest.mark.parametrize("name", FAR)
def test_a_sheet_that_claims_to_be_huge_never_fills_the_memory(tmp_path: Path, name: str) -> None:
    file = tmp_path / "far.xlsx"
    file.write_bytes(xlsx(sheet=sheet('<row r="1"><c r="A1"><v>1</v></c></row>' + FAR[name])))
    assert opened_apart(file).startswith(("refused:", "read:")), name


def test_one_long_text_named_by_a_million_cells_never_fills_the_memory(tmp_path: Path) -> None:
    file = tmp_path / "shared.xlsx"
    rows = "".join(f'<row r="{n}">{REFERENCE_TO_ONE * 100}</row>' for n in range(1, MILLION // 100))
    file.write_bytes(xlsx(sheet=sheet(rows), strings=strings("x" * 30_000)))
    assert opened_apart(file).startswith("refused:")


@pytest.mark.parametrize("part", ["workbook", "relations", "sheet", "strings"])
def test_a_billion_laughs_are_not_laughed(tmp_path: Path, part: str) -> None:
    laughing = {
        "workbook": f'{LAUGHING}<workbook {MAIN}><sheets><sheet name="&j;" sheetId="1"/></sheets></workbook>',
        "relations": f'{LAUGHING}<Relationships><Relationship Id="rId1" Target="&j;"/></Relationships>',
        "sheet": LAUGHING + sheet('<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>' + tail()),
        "strings": LAUGHING + strings("&j;"),
    }
    file = tmp_path / "laughs.xlsx"
    whole = {"sheet": sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>' + tail())} | {part: laughing[part]}
    file.write_bytes(xlsx(**whole))
    before = seconds_of_children()
    assert opened_apart(file).startswith(("refused:", "read: 1 rows"))
    assert seconds_of_children() - before < 30  # of processor time; laughing would take years


def seconds_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.parametrize("levels", [1_000, 200_000])
def test_elements_within_elements_do_not_overflow_the_stack(tmp_path: Path, levels: int) -> None:
    file = tmp_path / "deep.xlsx"
    deep = "<x>" * levels + "</x>" * levels
    file.write_bytes(xlsx(sheet=sheet('<row r="1"><c r="A1"><f>1</f><v>1</v></c></row>' + tail() + deep)))
    assert opened_apart(file).startswith(("refused:", "read:"))


def test_archives_within_archives_are_refused() -> None:
    inner = zeros(1)
    for _ in range(4):
        inner = zipped(inner, "x.zip.csv")
    for data in (inner, gzip.compress(inner), gzip.compress(gzip.compress(zeros(1)))):
        with pytest.raises(UnreadableFile):
            read_bytes("x.zip", data)


@pytest.mark.parametrize("pack", [zipped, gzip.compress])
def test_a_bomb_of_the_real_limits_is_stopped_before_it_is_unpacked(tmp_path: Path, pack: object) -> None:
    file = tmp_path / "bomb.csv.gz"
    file.write_bytes(pack(zeros(64)))  # type: ignore[operator]
    assert "grows more than 200 times" in opened_apart(file)


def test_a_zip_of_very_many_files_is_refused_by_their_number() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for number in range(20_000):
            archive.writestr(f"{number}.csv", b"")
    with pytest.raises(UnreadableFile, match="files inside"):
        read_bytes("many.zip", held.getvalue())


def test_a_zip_whose_files_overlap_counts_what_comes_out() -> None:
    """The archive's own list is altered so that two entries read the same bytes: each of them counts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", zeros(1))
        twin = zipfile.ZipInfo("a.csv")
        for name in ("file_size", "compress_size", "CRC", "header_offset", "compress_type"):
            setattr(twin, name, getattr(archive.filelist[0], name))
        archive.filelist += [twin] * 200
        archive._didModify = True
    with pytest.raises(UnreadableFile):
        read_bytes("overlap.zip", held.getvalue())


def test_one_cell_of_many_megabytes_is_read_or_refused() -> None:
    with pytest.raises(UnreadableFile):
        read_bytes("wide.csv", b"a,b\n" + b"x" * (40 << 20) + b",1\n")


def test_very_many_columns_are_refused_or_read_in_time(tmp_path: Path) -> None:
    file = tmp_path / "wide.csv"
    file.write_bytes(b"," * (1 << 20) + b"\n" + b"," * (1 << 20) + b"\n")
    assert opened_apart(file).startswith(("refused:", "read:"))
