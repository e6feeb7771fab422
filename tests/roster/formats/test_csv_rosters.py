"""Rosters as CSV."""

from __future__ import annotations

import pytest

from wholetime.roster.engine.formats import Malformed, read_csv, write_csv
from wholetime.roster.engine.problem import Assignment, Roster


def test_a_roster_is_written_in_order_and_read_again() -> None:
    roster = Roster((Assignment("Bob", 0, "E"), Assignment("Ann", 2, "L"), Assignment("Ann", 0, "E")))
    assert write_csv(roster) == "employee,day,shift\nAnn,0,E\nAnn,2,L\nBob,0,E\n"
    assert read_csv(write_csv(roster)) == roster


def test_roles_have_a_column_where_there_are_any() -> None:
    roster = Roster((Assignment("Ann", 0, "E", "charge"),))
    assert write_csv(roster) == "employee,day,shift,role\nAnn,0,E,charge\n"
    assert read_csv(write_csv(roster)) == roster


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("person,day\nAnn,0\n", r"must name the columns employee,day,shift \(line 1\)"),
        ("employee,day,shift\nAnn,zero,E\n", r"the day is 'zero': not a whole number \(line 2\)"),
        ("employee,day,shift\nAnn,0,E\nAnn,0,L\n", r"Ann has two duties on day 0 \(line 3\)"),
        ("employee,day,shift\nAnn,0,\n", r"employee, day and shift are all needed \(line 2\)"),
    ],
)
def test_a_malformed_roster_is_refused_with_its_line(text: str, told: str) -> None:
    with pytest.raises(Malformed, match=told):
        read_csv(text)
