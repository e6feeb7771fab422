"""Teams of a neighbourhood over all who employ them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insight import naive_neighbourhoods
from tests.insight.made_figures import figure, source

from wholetime.insight.engine.neighbourhoods import Lists, Post, Team, absent, alone, lines
from wholetime.insight.engine.reference import reference
from wholetime.kernel.figure import Suppression

GROUPS = ["general_practitioner", "practice_nurse", "care_worker"]
ROWS = st.lists(
    st.tuples(st.sampled_from("PQRS"), st.sampled_from(GROUPS), st.one_of(st.none(), st.integers(0, 30))),
    max_size=10,
    unique_by=lambda row: row[:2],
)
LISTS = st.dictionaries(st.sampled_from("ABCDEFGHIJ"), st.sets(st.sampled_from(["pharmacist", "link worker", "coach"])))


def post(employer: str, group: str, wte: int | None, sector: str = "general_practice") -> Post:
    hidden = Suppression.PRIMARY if wte is None else None
    return Post(employer, sector, group, figure("wte", wte, suppression=hidden, source=source(f"{employer}.csv")))


def lists(held: dict[str, set[str]]) -> Lists:
    return Lists({code: frozenset(roles) for code, roles in held.items()}, (figure("wte", 1),))


@given(ROWS)
@settings(max_examples=60, deadline=None)
def test_a_line_adds_up_what_every_employer_shows(rows) -> None:
    found = {line.group: line for line in lines("U1", [post(*row) for row in rows], figure("patients", 1000))}
    for group in GROUPS:
        held = [row for row in rows if row[1] == group and row[2] != 0]
        assert (group in found) == bool(held)
        if held:
            assert found[group].wte.value == naive_neighbourhoods.team_wte(held, group)
            assert {one.employer for one in found[group].posts} == {employer for employer, *_ in held}


@given(LISTS, st.sampled_from("ABCDEFGHIJ"))
@settings(max_examples=80, deadline=None)
def test_what_is_absent_is_what_the_slow_twin_misses(held, code) -> None:
    rules = reference("neighbourhoods")
    slow = naive_neighbourhoods.usual_and_missing(code, held, rules["absent_from_percent"], rules["peers_at_least"])
    found = absent(code, lists(held))
    assert {one.role for one in found} == set(slow)
    for one in found:
        assert abs(Fraction(one.others_with_it.value) - slow[one.role]) < Fraction(1, 10**9)
    assert [one.others_with_it.value for one in found] == sorted(
        (one.others_with_it.value for one in found), reverse=True
    )


def test_employers_of_every_sector_are_one_team() -> None:
    posts = [
        post("P1", "practice_nurse", 3),
        post("R0A", "practice_nurse", 2, "nhs_trust"),
        post("H1", "care_worker", 8, "social_care"),
    ]
    (nurses, carers) = lines("U1", posts, figure("patients", 10000))
    assert nurses.wte.value == 5
    assert nurses.patients_per_wte is not None
    assert (nurses.patients_per_wte.value, nurses.patients_per_wte.denominator) == (2000, 5)
    assert [one.file for one in nurses.wte.sources] == ["P1.csv", "R0A.csv"]
    assert nurses.wte.scope.detail == (("neighbourhood", "U1"),)
    assert Team("U1", None, (nurses, carers), (), ()).employers == ("H1", "P1", "R0A")


def test_a_withheld_employer_makes_the_total_a_least() -> None:
    (line,) = lines("U1", [post("P1", "practice_nurse", 3), post("P2", "practice_nurse", None)], None)
    assert (line.wte.value, line.wte.notes) == (3, ("WTE withheld for 1 of 2 employers: the total is at least this",))
    (hidden,) = lines("U1", [post("P2", "practice_nurse", None)], figure("patients", 10000))
    assert (hidden.wte.value, hidden.wte.suppression, hidden.patients_per_wte) == (None, Suppression.PRIMARY, None)


def test_who_is_alone_in_a_role() -> None:
    rows = [
        ("P2", "Manager", figure("headcount", 1)),
        ("P1", "GP", figure("headcount", 1)),
        ("P1", "Nurse", figure("headcount", 2)),
    ]
    hidden = ("P3", "GP", figure("headcount", None, suppression=Suppression.PRIMARY))
    assert [(one.employer, one.role) for one in alone([*rows, hidden])] == [("P1", "GP"), ("P2", "Manager")]


def test_a_neighbourhood_that_lists_nobody_misses_nothing_we_know_of() -> None:
    held = {code: {"pharmacist"} for code in "BCDEFGH"}
    assert absent("A", lists(held)) == ()
    (missing,) = absent("A", lists({**held, "A": set()}))
    assert (missing.role, missing.others_with_it.value, missing.others_with_it.denominator) == (
        "pharmacist",
        100,
        Decimal(7),
    )
