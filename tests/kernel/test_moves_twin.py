"""The compiled search finds, move by move, what its naive twin finds."""

from __future__ import annotations

from importlib import import_module
from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel import naive_moves
from tests.kernel.test_settle import divided, whole

from wholetime.kernel.disclosure import DisclosureError, Policy, Relation, Settled, desk, protect, settle, table
from wholetime.kernel.disclosure.move import cheapest_move, completed_move
from wholetime.kernel.disclosure.room import Room
from wholetime.kernel.disclosure.search import MUTE, TOLD, look, price
from wholetime.kernel.disclosure.system import system_of, true_values

protecting, settling = (import_module(f"wholetime.kernel.disclosure.{name}") for name in ("protect", "settle"))
POLICIES = [Policy(), Policy(round_to=5), Policy(zero_is_disclosive=True), Policy(threshold=8, round_to=5)]


@st.composite
def rooms(draw: st.DrawFn) -> Room[Any]:
    """Tables of two dimensions with a total that overlaps, some of their cells hidden, decided or in no view."""
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(2, 4))
    counts = draw(st.lists(st.integers(0, 12), min_size=rows * columns, max_size=rows * columns))
    keys = ((f"a{a}", f"b{b}") for a, b in product(range(rows), range(columns)))
    cells, relations = table(dict(zip(keys, counts, strict=True)), ["a", "b"])
    parts = draw(st.sampled_from(list(combinations(list(cells), 2))))
    held = [cells[part] for part in parts]
    together = draw(st.integers(max(held), sum(held)))
    wide: dict[Any, int] = {**cells, "either": together}
    system = system_of(wide, [*relations, Relation("either", parts, overlapping=together != sum(held))])  # type: ignore[list-item,arg-type]
    marked = st.sets(st.integers(0, len(wide) - 1), max_size=len(wide) // 2)
    policy = draw(st.sampled_from(POLICIES))
    few = {at for at, count in enumerate(wide.values()) if policy.is_primary(count)}
    hidden, frozen, unseen = few | draw(marked), draw(marked), draw(marked)
    switches = {"may_hide": draw(st.booleans()), "divided": draw(st.booleans())}
    values = true_values(system, wide)
    return Room(system, values, policy, hidden, draw(marked) & hidden, frozen=frozen, unseen=unseen, **switches)


def listed(move: dict[int, int] | None) -> list[tuple[int, int]] | None:
    """With the order of its cells: what is decided next goes by it."""
    return None if move is None else list(move.items())


@given(rooms(), st.data())
@settings(max_examples=150, deadline=None, derandomize=True)
def test_one_move_after_another_is_the_twin_s(room: Room[Any], data: st.DataObject) -> None:
    for _ in range(4):
        start, mute = data.draw(st.integers(0, room.system.size - 1)), data.draw(st.booleans())
        found = cheapest_move(room, start, mute=mute)
        assert listed(found) == listed(naive_moves.cheapest_move(room, start, mute=mute))
        away = set(found or ()) - {cell for cell in found or () if room.system.is_slack(cell)}
        given = {cell: shift for cell, shift in (found or {}).items() if data.draw(st.booleans())}
        assert listed(completed_move(room, given, mute=mute)) == listed(
            naive_moves.completed_move(room, given, mute=mute)
        )
        (room.mute if data.draw(st.booleans()) else room.hide)(away)
        if data.draw(st.booleans()):
            room.frozen = room.frozen | {start}


@given(rooms())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_prices_and_what_is_known_of_sums_are_the_twin_s(room: Room[Any]) -> None:
    board = room.desk.board
    for cell, shift, mute in product(range(room.system.size), range(-3, 4), (TOLD, MUTE)):
        asked = room.price(cell, shift, mute=bool(mute))
        assert price(board, cell, shift, mute) == (-1 if asked is None else asked)
    for index, mute in product(range(len(room.system.equations)), (TOLD, MUTE)):
        look(board, index, mute)
        twin = naive_moves.choices(room, index, mute=bool(mute))
        assert (board.known.movable[mute, index], board.known.cheapest[mute, index]) == (len(twin.movable), twin.least)


@given(rooms(), st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_search_that_runs_out_of_memory_begins_again_with_more(room: Room[Any], data: st.DataObject) -> None:
    start = data.draw(st.integers(0, room.system.size - 1))
    expected = naive_moves.cheapest_move(room, start)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(desk, "FIRST", 2)
        assert listed(cheapest_move(room, start)) == listed(expected)


@pytest.mark.parametrize("tries", [((0, 1),), ((0, 3), (4, 6)), ((4, 0), (0, 40))])
def test_it_gives_up_when_the_twin_does(tries: tuple[tuple[int, int], ...]) -> None:
    cells, relations = table({("a",): 3, ("b",): 30, ("c",): 9, ("d",): 20}, ["team"])
    system = system_of(cells, relations)
    room = Room(system, true_values(system, cells), Policy(), {0})
    for start, mute in product(range(system.size), (False, True)):
        tolls = [(eagerness * 5, effort) for eagerness, effort in tries]
        found = room.desk.move({}, start, tolls, mute=mute)
        assert listed(found) == listed(naive_moves.searched(room, {}, start, mute, tries))


@given(st.lists(st.integers(0, 13), min_size=12, max_size=12), st.sampled_from(POLICIES))
@settings(max_examples=12, deadline=None, derandomize=True)
def test_tables_of_three_dimensions_are_protected_as_the_twin_would(counts: list[int], policy: Policy) -> None:
    keys = product("ab", "cd", "xyz")
    cells, relations = table(dict(zip(keys, counts, strict=True)), ["one", "two", "three"])
    with naive_moves.in_its_place(protecting):
        expected = _or_refused(lambda: protect(cells, relations, policy))
    assert _or_refused(lambda: protect(cells, relations, policy)) == expected


@given(st.tuples(*[st.integers(1, 15)] * 3), st.data())
@settings(max_examples=60, deadline=None, derandomize=True)
def test_tables_are_settled_as_the_twin_would(sites: tuple[int, ...], data: st.DataObject) -> None:
    splits = [[data.draw(st.integers(0, people)) for people in sites] for _ in "sg"]
    policy = data.draw(st.sampled_from([Policy(), Policy(round_to=5)]))

    def settled() -> list[Settled[str]]:
        cells, sums = whole(sites)
        found = [settle(cells, sums, policy)]
        for kind, split in zip("sg", splits, strict=True):
            parts = tuple((part, people - part) for part, people in zip(split, sites, strict=True))
            more, relations = divided(kind, parts)
            found.append(settle(cells | more, relations, policy, [found[0]]))
        return found

    with naive_moves.in_its_place(settling):
        expected = _or_refused(settled)
    found = _or_refused(settled)
    assert found == expected
    for one, other in zip(found, expected, strict=True):
        assert [(name, list(move.items())) for name, move in one.moves.items()] == [
            (name, list(move.items())) for name, move in other.moves.items()
        ]


def _or_refused(decide: Any) -> Any:
    try:
        return decide()
    except DisclosureError as refused:
        return [str(refused)]
