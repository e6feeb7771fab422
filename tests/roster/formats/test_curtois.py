"""The text form of Curtois and Qu: what is read, and how a fault is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholetime.roster.engine.formats import Malformed, read_curtois
from wholetime.roster.engine.problem import Assignment, Demand, Fixed, Request, Roster
from wholetime.roster.engine.scoring import score

SMALL = """# two people, three days
SECTION_HORIZON
3

SECTION_SHIFTS
E,480,
L,600,E

SECTION_STAFF
Ann,E=3|L=1,1440,480,2,1,1,1
Bob,E=3|L=0,1440,0,3,1,1,0

SECTION_DAYS_OFF
Bob,2

SECTION_SHIFT_ON_REQUESTS
Ann,0,E,2

SECTION_SHIFT_OFF_REQUESTS
Bob,1,E,3

SECTION_COVER
0,E,2,100,1
1,L,0,100,7
"""


def test_every_section_is_read() -> None:
    problem = read_curtois(SMALL)
    assert [person.name for person in problem.people] == ["Ann", "Bob"]
    assert problem.fixed == (Fixed(person="Bob", day=2, duty=None),)
    assert problem.requests == (
        Request(person="Ann", day=0, of=("E",), wanted=True, weight=2),
        Request(person="Bob", day=1, of=("E",), wanted=False, weight=3),
    )
    assert problem.demand[0] == Demand(day=0, of=("E",), preferred=2, under=100, over=1)


@pytest.mark.parametrize(
    ("work", "penalty", "broken"),
    [
        ({}, 2 + 200, ["total minutes"]),
        ({("Ann", 0): "E"}, 100, []),
        ({("Ann", 0): "E", ("Bob", 1): "E"}, 100 + 3, []),
        ({("Ann", 0): "L", ("Ann", 1): "E"}, 2 + 200, ["rotation: L"]),
        ({("Ann", 1): "L", ("Bob", 1): "L"}, 2 + 200 + 14, ["most of a shift: L"]),
        ({("Ann", 0): "E", ("Ann", 1): "E", ("Ann", 2): "E"}, 100, ["consecutive shifts at most"]),
        ({("Ann", 0): "E", ("Bob", 2): "E"}, 100, ["fixed assignment"]),
    ],
)
def test_what_a_roster_costs_by_hand(work: dict[tuple[str, int], str], penalty: int, broken: list[str]) -> None:
    roster = Roster(tuple(Assignment(person, day, shift) for (person, day), shift in work.items()))
    scored = score(read_curtois(SMALL), roster)
    assert (scored.penalty, [breach.rule for breach in scored.broken]) == (penalty, broken)


@pytest.mark.parametrize(
    ("wrong", "right", "told"),
    [
        ("Bob,2\n", "Bob,3\n", r"day 3 is outside the horizon of 3 days, which count from 0 \(line 14\)"),
        ("Ann,0,E,2", "Eve,0,E,2", r"there is no employee 'Eve' \(line 17\)"),
        ("0,E,2,100,1", "0,E,-2,100,1", r"number of people needed is -2: it cannot be below zero \(line 23\)"),
        ("1,L,0,100,7", "1,N,0,100,7", r"there is no shift 'N' \(line 24\)"),
        ("0,E,2,100,1", "0,E,2,100", r"SECTION_COVER needs 5 values, and there are 4 \(line 23\)"),
        ("1440,480,2", "480,1440,2", r"at least 1440 and at most 480 is impossible \(line 10\)"),
        ("E,480,\n", "E,8h,\n", r"the length of E is '8h': not a whole number \(line 6\)"),
        ("Bob,E=3", "Ann,E=3", r"employee Ann is given twice \(line 11\)"),
        ("SECTION_COVER", "SECTION_LUNCH", r"SECTION_LUNCH is not a section of this format \(line 22\)"),
        ("\n3\n", "\n", r"before SECTION_HORIZON has said how many there are \(line 13\)"),
        ("L,600,E", "L,600,X", r"there is no shift 'X' \(line 7\)"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(wrong: str, right: str, told: str) -> None:
    assert wrong in SMALL
    with pytest.raises(Malformed, match=told):
        read_curtois(SMALL.replace(wrong, right, 1))


def test_all_benchmark_instances_are_read(benchmarks: Path) -> None:
    files = sorted((benchmarks / "curtois24").glob("Instance*.txt"))
    sizes = {file.stem: len(read_curtois(file.read_text()).people) for file in files[:20]}
    assert sizes["Instance1"] == 8
    assert sizes["Instance12"] == 60
    assert len(files) == 24
