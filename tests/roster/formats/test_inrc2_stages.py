"""Week after week: the history that a week leaves, and the game as a whole."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.roster.formats.test_inrc2 import WEEK, tiny

from wholetime.roster.engine.formats import read_instance
from wholetime.roster.engine.formats.inrc2_stages import past_after, play, stage
from wholetime.roster.engine.formats.inrc2_text import NursePast
from wholetime.roster.engine.problem import Assignment, Problem, Roster
from wholetime.roster.engine.scoring import score

BEFORE = NursePast(assignments=4, weekends=1, last="Night", same=2, worked=4, off=0)


@pytest.mark.parametrize(
    ("week", "after"),
    [
        (".......", NursePast(4, 1, None, 0, 0, 7)),
        ("NNNNNNN", NursePast(11, 2, "Night", 9, 11, 0)),
        ("EEEEENN", NursePast(11, 2, "Night", 2, 11, 0)),
        ("E.....N", NursePast(6, 2, "Night", 1, 1, 0)),
        ("NN...N.", NursePast(7, 2, None, 0, 0, 1)),
    ],
)
def test_a_week_leaves_its_history(week: str, after: NursePast) -> None:
    shifts = {"N": "Night", "E": "Early"}
    work = tuple(Assignment("Pat", day, shifts[one], "Nurse") for day, one in enumerate(week) if one in shifts)
    assert past_after(BEFORE, "Pat", Roster(work)) == after


def test_days_off_go_on_from_the_week_before() -> None:
    assert past_after(NursePast(off=3), "Pat", Roster()).off == 10


def test_a_week_is_held_to_its_part_of_the_totals(tmp_path: Path) -> None:
    tiny(tmp_path, **{"WD-tiny-4.txt": WEEK, "WD-tiny-5.txt": WEEK})
    instance = read_instance(tmp_path / "tiny_0_3-4-5")
    first, last = (stage(instance, week, instance.past) for week in (0, 2))
    assert [one.horizon.days for one in (first, last)] == [14, 7]  # the week and a guess at the next; no next
    assert {request.day for request in first.requests} == {1}
    limits = [
        {
            rule.name: (rule.says.at_least, rule.says.at_most)
            for rule in one.contracts[0].rules
            if rule.name[:2] in ("S6", "S7")
        }
        for one in (first, last)
    ]
    assert limits == [
        {"S6 total assignments": (2, 4), "S7 working weekends": (0, 0)},
        {"S6 total assignments": (3, 5), "S7 working weekends": (0, 0)},
    ]


def test_the_game_gives_one_roster_for_the_whole_period(tmp_path: Path) -> None:
    tiny(tmp_path, **{"WD-tiny-4.txt": WEEK})
    instance = read_instance(tmp_path / "tiny_0_3-4")
    seen = []

    def on_tuesdays(problem: Problem) -> Roster:
        seen.append(problem.past_of(problem.person["Pat"]).carries("S6 total assignments"))
        return Roster((Assignment("Pat", 1, "Early", "Nurse"), Assignment("Pat", 8, "Early", "Nurse")))

    roster = play(instance, on_tuesdays)
    assert [one.day for one in roster] == [1, 8]
    assert seen == [0, 1]
    assert score(instance.static(), roster).legal
