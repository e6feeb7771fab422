"""The program that builds the bundled organisations: readable names, merged spells, the same bytes every time."""

from __future__ import annotations

import gzip
import sys
from datetime import date
from pathlib import Path

import pytest

SCRIPTS = Path(__file__).resolve().parents[2] / "scripts"
sys.path.append(str(SCRIPTS))

from build_reference import build  # noqa: E402
from reference.book import Book, Entry  # noqa: E402
from reference.names import area_name, readable  # noqa: E402

BUNDLED = SCRIPTS.parent / "data" / "reference"


@pytest.mark.parametrize(
    ("shouted", "read"),
    [
        ("THE DENSHAM SURGERY", "The Densham Surgery"),
        ("WRIGHTINGTON, WIGAN AND LEIGH NHS FOUNDATION TRUST", "Wrightington, Wigan and Leigh NHS Foundation Trust"),
        ("QUEEN MARY'S SIDCUP NHS TRUST", "Queen Mary's Sidcup NHS Trust"),
        ("DR S NASEEF", "Dr S Naseef"),
        ("SWB CARITAS PCN", "SWB Caritas PCN"),
        ("STOKE-ON-TRENT", "Stoke-on-Trent"),
        ("SMILE TOGETHER DENTAL CIC", "Smile Together Dental CIC"),
        ("St Helens Road Practice", "St Helens Road Practice"),
    ],
)
def test_names_are_written_as_people_write_them(shouted: str, read: str) -> None:
    assert readable(shouted) == read


def test_areas_lose_what_they_share() -> None:
    assert area_name("NHS Bolton CCG") == "Bolton"
    assert area_name("NHS Greater Manchester Integrated Care Board") == "Greater Manchester"


def test_spells_join_up_and_a_move_to_the_same_parent_is_none() -> None:
    book = Book()
    for code in ("A", "B", "C"):
        book.add(Entry(code, "system", code), None)
    book.add(Entry("X", "organisation", "X"), "A")
    book.move("X", "B", date(2022, 7, 1))
    book.move("X", "B", date(2024, 7, 1))
    book.move("X", "C", date(2026, 4, 1))
    assert book.spells() == [
        ("X", "A", None, date(2022, 7, 1)),
        ("X", "B", date(2022, 7, 1), date(2026, 4, 1)),
        ("X", "C", date(2026, 4, 1), None),
    ]
    assert book.parent("X", date(2026, 3, 31)) == "B"


@pytest.mark.shared_data
def test_the_published_files_give_the_bundled_ones_to_the_letter(published: Path, tmp_path: Path) -> None:
    if not (published / "reference" / "etr_2026-07.csv").exists():
        pytest.skip(f"{published} does not hold the files that the tree is built from")
    build(published).write(tmp_path)
    for file in sorted(tmp_path.iterdir()):
        assert gzip.decompress(file.read_bytes()) == gzip.decompress((BUNDLED / file.name).read_bytes()), file.name
