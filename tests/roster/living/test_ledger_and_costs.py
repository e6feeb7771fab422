"""Costs add up to the penalty; the ledger counts what nobody likes; what was too much is repaid."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.roster.living.ward import PROBLEM, ROSTER
from tests.roster.made_problems import problems, rosters

from wholetime.roster.engine.living import carried_forward, costs, ledger
from wholetime.roster.engine.problem import FairShare
from wholetime.roster.engine.rules import fair_limits
from wholetime.roster.engine.scoring import score


@given(st.data())
def test_costs_add_up_to_the_penalty(data: st.DataObject) -> None:
    problem = data.draw(problems(hard=True))
    roster = data.draw(rosters(problem))
    found, scored = costs(problem, roster), score(problem, roster)
    assert sum(cost.penalty or 0 for cost in found) == scored.penalty
    assert any(cost.penalty is None for cost in found) == (not scored.legal)
    assert [cost.penalty is None for cost in found] == sorted((cost.penalty is None for cost in found), reverse=True)


def test_the_ledger_counts_nights_weekends_and_wishes() -> None:
    found = ledger(PROBLEM, [ROSTER])
    asha, ben = found["Asha"], found["Ben"]
    assert (asha.days, asha.nights, asha.weekends, asha.asked, asha.met) == (3, 3, 0, 1, 0)
    assert (ben.days, ben.nights, ben.weekends, ben.asked) == (4, 4, 1, 0)


def test_ledgers_of_several_rosters_add_up() -> None:
    once, twice = ledger(PROBLEM, [ROSTER]), ledger(PROBLEM, [ROSTER, ROSTER])
    assert all(twice[name] == once[name] + once[name] for name in once)


def test_nights_beyond_a_fair_share_are_carried_and_repaid() -> None:
    """Seven nights and two people who may work them: a share is 3½, so Ben's 4 and Asha's 3 are both fair; with 5 and 2
    Ben did one too many and Asha one too few."""
    moved = replace(next(one for one in ROSTER if one.person == "Asha" and one.day == 2), person="Ben")
    kept = (one for one in ROSTER if (one.person, one.day) != ("Asha", 2))
    uneven = type(ROSTER)((*kept, moved))
    fair = dict(carried_forward(PROBLEM, ROSTER)[0].carried)
    carried = {past.person: dict(past.carried)["fair nights"] for past in carried_forward(PROBLEM, uneven)}
    assert fair == {"fair nights": 0}
    assert carried == {"Asha": -1, "Ben": 1, "Cai": 0, "Dee": 0}
    after = replace(PROBLEM, past=carried_forward(PROBLEM, uneven))
    says = FairShare(of=("night",))
    limits = {name: fair_limits(says, after, after.person[name], carried[name]) for name in ("Asha", "Ben")}
    assert limits == {"Asha": (4, 5), "Ben": (2, 3)}


def test_the_last_days_are_the_next_rosters_history() -> None:
    past = {one.person: one for one in carried_forward(PROBLEM, ROSTER, days=3)}
    assert past["Ben"].days == ("N", "N", "N")
    assert past["Cai"].days == ("E", None, None)
