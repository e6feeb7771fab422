"""The same question has the same answer; whatever is not the same is said."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.forecast.made_runs import HEADS, a_history, a_parcel, a_question

from wholetime.forecast.engine.run import (
    Answer,
    History,
    Line,
    NotAParcel,
    Parcel,
    Point,
    Question,
    QuestionRefused,
    answer,
    compare,
    rerun,
)
from wholetime.forecast.engine.run.answer import FINE, line_of
from wholetime.forecast.engine.run.canonical import rounded


@pytest.fixture(scope="module")
def parcel() -> Parcel:
    return a_parcel()


def test_the_same_question_has_the_same_answer(parcel: Parcel) -> None:
    found = rerun(parcel)
    assert found.same
    assert found.differences == ()
    assert found.again.answer.hash == parcel.answer.hash


def test_a_file_of_a_run_is_the_run(parcel: Parcel) -> None:
    read = Parcel.read(parcel.text())
    assert read.text() == parcel.text()
    assert rerun(read).same


def test_another_seed_is_told_with_the_first_figure_that_differs(parcel: Parcel) -> None:
    question = a_question(parcel.history, seed=2)
    found = compare((parcel.question, parcel.answer), (question, answer(question, parcel.history)))
    assert [one.what for one in found[:2]] == ["The seed", "The result"]
    assert (found[0].was, found[0].now) == ("1", "2")
    assert found[2].what.startswith("First, supply (people), mean of 2026-11-30")


def test_other_data_are_told_and_not_answered_for(parcel: Parcel) -> None:
    other = a_history(heads={"nursing": 401.0, "medical": 80.0})
    with pytest.raises(QuestionRefused, match="not the one"):
        answer(parcel.question, other)
    told = compare((parcel.question, parcel.answer), (replace(parcel.question, history=other.hash), parcel.answer))
    assert [one.what for one in told] == ["The data"]


def test_assumptions_are_told_by_name(parcel: Parcel) -> None:
    with_one = replace(parcel.question, register={"attrition": [0.1, 0.2]})
    (told,) = compare((parcel.question, parcel.answer), (with_one, parcel.answer))
    assert str(told) == "The assumptions, attrition, differs: nothing before, [0.1, 0.2] now."


def test_an_answer_of_other_code_is_the_same_where_its_figures_are(parcel: Parcel) -> None:
    old = replace(parcel, question=replace(parcel.question, code="0.0.1+none"))
    found = rerun(old)
    assert found.same
    assert [one.what for one in found.differences] == ["The code"]


@pytest.mark.parametrize("part", ["question_hash", "result_hash"])
def test_a_file_that_was_changed_is_not_opened(parcel: Parcel, part: str) -> None:
    held = json.loads(parcel.text())
    with pytest.raises(NotAParcel, match="changed"):
        Parcel.read(json.dumps(held | {part: "0" * 64}))


def test_a_figure_that_was_changed_is_noticed(parcel: Parcel) -> None:
    held = json.loads(parcel.text())
    held["answer"]["lines"][0]["mean"][0] += 1
    with pytest.raises(NotAParcel, match="hashes"):
        Parcel.read(json.dumps(held))
    held = json.loads(parcel.text())
    held["history"]["points"][0][-1] = 1.0
    with pytest.raises(NotAParcel, match="data"):
        Parcel.read(json.dumps(held))


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"form": "wholetime forecast run 1"}', "null"])
def test_what_is_no_run_is_refused_in_words(text: str) -> None:
    with pytest.raises(NotAParcel):
        Parcel.read(text)


def test_the_gap_is_taken_draw_by_draw(parcel: Parcel) -> None:
    need, supply, gap = (parcel.answer.line(name, unit="WTE") for name in ("need", "supply", "gap"))
    assert need is not None
    assert supply is not None
    assert gap is not None
    assert np.allclose(np.array(gap.mean), np.array(need.mean) - np.array(supply.mean), atol=1e-5)
    assert gap.levels == FINE
    assert gap.mean[0] == pytest.approx(0, abs=1e-6)


def test_groups_add_up_to_the_whole_in_the_mean(parcel: Parcel) -> None:
    parts = [parcel.answer.line("supply", group, "people") for group in HEADS]
    whole = parcel.answer.line("supply", unit="people")
    assert whole
    assert np.allclose(np.sum([one.mean for one in parts if one], axis=0), whole.mean)


def test_what_flows_do_not_explain_is_a_fact_of_the_answer(parcel: Parcel) -> None:
    """Nursing grew by 2 in November, with joiners less leavers 5 − 4; doctors by 2, with 1 − 1. By the year."""
    facts = {name: values[0] * 30 / 365.25 for name, values in parcel.answer.facts}
    assert facts == pytest.approx({"unexplained.nursing": 1.0, "unexplained.medical": 2.0})


def test_where_nobody_is_counted_the_question_is_refused() -> None:
    empty = History((Point("wte", date(2025, 1, 1), date(2025, 1, 1), value=3.0),))
    with pytest.raises(QuestionRefused, match="nobody"):
        answer(a_question(empty), empty)


LIMITS = [(0, 100, 1), (16, 100, 1), (5, 9, 1), (5, 100_000, 1), (5, 100, -1)]


@pytest.mark.parametrize(("years", "draws", "seed"), LIMITS)
def test_limits_of_a_question(years: int, draws: int, seed: int) -> None:
    with pytest.raises(QuestionRefused):
        Question("RMC", "a.b", "stock_and_flow", years, "", "", draws, seed)


@given(st.lists(st.floats(-1e6, 1e6), min_size=5, max_size=40))
def test_chances_follow_the_draws(values: list[float]) -> None:
    day = date(2030, 1, 1)
    line = line_of("gap", "", "WTE", [day], np.array(values)[:, np.newaxis], FINE)
    assert line.chance_above(min(values) - 1, day) == 1
    assert line.chance_above(max(values) + 1, day) == 0
    middle = float(np.median(values))
    assert line.chance_above(middle, day) <= 0.5 + 1e-9
    assert Line.from_json(line.as_json()).at == (day,)


@given(st.floats(1e-5, 1e12), st.floats(-1e-12, 1e-12))
def test_the_tenth_digit_is_nobodys_decision(value: float, noise: float) -> None:
    apart = abs(rounded(value) - rounded(value * (1 + noise)))
    assert apart <= abs(value) * 1.1e-8
    assert rounded(-0.0) == 0.0


def test_a_number_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="nan"):
        rounded(float("nan"))
    with pytest.raises(ValueError, match="cross"):
        Line("supply", "", "WTE", (date(2030, 1, 1),), (1.0,), (0.1, 0.9), ((2.0,), (1.0,)))


def test_an_answer_written_and_read_is_the_same(parcel: Parcel) -> None:
    assert Answer.from_json(parcel.answer.as_json()).hash == parcel.answer.hash
