"""Tables protected one after another: each keeps what the others decided, and together they give nothing away."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.kernel.disclosure import (
    DisclosureError,
    Policy,
    Protected,
    Relation,
    Settled,
    Unproved,
    exposed,
    protect,
    recoverable,
    settle,
)
from wholetime.kernel.figure import Suppression

PRIMARY, SECONDARY = Suppression.PRIMARY, Suppression.SECONDARY
Cells = dict[str, int]
Sums = list[Relation[str]]

SITES = ("x", "y", "z")


def whole(sites: tuple[int, ...]) -> tuple[Cells, Sums]:
    return dict(zip(SITES, sites, strict=True)) | {"all": sum(sites)}, [Relation("all", SITES)]


def divided(kind: str, parts: tuple[tuple[int, int], ...]) -> tuple[Cells, Sums]:
    """Each site's people in two kinds, and the kinds in all."""
    cells = {f"{site} {kind}{at}": parts[index][at] for index, site in enumerate(SITES) for at in (0, 1)}
    cells |= {f"all {kind}{at}": sum(part[at] for part in parts) for at in (0, 1)}
    cells = {key: n for key, n in cells.items() if n}
    sums = [(f"all {kind}{at}", [f"{site} {kind}{at}" for site in SITES]) for at in (0, 1)]
    sums += [(site, [f"{site} {kind}0", f"{site} {kind}1"]) for site in (*SITES, "all")]
    named = [(total, tuple(part for part in found if part in cells)) for total, found in sums]
    return cells, [Relation(total, found) for total, found in named if found]


@st.composite
def twice_divided(draw: st.DrawFn) -> tuple[list[tuple[Cells, Sums]], Policy]:
    """Three sites, their people by sex and, apart from that, by grade."""
    sites = draw(st.tuples(*[st.integers(1, 15)] * 3))
    tables = [whole(sites)]
    for kind in "sg":
        split = [draw(st.integers(0, people)) for people in sites]
        tables.append(divided(kind, tuple((part, people - part) for part, people in zip(split, sites, strict=True))))
    return tables, draw(st.sampled_from([Policy(), Policy(round_to=5)]))


def settled(tables: list[tuple[Cells, Sums]], policy: Policy) -> list[Settled[str]]:
    """The first table, and each other around it."""
    (cells, sums), *others = tables
    first = settle(cells, sums, policy)
    return [first, *(settle(cells | more, relations, policy, [first]) for more, relations in others)]


@given(twice_divided())
@settings(max_examples=200, deadline=None, derandomize=True)
def test_tables_settled_around_one_another_are_safe_together(drawn: tuple[list[tuple[Cells, Sums]], Policy]) -> None:
    tables, policy = drawn
    found = settled(tables, policy)
    view = {key: cell for one in found for key, cell in one.view.items()}
    vague = {key for one in found for key in one.vague}
    relations = [relation for _, sums in tables for relation in sums]
    assert recoverable(view, relations, policy, vague) == {}


@given(twice_divided())
@settings(max_examples=100, deadline=None, derandomize=True)
def test_what_was_decided_stays(drawn: tuple[list[tuple[Cells, Sums]], Policy]) -> None:
    tables, policy = drawn
    first, *others = settled(tables, policy)
    assert all(not first.view.keys() & other.view.keys() for other in others)
    for (cells, _), one in zip(tables, (first, *others), strict=True):
        assert one.view.keys() == cells.keys() - (first.view.keys() if one is not first else set())
        for key, cell in one.view.items():
            assert cell.value == (None if cell.why else policy.shown(cells[key]))
            assert not policy.is_primary(cells[key]) or cell.why is not None


def test_protected_apart_the_same_tables_are_not_safe() -> None:
    """By sex the total is withheld and five men shown, by grade the total of six is shown: so there is one woman."""
    by_sex, by_grade = {"all": 6, "women": 1, "men": 5}, {"all": 6, "low": 0, "high": 6}
    sums = [Relation("all", ("women", "men")), Relation("all", ("low", "high"))]
    apart = protect(by_sex, sums[:1]) | protect(by_grade, sums[1:])
    assert recoverable(apart, sums) == {"women": 1}
    first = settle({"all": 6}, [])
    others = [settle(cells, [sum_], before=[first]) for cells, sum_ in zip((by_sex, by_grade), sums, strict=True)]
    together = {key: cell for one in (first, *others) for key, cell in one.view.items()}
    assert together["all"] == Protected(6)
    assert exposed(by_sex | by_grade, together, sums) == set()


def test_a_withheld_total_is_not_given_away_by_its_parts() -> None:
    """Site x is withheld beside y; divided, its two large parts would say how many there are."""
    cells = {"x": 20, "y": 3, "all": 23}
    first = settle(cells, [Relation("all", ("x", "y"))])
    assert first.view["x"].why is SECONDARY
    parts = {"x f": 9, "x m": 11}
    found = settle(cells | parts, [Relation("x", ("x f", "x m"))], before=[first])
    assert [cell.why for cell in found.view.values()].count(SECONDARY) >= 1


def test_a_cell_named_is_withheld_whatever_it_counts() -> None:
    cells, sums = {"a": 40, "b": 50, "c": 60, "all": 150}, [Relation("all", ("a", "b", "c"))]
    found = settle(cells, sums, withhold={"b"})
    assert found.view["b"] == Protected(None, SECONDARY)
    assert sum(cell.value is None for cell in found.view.values()) == 2
    assert recoverable(found.view, sums) == {}


def test_parts_of_one_person_each_are_not_proved_when_the_total_was_called_few() -> None:
    """Four parts with somebody in each, under a total known to be fewer than five, can only be one each."""
    cells = {"x": 4} | {f"x {at}": 1 for at in range(4)}
    first = Settled({"x": Protected(None, PRIMARY)}, {("x",): {"x": -1}})
    sums = [Relation("x", tuple(f"x {at}" for at in range(4)))]
    with pytest.raises(Unproved):
        settle(cells, sums, before=[first])
    parts = cells.keys() - {"x"}
    assert settle(cells, sums, before=[first], unseen=parts).view == {}


def test_the_largest_of_the_few_is_not_called_few() -> None:
    """So that it may be one more for all anybody knows, however it is divided later."""
    found = settle({"x": 4, "y": 3, "z": 30, "all": 37}, [Relation("all", SITES)], Policy(round_to=5))
    assert found.view["x"].why is SECONDARY
    assert found.view["y"].why is PRIMARY
    assert "x" in found.vague


@pytest.mark.parametrize("total", [9, 11])
def test_settled_tables_must_add_up_too(total: int) -> None:
    first = settle({"x": total}, [])
    with pytest.raises(DisclosureError, match="do not add up"):
        settle({"x": total, "a": 4, "b": 6}, [Relation("x", ("a", "b"))], before=[first])


def test_each_move_of_a_settled_table_leaves_what_is_shown() -> None:
    sites, policy = (3, 14, 9), Policy(round_to=5)
    cells, sums = whole(sites)
    found = settle(cells, sums, policy)
    assert found.moves
    for move, relation in product(found.moves.values(), sums):
        assert sum(move.get(part, 0) for part in relation.parts) == move.get(relation.total, 0)
        for key, shift in move.items():
            shown = found.view[key].value
            assert shown is None or policy.shown(cells[key] + shift) == shown
