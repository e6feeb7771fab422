"""The published rule sets: dated, sourced, and told by the shifts that they are known for."""

from __future__ import annotations

from datetime import date, time

import pytest
from tests.roster.rules.written_lines import found

from wholetime.roster.engine.problem import Horizon, Impossible, Rule
from wholetime.roster.engine.rules import RULE_SETS, maternity_demand, rule_set, versions, women_at_once


def rule(name: str, of: str, on: date = date(2026, 6, 1)) -> Rule:
    return next(one for one in rule_set(of, on).rules if one.name == name)


@pytest.mark.parametrize("name", RULE_SETS)
def test_every_rule_says_where_it_comes_from(name: str) -> None:
    for version in versions(name):
        assert version.publication
        assert all(one.source for one in version.rules)
        assert not any(one.verified for one in version.rules), "none was checked word by word"


def test_versions_follow_each_other_without_gap_or_overlap() -> None:
    first, second = versions("doctors_in_training")
    assert first.effective_to is not None
    assert (second.effective_from - first.effective_to).days == 1
    assert rule_set("doctors_in_training", date(2019, 12, 3)) == first
    assert rule_set("doctors_in_training", date(2019, 12, 4)) == second


def test_a_rule_set_that_is_not_there_or_not_yet_in_force_is_refused() -> None:
    with pytest.raises(Impossible, match="there is no rule set 'night_watch'; there are working_time"):
        rule_set("night_watch", date(2026, 1, 1))
    with pytest.raises(Impossible, match="was not in force on 01 January 2016"):
        rule_set("doctors_in_training", date(2016, 1, 1))


@pytest.mark.parametrize(
    ("name", "of", "legal", "broken"),
    [
        ("WTR daily rest", "working_time", "N.L", "LE"),
        ("WTR weekly rest", "working_time", "EEEEEE.EEEEEE.", "EEEEEE.EEEEEEE"),
        ("WTR length of a day off", "working_time", "L.E", "N.E"),
        ("WTR 48 hours on average", "working_time", "DDD....", "DDDD..."),
        ("WTR break", "working_time", "L", "C"),
        ("AfC days running", "agenda_for_change", "EEEEEE.", "EEEEEEE"),
        ("AfC nights running", "agenda_for_change", "NNNN.", "NNNNN"),
        ("AfC rest after nights", "agenda_for_change", "NN..L", "NN.L"),
        ("AfC no single night", "agenda_for_change", ".NN.", ".N."),
        ("AfC long days running", "agenda_for_change", "DDD.", "DDDD"),
        ("AfC days off together", "agenda_for_change", "E..E", "E.E"),
        ("JD 72 hours in 168", "doctors_in_training", "DDDDD..", "DDDDDD."),
        ("JD length of a shift", "doctors_in_training", "DC", None),
        ("JD rest between shifts", "doctors_in_training", "EE", "LE"),
        ("JD nights running", "doctors_in_training", "NNNN", "NNNNN"),
        ("JD rest after nights", "doctors_in_training", "N..E", "N.L"),
        ("JD long shifts running", "doctors_in_training", "DDDD.D", "DDDDD"),
        ("JD rest after long shifts", "doctors_in_training", "DDDD..L", "DDDD.L"),
        ("JD long late shifts running", "doctors_in_training", "NNNN", "NNNNN"),
        ("JD shifts running", "doctors_in_training", "EEEEEEE.", "EEEEEEEE"),
        ("JD rest after shifts", "doctors_in_training", "EEEEEEE..L", "EEEEEEE.E"),
        (
            "JD weekends",
            "doctors_in_training",
            "." * 5 + "E" + "." * 20 + "E" + ".",
            "." * 5 + "E" + "." * 13 + "E" + ".",
        ),
        ("JD breaks", "doctors_in_training", "ED", "L"),
        ("JD third break at night", "doctors_in_training", "E", "N"),
        ("JD on call not twice running", "doctors_in_training", ".....CC", "CC"),
        ("maternity on call not twice running", "maternity_unit", "C.C", "CC"),
        ("maternity no night after on call", "maternity_unit", "CE", "CN"),
    ],
)
def test_the_shifts_that_each_rule_is_known_for(name: str, of: str, legal: str, broken: str | None) -> None:
    assert found(rule(name, of).says, legal) == []
    assert broken is None or found(rule(name, of).says, broken) != []


def test_the_contract_of_2016_allowed_what_that_of_2019_does_not() -> None:
    before = date(2018, 1, 1)
    for name, line in (
        ("JD rest after nights", "NN.L"),
        ("JD long shifts running", "DDDDD"),
        ("JD shifts running", "E" * 8),
    ):
        assert found(rule(name, "doctors_in_training", before).says, line) == []
        assert found(rule(name, "doctors_in_training").says, line) != []


def test_midwives_for_the_women_who_come_together() -> None:
    # 5,200 births a year, 10.63 hours each: 6.309 women on average, more than 11 for less than 5% of the time.
    assert women_at_once(6.309, 0.05) == 11
    assert women_at_once(7.90, 0.05) == 13


def test_a_labour_suite_needs_a_coordinator_without_women_of_her_own() -> None:
    needs = list(maternity_demand(Horizon(start=date(2026, 6, 1), days=1), {(time(8), time(20)): 6.309}))
    lead, care, on_call = needs
    assert (lead.role, lead.minimum, lead.short) == ("coordinator", 1, None)
    assert (care.role, care.minimum, care.preferred) == ("midwife", 6, 11)
    assert on_call.of == ("on call",)
