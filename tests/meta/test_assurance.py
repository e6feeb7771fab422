"""What docs/assurance claims is there: each test and file that it names, and each number that it must answer for."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
PAGES = sorted((REPOSITORY / "docs" / "assurance").glob("*.md"))
NAMED = re.compile(r"`(tests/[\w/]+(?:\.py)?)((?:::\w+)*)`")
LEVELS_1_AND_2 = dict(enumerate((27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7), start=1))
"""Requirements of ASVS 5.0.0 at levels 1 and 2, by chapter, as counted in the standard's own list: 253."""
STATES = {"met", "partly", "not met", "host", "n/a"}
CONTROL = re.compile(r"^\| H(\d+) \|.*\|$", re.MULTILINE)


@cache
def names_in(file: Path) -> frozenset[str]:
    """Tests and classes of a module: ``test_x``, ``TestY`` and ``TestY::test_x``."""
    found: set[str] = set()
    for one in ast.parse(file.read_text()).body:
        if isinstance(one, ast.FunctionDef | ast.ClassDef):
            found.add(one.name)
        if isinstance(one, ast.ClassDef):
            found |= {f"{one.name}::{inner.name}" for inner in one.body if isinstance(inner, ast.FunctionDef)}
    return frozenset(found)


def is_there(path: str, name: str) -> bool:
    file = REPOSITORY / path
    if not name:
        return file.exists()
    return file.is_file() and name.removeprefix("::") in names_in(file)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_test_that_is_named_exists(page: Path) -> None:
    missing = [path + name for path, name in NAMED.findall(page.read_text()) if not is_there(path, name)]
    assert not missing


def test_a_name_that_is_not_there_is_noticed() -> None:
    assert is_there("tests/meta/test_assurance.py", "::is_there")
    assert not is_there("tests/meta/test_assurance.py", "::is_not_there")
    assert not is_there("tests/meta/test_nothing.py", "")


def rows() -> list[tuple[str, str, str]]:
    text = (REPOSITORY / "docs" / "assurance" / "asvs.md").read_text()
    lines = re.findall(r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| ([^|]+) \| (.+) \|$", text, re.MULTILINE)
    return [(number, state.strip(), why) for number, state, why in lines]


def test_every_requirement_of_two_levels_is_answered_once() -> None:
    numbers = [number for number, _, _ in rows()]
    assert len(set(numbers)) == len(numbers)
    assert Counter(int(number.split(".")[0]) for number in numbers) == LEVELS_1_AND_2


def test_every_answer_has_a_state_and_a_reason() -> None:
    assert {state for _, state, _ in rows()} <= STATES
    assert not [number for number, _, why in rows() if len(why) < 4]


def test_the_totals_are_those_of_the_rows() -> None:
    told = Counter(state for _, state, _ in rows())
    text = (REPOSITORY / "docs" / "assurance" / "asvs.md").read_text()
    row = [told[state] for state in ("met", "partly", "not met", "host", "n/a")]
    assert f"| {' | '.join(map(str, row))} | {len(rows())} |" in text


def test_every_hazard_names_a_control_that_is_tested_and_leaves_its_risk_to_be_judged() -> None:
    text = (REPOSITORY / "docs" / "assurance" / "hazard-log.md").read_text()
    lines = [line for line in text.splitlines() if re.match(r"\| H\d+ \|", line)]
    assert len(lines) >= 10
    assert not [line for line in lines if not NAMED.search(line)]
    assert all(line.rstrip(" |").endswith("to be judged") for line in lines)


def test_the_words_of_release_and_audit_are_there() -> None:
    made = (REPOSITORY / "Makefile").read_text()
    for word in ("release", "audit"):
        assert re.search(rf"^{word}: .*## ", made, re.MULTILINE), word
    assert "cyclonedx" in made
