"""No set of questions gives a withheld count away: every question over small registers, and all answers together."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from tests.dataset.figures.registers import COLUMNS, NODES, ORGS, Question, Register, registers

from wholetime.kernel.disclosure import Policy, recoverable
from wholetime.kernel.disclosure.settle import together
from wholetime.kernel.figure import Suppression

APART = [(), ("sex",), ("staff_group",)]
EVERY = [*APART, COLUMNS]
ROUNDED, EXACT = Policy(round_to=5), Policy()


@given(registers())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_nobody_can_work_out_a_withheld_count_from_all_answers(register: Register) -> None:
    """By subtraction and by the bounds that reasons give away, over everything that can be asked at once."""
    view = register.view
    assert not recoverable(view, register.relations(EVERY), register.policy, register.vague, register.unseen)


@given(registers())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_each_withheld_count_has_another_table_that_looks_the_same(register: Register) -> None:
    """The other table is written out from the guard's own proof and compared number by number."""
    merged = together([layer.settled for layer in register.layers.values()])
    relations = register.relations(EVERY)
    proved = set()
    for move in merged.moves.values():
        other = {question: n + move.get(register.cell(question), 0) for question, n in register.counts.items()}
        assert min(other.values()) >= 0
        if all(other[sum_.total] == sum(other[part] for part in sum_.parts) for sum_ in relations):
            assert looks_the_same(register, other)
            proved |= {question for question, n in register.counts.items() if other[question] != n}
    withheld = {question for question, shown in register.view.items() if shown.value is None}
    assert withheld <= proved


def looks_the_same(register: Register, other: dict[Question, int]) -> bool:
    policy = register.policy
    for question, shown in register.view.items():
        if shown.value is not None:
            same = policy.shown(other[question]) == shown.value and not policy.is_primary(other[question])
        elif question in register.vague:
            same = other[question] >= 1
        else:
            same = policy.is_primary(other[question]) == (shown.why is Suppression.PRIMARY) and other[question] >= 1
        if not same:
            return False
    return True


@given(registers())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_questions_by_one_column_are_always_answered(register: Register) -> None:
    for columns in APART:
        assert register.layers[columns].floor == 0


@given(registers())
@settings(max_examples=50, deadline=None, derandomize=True)
def test_few_people_are_never_shown(register: Register) -> None:
    view = register.view
    for question, people in register.counts.items():
        assert not (register.policy.is_primary(people) and question in view and view[question].value is not None)


@given(registers())
@settings(max_examples=50, deadline=None, derandomize=True)
def test_a_set_without_a_name_is_shown_only_where_all_its_parts_are(register: Register) -> None:
    """Somebody who may see A and C only: shown as the sum of the two, or withheld with either."""
    layer = register.layers[()]
    if layer.counts.present and {register.bit("A"), register.bit("C")} <= set(layer.counts.units[()]):
        parts = [layer.judge((), register.bit(org)) for org in "AC"]
        both = layer.judge((), register.bit("A") | register.bit("C"))
        assert both.why is None or any(part.why for part in parts)
        assert both.why is not None or both.shown == sum(part.shown for part in parts) or not layer.settled.view
        assert (both.why is None) == all(part.why is None for part in parts)


def register_of(people: dict[tuple[str, str, str], int], policy: Policy = EXACT) -> Register:
    every = product(ORGS, ("Female", "Male"), ("nurse", "doctor"))
    return Register({key: people.get(key, 10) for key in every}, policy)


def test_the_partner_withheld_in_the_table_is_withheld_when_asked_for_alone() -> None:
    register = register_of({("A", sex, group): 0 for sex in ("Female", "Male") for group in ("nurse", "doctor")})
    register = register_of(dict(register.people) | {("A", "Female", "nurse"): 3})
    assert register.view[(), (), "A"].why is Suppression.PRIMARY
    assert register.view[(), (), "B"].why is Suppression.SECONDARY
    assert register.view[(), (), "North"].value == 43


def test_rounding_leaves_the_partner_shown() -> None:
    people = {("A", sex, group): 0 for sex in ("Female", "Male") for group in ("nurse", "doctor")}
    register = register_of(people | {("A", "Female", "nurse"): 3}, ROUNDED)
    assert register.view[(), (), "A"].why is Suppression.PRIMARY
    assert register.view[(), (), "B"].value == 40


def test_what_a_wide_question_shows_a_narrow_one_does_not_take_back() -> None:
    """The totals are shown as they are whoever is few below them."""
    register = register_of({("A", "Female", "nurse"): 2})
    assert all(register.view[(), (), node].value is not None for node in NODES)
    assert register.view[COLUMNS, ("Female", "nurse"), "A"].why is Suppression.PRIMARY


def test_nobody_few_nothing_to_do() -> None:
    register = register_of({}, ROUNDED)
    assert all(shown.value is not None for shown in register.view.values())
    assert all(not layer.settled.view for layer in register.layers.values())


@pytest.mark.parametrize("policy", [ROUNDED, EXACT])
def test_the_reason_for_four_is_not_given(policy: Policy) -> None:
    """Told to be fewer than five it could not be one more, and parts of one each could not be one fewer."""
    people = {("A", sex, group): 1 for sex in ("Female", "Male") for group in ("nurse", "doctor")}
    register = register_of(people, policy)
    assert register.view[(), (), "A"].why is Suppression.SECONDARY
    view = {question: shown for question, shown in register.view.items() if question[0] in APART}
    assert not recoverable(view, register.relations(APART), policy, register.vague & view.keys())
