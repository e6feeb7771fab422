"""WISN and working time: a worked example to all its decimals, and the two meanings of 22%."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.forecast.engine.demand.wisn import AvailableTime, IndividualAllowance, Workload, staff_need, whole_people
from wholetime.forecast.engine.demand.working_time import WorkingTime

AVAILABLE = AvailableTime(Decimal(5), Decimal(8), Decimal(35), Decimal(8), Decimal(5), Decimal("7.5"))


def test_the_constructed_example_of_the_method() -> None:
    """204 days of 7.5 hours; 10,200 contacts of half an hour; 20% of all time, and 153 hours for each of two."""
    assert (AVAILABLE.days, AVAILABLE.hours) == (204, 1530)
    load = Workload("contacts", Decimal(10_200), Decimal("0.5"))
    assert load.standard(AVAILABLE) == 3060
    need = staff_need(AVAILABLE, [load], [Decimal(20)], [IndividualAllowance("supervision", Decimal(2), Decimal(153))])
    assert round(need.for_workloads, 3) == Decimal("3.333")
    assert need.category_factor == Decimal("1.25")
    assert round(need.for_workloads * need.category_factor, 3) == Decimal("4.167")
    assert need.individual_factor == Decimal("0.2")
    assert round(need.required, 3) == Decimal("4.367")
    assert round(need.ratio(Decimal(4)), 3) == Decimal("0.916")
    assert round(need.pressure(Decimal(4)), 1) == Decimal("8.4")
    assert round(need.difference(Decimal(4)), 3) == Decimal("-0.367")


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 40)), max_size=6), st.integers(0, 60))
def test_wisn_gives_everybody_just_the_time_they_have(loads: list[tuple[int, int]], allowance: int) -> None:
    """Twin: the staff required spend their hours on the workloads and the allowance, with none left."""
    workloads = [Workload(str(n), Decimal(yearly), Decimal(tenths) / 10) for n, (yearly, tenths) in enumerate(loads)]
    need = staff_need(AVAILABLE, workloads, [Decimal(allowance)])
    hours = need.required * AVAILABLE.hours
    on_workloads = sum(load.yearly * load.hours_each for load in workloads)
    assert abs(hours * (100 - allowance) / 100 - on_workloads) < Decimal("1e-12") * (1 + on_workloads)


def test_twenty_two_percent_has_two_meanings() -> None:
    hours = Decimal(69_228)
    assert round(WorkingTime().paid, 2) == Decimal("1955.36")
    assert round(WorkingTime().wte(hours), 2) == Decimal("35.40")
    assert round(WorkingTime(away=Decimal("0.22")).wte(hours), 2) == Decimal("43.19")
    assert round(WorkingTime(away=Decimal("0.22"), mode="headroom").wte(hours), 2) == Decimal("45.39")


@pytest.mark.parametrize(
    ("required", "people"),
    [("0", 0), ("0.2", 1), ("1.1", 1), ("1.11", 2), ("4.4", 4), ("4.41", 5), ("6.4", 6), ("6.5", 7)],
)
def test_few_people_are_rounded_with_care(required: str, people: int) -> None:
    assert whole_people(Decimal(required), Decimal("0.1"), 5) == people


def test_impossible_workloads_say_why() -> None:
    with pytest.raises(ValueError, match="no time for work"):
        AvailableTime(Decimal(5), Decimal(8), Decimal(250), Decimal(8), Decimal(5), Decimal("7.5"))
    with pytest.raises(ValueError, match="no workload"):
        Workload("contacts", Decimal(10), Decimal(0))
    with pytest.raises(ValueError, match="leave no time"):
        staff_need(AVAILABLE, [], [Decimal(60), Decimal(40)])
    with pytest.raises(ValueError, match="nobody is required"):
        staff_need(AVAILABLE, []).ratio(Decimal(4))
    with pytest.raises(ValueError, match="cannot be required"):
        whole_people(Decimal(-1), Decimal("0.1"), 5)
    for wrong in ({"weekly": Decimal(0)}, {"away": Decimal(1)}, {"mode": "guess"}):
        with pytest.raises(ValueError):
            WorkingTime(**wrong)  # type: ignore[arg-type]
