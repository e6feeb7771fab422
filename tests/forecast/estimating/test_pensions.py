"""Pension ages beside the publications, and what a change of them does."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from wholetime.forecast.engine.estimating.pensions import YEAR, PensionRules, pension_ages
from wholetime.forecast.engine.reference import reference
from wholetime.insight.engine.reference import reference as of_insight

AGES = tuple(range(50, 76))
COUNTED = date(2026, 6, 30)


def steps(entry: dict[str, object]) -> object:
    return entry["steps"]


def test_ages_are_those_of_the_other_room() -> None:
    theirs = {entry["code"]: entry for entry in of_insight("pension_ages")["ages"]}
    ours = {entry["code"]: entry for entry in reference("pensions")["ages"]}
    for code in ("nhs_1995", "nhs_2008", "state_pension_age"):
        assert steps(ours[code]) == steps(theirs[code])
    assert steps(ours["minimum_pension_age"]) == of_insight("pension_ages")["ages"][0]["steps"]


@pytest.mark.parametrize(
    ("born", "reached"),
    [
        (date(1955, 1, 1), date(2021, 1, 1)),
        (date(1960, 4, 6), date(2026, 5, 6)),
        (date(1960, 9, 6), date(2027, 3, 6)),
        (date(1961, 2, 5), date(2027, 12, 5)),
        (date(1961, 3, 6), date(2028, 3, 6)),
        (date(1977, 4, 6), date(2045, 4, 6)),
    ],
)
def test_state_pension_age_is_reached_on_the_day_of_the_timetable(born: date, reached: date) -> None:
    """Department for Work and Pensions, State Pension age timetable; to within two days, for months are counted as
    twelfths of a year."""
    found = pension_ages()["state_pension_age"].reached(np.array([born.toordinal()], float))
    assert abs(found[0] - reached.toordinal()) <= 2


@pytest.mark.parametrize(("code", "years"), [("nhs_1995_special", 55), ("nhs_1995", 60), ("nhs_2008", 65)])
def test_normal_ages_of_the_sections(code: str, years: int) -> None:
    born = np.array([date(1970, 6, 1).toordinal()], float)
    assert pension_ages()[code].reached(born)[0] == pytest.approx(born[0] + years * YEAR)


def test_people_go_at_sixty_at_sixty_five_and_at_state_pension_age() -> None:
    hazard = dict(zip(AGES, PensionRules().hazards(AGES, COUNTED, 1)[0], strict=True))
    assert hazard[59] > 2 * hazard[58]
    assert hazard[64] > hazard[63]
    assert hazard[66] > 1.2 * hazard[64]
    assert hazard[54] > 0
    assert hazard[53] == hazard[50] == 0


def test_nobody_outside_the_health_service_scheme_goes_at_sixty() -> None:
    hazard = dict(zip(AGES, PensionRules("other").hazards(AGES, COUNTED, 1)[0], strict=True))
    assert hazard[59] == hazard[58]
    assert hazard[66] > 5 * hazard[63]


def test_a_later_state_pension_age_moves_those_who_have_not_reached_it() -> None:
    later = PensionRules(later={"state_pension_age": 12}, changed_from=date(2030, 1, 1))
    now, then = (rules.hazards(AGES, COUNTED, 8) for rules in (PensionRules(), later))
    assert np.array_equal(now[:3], then[:3])
    at = AGES.index(66)
    assert then[6, at] < now[6, at]
    assert now[6].sum() > then[6].sum()


def test_an_earlier_age_lets_more_people_go() -> None:
    earliest, normal = PensionRules().could_go(AGES, COUNTED, 3)
    sooner = PensionRules(later={"nhs_1995": -24, "minimum_pension_age": -12})
    younger, usual = sooner.could_go(AGES, COUNTED, 3)
    assert (younger >= earliest).all()
    assert usual.sum() > normal.sum()
    assert earliest[0, AGES.index(55)] == 1
    assert earliest[0, AGES.index(53)] == 0


def test_shares_of_sections_are_a_whole() -> None:
    found = PensionRules().sections(np.array([date(year, 6, 1).toordinal() for year in range(1950, 2010)], float))
    np.testing.assert_allclose(sum(found.values()), 1)
    assert all((share >= 0).all() for share in found.values())


def test_rules_that_nobody_knows_are_refused() -> None:
    with pytest.raises(ValueError):
        PensionRules(later={"nhs_2040": 1})
    with pytest.raises(ValueError):
        PensionRules("teachers")


@pytest.mark.parametrize("age", [54, 59, 64, 65, 66])
def test_hazards_agree_with_every_birthday_looked_at_by_itself(age: int) -> None:
    """Twelve birthdays stand for a year of them; what that misses is less than a hundredth."""
    rules, chances = PensionRules(), reference("pensions")["hazards"]
    told = []
    for day in range(365):
        born = date.fromordinal(COUNTED.toordinal() - round(age * YEAR) - day - 1)
        shares = rules.sections(np.array([float(born.toordinal())]))
        told.append(sum(float(share[0]) * _chance(code, born, chances) for code, share in shares.items()))
    assert PensionRules().hazards((age,), COUNTED, 1)[0, 0] == pytest.approx(np.mean(told), abs=0.01)


def _chance(code: str, born: date, chances: Any) -> float:
    """The hazard of somebody in the year after the count: what comes latest in life decides."""
    for age, name in (("state_pension_age", "state_pension_age"), (code, "normal_age")):
        if _reached(age, born) <= COUNTED:
            return float(chances[f"after_{name}"]["value"])
        if _reached(age, born) <= COUNTED.replace(year=COUNTED.year + 1):
            return float(chances[f"at_{name}"]["value"])
    return float(chances["early"]["value"]) if _reached("minimum_pension_age", born) <= COUNTED else 0.0


def _reached(age: str, born: date) -> date:
    steps = next(entry["steps"] for entry in reference("pensions")["ages"] if entry["code"] == age)
    step = next(one for one in steps if one.get("born_from", date.min) <= born <= one.get("born_to", date.max))
    month = born.month - 1 + step["years"] * 12 + step.get("months", 0)
    return date(born.year + month // 12, month % 12 + 1, min(born.day, 28))
