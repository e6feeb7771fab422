"""Series: the past is carried on, with quantiles in order, a total of its own and a measured back-test."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from tests.forecast.made_runs import OPEN, a_question

from wholetime.forecast.engine.run import Answer, History, Point, QuestionRefused, answer


def yearly(groups: dict[str, float], years: int = 9) -> History:
    """WTE of groups that grow by a hundredth a year, and wobble; and of patients, who grow as fast."""
    days = [date(2016 + n, 3, 31) for n in range(years)]
    points = [
        Point("wte", day, day, group, value=size * 1.01**n * (1 + 0.01 * (-1) ** n))
        for group, size in groups.items()
        for n, day in enumerate(days)
    ]
    people = [Point("patients", day, day, value=1e4 * 1.01**n) for n, day in enumerate(days)]
    return History((*points, *people), (OPEN,))


def answered(history: History, years: int = 4, seed: int = 1) -> Answer:
    question = replace(
        a_question(history, years=years, seed=seed), method="series", part="general_practice.gp", draws=400
    )
    return answer(question, history)


@pytest.fixture(scope="module")
def found() -> Answer:
    return answered(yearly({"nursing": 400.0, "medical": 90.0, "admin": 800.0}))


def test_each_group_and_the_whole_are_carried_on_from_the_last_count(found: Answer) -> None:
    whole = found.line("supply")
    assert whole is not None
    assert whole.at[0] == date(2024, 3, 31)
    assert whole.at[-1] == date(2028, 3, 31)
    assert set(found.groups()) == {"nursing", "medical", "admin"}
    firsts = [one.mean[0] for group in found.groups() if (one := found.line("supply", group))]
    assert sum(firsts) == pytest.approx(whole.mean[0])


def test_the_interval_widens(found: Answer) -> None:
    line = found.line("supply")
    assert line is not None
    width = np.array(line.quantile(0.9)) - np.array(line.quantile(0.1))
    assert width[0] == 0
    assert (np.diff(width) > 0).all()


def test_the_gap_has_the_whole_of_supply_and_need_in_its_middle(found: Answer) -> None:
    gap, need, supply = (found.line(name) for name in ("gap", "need", "supply"))
    assert gap is not None
    assert need is not None
    assert supply is not None
    assert gap.quantile(0.5)[-1] == pytest.approx(need.quantile(0.5)[-1] - supply.quantile(0.5)[-1], abs=15)


def test_the_past_was_tested_and_the_coverage_measured(found: Answer) -> None:
    facts = dict(found.facts)
    assert facts["backtest.cases"][0] >= 4
    assert 0 <= facts["backtest.coverage80"][0] <= facts["backtest.coverage95"][0] <= 1


def test_a_short_past_is_not_carried_on_for_long() -> None:
    short = answered(yearly({"nursing": 400.0}, years=3), years=10)
    line = short.line("supply")
    assert line is not None
    assert line.at[-1].year == 2021
    assert any("too short for 10 years" in one for one in short.assumed)


def test_the_same_series_have_the_same_answer() -> None:
    history = yearly({"nursing": 400.0, "medical": 90.0}, years=5)
    assert answered(history, 2).hash == answered(history, 2).hash


def test_one_count_is_no_series() -> None:
    with pytest.raises(QuestionRefused):
        answered(yearly({"nursing": 400.0}, years=1))
