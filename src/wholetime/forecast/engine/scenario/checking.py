"""Whether a scenario can be meant: its names, years, places and limits, before anything is worked out."""

from __future__ import annotations

from dataclasses import dataclass

from wholetime.forecast.engine.scenario.assumption import Assumption, Unfit
from wholetime.forecast.engine.scenario.register import Register
from wholetime.forecast.engine.scenario.scenario import Change, Scenario
from wholetime.forecast.engine.uncertain import Uncertain


@dataclass(frozen=True, slots=True)
class Axes:
    """What a forecast is over: the count is in ``first_year``.

    A change from year Y holds from the twelve months that end with the count of Y, so nothing can change before
    ``first_year`` + 1.
    """

    places: tuple[str, ...]
    groups: tuple[str, ...]
    first_year: int
    years: int
    ages: tuple[int, ...] | None = None

    @property
    def last_year(self) -> int:
        return self.first_year + self.years


def check(register: Register, scenario: Scenario, axes: Axes) -> None:
    """Raises Unfit for a change of an unknown assumption, outside years, places, groups or ages, or past a limit."""
    for change in scenario.changes:
        assumption = register[change.assumption]
        if not axes.first_year < change.from_year <= axes.last_year:
            years = f"{axes.first_year + 1} to {axes.last_year}"
            raise Unfit(f"{assumption.title}: {change.from_year} is outside the years of the forecast, {years}")
        _known("place", change.places, axes.places, assumption)
        _known("staff group", change.groups, axes.groups, assumption)
        _about(assumption, change, axes)
    _within_limits(register, scenario)


def _about(assumption: Assumption, change: Change, axes: Axes) -> None:
    if assumption.group is not None and assumption.group not in (change.groups or axes.groups):
        raise Unfit(f"{assumption.title} is about {assumption.group}, whom the change is not for")
    if change.ages is None:
        return
    if assumption.drives.partition(".")[0] not in ("leaving", "retiring", "returning", "participation"):
        raise Unfit(f"{assumption.title} does not differ by age")
    if axes.ages is None:
        raise Unfit(f"{assumption.title}: ages are not known in this forecast, so nothing can change for some of them")
    if change.ages[1] < axes.ages[0] or change.ages[0] > axes.ages[-1]:
        raise Unfit(f"{assumption.title}: nobody here is {change.ages[0]} to {change.ages[1]}")


def _within_limits(register: Register, scenario: Scenario) -> None:
    """Every value that the changes lead to, one after another, for those who come under all of them."""
    for n, change in enumerate(scenario.in_order):
        assumption = register[change.assumption]
        value = assumption.value
        for earlier in (*(one for one in scenario.in_order[:n] if one.meets(change)), change):
            value = _after(assumption, value, earlier)
        assumption.within_limits(value)


def _after(assumption: Assumption, value: Uncertain, change: Change) -> Uncertain:
    if change.to is not None or change.times is None:
        return change.to or value
    if value.low < 0:
        raise Unfit(f"{assumption.title} may be below 0: say what it becomes, not how many times it was")
    return value.times(change.times)


def _known(what: str, given: tuple[str, ...] | None, known: tuple[str, ...], assumption: Assumption) -> None:
    strangers = [name for name in given or () if name not in known]
    if strangers:
        raise Unfit(f"{assumption.title}: this forecast has no {what} {', '.join(strangers)}")
