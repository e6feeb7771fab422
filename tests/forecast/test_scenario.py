"""Registers and scenarios: drivers against plain loops, the round trip, and what cannot be meant."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecast.naive_scenario import naive_effect

from wholetime.forecast.engine.scenario.applying import applied
from wholetime.forecast.engine.scenario.assumption import Assumption, Unfit
from wholetime.forecast.engine.scenario.checking import Axes, check
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Change, Scenario, nothing_changes
from wholetime.forecast.engine.scenario.shipped import shipped_register, shipped_scenarios
from wholetime.forecast.engine.uncertain import Uncertain, exactly

AXES = Axes(("north", "south"), ("nursing", "medical"), 2026, 6, (20, 21, 22))


def made(name: str, value: Uncertain, drives: str, how: str, group: str | None = None, **limits: float) -> Assumption:
    said = (name, name.title(), "times", value, drives, how, "an owner", "a source", date(2026, 11, 1))
    return Assumption(*said, group=group, **limits)  # type: ignore[arg-type]


REGISTER = Register(
    "1",
    (
        made("leaving", Uncertain(0.9, 1, 1.2), "leaving", "ratio", most=2.0),
        made("nurses_leaving", Uncertain(0.8, 1, 1.1), "leaving", "ratio", "nursing"),
        made("attrition", Uncertain(0.2, 0.25, 0.3), "attrition", "level"),
        made("growth", Uncertain(-0.01, 0.005, 0.02, "normal"), "activity", "growth"),
        made("released", exactly(0.0), "released", "share", least=0.0, most=0.4),
        made("dentists", exactly(1.0), "leaving", "ratio", "dentistry"),
    ),
)

values = st.floats(0.02, 0.35).map(lambda low: Uncertain(low, low + 0.01, low + 0.05))


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    changes, free = (
        [],
        dict.fromkeys(("leaving", "nurses_leaving", "attrition", "growth", "released"), AXES.first_year + 1),
    )
    for name in draw(st.lists(st.sampled_from(sorted(free)), max_size=5)):
        start, phased = draw(st.integers(free[name], free[name] + 2)), draw(st.integers(1, 3))
        if start > AXES.last_year:
            continue
        free[name] = start + phased
        to = draw(values) if name in ("released", "growth") or draw(st.booleans()) else None
        places = draw(st.sampled_from([None, ("north",), ("south", "north")]))
        groups = draw(st.sampled_from([None, ("nursing",)]))
        ages = draw(st.sampled_from([None, (21, 70)])) if "leaving" in name else None
        times = None if to else draw(st.floats(0.5, 1.2))
        changes.append(Change(name, start, to, times, phased, places, groups, ages, "because"))
    return Scenario("s", "A scenario", "1", "an owner", tuple(changes))


@given(scenarios(), st.integers(0, 10**6))
@settings(max_examples=20)
def test_drivers_agree_with_plain_loops(scenario: Scenario, seed: int) -> None:
    found = applied(REGISTER, scenario, AXES, seed=seed, draws=2)
    shape = (2, AXES.years, 2, 2, 3, 1)
    for (name, d, t, p, g, a), expected in naive_effect(REGISTER, scenario, AXES, seed, 2).items():
        array = found.addition(name) if name == "released" else found.factor(name)
        assert np.broadcast_to(array, shape)[d, t, p, g, a, 0] == pytest.approx(expected, rel=1e-9, abs=1e-12)


@given(scenarios(), st.integers(0, 9), st.integers(1, 9))
@settings(max_examples=20)
def test_blocks_of_draws_are_parts_of_the_whole(scenario: Scenario, first: int, count: int) -> None:
    whole = applied(REGISTER, scenario, AXES, seed=4, draws=first + count)
    part = applied(REGISTER, scenario, AXES, seed=4, first_draw=first, draws=count)
    for name, array in part.times.items():
        assert np.array_equal(array, whole.times[name][first:] if len(whole.times[name]) > 1 else whole.times[name])


@given(scenarios())
@settings(max_examples=30)
def test_scenarios_and_registers_survive_json(scenario: Scenario) -> None:
    assert Scenario.from_json(json.loads(json.dumps(scenario.as_json()))) == scenario
    assert Register.from_json(json.loads(json.dumps(REGISTER.as_json()))) == REGISTER


def test_central_values_change_nothing_where_nothing_was_meant_to_change() -> None:
    found = applied(REGISTER, nothing_changes(), AXES, uncertain=False)
    assert set(found.times) == {"activity"}
    assert found.times["activity"].ravel() == pytest.approx(1.005 ** np.arange(1, 7))


def test_given_shares_of_a_law_stand_in_for_draws() -> None:
    ends = {"leaving": np.array([0.0, 0.5, 1.0])}
    found = applied(REGISTER, nothing_changes(), AXES, values=ends)
    expected = Uncertain(0.9, 1, 1.2).quantile(np.array([0.0, 0.5, 1.0]))
    assert found.factor("leaving")[:, 0, 0, 0, 0, 0] == pytest.approx(expected)
    assert found.factor("attrition").size == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (Change("weather", 2027, exactly(1)), "no assumption 'weather'"),
        (Change("leaving", 2026, exactly(1)), "2026 is outside the years of the forecast, 2027 to 2032"),
        (Change("leaving", 2033, exactly(1)), "2033 is outside"),
        (Change("leaving", 2027, exactly(2.5)), "2.5 is above the limit of 2 times"),
        (Change("leaving", 2027, times=1.9), "above the limit of 2"),
        (Change("growth", 2027, times=2.0), "may be below 0"),
        (Change("leaving", 2027, exactly(1), places=("west",)), "no place west"),
        (Change("leaving", 2027, exactly(1), groups=("dentistry",)), "no staff group dentistry"),
        (Change("nurses_leaving", 2027, exactly(1), groups=("medical",)), "is about nursing"),
        (Change("released", 2027, exactly(0.1), ages=(20, 30)), "does not differ by age"),
        (Change("leaving", 2027, exactly(1), ages=(50, 60)), "nobody here is 50 to 60"),
    ],
)
def test_a_change_that_cannot_be_says_why(change: Change, says: str) -> None:
    with pytest.raises(Unfit) as caught:
        check(REGISTER, Scenario("s", "S", "1", "an owner", (change,)), AXES)
    assert says in str(caught.value)


def test_a_change_by_age_needs_ages() -> None:
    scenario = Scenario("s", "S", "1", "an owner", (Change("leaving", 2027, exactly(1), ages=(20, 30)),))
    with pytest.raises(Unfit, match="ages are not known"):
        check(REGISTER, scenario, replace(AXES, ages=None))


def test_the_ethical_cap_holds_through_a_chain_of_changes() -> None:
    """Twice 0.8 times what it was is above a cap of 1 even though no single step names such a value."""
    register = shipped_register()
    steps = (Change("international", 2027, exactly(0.8)), Change("international", 2029, times=2.0))
    with pytest.raises(Unfit, match=r"1\.6 is above the limit of 1 times today's number \(the ethical cap"):
        check(register, Scenario("s", "S", "1", "an owner", steps), AXES)


def test_changes_that_overlap_contradict_each_other() -> None:
    slow, soon = Change("leaving", 2027, exactly(1), phased=3), Change("leaving", 2029, times=0.9)
    with pytest.raises(Unfit, match="complete in 2029, and the other begins in 2029"):
        Scenario("s", "S", "1", "an owner", (soon, slow))
    apart = replace(soon, groups=("nursing",)), replace(slow, groups=("medical",))
    assert len(Scenario("s", "S", "1", "an owner", apart).changes) == 2


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"to": None, "times": None}, "either what it becomes"),
        ({"times": 2.0}, "either what it becomes"),
        ({"to": None, "times": -1.0}, "cannot become -1 times"),
        ({"phased": 0}, "1 year or more"),
        ({"places": ()}, "for nobody"),
        ({"ages": (30, 20)}, "which is nobody"),
    ],
)
def test_an_impossible_change_says_why(parts: dict[str, object], says: str) -> None:
    with pytest.raises(Unfit, match=says):
        Change(**({"assumption": "leaving", "from_year": 2027, "to": exactly(1)} | parts))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("part", "value", "says"),
    [
        ("drives", "weather", "nothing answers to that"),
        ("how", "magic", "none of ratio"),
        ("owner", " ", "no owner"),
        ("name", "Not a name", "is no name"),
        ("value", {"low": 2, "central": 1, "high": 3}, "not between"),
        ("value", {"low": 2}, "is missing"),
        ("value", "much", "leaving"),
        ("effective", "soon", "isoformat"),
        ("value", 3.0, "above the limit of 2"),
        ("colour", "red", "no part called 'colour'"),
    ],
)
def test_an_impossible_assumption_says_why(part: str, value: object, says: str) -> None:
    entry = {**REGISTER["leaving"].as_json(), part: value}
    with pytest.raises(Unfit) as caught:
        Register.from_json({"version": "2", "assumptions": [entry]})
    assert says in str(caught.value)


def test_a_register_is_revised_and_never_changed() -> None:
    new = replace(REGISTER["leaving"], value=exactly(1.1))
    other = replace(new, name="more")
    revised = REGISTER.revised("2", new, other)
    assert revised["leaving"].value == exactly(1.1)
    assert REGISTER["leaving"].value.central == 1
    assert [one.name for one in revised][-1] == "more"
    with pytest.raises(Unfit, match="other than 1"):
        REGISTER.revised("1", new)
    with pytest.raises(Unfit, match="twice"):
        Register("1", (new, new))


def test_what_is_shipped_can_be_meant() -> None:
    register = shipped_register()
    assert not any(one.verified for one in register), "nothing of it was read in its publication"
    for scenario in shipped_scenarios(2026):
        found = applied(register, scenario, Axes(("x",), ("nursing", "medical"), 2026, 15), draws=5)
        assert (scenario.name == "as_registered") or scenario.changes
        assert found.times
