"""The gap as a function of what is taken for granted, and levers measured with the forecast itself."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from tests.forecast.made_forecast import CELLS, supply, wanted

from wholetime.forecast.engine.demand.inputs import NeedInputs
from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.gap.closing import checked, close, task_for
from wholetime.forecast.engine.gap.levers import Lever, responses
from wholetime.forecast.engine.gap.outcome import PEOPLE, axes_of, expected_gap, gap_outcome, moving, strays
from wholetime.forecast.engine.gap.sensitivity import sobol, tornado
from wholetime.forecast.engine.gap.shipped import shipped_levers, with_routes
from wholetime.forecast.engine.scenario.applying import applied
from wholetime.forecast.engine.scenario.scenario import nothing_changes
from wholetime.forecast.engine.scenario.shipped import shipped_register

YEARS = 4
RECRUIT = Lever(
    "recruit", "Recruitment abroad", "person", "people", "joining.international", "plus", 1.0,
    Decimal(12_000), 30, 0, "nursing",
)  # fmt: skip
RETAIN = Lever(
    "retain", "Retention", "point", "points", "leaving", "times", -0.01, Decimal(50_000), 20, 1, "nursing",
)  # fmt: skip


def ask(drivers: Drivers, draws: int) -> np.ndarray:
    return expected_gap(supply(), wanted(), drivers, YEARS, draws).wte[:, 1:, 0, 0]


def test_central_assumptions_give_the_gap_that_central_drivers_give() -> None:
    register, scenario = shipped_register(), nothing_changes()
    outcome = gap_outcome(supply(), wanted(), register, scenario, year=2030)
    names = moving(register, scenario, CELLS.groups)
    at = {name: np.array([register[name].value.shares_at[1]]) for name in names}
    drivers = applied(register, scenario, axes_of(supply(), YEARS), uncertain=False)
    expected = expected_gap(supply(), wanted(), drivers, YEARS).net()[0, -1]
    assert outcome(at) == pytest.approx(expected)
    assert outcome({}) == pytest.approx(expected)


def test_what_matters_is_found_and_points_the_right_way() -> None:
    register, scenario = shipped_register(), nothing_changes()
    outcome = gap_outcome(supply(), wanted(), register, scenario, year=2030, groups=("nursing",))
    bars = {bar.name: bar for bar in tornado(register, ["leaving", "productivity", "time_released"], outcome)}
    assert bars["leaving"].low < bars["leaving"].central < bars["leaving"].high
    assert bars["productivity"].low > bars["productivity"].central > bars["productivity"].high
    assert bars["time_released"].width == 0
    found = sobol(("leaving", "productivity"), outcome, points=16, repeats=2)
    assert sum(one.first for one in found) == pytest.approx(1, abs=0.1)


def straying(*ends: float) -> NeedInputs:
    """A need whose samples end at ``ends`` times today's activity; the first is its central path."""
    (pathway,) = wanted().pathways
    index = np.array([np.linspace(1, end, YEARS + 1) for end in ends])[:, :, np.newaxis]
    return replace(wanted(), pathways=(replace(pathway, index=index),))


def test_growth_of_people_is_taken_in_order_of_where_its_samples_end() -> None:
    ends = (1.05, 1.2, 0.9, 1.1, 1.0)
    asked = gap_outcome(supply(), straying(*ends), shipped_register(), nothing_changes(), year=2030)
    found = asked({PEOPLE: np.array([0.0, 0.3, 0.5, 0.6, 0.99])})
    for share, end in zip(found, (0.9, 1.0, 1.05, 1.1, 1.2), strict=True):
        alone = gap_outcome(supply(), straying(end), shipped_register(), nothing_changes(), year=2030)
        assert share == pytest.approx(alone({})[0])
    assert asked({})[0] == pytest.approx(found[2]), "the central path, where nothing is said"


def test_growth_of_people_is_among_what_an_outcome_hangs_on_only_where_it_strays() -> None:
    assert strays(straying(1.05, 1.2))
    assert not strays(straying(1.05))
    assert not strays(straying(1.05, 1.05))
    asked = gap_outcome(supply(), straying(1.0, 1.2, 0.8, 1.1, 0.9), shipped_register(), nothing_changes(), year=2030)
    bars = {bar.name: bar for bar in tornado(shipped_register(), [PEOPLE, "leaving"], asked)}
    assert bars[PEOPLE].low < bars[PEOPLE].central < bars[PEOPLE].high
    assert bars[PEOPLE].central == bars["leaving"].central
    shares = {one.name: one.total for one in sobol((PEOPLE, "leaving"), asked, points=16, repeats=2)}
    assert shares[PEOPLE] > shares["leaving"] > 0


def test_a_year_before_the_count_is_refused() -> None:
    with pytest.raises(ValueError, match="2026 is not after the count of 2026"):
        gap_outcome(supply(), wanted(), shipped_register(), nothing_changes(), year=2026)


def test_one_recruit_closes_what_is_left_of_them_year_by_year() -> None:
    """Somebody who joins stays with 89% a year and works 0.9 WTE."""
    found = responses((RECRUIT,), ask, YEARS, CELLS.places, CELLS.groups)
    assert found.shape == (1, YEARS, YEARS)
    gained = found[0]
    assert gained[0, 0] == pytest.approx(0.9, rel=0.1)
    assert gained[0, 1:] / gained[0, :-1] == pytest.approx([0.89] * 3)
    assert np.tril(gained, -1) == pytest.approx(np.zeros((YEARS, YEARS))), "nobody helps before they come"


def test_the_forecast_itself_confirms_the_plan() -> None:
    gap = ask(Drivers(), 1)[0]
    levers = (RECRUIT, RETAIN)
    response = responses(levers, ask, YEARS, CELLS.places, CELLS.groups)
    plan = close(task_for(levers, 2026, gap, [f"nursing in {2027 + n}" for n in range(YEARS)], response))
    assert gap[-1] > 5
    assert plan.units[1, 0] == 0, "retention takes a year to begin"
    left = checked(plan, ask, CELLS.places, CELLS.groups)
    assert left == pytest.approx(gap - np.einsum("ly,lyt->t", plan.units, response), abs=1.0)
    if plan.closed:
        assert (left < 1.0).all()


def test_an_addition_for_all_is_shared_out_and_not_repeated() -> None:
    everybody = Lever("x", "X", "person", "people", "joining.international", "plus", 1.0, Decimal(1), 9)
    drivers = everybody.drivers(np.array([[4.0, 0.0]]), ("north", "south"), CELLS.groups, np.array([3.0, 1.0]))
    added = drivers.addition("joining.international")
    assert added.shape == (1, 2, 2, 2, 1, 1)
    assert added.sum() == pytest.approx(4)
    assert added[0, 0, 0].sum() == pytest.approx(3)


def test_groups_that_have_nothing_to_do_with_each_other_are_measured_together() -> None:
    def both(drivers: Drivers, draws: int) -> np.ndarray:
        return expected_gap(own, wanted(), drivers, YEARS, draws).wte[:, 3:, 0].reshape(draws, -1)

    own = with_routes(supply())
    levers = shipped_levers(own, CELLS.groups)
    given = (both, YEARS, CELLS.places, CELLS.groups)
    apart = responses(levers, *given)
    together = responses(levers, *given, CELLS.groups * 2)
    assert together == pytest.approx(apart, abs=1e-9)
    assert (np.abs(together).sum(axis=(1, 2)) > 0).all()
