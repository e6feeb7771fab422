"""The steps of disclosure control, each in a case small enough to work out on paper."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from importlib import import_module
from math import inf
from typing import Any

import pytest

from wholetime.kernel.disclosure import (
    DisclosureError,
    Policy,
    Protected,
    Relation,
    Settled,
    Unproved,
    protect,
    recoverable,
    settle,
    table,
)
from wholetime.kernel.disclosure import move as moves
from wholetime.kernel.disclosure.audit import without_reasons
from wholetime.kernel.disclosure.equations import reduced
from wholetime.kernel.disclosure.intervals import Interval, Row, narrowed
from wholetime.kernel.disclosure.move import cheapest_move, completed_move
from wholetime.kernel.disclosure.room import Room
from wholetime.kernel.disclosure.search import MUTE, TOLD, look
from wholetime.kernel.disclosure.settle import together
from wholetime.kernel.disclosure.system import System, system_of, true_values
from wholetime.kernel.figure import Suppression

PRIMARY, SECONDARY = Suppression.PRIMARY, Suppression.SECONDARY
SUM = [Relation("all", ("a", "b"))]


@pytest.mark.parametrize(
    ("before", "row", "after"),
    [
        ([(0, inf), (0, inf), (5, 5)], {0: 1, 1: 1, 2: -1}, [(0, 5), (0, 5), (5, 5)]),
        ([(2, 2), (0, inf), (5, 5)], {0: 1, 1: 1, 2: -1}, [(2, 2), (3, 3), (5, 5)]),
        ([(1, 4), (6, 9), (0, inf)], {0: 1, 1: 1, 2: -1}, [(1, 4), (6, 9), (7, 13)]),
        ([(3, 10), (0, 100)], {0: 2, 1: -1}, [(3, 10), (6, 20)]),
        ([(0, 7), (0, inf)], {0: Fraction(1, 2), 1: -1}, [(0, 6), (0, 3)]),
        ([(1, 7), (0, inf)], {0: Fraction(1, 2), 1: -1}, [(2, 6), (1, 3)]),
        ([(0, inf), (0, inf)], {0: 1, 1: -1}, [(0, inf), (0, inf)]),
    ],
)
def test_bounds_are_narrowed_to_what_a_row_allows(before: list[Interval], row: Row, after: list[Interval]) -> None:
    narrowed(before, [row])
    assert before == after


def test_what_one_row_says_is_used_in_the_next() -> None:
    """All is 9, so that a and b are; b is at most 3, so that a is at least 6."""
    bounds: list[Interval] = [(0, inf), (0, inf), (9, 9), (0, 3)]
    narrowed(bounds, [{0: 1, 1: 1, 2: -1}, {1: 1, 3: -1}])
    assert bounds == [(6, 9), (0, 3), (9, 9), (0, 3)]


def test_bounds_that_nothing_fits_are_refused() -> None:
    with pytest.raises(DisclosureError, match=r"^no table of counts could look like this$"):
        narrowed([(0, 3), (4, 9)], [{0: 1, 1: -1}])


def test_rows_are_added_up_until_each_says_what_one_cell_is() -> None:
    """x + y = 5 and x + 2 y = 8: y is 3 and x is 2; the cells 2 and 3 are known."""
    bounds: list[Interval] = [(0, inf), (0, inf), (5, 5), (8, 8)]
    found = reduced([{0: 1, 1: 1, 2: -1}, {0: 1, 1: 2, 3: -1}], bounds)
    assert {frozenset(row.items()) for row in found} == {
        frozenset({(0, 1), (2, -2), (3, 1)}),
        frozenset({(1, 1), (2, 1), (3, -1)}),
    }
    assert reduced([{2: 1, 3: -1}], bounds) == []
    assert len(reduced([{0: 1, 2: -1}, {0: 1, 2: -1}], bounds)) == 1


OVERLAP = [Relation("all", ("a", "b"), overlapping=True)]


def test_a_sum_is_one_equation_and_an_overlapping_one_has_slacks() -> None:
    """Cells a, b and all are 0, 1 and 2; the overlap is 3; those not in a are 4, those not in b are 5."""
    plain = system_of(("a", "b", "all"), SUM)
    assert (plain.equations, plain.slacks, plain.size) == ((((0, 1), (1, 1), (2, -1)),), 0, 3)
    assert plain.touching == (((0, 1),), ((0, 1),), ((0, -1),))
    system = system_of(("a", "b", "all"), [*OVERLAP, *SUM, *SUM])
    assert system.equations == (
        ((0, 1), (1, 1), (2, -1), (3, -1)),
        ((0, 1), (4, 1), (2, -1)),
        ((1, 1), (5, 1), (2, -1)),
        ((0, 1), (1, 1), (2, -1)),
    )
    assert (system.slacks, system.size) == (3, 6)
    assert [system.is_slack(cell) for cell in (2, 3)] == [False, True]
    assert true_values(system_of(("a", "b", "all"), OVERLAP), {"a": 7, "b": 5, "all": 9}) == [7, 5, 9, 3, 2, 4]


def test_two_overlapping_sums_have_slacks_apart() -> None:
    system = system_of(("a", "b", "all"), [*OVERLAP, Relation("b", ("a",), overlapping=True)])
    assert system.equations[3:] == (((0, 1), (1, -1), (6, -1)), ((0, 1), (7, 1), (1, -1)))
    assert system.slacks == 5


def test_cells_are_grouped_by_the_sums_that_they_share() -> None:
    relations = [*SUM, Relation("b", ("c", "d")), Relation("z", ("y",))]
    system = system_of(("a", "b", "c", "d", "all", "y", "z"), relations)
    assert system.components([0, 1, 2, 5]) == [{0, 1, 2}, {5}]
    assert system.components([6, 0, 2]) == [{6}, {0}, {2}], "b, which joins them, is not asked for"
    assert system.components([]) == []


@pytest.mark.parametrize(
    ("cells", "relations", "said"),
    [
        ({"a": 1, "b": 2, "all": 4}, SUM, "the parts of 'all' do not add up to it"),
        ({"a": 9, "b": 2, "all": 8}, OVERLAP, "the parts of 'all' do not add up to it"),
        ({"a": 0, "b": -1}, [], "a count of people cannot be negative"),
        ({"a": 1}, SUM, "the sum for 'all' names cells that are not in the table: ['all', 'b']"),
    ],
)
def test_a_table_that_contradicts_itself_is_told_how(
    cells: dict[str, int], relations: list[Relation[str]], said: str
) -> None:
    with pytest.raises(DisclosureError) as refusal:
        protect(cells, relations)
    assert str(refusal.value) == said


def test_zero_people_and_no_cells_at_all_are_a_table() -> None:
    assert protect({"a": 0}, []) == {"a": Protected(0)}
    assert protect({}, []) == {}


def test_policies_at_their_edges() -> None:
    assert [Policy(threshold=1).is_primary(count) for count in (0, 1)] == [False, False]
    assert Policy(threshold=5, round_to=10).shown(5) == 10
    for arguments, said in (
        ({"threshold": 0}, "a threshold is at least 1 and a rounding base is not negative"),
        ({"round_to": -1}, "a threshold is at least 1 and a rounding base is not negative"),
        ({"threshold": 5, "round_to": 11}, "a count that is shown must not round to zero: raise the threshold"),
    ):
        with pytest.raises(DisclosureError) as refusal:
            Policy(**arguments)
        assert str(refusal.value) == said
    with pytest.raises(DisclosureError) as refusal:
        Relation("all", ())
    assert str(refusal.value) == "the sum for 'all' needs parts, each named once"
    with pytest.raises(DisclosureError) as refusal:
        Protected(None)
    assert str(refusal.value) == "a protected cell has either a value or a reason for having none"


def room_of(a: int, b: int, **more: Any) -> Room[str]:
    system: System[str] = system_of(("a", "b", "all"), SUM)
    return Room(system, [a, b, a + b], more.pop("policy", Policy()), **more)


def prices(room: Room[str], cell: int, *, mute: bool = False) -> list[int | None]:
    """Of shifting the cell by −2, −1, 0, 1 and 2."""
    return [room.price(cell, shift, mute=mute) for shift in (-2, -1, 0, 1, 2)]


def test_a_shown_cell_moves_only_if_it_is_hidden_and_costs_its_people() -> None:
    assert prices(room_of(6, 20), 0) == [None, 6, 0, 6, 6], "four would be called few"
    assert prices(room_of(6, 20), 0, mute=True) == [6, 6, 0, 6, 6]
    assert prices(room_of(5, 20), 0) == [None, None, 0, 5, 5], "five is enough to be shown"
    assert prices(room_of(6, 20, may_hide=False), 0) == [None, None, 0, None, None]
    assert prices(room_of(20, 6, policy=Policy(round_to=5)), 0) == [0, 0, 0, 0, 0]
    assert prices(room_of(3, 20), 0) == [None, None, 0, None, None], "few and shown by somebody else: not ours to hide"


def test_a_hidden_cell_moves_as_far_as_its_reason_goes() -> None:
    assert prices(room_of(3, 20, hidden={0}), 0) == [0, 0, 0, 0, None], "one to four"
    assert prices(room_of(2, 20, hidden={0}), 0) == [None, 0, 0, 0, 0]
    assert prices(room_of(6, 20, hidden={0}), 0) == [None, 0, 0, 0, 0], "five or more"
    assert prices(room_of(2, 20, hidden={0}), 0, mute=True) == [None, 0, 0, 0, 0], "one or more"
    assert prices(room_of(4, 20, hidden={0}, muted={0}), 0) == [0, 0, 0, 0, 0]
    assert prices(room_of(3, 20, hidden={0}, divided=True), 0) == [None, None, 0, 0, None], "divided, it may only rise"


def test_frozen_unseen_and_slack_cells() -> None:
    assert prices(room_of(6, 20, frozen={0}), 0, mute=True) == [None] * 5
    assert prices(room_of(1, 20, unseen={0}), 0) == [None, 0, 0, 0, 0]
    system = system_of(("a", "b", "all"), OVERLAP)
    assert prices(Room(system, [3, 3, 5, 1, 2, 2], Policy()), 3) == [None, 0, 0, 0, 0]


def known_of(room: Room[str], mute: int = TOLD) -> tuple[int, int]:
    """How many cells of the sum can move, and for how little."""
    known = room.desk.board.known
    look(room.desk.board, 0, mute)
    return int(known.movable[mute, 0]), int(known.cheapest[mute, 0])


def test_the_choices_of_a_sum_are_those_that_can_move_and_are_looked_at_again_when_more_is_hidden() -> None:
    room = room_of(3, 20, hidden={0}, frozen={2})
    assert known_of(room) == (2, 0)
    assert known_of(room_of(6, 20, frozen={0, 2})) == (1, 20)
    assert known_of(room_of(6, 20, frozen={0, 1, 2})) == (0, 0)
    room = room_of(6, 20, frozen={0, 2})
    assert known_of(room) == known_of(room, MUTE) == (1, 20)
    room.hide({1})
    assert known_of(room) == known_of(room, MUTE) == (1, 0)
    room.frozen = {1, 2}
    assert known_of(room) == known_of(room, MUTE) == (1, 6)
    room.frozen = {0, 1, 2}
    assert known_of(room) == known_of(room, MUTE) == (0, 0)


def test_what_is_known_of_a_sum_is_looked_at_again_when_a_reason_goes() -> None:
    room = room_of(1, 20, policy=Policy(threshold=2), hidden={0}, frozen={1, 2})
    assert known_of(room) == (0, 0), "the only count below two"
    room.mute({0})
    assert known_of(room) == (1, 0)


def test_the_cheapest_move_hides_the_fewest_people() -> None:
    cells, relations = table({("a",): 3, ("b",): 30, ("c",): 9, ("d",): 20}, ["team"])
    system = system_of(cells, relations)
    room = Room(system, true_values(system, cells), Policy(), {0})
    assert cheapest_move(room, 0) == {0: 1, 2: -1}
    room.frozen = {2}
    assert cheapest_move(room, 0) == {0: 1, 3: -1}
    room.frozen = {1, 2, 3, 4}
    assert cheapest_move(room, 0) is None


def test_a_move_that_was_begun_by_two_people_goes_on_by_two() -> None:
    room = room_of(10, 10, hidden={0, 1, 2}, frozen={0})
    assert completed_move(room, {0: 2}) in ({0: 2, 1: -2}, {0: 2, 2: 2})
    room.frozen = {0, 2}
    assert completed_move(room, {0: -2}) == {0: -2, 1: 2}
    room.frozen = {0, 1, 2}
    assert completed_move(room, {0: 1}) is None
    assert completed_move(room, {0: 1, 1: -1}) == {0: 1, 1: -1}


TWO_SUMS = {"a": 3, "b": 20, "c": 30, "all": 53, "x": 40, "y": 50, "both": 90}
SUMS = [Relation("all", ("a", "b", "c")), Relation("both", ("x", "y"))]


def tiring(tries: int) -> Callable[..., Any]:
    """A search that gives up ``tries`` times."""
    left = iter(range(tries))
    return lambda *args, **more: None if next(left, None) is not None else cheapest_move(*args, **more)


@pytest.mark.parametrize("tries", [1, 2])
def test_a_search_that_gives_up_withholds_what_is_near_and_no_more(tries: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("wholetime.kernel.disclosure.protect"), "cheapest_move", tiring(tries))
    alone = protect(TWO_SUMS, SUMS)
    monkeypatch.setattr(import_module("wholetime.kernel.disclosure.settle"), "cheapest_move", tiring(tries))
    beside = settle(TWO_SUMS, SUMS)
    for view in (alone, beside.view):
        hidden = {key for key, cell in view.items() if cell.value is None}
        assert hidden == ({"a", "b"} if tries == 1 else {"a", "b", "c", "all"})
        assert view["a"].why is SECONDARY, "where reasons make no room none is told"
        assert view["both"] == Protected(90)
    assert "a" in beside.vague
    assert "x" not in beside.vague


def test_where_even_that_proves_nothing_there_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(moves, "TRIES", ((0, 0),))
    with pytest.raises(DisclosureError) as refusal:
        protect(TWO_SUMS, SUMS)
    assert str(refusal.value) == "no safe way was found to show anything near 'a'"
    with pytest.raises(Unproved) as unproved:
        settle(TWO_SUMS, SUMS)
    assert str(unproved.value) == "nothing proves 'a'"


def test_a_move_that_cannot_go_on_is_named() -> None:
    first = Settled({"x": Protected(None, PRIMARY)}, {("x",): {"x": 1}})
    parts = {"x": 3, "x f": 0, "x m": 3}
    other = Settled({"x f": Protected(0), "x m": Protected(3)}, {})
    with pytest.raises(Unproved) as refusal:
        settle(parts, [Relation("x", ("x f", "x m"))], before=[first, other])
    assert str(refusal.value) == "what proves 'x' does not go on in this table"


def test_several_settled_tables_are_read_as_one() -> None:
    """A turn of a move keeps its own way; in the table that took none the move goes on as it was."""
    first = Settled({"x": Protected(None, PRIMARY)}, {("x",): {"x": 1, "p": -1}})
    second = Settled({"y": Protected(5)}, {("x", "y"): {"x": 1, "y": 2}})
    merged = together([first, second])
    assert merged.view == {**first.view, **second.view}
    assert merged.moves == {("x",): {"x": 1, "p": -1}, ("x", "y"): {"x": 1, "p": -1, "y": 2}}


def test_an_onlooker_uses_the_bounds_that_policy_and_reasons_give() -> None:
    few, near = Protected(None, PRIMARY), Protected(None, SECONDARY)
    assert recoverable({"a": few, "b": few, "all": Protected(8)}, SUM) == {"a": 4, "b": 4}
    assert recoverable({"a": few, "b": near, "all": Protected(6)}, SUM) == {"a": 1, "b": 5}
    assert recoverable({"a": near, "b": near, "all": Protected(10)}, SUM) == {}, "no reason told, from one up"
    assert recoverable({"a": near, "b": near, "all": Protected(2)}, SUM) == {"a": 1, "b": 1}
    assert recoverable({"a": few, "b": near, "all": Protected(6)}, SUM, vague={"b"}) == {}
    strict = Policy(zero_is_disclosive=True)
    assert recoverable({"a": few, "b": few, "all": Protected(8)}, SUM, strict) == {"a": 4, "b": 4}
    assert recoverable({"a": near, "b": near, "all": near}, SUM, strict) == {}
    assert recoverable({"a": few, "all": Protected(1)}, SUM, unseen={"b"}) == {"a": 1}
    assert recoverable({"a": few, "all": Protected(2)}, SUM, unseen={"b"}) == {}, "there may be nobody in b"


@pytest.mark.parametrize(
    ("leaves", "trees", "said"),
    [
        ({("a", "b"): 1}, None, "cells and hierarchies must be over the dimensions ['team']"),
        ({("a",): 1}, {"place": {"a": "b"}}, "cells and hierarchies must be over the dimensions ['team']"),
        ({("a",): 1}, {"team": {"a": "b", "b": "a"}}, "'b' is counted in itself"),
        ({("a",): 1, ("b",): 2}, {"team": {"a": "b"}}, "('b',) is both a leaf and a total"),
    ],
)
def test_a_muddled_table_is_told_how(leaves: dict[tuple[str, ...], int], trees: Any, said: str) -> None:
    with pytest.raises(DisclosureError) as refusal:
        table(leaves, ["team"], trees)
    assert str(refusal.value) == said


def test_a_table_has_its_leaves_first_and_a_total_for_each_level() -> None:
    """A category that its tree does not name is counted in nothing."""
    leaves = {("a", "f"): 1, ("b", "f"): 2, ("c", "m"): 4}
    cells, relations = table(leaves, ["team", "sex"], {"team": {"a": "ward", "b": "ward", "ward": "all"}})
    assert list(cells.items()) == [
        *leaves.items(),
        (("ward", "f"), 3),
        (("all", "f"), 3),
        (("a", "total"), 1),
        (("b", "total"), 2),
        (("c", "total"), 4),
        (("ward", "total"), 3),
        (("all", "total"), 3),
    ]
    assert relations[:2] == [
        Relation(("ward", "f"), (("a", "f"), ("b", "f"))),
        Relation(("all", "f"), (("ward", "f"),)),
    ]
    assert relations[-1] == Relation(("all", "total"), (("all", "f"),))
    assert len(relations) == 9


def test_cells_that_tell_no_reason_are_silent_in_every_group_of_them() -> None:
    system = system_of(TWO_SUMS, SUMS)
    near, few = Protected(None, SECONDARY), Protected(None, PRIMARY)
    shown = {key: Protected(count) for key, count in TWO_SUMS.items()}
    view = shown | {"a": near, "b": near, "x": near, "y": near}
    assert without_reasons(system, view, {0, 1, 4, 5}) == {0, 1, 4, 5}
    assert without_reasons(system, view | {"a": few}, {0, 1, 4, 5}) == {4, 5}


def test_of_two_few_one_would_have_to_fall_so_that_a_table_to_be_divided_withholds_a_third() -> None:
    cells = {"a": 2, "b": 3, "c": 50, "all": 55}
    hidden = [
        {key for key, shown in view.items() if shown.value is None}
        for view in (protect(cells, SUMS[:1]), settle(cells, SUMS[:1]).view)
    ]
    assert hidden == [{"a", "b"}, {"a", "b", "c"}]
