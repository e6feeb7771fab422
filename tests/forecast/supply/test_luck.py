"""What is kept from one projection to the next changes no number."""

from __future__ import annotations

import numpy as np
import pytest
from tests.forecast.supply.made_inputs import everything

from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.supply import Luck, Projection, project
from wholetime.forecast.engine.uncertain import Floats

DRAWS, YEARS, SEED = 20, 5, 5
INPUTS = everything(uncertain=0.1)


def by_draw(name: str, low: float, high: float) -> Drivers:
    return Drivers({name: np.linspace(low, high, DRAWS).reshape(-1, 1, 1, 1, 1, 1)})


AS_THINGS_ARE = by_draw("leaving", 0.9, 1.1)


def projected(drivers: Drivers, luck: Luck | None = None) -> Projection:
    return project(INPUTS, years=YEARS, draws=DRAWS, seed=SEED, drivers=drivers, luck=luck)


def numbers(found: Projection) -> list[Floats]:
    joined = [one.joined for one in found.pipelines.values()]
    return [found.heads, found.wte, *found.flows.values(), *found.flows_wte.values(), *joined]


@pytest.mark.parametrize(
    "name", ["leaving", "retiring", "returning", "participation", "joining", "joining.abroad", "starts.degree"]
)
def test_another_lever_gives_what_it_gives_without_luck(name: str) -> None:
    luck = Luck(INPUTS, YEARS, SEED, AS_THINGS_ARE)
    projected(AS_THINGS_ARE, luck)
    drivers = AS_THINGS_ARE.combined(by_draw(name, 0.6, 0.9))
    found, anew = projected(drivers, luck), projected(drivers)
    assert all(np.array_equal(one, other) for one, other in zip(numbers(found), numbers(anew), strict=True))
    assert not np.array_equal(found.wte, projected(AS_THINGS_ARE, luck).wte)


def test_luck_belongs_to_its_people_years_and_seed() -> None:
    luck = Luck(INPUTS, YEARS, SEED, AS_THINGS_ARE)
    with pytest.raises(ValueError, match="luck of other people"):
        project(INPUTS, years=YEARS, draws=DRAWS, seed=SEED + 1, luck=luck)
    with pytest.raises(ValueError, match="luck of other people"):
        project(everything(), years=YEARS, draws=DRAWS, seed=SEED, luck=luck)
