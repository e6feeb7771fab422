"""What a scenario costs beside things as they are: prices by hand, in plain loops, and what has none."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from tests.forecast.made_forecast import supply

from wholetime.forecast.engine.gap.costing import costed
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.scenario.assumption import Unfit
from wholetime.forecast.engine.scenario.scenario import Change, Scenario, nothing_changes
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.engine.supply.routes import Kind, Programme
from wholetime.forecast.engine.uncertain import exactly

YEARS = 3
REGISTER = shipped_register()
FIRST = supply().first_year


def price(code: str, part: str) -> float:
    return next(float(one[part]) for one in reference("levers")["levers"] if one["code"] == code)


def costs(*changes: Change) -> tuple[tuple[Decimal, ...], tuple[str, ...]]:
    found = costed(supply(), REGISTER, Scenario("s", "S", "1", "me", changes), YEARS)
    return found.by_year, found.unpriced


def test_things_as_they_are_cost_nothing_more() -> None:
    assert costed(supply(), REGISTER, nothing_changes(), YEARS).by_year == (0,) * YEARS


def test_keeping_staff_costs_for_each_hundredth_and_each_person_and_less_costs_nothing() -> None:
    people = sum(float(heads) for heads in supply().stock.ravel())
    by_year, unpriced = costs(Change("leaving", FIRST + 2, times=0.9))
    assert by_year == (0, *(Decimal(round(10 * price("retention", "cost_per_head") * people)),) * (YEARS - 1))
    assert unpriced == ()
    assert costs(Change("leaving", FIRST + 2, times=1.1))[0] == (0,) * YEARS


def test_people_recruited_and_trained_cost_each_and_fewer_cost_less() -> None:
    for name, code, kinds in (
        ("international", "international", (Kind.INTERNATIONAL,)),
        ("training_places", "training", (Kind.NEWLY_QUALIFIED, Kind.APPRENTICE)),
    ):
        base = REGISTER[name].value.central
        anyway = 0.0
        for route in supply().routes:
            if route.kind in kinds:
                held = route.starts if isinstance(route, Programme) else route.joiners
                anyway += float(held[-1].sum())
        expected = -0.5 * base * anyway * price(code, "cost")
        assert anyway > 0
        by_year, _ = costs(Change(name, FIRST + 1, times=0.5))
        assert [float(value) for value in by_year] == pytest.approx([expected] * YEARS, abs=1), name


def test_time_released_costs_by_its_share_as_it_is_phased_in() -> None:
    by_year, _ = costs(Change("time_released", FIRST + 1, to=exactly(0.03), phased=3))
    people = float(supply().stock.sum())
    one = 0.01 / 0.0025 * price("technology", "cost_per_head") * people
    assert [float(value) for value in by_year] == pytest.approx(list(one * np.arange(1, YEARS + 1)), abs=1)


def test_what_has_no_price_is_named() -> None:
    by_year, unpriced = costs(
        Change("retiring", FIRST + 1, times=0.9), Change("nursing_associates", FIRST + 1, exactly(0.05))
    )
    assert by_year == (0,) * YEARS
    assert unpriced == (REGISTER["retiring"].title, REGISTER["nursing_associates"].title)


def test_a_scenario_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Unfit, match="outside the years"):
        costs(Change("leaving", FIRST, times=0.9))
