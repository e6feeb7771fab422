"""Disclosure control against a naive twin, which writes out every table that looks the same from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.kernel.disclosure import (
    TOTAL,
    Policy,
    Protected,
    Relation,
    exposed,
    protect,
    recoverable,
    table,
)
from wholetime.kernel.disclosure.audit import without_reasons
from wholetime.kernel.disclosure.move import cheapest_move
from wholetime.kernel.disclosure.room import Room
from wholetime.kernel.disclosure.system import system_of, true_values
from wholetime.kernel.figure import Suppression

Cell = tuple[str, ...]
Cells = Mapping[Cell, int]
View = Mapping[Cell, Protected]

PRIMARY, SECONDARY = Suppression.PRIMARY, Suppression.SECONDARY

POLICIES = [
    Policy(),
    Policy(round_to=5),
    Policy(zero_is_disclosive=True),
    Policy(threshold=3),
    Policy(threshold=8, round_to=5),
    Policy(threshold=8, round_to=5, zero_is_disclosive=True),
    Policy(threshold=3, round_to=5),
]


def shown_naively(count: int, base: int) -> int:
    """The nearest multiple of ``base``, by trying them all; halves up."""
    if base == 0:
        return count
    return max(range(0, count + base + 1, base), key=lambda multiple: (-abs(multiple - count), multiple))


def naive_totals(leaves: Cells) -> dict[Cell, int]:
    """Every cell of the cross-tabulation, each total summed straight from the leaves."""
    width = len(next(iter(leaves)))
    cells: dict[Cell, int] = {}
    for leaf, count in leaves.items():
        for mask in product((False, True), repeat=width):
            key = tuple(TOTAL if hide else part for part, hide in zip(leaf, mask, strict=True))
            cells[key] = cells.get(key, 0) + count
    return cells


def is_silent(key: Cell, view: View, relations: Sequence[Relation[Cell]]) -> bool:
    """No withheld cell joined to ``key``, sum by sum, says that it is fewer than the threshold."""
    group = {key}
    while True:
        joined = [{r.total, *r.parts} for r in relations if group & {r.total, *r.parts}]
        grown = group | {cell for cells in joined for cell in cells if view[cell].value is None}
        if grown == group:
            return all(view[cell].why is not PRIMARY for cell in group)
        group = grown


def looks_the_same(cells: Cells, view: View, silent: Mapping[Cell, bool], policy: Policy) -> bool:
    least = 0 if policy.zero_is_disclosive else 1
    for key, count in cells.items():
        primary = least <= count < policy.threshold
        value, why = view[key].value, view[key].why
        if value is not None:
            ok = not primary and shown_naively(count, policy.round_to) == value and (count > 0 or value == 0)
            ok = ok and (value > 0 or count == 0 or policy.zero_is_disclosive or count >= policy.threshold)
        elif silent[key]:
            ok = count >= least
        else:
            ok = primary if why is PRIMARY else count >= policy.threshold
        if not ok:
            return False
    return True


def tables_alike(
    ranges: Mapping[Cell, Sequence[int]], view: View, relations: Sequence[Relation[Cell]], policy: Policy
) -> Iterator[Cells]:
    silent = {key: is_silent(key, view, relations) for key in view if view[key].value is None}
    for counts in product(*ranges.values()):
        cells = naive_totals(dict(zip(ranges, counts, strict=True)))
        if looks_the_same(cells, view, silent, policy):
            yield cells


def determined(tables: Iterator[Cells], view: View) -> dict[Cell, int]:
    """Withheld cells that are the same in all of ``tables``, and what they are."""
    seen: dict[Cell, set[int]] = {key: set() for key in view if view[key].value is None}
    for cells in tables:
        for key, counts in seen.items():
            counts.add(cells[key])
    return {key: counts.pop() for key, counts in seen.items() if len(counts) == 1}


def near(leaves: Cells, reach: int) -> dict[Cell, range]:
    return {key: range(max(0, count - reach), count + reach + 1) for key, count in leaves.items()}


def leaves_of(shape: tuple[int, ...], most: int) -> st.SearchStrategy[dict[Cell, int]]:
    keys = [tuple(f"{axis}{i}" for axis, i in enumerate(index)) for index in product(*map(range, shape))]
    return st.fixed_dictionaries({key: st.integers(0, most) for key in keys})


SHAPES = st.sampled_from([(2,), (4,), (2, 2), (3, 2)])


def given_away_near(leaves: Cells, view: View, relations: Sequence[Relation[Cell]], policy: Policy) -> dict[Cell, int]:
    """Withheld cells that no table within two people of the true one varies; the nearest are tried first."""
    for reach in (1, 2):
        found = determined(tables_alike(near(leaves, reach), view, relations, policy), view)
        if not found:
            return {}
    return found


@given(leaves=SHAPES.flatmap(lambda shape: leaves_of(shape, 12)), policy=st.sampled_from(POLICIES))
@settings(max_examples=100, deadline=None)
def test_no_set_of_visible_cells_recovers_a_withheld_one(leaves: dict[Cell, int], policy: Policy) -> None:
    """Every withheld cell has two values or more among the tables that look the same."""
    cells, relations = table(leaves, ["a", "b", "c"][: len(next(iter(leaves)))])
    view = protect(cells, relations, policy)
    assert not given_away_near(leaves, view, relations, policy)
    assert not exposed(cells, view, relations, policy)
    assert not recoverable(view, relations, policy)


@given(
    leaves=st.sampled_from([(2, 2, 2), (3, 2, 3)]).flatmap(lambda shape: leaves_of(shape, 25)),
    policy=st.sampled_from(POLICIES),
)
@settings(max_examples=60, deadline=None)
def test_in_three_dimensions_each_withheld_cell_has_another_table_to_point_at(
    leaves: dict[Cell, int], policy: Policy
) -> None:
    """Too many tables to write out: the search shows one for each cell, and the twin checks it."""
    cells, relations = table(leaves, ["a", "b", "c"])
    view = protect(cells, relations, policy)
    silent = {key: is_silent(key, view, relations) for key in view if view[key].value is None}
    for key in silent:
        other = another_table(key, cells, view, relations, policy)
        assert other[key] != cells[key]
        assert naive_totals({leaf: other[leaf] for leaf in leaves}) == other
        assert looks_the_same(other, view, silent, policy)


def another_table(
    key: Cell, cells: Cells, view: View, relations: Sequence[Relation[Cell]], policy: Policy
) -> dict[Cell, int]:
    system = system_of(cells, relations)
    hidden = {number for number, cell in enumerate(system.keys) if view[cell].value is None}
    room = Room(system, true_values(system, cells), policy, hidden, may_hide=False)
    room.muted = without_reasons(system, view, hidden)
    move = cheapest_move(room, system.keys.index(key)) or {}
    return {cell: cells[cell] + move.get(number, 0) for number, cell in enumerate(system.keys)}


@st.composite
def careless_views(draw: st.DrawFn) -> tuple[dict[Cell, int], View, Policy]:
    """A small table with its primary cells and a few others withheld, by somebody who checked nothing."""
    leaves = draw(st.sampled_from([(3,), (2, 2)]).flatmap(lambda shape: leaves_of(shape, 7)))
    policy = draw(st.sampled_from(POLICIES))
    view = {}
    for key, count in naive_totals(leaves).items():
        if policy.is_primary(count):
            view[key] = Protected(None, PRIMARY)
        elif count >= policy.threshold and draw(st.integers(0, 3)) == 0:
            view[key] = Protected(None, SECONDARY)
        else:
            view[key] = Protected(shown_naively(count, policy.round_to))
    return leaves, view, policy


@given(careless=careless_views())
@settings(max_examples=100, deadline=None)
def test_the_differencing_check_finds_what_the_twin_finds(
    careless: tuple[dict[Cell, int], View, Policy],
) -> None:
    leaves, view, policy = careless
    cells, relations = table(leaves, ["a", "b"][: len(next(iter(leaves)))])
    found = determined(tables_alike(near(leaves, 4), view, relations, policy), view)
    worked_out = recoverable(view, relations, policy)
    assert {key: cells[key] for key in worked_out} == worked_out
    assert worked_out.items() <= found.items()
    assert exposed(cells, view, relations, policy) == found.keys()


@pytest.mark.parametrize("base", [0, 1, 2, 5, 10])
def test_rounding_is_to_the_nearest_with_halves_up(base: int) -> None:
    policy = Policy(threshold=5, round_to=base)
    for count in range(60):
        assert policy.shown(count) == shown_naively(count, base)


@pytest.mark.parametrize("policy", POLICIES)
def test_readings_are_the_counts_printed_alike(policy: Policy) -> None:
    for count in range(60):
        if not policy.is_primary(count):
            low, high = policy.readings(policy.shown(count))
            alike = [
                other
                for other in range(90)
                if policy.shown(other) == policy.shown(count) and not policy.is_primary(other)
            ]
            assert set(alike) >= {count}
            assert low <= count <= high
            assert set(range(low, high + 1)) <= set(alike)
