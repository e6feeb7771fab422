"""The parts of a guard, each in a case small enough to work out on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wholetime.dataset.engine.guarding.counts import Counts
from wholetime.dataset.engine.guarding.deciding import FLOORS, decided, is_plain
from wholetime.dataset.engine.guarding.layer import Layer, Verdict, worst
from wholetime.dataset.engine.guarding.nest import Nest, Unit, members, nest
from wholetime.dataset.engine.guarding.table import Table
from wholetime.kernel.disclosure import Policy, Protected, Settled
from wholetime.kernel.figure import Suppression

PRIMARY, SECONDARY = Suppression.PRIMARY, Suppression.SECONDARY
NURSE, DOCTOR = ("nurse",), ("doctor",)
UNITS: tuple[Unit, ...] = (("A", "trust", "list"), ("A", "trust", "return"), ("B", "practice", "list"))
CHAINS = (("A", "all"), ("A", "all"), ("B", "all"))
TREE = nest(UNITS, (CHAINS,))


def test_people_on_several_lists_are_counted_once() -> None:
    counts = Counts({NURSE: {1: 10, 2: 3, 4: 2}, DOCTOR: {2: 5}}, {NURSE: {3: 2, 7: 1}})
    assert counts.present == {NURSE: 7, DOCTOR: 2}
    assert counts.per_unit == {1: 10, 2: 8, 4: 2}
    assert [counts.listed(NURSE, units) for units in (1, 3, 5, 7)] == [10, 13, 12, 15]
    assert [counts.people(NURSE, units) for units in (1, 3, 5, 7)] == [10, 10, 11, 11]
    assert counts.people(DOCTOR, 2) == 5


def test_a_nest_names_every_set_once_and_says_how_they_add_up() -> None:
    """One trust with two sources and a practice with one of them."""
    assert TREE.bits == {UNITS[0]: 1, UNITS[1]: 2, UNITS[2]: 4}
    assert TREE.sets == (7, 3, 5, 1, 2, 4)
    assert sorted(TREE.sums) == [(3, (1, 2)), (5, (1, 4)), (7, (2, 5)), (7, (3, 4))]
    assert TREE.within(7) == (list(TREE.sets), list(TREE.sums))
    assert TREE.within(5) == ([5, 1, 4], [(5, (1, 4))])
    assert TREE.within(2) == ([2], [])


def test_a_nest_is_named_by_all_that_is_in_it() -> None:
    apart = nest(UNITS, ((("A", "north", "all"), ("A", "south", "all"), ("B", "south", "all")),))
    renamed = nest((("C", *UNITS[0][1:]), *UNITS[1:]), (CHAINS,))
    assert len({TREE.digest, apart.digest, renamed.digest, nest(UNITS, (CHAINS, CHAINS)).digest}) == 3
    with pytest.raises(ValueError, match="zip"):
        nest(UNITS, (CHAINS[:2],))


def test_a_set_is_its_bits() -> None:
    assert list(members(0b10110)) == [2, 4, 16]
    assert list(members(0)) == []


def layer(*people: int, policy: Policy | None = None, floor: int | None = 0, name: Nest = TREE) -> Layer:
    held = {1 << at: count for at, count in enumerate(people) if count}
    return Layer(("group",), Counts({NURSE: held}), lambda: name, policy or Policy(), floor=floor)


def test_where_nobody_is_few_everybody_is_counted() -> None:
    plain = layer(12, 0, 7, policy=Policy(round_to=5))
    assert plain.judge(NURSE, 1) == Verdict(None, 10, 12)
    assert plain.judge(NURSE, 7) == Verdict(None, 20, 19)
    assert plain.judge(NURSE, 2) == plain.judge(DOCTOR, 7) == Verdict(None, 0, 0)


def test_a_layer_is_shut_to_sets_of_few() -> None:
    open_to_a = layer(60, 50, 30, floor=100)
    assert [open_to_a.is_open(units) for units in (3, 5, 6, 7, 8)] == [True, False, False, True, False]
    assert [open_to_a.is_shut(units) for units in (3, 5, 4, 7)] == [False, True, True, False]
    assert not open_to_a.is_shut(8), "there is nobody there to tell of"
    assert not layer(1).is_shut(1)
    shut = layer(1_000, floor=None)
    assert shut.is_shut(1)
    assert not shut.is_open(1)


def test_a_set_of_exactly_the_floor_is_open() -> None:
    assert layer(100, floor=100).is_open(1)
    assert not layer(99, floor=100).is_open(1)


def view(cells: dict[int, Protected], vague: frozenset[int] = frozenset()) -> Settled:
    named = {units: (("group",), NURSE, units) for units in cells}
    return Settled({named[units]: shown for units, shown in cells.items()}, {}, frozenset(named[u] for u in vague))


def test_a_sum_is_withheld_with_any_of_its_sets_for_the_gravest_reason() -> None:
    settled = view({1: Protected(None, PRIMARY), 2: Protected(None, SECONDARY), 4: Protected(20), 3: Protected(13)})
    told = replace(layer(3, 10, 20), settled=settled)
    assert told.judge(NURSE, 1) == Verdict(PRIMARY, 3, 3)
    assert told.judge(NURSE, 6) == Verdict(SECONDARY, 30, 30)
    assert told.judge(NURSE, 5).why is SECONDARY, "a set with a name that nothing was decided of"
    assert told.judge(NURSE, 3) == Verdict(None, 13, 13)
    assert told.cover(NURSE, 6) == [(("group",), NURSE, 2), (("group",), NURSE, 4)]
    assert told.cover(NURSE, 3) == [(("group",), NURSE, 3)]


def test_few_people_on_many_lists_are_called_few() -> None:
    """Six entries, and four people; where the largest of the few is vague, its reason stays so."""
    counts = Counts({NURSE: {1: 3, 2: 3}}, {NURSE: {3: 2}})
    cells = {3: Protected(None, SECONDARY), 1: Protected(None, PRIMARY), 2: Protected(8)}
    told = Layer(("group",), counts, lambda: TREE, Policy(), view(cells))
    assert told.judge(NURSE, 3) == Verdict(PRIMARY, 4, 4)
    assert replace(told, settled=view(cells, frozenset({3}))).judge(NURSE, 3).why is SECONDARY
    assert told.judge(NURSE, 2).why is None


def test_the_gravest_reason() -> None:
    assert worst([None, SECONDARY, PRIMARY]) is PRIMARY
    assert worst([None, SECONDARY, None]) is SECONDARY
    assert worst([None]) is worst([]) is None


def test_a_layer_reaches_further_where_it_says_so() -> None:
    assert layer(1, 0, 2).reached(NURSE) == 5
    assert layer(1).reached(DOCTOR) == 0
    assert replace(layer(1), reach={NURSE: 3, DOCTOR: 4}).reached(NURSE) == 3


def test_plain_is_a_layer_where_nobody_is_few_and_nothing_around_is_withheld() -> None:
    many, margin = layer(10, 10), layer(10, 10)
    assert is_plain(many, [margin])
    assert not is_plain(layer(10, 4), [margin])
    assert not is_plain(many, [margin, replace(margin, settled=Settled({}, {("x",): {}}))])
    assert not is_plain(many, [replace(margin, floor=100)])
    assert is_plain(replace(many, columns=("a", "b")), [])
    assert not is_plain(replace(many, columns=("a", "b", "c")), [])


def test_no_floor_is_tried_where_a_margin_has_one_or_the_columns_are_three() -> None:
    few, margin = layer(10, 4), layer(10, 10)
    assert decided(replace(few, columns=("a", "b", "c"))).floor is None
    assert decided(replace(few, columns=("a", "b")), [replace(margin, floor=FLOORS[1])]).floor is None
    alone = decided(few)
    assert (alone.floor, alone.reach) == (0, {})
    assert alone.judge(NURSE, 2).why is not None


DIVIDED = Counts({NURSE: {1: 3, 4: 20}, DOCTOR: {1: 9}}, {NURSE: {5: 1}})
WHOLE = Counts({(): {1: 12, 2: 7, 4: 20}}, {(): {3: 2, 5: 1}})


def cell(units: int, *values: str) -> tuple[tuple[str, ...], tuple[str, ...], int]:
    return ("group",)[: len(values)], values, units


@pytest.mark.parametrize(("round_to", "at"), [(0, 0), (5, 1)])
def test_a_table_is_of_its_cells_and_of_what_they_add_up_to(round_to: int, at: int) -> None:
    """The return of A does not know the group, and stands beside. Exactly, entries add up; rounded, they are people."""
    policy = Policy(round_to=round_to)
    layer, margin = (
        Layer(columns, counts, lambda: TREE, policy) for columns, counts in ((("group",), DIVIDED), ((), WHOLE))
    )
    found = Table(layer, [margin])
    both = {
        cell(5, "nurse"): (23, 22),
        cell(1, "nurse"): (3, 3),
        cell(4, "nurse"): (20, 20),
        cell(1, "doctor"): (9, 9),
        cell(2): (7, 7),
        cell(7): (39, 36),
        cell(3): (19, 17),
        cell(5): (32, 31),
        cell(1): (12, 12),
        cell(4): (20, 20),
    }
    assert found.cells == {name: counts[at] for name, counts in both.items()}
    assert set(found.relations) == {
        (cell(5, "nurse"), (cell(1, "nurse"), cell(4, "nurse"))),
        (cell(7), (cell(5, "nurse"), cell(1, "doctor"), cell(2))),
        (cell(3), (cell(1, "nurse"), cell(1, "doctor"), cell(2))),
        (cell(5), (cell(5, "nurse"), cell(1, "doctor"))),
        (cell(1), (cell(1, "nurse"), cell(1, "doctor"))),
        (cell(4), (cell(4, "nurse"),)),
    }
    assert (found.unseen, found.withhold) == (set(), {cell(1, "nurse")})
    settled = found.settled()
    assert settled.view.keys() == {name for name in both if name[0]}, "what the margin shows stays as it is"
    assert settled.view[cell(1, "nurse")].why is PRIMARY
    assert settled.view[cell(1, "doctor")].why is (None if round_to else SECONDARY)


def test_sets_of_few_are_unseen_and_may_have_people_of_every_value_around() -> None:
    """Of B nobody is told; in the layers around it has women and doctors, so that it may have nurses as well."""
    people = {("F", "nurse"): {1: 150}, ("M", "nurse"): {1: 50, 2: 3}, ("F", "doctor"): {2: 1, 4: 2}}
    around = [{NURSE: {1: 200, 2: 3}, DOCTOR: {2: 1, 4: 2}}, {("F",): {1: 150, 2: 1, 4: 2}, ("M",): {1: 50, 2: 3}}]
    columns = [("group",), ("sex",)]
    margins = [Layer(names, Counts(held), lambda: TREE, Policy()) for names, held in zip(columns, around, strict=True)]
    found = Table(Layer(("sex", "group"), Counts(people), lambda: TREE, Policy(), floor=100), margins)
    assert found.open == [7, 3, 5, 1]
    assert found.reach == {("F", "nurse"): 3, ("M", "nurse"): 3, ("F", "doctor"): 6}
    assert {name[1:] for name in found.unseen} == {(("F", "nurse"), 2), (("M", "nurse"), 2)}
    assert {name[1:] for name in found.withhold} == {(("F", "doctor"), units) for units in (2, 4, 6)}
    assert found.cells[("sex", "group"), ("F", "nurse"), 2] == 0


def test_an_organisation_on_its_own_is_decided_with_its_layers_around() -> None:
    """Women are withheld in A and so is B; by sex and group the first floor that proves safe is none at all."""
    whole = decided(Layer((), Counts({(): {1: 30, 4: 20}}), lambda: TREE, Policy()))
    assert whole.settled.view == {}
    by_sex = decided(
        Layer(("sex",), Counts({("F",): {1: 3, 4: 10}, ("M",): {1: 27, 4: 10}}), lambda: TREE, Policy()), [whole]
    )
    assert by_sex.floor == 0
    shown = {(values, units): by_sex.judge(values, units).why for values in (("F",), ("M",)) for units in (1, 4, 5)}
    assert shown[("F",), 1] is PRIMARY
    assert [shown[values, units] for values in (("F",), ("M",)) for units in (1, 4)].count(None) == 0
    assert shown[("F",), 5] is shown[("M",), 5] is None
