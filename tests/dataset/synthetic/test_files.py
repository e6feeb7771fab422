"""What is written is labelled, accepted by its adapter, and the same for the same seed."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.dataset.synthetic.systems import Read, frames

from wholetime.dataset.engine.frames import KEYS
from wholetime.dataset.engine.pseudonym import Pseudonyms, pseudonymise
from wholetime.dataset.engine.synthetic import Summary, synthesise

KEY = b"a key for the tests, long enough"
type System = tuple[Summary, list[Read]]


def test_every_file_is_accepted_whole(clean: System, faulty: System) -> None:
    for one in (*clean[1], *faulty[1]):
        assert one.adapter.name == one.path.parent.name
        assert one.reading.refusals.is_empty(), (one.path.name, one.reading.refusals.head(3).rows())
        assert not one.reading.frame.is_empty() or one.adapter.name == "esr_leavers"


def test_both_layouts_of_the_staff_list_are_written(clean: System) -> None:
    versions = {one.path.name.split("_")[3] for one in clean[1] if one.adapter.name == "esr_staff_list"}
    assert versions == {"2021", "2026"}


def test_no_two_rows_share_a_key(faulty: System) -> None:
    known = Pseudonyms(KEY)
    for one in faulty[1]:
        lake = pseudonymise(one.reading.frame, KEY, known)[0] if one.adapter.identified else one.reading.frame
        assert lake.select(KEYS[one.adapter.table]).is_duplicated().sum() == 0, one.path.name


def test_everything_is_labelled_synthetic(clean: System) -> None:
    folder = clean[0].folder
    tree = pl.read_csv(folder / "organisations.csv", infer_schema=False)
    assert tree["code"].str.starts_with("SYN").all()
    assert tree["name"].str.ends_with("(synthetic)").all()
    assert tree["code"].is_unique().all()
    assert "These files are synthetic" in (folder / "README.txt").read_text()
    for one in clean[1]:
        assert one.reading.frame["org"].str.starts_with("SYN").all()


def test_the_tree_names_parents_before_children_and_every_employer(clean: System) -> None:
    tree = pl.read_csv(clean[0].folder / "organisations.csv", infer_schema=False)
    seen: set[str] = set()
    for code, parent in tree.select("code", "parent").rows():
        assert parent in seen or code == "SYN"
        seen.add(code)
    for one in clean[1]:
        assert set(one.reading.frame["org"]) <= seen
    assert set(frames(clean[1], "esr_staff_list")["team"]) <= seen


def test_no_insurance_number_could_be_a_real_one(clean: System) -> None:
    people = frames(clean[1], "esr_staff_list").unique("national_insurance")
    assert people["national_insurance"].str.contains(r"^Q[A-Z]\d{6}[A-D]$").all()
    who = people.select("national_insurance", "first_name", "last_name", "date_of_birth")
    assert who.n_unique() == len(people)


def digest(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_same_seed_gives_the_same_bytes_and_another_does_not(tmp_path: Path) -> None:
    for name, seed in (("a", 3), ("b", 3), ("c", 4)):
        synthesise(tmp_path / name, people=300, months=3, until=date(2025, 1, 31), seed=seed)
    assert digest(tmp_path / "a") == digest(tmp_path / "b")
    assert digest(tmp_path / "a") != digest(tmp_path / "c")


def test_progress_is_told_and_a_tiny_system_refused(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    synthesise(
        tmp_path,
        people=200,
        months=2,
        until=date(2025, 1, 31),
        seed=1,
        progress=lambda done, all_: told.append((done, all_)),
    )
    assert told == [(1, 2), (2, 2)]
    with pytest.raises(ValueError, match="at least 200 people"):
        synthesise(tmp_path, people=10, months=2, until=date(2025, 1, 31), seed=1)
