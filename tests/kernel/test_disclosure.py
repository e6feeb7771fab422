"""What is withheld and what is not, in tables small enough to check by hand."""

from __future__ import annotations

import random
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.kernel.disclosure import (
    TOTAL,
    DisclosureError,
    Policy,
    Protected,
    Relation,
    exposed,
    move,
    protect,
    protected_percent,
    recoverable,
    table,
    withheld,
)
from wholetime.kernel.disclosure.equations import reduced
from wholetime.kernel.figure import Suppression

PRIMARY, SECONDARY = Suppression.PRIMARY, Suppression.SECONDARY


def row(*counts: int) -> tuple[dict[tuple[str, ...], int], list[Relation[tuple[str, ...]]]]:
    return table({(f"team {index}",): count for index, count in enumerate(counts)}, ["team"])


def protected_row(*counts: int, policy: Policy | None = None) -> list[int | str]:
    """The parts and then the total, each as its value or the name of its reason."""
    view = protect(*row(*counts), policy or Policy())
    return [cell.value if cell.why is None else cell.why.name for cell in view.values()]  # type: ignore[misc]


def test_nothing_is_withheld_when_nobody_is_few() -> None:
    assert protected_row(5, 6, 0) == [5, 6, 0, 11]


def test_a_lone_small_count_takes_the_smallest_other_with_it() -> None:
    assert protected_row(3, 20, 30) == ["PRIMARY", "SECONDARY", 30, 53]


def test_two_small_counts_protect_each_other() -> None:
    assert protected_row(2, 3, 50) == ["PRIMARY", "PRIMARY", 50, 55]


def test_two_small_counts_at_their_ceiling_do_not() -> None:
    """4 + 4 = 8 is the only way to make eight of two counts below five."""
    assert protected_row(4, 4) == ["PRIMARY", "PRIMARY", "SECONDARY"]


def test_a_partner_at_the_threshold_does_not_help_from_below() -> None:
    """1 + 5 = 6: knowing that the second is five or more leaves one answer, so the total must go instead."""
    assert protected_row(1, 5) == ["PRIMARY", 5, "SECONDARY"]


def test_a_reason_that_would_tell_the_count_is_not_given() -> None:
    """Four parts that exist, under a total below five, could only be 1, 1, 1 and 1."""
    assert protected_row(1, 1, 1, 1) == ["SECONDARY"] * 5


def test_zero_is_shown_unless_configured() -> None:
    assert protected_row(0, 9, 9) == [0, 9, 9, 18]
    strict = Policy(zero_is_disclosive=True)
    assert protected_row(0, 9, 9, policy=strict) == ["PRIMARY", "SECONDARY", 9, 18]


def test_rounding_hides_the_difference_without_withholding_more() -> None:
    assert protected_row(3, 21, 32, policy=Policy(round_to=5)) == ["PRIMARY", 20, 30, 55]


@pytest.mark.parametrize(
    ("count", "shown"), [(0, 0), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (1_001, 1_000)]
)
def test_the_hospital_statistics_rule(count: int, shown: int | None) -> None:
    """Withhold 1 to 7 and round the rest to 5: NHS Digital's rule for sub-national counts from September 2018."""
    view = protect({"count": count}, [], Policy(threshold=8, round_to=5))
    assert view["count"].value == shown


def test_subtraction_across_two_tables_is_seen() -> None:
    """Nurses by sex and nurses by grade, each safe alone, share a total."""
    cells = {"nurses": 40, "women": 37, "men": 3, "band 5": 30, "band 6": 10}
    relations = [Relation("nurses", ("women", "men")), Relation("nurses", ("band 5", "band 6"))]
    careless = {key: Protected(count) for key, count in cells.items()}
    careless |= {"men": Protected(None, PRIMARY), "nurses": Protected(None, SECONDARY)}
    assert recoverable(careless, relations[:1]) == {}
    assert recoverable(careless, relations) == {"nurses": 40, "men": 3}
    assert exposed(cells, careless, relations) == {"nurses", "men"}
    view = protect(cells, relations)
    assert exposed(cells, view, relations) == set()
    assert view["women"].why is SECONDARY


def test_subtraction_of_whole_rows_is_seen() -> None:
    """Two blocks of four gaps and one gap between them: no line has a lone gap.

    Yet rows r and s less columns x and y leave only the one between, (s, z).
    """
    leaves = dict.fromkeys(product("rstu", "xyzw"), 20) | {("r", "x"): 3}
    cells, relations = table(leaves, ["row", "column"])
    blocks = {*product("rs", "xy"), *product("tu", "zw")}
    view = {key: Protected(count) for key, count in cells.items()}
    view |= dict.fromkeys(blocks, Protected(None, SECONDARY)) | {("r", "x"): Protected(None, PRIMARY)}
    assert recoverable(view, relations) == {}
    assert exposed(cells, view, relations) == set()
    view["s", "z"] = Protected(None, SECONDARY)
    assert recoverable(view, relations) == {("s", "z"): 20}
    assert exposed(cells, view, relations) == {("s", "z")}


OVERLAPPING = [Relation("all", ("nurses", "midwives"), overlapping=True)]


def test_an_overlapping_total_need_not_add_up() -> None:
    view = protect({"all": 52, "nurses": 50, "midwives": 3}, OVERLAPPING)
    assert view == {"all": Protected(52), "nurses": Protected(50), "midwives": Protected(None, PRIMARY)}


def test_an_overlapping_total_can_still_give_a_count_away() -> None:
    """At least 54 − 50 = 4 midwives, and fewer than five."""
    cells = {"all": 54, "nurses": 50, "midwives": 4}
    careless = {"all": Protected(54), "nurses": Protected(50), "midwives": Protected(None, PRIMARY)}
    assert recoverable(careless, OVERLAPPING) == {"midwives": 4}
    assert exposed(cells, careless, OVERLAPPING) == {"midwives"}
    assert protect(cells, OVERLAPPING)["nurses"].why is SECONDARY


@pytest.mark.parametrize("total", [49, 54])
def test_an_overlapping_total_has_bounds(total: int) -> None:
    with pytest.raises(DisclosureError, match="'all'"):
        protect({"all": total, "nurses": 50, "midwives": 3}, OVERLAPPING)


def heads(sets: tuple[int, ...]) -> dict[str, int]:
    """Headcounts of three groups and of all, from how many people are in each combination of groups."""
    members = list(product((0, 1), repeat=3))[1:]
    groups = {f"g{g}": sum(n for n, m in zip(sets, members, strict=True) if m[g]) for g in range(3)}
    return {"all": sum(sets), **groups}


@given(st.tuples(*[st.integers(0, 4)] * 7), st.sampled_from([0, 5]))
def test_overlapping_headcounts_are_protected_too(sets: tuple[int, ...], round_to: int) -> None:
    """The twin tries every headcount within three of the true one."""
    cells, policy = heads(sets), Policy(round_to=round_to)
    relations = [Relation("all", ("g0", "g1", "g2"), overlapping=True)]
    view = protect(cells, relations, policy)
    hidden = [key for key in cells if view[key].value is None]
    vague = all(view[key].why is SECONDARY for key in hidden)
    seen: dict[str, set[int]] = {key: set() for key in hidden}
    for counts in product(*(range(max(0, count - 3), count + 4) for count in cells.values())):
        other = dict(zip(cells, counts, strict=True))
        groups = counts[1:]
        if max(groups) <= counts[0] <= sum(groups) and all(
            fits(other[key], view[key], policy, vague=vague) for key in cells
        ):
            for key in hidden:
                seen[key].add(other[key])
    assert all(len(counts) > 1 for counts in seen.values())


def fits(count: int, cell: Protected, policy: Policy, *, vague: bool) -> bool:
    if cell.value is not None:
        return not policy.is_primary(count) and policy.shown(count) == cell.value
    return count > 0 if vague else policy.is_primary(count) == (cell.why is PRIMARY) and count > 0


TREE = {"R0A": "Manchester", "RM3": "Salford", "RMC": "Bolton"} | dict.fromkeys(
    ["Manchester", "Salford", "Bolton"], "Greater Manchester"
)


def test_a_hierarchy_is_totalled_at_every_level() -> None:
    leaves = {(org, sex): count for (org, sex), count in zip(product(TREE, "FM"), range(6, 12), strict=False)}
    cells, relations = table(leaves, ["organisation", "sex"], {"organisation": TREE})
    assert cells["Greater Manchester", TOTAL] == sum(range(6, 12))
    assert cells["Salford", "M"] == cells["RM3", "M"] == 9
    assert Relation(("Salford", TOTAL), (("RM3", TOTAL),)) in relations
    assert Relation(("Greater Manchester", "F"), tuple((p, "F") for p in ("Manchester", "Salford", "Bolton"))) in (
        relations
    )


def test_an_only_child_is_withheld_with_its_parent() -> None:
    leaves = {("R0A",): 30, ("RM3",): 2, ("RMC",): 40}
    cells, relations = table(leaves, ["organisation"], {"organisation": TREE})
    view = protect(cells, relations)
    assert view["RM3",] == view["Salford",] == Protected(None, PRIMARY)
    assert view["R0A",] == view["Manchester",] == Protected(None, SECONDARY)
    assert view["Greater Manchester",] == Protected(72)


def crosstab(seed: int, *shape: int) -> tuple[dict[tuple[str, ...], int], list[Relation[tuple[str, ...]]]]:
    drawn = random.Random(seed)
    keys = product(*([f"{axis}{index}" for index in range(size)] for axis, size in enumerate(shape)))
    return table({key: int(drawn.expovariate(1 / 60)) for key in keys}, [str(axis) for axis in range(len(shape))])


@pytest.mark.parametrize("shape", [(40, 10), (12, 6, 2), (6, 4, 2, 2)])
def test_larger_tables_are_safe_and_mostly_shown(shape: tuple[int, ...]) -> None:
    """At most eight cells in all go for each small one, the corners of a box, and far fewer in two dimensions."""
    cells, relations = crosstab(1, *shape)
    view = protect(cells, relations)
    primary = sum(0 < count < 5 for count in cells.values())
    hidden = sum(cell.value is None for cell in view.values())
    assert 0 < primary < hidden <= primary * 2 ** len(shape)
    assert hidden < len(cells) / 2
    assert exposed(cells, view, relations) == set()
    assert recoverable(view, relations) == {}


def withheld_with(effort: int, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many cells go when the search may look at ``effort`` states only; the answer must be safe."""
    cells, relations = crosstab(1, 6, 4, 2)
    with monkeypatch.context() as patched:
        patched.setattr(move, "TRIES", ((0, effort),))
        view = protect(cells, relations)
    assert exposed(cells, view, relations) == set()
    assert recoverable(view, relations) == {}
    return sum(cell.value is None for cell in view.values())


def test_a_search_that_gives_up_withholds_more(monkeypatch: pytest.MonkeyPatch) -> None:
    assert withheld_with(16, monkeypatch) > withheld_with(64, monkeypatch)


@pytest.mark.parametrize("effort", [0, 1, 4])
def test_without_a_safe_answer_there_is_none(effort: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DisclosureError, match="no safe way"):
        withheld_with(effort, monkeypatch)


def test_the_same_table_is_always_protected_alike() -> None:
    cells, relations = crosstab(2, 10, 5, 2)
    assert protect(cells, relations) == protect(dict(cells), list(relations))


def test_what_is_shown_adds_up() -> None:
    cells, relations = crosstab(3, 20, 8)
    view = protect(cells, relations)
    for relation in relations:
        parts = [view[part].value for part in relation.parts]
        total = view[relation.total].value
        if total is not None and None not in parts:
            assert total == sum(part for part in parts if part is not None)
    assert all(view[key].value in (None, count) for key, count in cells.items())


def test_withholding_only_small_counts_is_caught() -> None:
    cells, relations = crosstab(1, 40, 10)
    view = {k: Protected(None, PRIMARY) if 0 < n < 5 else Protected(n) for k, n in cells.items()}
    worked_out = recoverable(view, relations)
    assert worked_out
    assert worked_out == {key: cells[key] for key in worked_out}
    assert worked_out.keys() <= exposed(cells, view, relations)


def test_a_view_that_no_table_could_give_is_refused() -> None:
    view = {"all": Protected(20), "a": Protected(9), "b": Protected(9)}
    with pytest.raises(DisclosureError, match="no table"):
        recoverable(view, [Relation("all", ("a", "b"))])


@pytest.mark.parametrize(
    ("cells", "relations", "message"),
    [
        ({"a": 3, "b": 4, "all": 8}, [Relation("all", ("a", "b"))], "do not add up"),
        ({"a": 3, "all": 3}, [Relation("all", ("a", "b"))], r"not in the table: \['b'\]"),
        ({"a": -1}, [], "negative"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(
    cells: dict[str, int], relations: list[Relation[str]], message: str
) -> None:
    with pytest.raises(DisclosureError, match=message):
        protect(cells, relations)


@pytest.mark.parametrize("arguments", [{"threshold": 0}, {"round_to": -5}, {"threshold": 4, "round_to": 10}])
def test_an_unsafe_policy_is_refused(arguments: dict[str, int]) -> None:
    with pytest.raises(DisclosureError):
        Policy(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize("parts", [(), ("all",), ("a", "a")])
def test_a_sum_names_each_part_once(parts: tuple[str, ...]) -> None:
    with pytest.raises(DisclosureError):
        Relation("all", parts)


@pytest.mark.parametrize(("value", "why"), [(None, None), (3, PRIMARY)])
def test_a_protected_cell_has_a_value_or_a_reason(value: int | None, why: Suppression | None) -> None:
    with pytest.raises(DisclosureError):
        Protected(value, why)


@pytest.mark.parametrize(
    ("leaves", "trees", "message"),
    [
        ({("a",): 1, ("b", "c"): 2}, None, "dimensions"),
        ({("a",): 1}, {"place": {"a": "b"}}, "dimensions"),
        ({("a",): 1}, {"team": {"a": "b", "b": "a"}}, "counted in itself"),
        ({("a",): 1, ("b",): 2}, {"team": {"a": "b"}}, "both a leaf and a total"),
    ],
)
def test_a_muddled_table_is_refused(
    leaves: dict[tuple[str, ...], int], trees: dict[str, dict[str, str]] | None, message: str
) -> None:
    with pytest.raises(DisclosureError, match=message):
        table(leaves, ["team"], trees)


def test_a_rate_is_withheld_with_either_part() -> None:
    shown, few, near = Protected(200), Protected(None, PRIMARY), Protected(None, SECONDARY)
    assert protected_percent(Protected(15), shown) == (Decimal("7.5"), None)
    assert protected_percent(few, shown) == (None, PRIMARY)
    assert protected_percent(shown, near) == (None, SECONDARY)
    assert protected_percent(Protected(0), Protected(0)) == (None, None)
    assert withheld(shown, near, few) is SECONDARY
    assert withheld(shown) is None


def test_a_sum_and_a_difference_that_are_known_tell_both() -> None:
    """x + y = 9 and x - y = 5; of the four cells the last two, 9 and 5, are known."""
    rows = reduced([{0: 1, 1: 1, 2: -1}, {0: 1, 1: -1, 3: -1}], [(0, 9), (0, 9), (9, 9), (5, 5)])
    half = Fraction(1, 2)
    assert {0: 1, 2: -half, 3: -half} in rows
    assert {1: 1, 2: -half, 3: half} in rows
    assert len(rows) == 2
