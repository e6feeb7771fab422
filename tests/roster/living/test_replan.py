"""A new roster near the published one: legal, as little changed as its prices say, and the past as it was."""

from __future__ import annotations

from dataclasses import replace

from tests.roster.living.ward import PROBLEM, ROSTER

from wholetime.roster.engine.living import Disturbance, changed, changes, replan, usual_disturbance
from wholetime.roster.engine.problem import Leave
from wholetime.roster.engine.scoring import score

DEAR = Disturbance(((0, 10_000),))


def test_nothing_changes_where_nothing_is_the_matter_and_change_is_dear() -> None:
    found = replan(PROBLEM, ROSTER, disturbance=DEAR, seconds=300)
    assert found.changes == ()
    assert (found.status, found.disturbance) == ("optimal", 0)


def test_who_falls_ill_is_replaced_and_the_past_stays() -> None:
    ill = replace(PROBLEM, leave=(Leave(person="Asha", first=1, last=2, kind="sick"),))
    found = replan(ill, ROSTER, today=1, seconds=5)
    assert found.score.legal
    assert all(change.day >= 1 for change in found.changes)
    assert found.roster == changed(ROSTER, found.changes)
    assert found.changes == changes(ROSTER, found.roster)
    assert not any(one.person == "Asha" and one.day in (1, 2) for one in found.roster)
    assert found.score.penalty + found.disturbance >= found.bound


def test_being_ill_is_no_disturbance_and_standing_in_is() -> None:
    ill = replace(PROBLEM, leave=(Leave(person="Dee", first=0, last=0, kind="sick"),))
    found = replan(ill, ROSTER, disturbance=DEAR, seconds=300)
    assert [change.person for change in found.changes] == ["Dee"]
    assert found.disturbance == 0
    assert found.score.penalty == score(PROBLEM, ROSTER).penalty + 20


def test_prices_fall_with_notice_and_differ_by_person() -> None:
    usual = usual_disturbance()
    prices = [usual.price("Asha", notice) for notice in (0, 3, 10, 40)]
    assert prices == sorted(prices, reverse=True)
    assert len(set(prices)) == 4
    assert replace(usual, people={"Asha": 3}).price("Asha", 0) == 3 * usual.price("Ben", 0)
    assert usual.price("Asha", -1) == 0
