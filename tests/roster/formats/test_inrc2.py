"""The files of INRC-II: what is read, how a fault is told, and the published costs of the sample rosters."""

from __future__ import annotations

from pathlib import Path

import pytest

from wholetime.roster.engine.formats import Malformed, read_instance, read_solutions, write_solutions
from wholetime.roster.engine.formats.inrc2 import past_days
from wholetime.roster.engine.formats.inrc2_text import NursePast
from wholetime.roster.engine.scoring import score

SCENARIO = """SCENARIO = tiny

WEEKS = 1

SKILLS = 2
Head
Nurse

SHIFT_TYPES = 2
Early (2,5)
Night (2,3)

FORBIDDEN_SHIFT_TYPES_SUCCESSIONS
Early 0
Night 1 Early

CONTRACTS = 1
Full (3,5) (2,4) (1,3) 0 1

NURSES = 2
Pat Full 2 Head Nurse
Sam Full 1 Nurse
"""
HISTORY = """HISTORY
0 tiny

NURSE_HISTORY
Pat 0 0 Night 1 4 0
Sam 0 0 None 0 0 2
"""
WEEK = """WEEK_DATA
tiny

REQUIREMENTS
Early Head (0,1) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
Early Nurse (0,0) (1,2) (0,0) (0,0) (0,0) (0,0) (0,0)
Night Head (0,0) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)
Night Nurse (0,0) (0,0) (0,0) (0,0) (0,0) (0,0) (0,0)

SHIFT_OFF_REQUESTS = 1
Sam Any Tue
"""
ROSTER = """SOLUTION
0 tiny

ASSIGNMENTS = 3
Sam Tue Early Nurse
Sam Wed Early Nurse
Sam Sat Night Nurse
"""


def tiny(folder: Path, **files: str) -> Path:
    written = {"Sc-tiny.txt": SCENARIO, "H0-tiny-0.txt": HISTORY, "WD-tiny-3.txt": WEEK} | files
    for name, text in written.items():
        (folder / name).write_text(text)
    return folder / "tiny_0_3"


def test_what_a_roster_costs_by_hand(tmp_path: Path) -> None:
    problem = read_instance(tiny(tmp_path)).static()
    scored = score(problem, read_solutions([ROSTER]))
    assert scored.legal
    costs = {rule.split(":")[0]: 0 for rule in scored.by_rule()}
    for rule, cost in scored.by_rule().items():
        costs[rule.split(":")[0]] += cost
    assert {rule: cost for rule, cost in costs.items() if not rule.startswith("demand")} == {
        "S2 consecutive same shift": 15 + 15,  # Pat's Night of the history, and Sam's of Saturday, are each one short
        "S2 consecutive assignments": 30,  # Sam's Saturday alone; Pat's four before are no fewer than two
        "S3 consecutive days off": 4 * 30,  # Pat is off for seven days, three are enough
        "S5 complete weekend": 30,
        "S6 total assignments": 3 * 20,
        "S7 working weekends": 30,
        "request": 10,
    }
    assert sum(cost for rule, cost in costs.items() if rule.startswith("demand")) == 2 * 30


def test_a_cell_below_its_minimum_is_broken_and_not_short_as_well(tmp_path: Path) -> None:
    problem = read_instance(tiny(tmp_path)).static()
    scored = score(problem, read_solutions(["SOLUTION\n0 tiny\nASSIGNMENTS = 0\n"]))
    assert [breach.day for breach in scored.broken] == [1]
    assert not [breach for breach in scored.breaches if breach.day == 1 and breach.penalty and not breach.person]


@pytest.mark.parametrize(
    ("past", "days"),
    [
        (NursePast(last="Night", same=2, worked=3), (None, "Early", "Night", "Night")),
        (NursePast(off=2), ("Early", None, None)),
        (NursePast(), ()),
    ],
)
def test_the_days_before_are_as_the_history_tells(past: NursePast, days: tuple[str | None, ...]) -> None:
    assert past_days(past, ("Early", "Night")) == days


def test_a_roster_is_written_as_it_was_read() -> None:
    roster = read_solutions([ROSTER])
    assert read_solutions(write_solutions("tiny", roster, 1)) == roster


@pytest.mark.parametrize(
    ("file", "wrong", "right", "told"),
    [
        ("Sc-tiny.txt", "Early (2,5)", "Early (5,2)", r"Sc-tiny.txt: \(5,2\): the first of two limits .* \(line 10\)"),
        ("Sc-tiny.txt", "Sam Full 1 Nurse", "Sam Full 1 Cook", r"there is no skill 'Cook' \(line 22\)"),
        ("Sc-tiny.txt", "Pat Full", "Pat Part", r"there is no contract 'Part' \(line 21\)"),
        ("Sc-tiny.txt", "CONTRACTS = 1", "CONTRACTS = one", r"'one': not a whole number \(line 17\)"),
        ("H0-tiny-0.txt", "Pat 0 0 Night", "Pat 0 0 Day", r"H0-tiny-0.txt: there is no shift type 'Day' \(line 5\)"),
        ("WD-tiny-3.txt", "Sam Any Tue", "Eve Any Tue", r"there is no nurse 'Eve' \(line 11\)"),
        ("WD-tiny-3.txt", "Early Head (0,1)", "Early Head (0,-1)", r"\(0,-1\) is not two whole numbers .* \(line 5\)"),
        ("WD-tiny-3.txt", "REQUESTS = 1", "REQUESTS = 2", r"the file ends too early \(line 11\)"),
    ],
)
def test_a_malformed_file_is_refused_with_its_line(
    tmp_path: Path, file: str, wrong: str, right: str, told: str
) -> None:
    texts = {"Sc-tiny.txt": SCENARIO, "H0-tiny-0.txt": HISTORY, "WD-tiny-3.txt": WEEK}
    assert wrong in texts[file]
    path = tiny(tmp_path, **{file: texts[file].replace(wrong, right, 1)})
    with pytest.raises(Malformed, match=told):
        read_instance(path)


def test_an_instance_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Malformed, match=r"Sc-none.txt cannot be read: No such file or directory"):
        read_instance(tmp_path / "none_0_1-2")
    with pytest.raises(Malformed, match="does not name scenario, history and weeks"):
        read_instance(tmp_path / "none")


PUBLISHED = {"n005w4_0_1-2-3-3": 1695}
"""The total of the validator's report that comes with the sample rosters."""


@pytest.mark.parametrize(("name", "cost"), PUBLISHED.items())
def test_a_sample_roster_costs_what_the_competitions_validator_says(benchmarks: Path, name: str, cost: int) -> None:
    scenario, history, weeks = name.split("_")
    folder = benchmarks / "inrc2" / scenario / f"Solution_H_{history}-WD_{weeks}"
    texts = [(folder / f"Sol-{scenario}-{week}-{at}.txt").read_text() for at, week in enumerate(weeks.split("-"))]
    scored = score(read_instance(benchmarks / "inrc2" / name).static(), read_solutions(texts))
    assert (scored.penalty, scored.legal) == (cost, True)
    parts = scored.by_rule()
    assert sum(price for rule, price in parts.items() if rule.startswith("S2")) == 465
    assert sum(price for rule, price in parts.items() if rule.startswith("S3")) == 330
    assert sum(price for rule, price in parts.items() if rule.startswith("demand")) == 240
    assert (parts["S6 total assignments"], parts["S7 working weekends"], parts["request"]) == (320, 210, 70)


@pytest.mark.parametrize(
    "name", ["n005w4_1_5-3-1-0", "n005w4_2_6-7-8-9", "n021w4_0_5-4-1-2", "n012w8_0_3-5-0-2-0-4-5-2"]
)
def test_the_other_sample_rosters_are_legal(benchmarks: Path, name: str) -> None:
    scenario, history, weeks = name.split("_")
    folder = benchmarks / "inrc2" / scenario / f"Solution_H_{history}-WD_{weeks}"
    texts = [(folder / f"Sol-{scenario}-{week}-{at}.txt").read_text() for at, week in enumerate(weeks.split("-"))]
    assert score(read_instance(benchmarks / "inrc2" / name).static(), read_solutions(texts)).legal
