"""A choice of rosters, none of which is worse than another in every way."""

from __future__ import annotations

from tests.roster.living.ward import PROBLEM, ROSTER

from wholetime.roster.engine.living import Aim, changes, measured, trade_offs
from wholetime.roster.engine.scoring import score


def test_measures_add_up_to_the_penalty() -> None:
    found = measured(PROBLEM, ROSTER, ROSTER)
    assert found.cost + found.fairness + found.requests + found.rest == score(PROBLEM, ROSTER).penalty
    assert (found.requests, found.continuity) == (5, 0)


def test_none_is_beaten_in_every_way() -> None:
    found = trade_offs(PROBLEM, ROSTER, seconds=1)
    assert found
    assert all(score(PROBLEM, choice.roster).legal for choice in found)
    for one in found:
        assert one.measures == measured(PROBLEM, one.roster, ROSTER)
        assert one.measures.continuity == len(changes(ROSTER, one.roster))
        assert not any(other is not one and other.measures.no_worse(one.measures) for other in found)


def test_continuity_is_no_aim_without_a_published_roster() -> None:
    assert Aim.CONTINUITY not in {choice.leaning for choice in trade_offs(PROBLEM, seconds=0.5)}
