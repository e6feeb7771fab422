"""Workload indicators of staffing need (WISN, WHO 2010): staff from activity standards and allowances, exactly.

Available working time is what a person is at work for. Each activity's standard workload is how much of it fills that
time. Category allowances are work that all staff do (share of time); individual allowances what some do (hours).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class AvailableTime:
    """Days a year that could be worked, days away by kind, and hours a day."""

    days_a_week: Decimal
    public_holidays: Decimal
    annual_leave: Decimal
    sickness: Decimal
    other: Decimal
    hours_a_day: Decimal
    weeks: Decimal = Decimal(52)

    def __post_init__(self) -> None:
        if self.hours_a_day <= 0 or self.days <= 0:
            raise ValueError(f"{self.days} days of {self.hours_a_day} hours leave no time for work")

    @property
    def days(self) -> Decimal:
        """Days at work in a year."""
        away = self.public_holidays + self.annual_leave + self.sickness + self.other
        return self.days_a_week * self.weeks - away

    @property
    def hours(self) -> Decimal:
        """Available working time: hours at work in a year."""
        return self.days * self.hours_a_day


@dataclass(frozen=True, slots=True)
class Workload:
    """``yearly`` units of an activity, each of which takes ``hours_each``."""

    name: str
    yearly: Decimal
    hours_each: Decimal

    def __post_init__(self) -> None:
        if self.yearly < 0 or self.hours_each <= 0:
            raise ValueError(f"{self.name}: {self.yearly} a year of {self.hours_each} hours each is no workload")

    def standard(self, available: AvailableTime) -> Decimal:
        """Standard workload: how many of it one person can do in a year who does nothing else."""
        return available.hours / self.hours_each


@dataclass(frozen=True, slots=True)
class IndividualAllowance:
    """Work that only ``staff`` people have, ``hours`` a year each."""

    name: str
    staff: Decimal
    hours: Decimal


@dataclass(frozen=True, slots=True)
class StaffNeed:
    """Staff ``required`` by WISN, and its parts: for the workloads, times the category factor, plus individual work."""

    for_workloads: Decimal
    category_factor: Decimal
    individual_factor: Decimal

    @property
    def required(self) -> Decimal:
        return self.for_workloads * self.category_factor + self.individual_factor

    def ratio(self, actual: Decimal) -> Decimal:
        """Actual ÷ required: below 1 there are too few. Raises ValueError where nobody is required."""
        if self.required == 0:
            raise ValueError("nobody is required, so there is no ratio to them")
        return actual / self.required

    def difference(self, actual: Decimal) -> Decimal:
        """Actual − required: negative is a shortage."""
        return actual - self.required

    def pressure(self, actual: Decimal) -> Decimal:
        """Workload pressure in percent: how much of the work there is nobody for."""
        return (1 - self.ratio(actual)) * 100


def staff_need(
    available: AvailableTime,
    workloads: Sequence[Workload],
    category_percent: Sequence[Decimal] = (),
    individual: Sequence[IndividualAllowance] = (),
) -> StaffNeed:
    """Staff that the workloads require, with allowances. Raises ValueError when allowances fill all the time."""
    share = sum(category_percent, NONE) / 100
    if not 0 <= share < 1:
        raise ValueError(f"category allowances of {share * 100}% leave no time for the workloads")
    return StaffNeed(
        for_workloads=sum((load.yearly / load.standard(available) for load in workloads), NONE),
        category_factor=1 / (1 - share),
        individual_factor=sum((one.staff * one.hours for one in individual), NONE) / available.hours,
    )


def whole_people(required: Decimal, tolerance: Decimal, up_to: int) -> int:
    """Required staff in whole people: up to ``up_to`` of them, n people may do the work of n × (1 + ``tolerance``)
    and no more, for few feel a part of a person most; above that, the nearest. Raises ValueError below 0."""
    if required < 0:
        raise ValueError(f"{required} staff cannot be required")
    below = int(required)
    if below > up_to or below == 0:
        return int(required.quantize(Decimal(1), ROUND_HALF_UP)) if below else int(required > 0)
    return below if required <= below * (1 + tolerance) else below + 1
