"""What a guard decided, written down and read back, is what it decided; and another table has another name."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from importlib import import_module

import pytest
from hypothesis import given, settings
from tests.dataset.figures.registers import COLUMNS, Register, registers

from wholetime.dataset.engine.guarding.counts import Counts
from wholetime.dataset.engine.guarding.layer import Layer
from wholetime.dataset.engine.guarding.written import digest_of, read_back, written
from wholetime.dataset.queries.figures import kept_guards
from wholetime.kernel.disclosure import Policy

APART = [(), ("sex",), ("staff_group",), COLUMNS]


@given(registers())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_decision_written_down_and_read_back_is_the_same(register: Register) -> None:
    for columns in APART:
        layer = register.layers[columns]
        undecided = Layer(columns, layer.counts, layer.nested, layer.policy)
        found = read_back(written(layer), undecided)
        assert (found.settled, found.floor, found.reach) == (layer.settled, layer.floor, layer.reach)
        assert list(found.settled.view) == list(layer.settled.view), "in the same order: the next layer starts from it"
        assert list(found.settled.moves) == list(layer.settled.moves)


@given(registers())
@settings(max_examples=20, deadline=None, derandomize=True)
def test_to_judge_no_move_is_put_together(register: Register) -> None:
    layer = register.layers[("sex",)]
    found = read_back(written(layer), Layer(layer.columns, layer.counts, layer.nested, layer.policy))
    for values, held in layer.counts.units.items():
        assert [found.judge(values, bit) for bit in held] == [layer.judge(values, bit) for bit in held]
    assert "made" not in vars(found.settled.moves)
    assert bool(found.settled.moves) == bool(layer.settled.moves)
    assert {name: found.settled.moves[name] for name in found.settled.moves} == layer.settled.moves


COUNTS = Counts({("nurse",): {1: 10, 2: 3}, (None,): {1: 4}}, {("nurse",): {3: 1}})


@pytest.mark.parametrize(
    "other",
    [
        ("role", COUNTS, "nest", Policy(), "margin"),
        ("group", Counts({("nurse",): {1: 10, 2: 4}, (None,): {1: 4}}, COUNTS.doubles), "nest", Policy(), "margin"),
        ("group", Counts({("nurse",): {1: 10, 4: 3}, (None,): {1: 4}}, COUNTS.doubles), "nest", Policy(), "margin"),
        ("group", Counts(COUNTS.units), "nest", Policy(), "margin"),
        ("group", COUNTS, "another nest", Policy(), "margin"),
        ("group", COUNTS, "nest", Policy(round_to=5), "margin"),
        ("group", COUNTS, "nest", Policy(), "another margin"),
    ],
)
def test_whatever_a_decision_depends_on_is_in_its_name(other: tuple[str, Counts, str, Policy, str]) -> None:
    names = [
        digest_of((column,), counts, nest, policy, (margin,))
        for column, counts, nest, policy, margin in [("group", COUNTS, "nest", Policy(), "margin"), other]
    ]
    assert names[0] != names[1]


def test_a_name_is_of_one_text_so_that_it_is_the_same_tomorrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("wholetime.dataset.engine.guarding.written"), "_code", lambda: "code")
    policy = "Policy(threshold=5, round_to=0, zero_is_disclosive=False)"
    text = f"code\nnest\n{policy}\ngroup\nmargin\n('nurse',) 1:10,2:3\n(None,) 1:4\n('nurse',) 3:1"
    assert digest_of(("group",), COUNTS, "nest", Policy(), ("margin",)) == hashlib.sha256(text.encode()).hexdigest()


def test_the_order_of_reading_is_not_in_the_name() -> None:
    turned = Counts(dict(reversed(COUNTS.units.items())), COUNTS.doubles)
    assert digest_of((), COUNTS, "", Policy(), ()) == digest_of((), turned, "", Policy(), ())


@given(registers())
@settings(max_examples=1, deadline=None, derandomize=True)
def test_what_is_on_the_shelf_is_not_decided_again(register: Register) -> None:
    layer = register.layers[("sex",)]
    undecided = replace(layer, settled=type(layer.settled)())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_guards.GUARDS.__class__, "get", lambda *_: written(layer).encode())
        patch.setattr(kept_guards, "decided", lambda *_: pytest.fail("decided again"))
        assert kept_guards.kept_or_decided("name", undecided, []).settled == layer.settled
