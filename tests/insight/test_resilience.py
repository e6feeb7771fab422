"""Which areas would fail first, and why."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.insight import naive_resilience
from tests.insight.made_figures import figure

from wholetime.dataset.api import definitions, group_titles
from wholetime.insight.engine.resilience import Resilience, added_up, resilience, single_points
from wholetime.insight.engine.resilience_parts import Score, resilience_rules, suggestions
from wholetime.insight.engine.scoring import percentile_scores, ranks, threshold_score
from wholetime.kernel.figure import Suppression
from wholetime.kernel.rates import rounded

RULES = resilience_rules()
CODES = [part.code for part in RULES.parts]
AREAS = ["A", "B", "C", "D", "E", "F"]
VALUES = st.dictionaries(st.sampled_from(AREAS), st.integers(0, 60).map(Decimal), max_size=6)
TABLES = st.fixed_dictionaries(dict.fromkeys(CODES, VALUES))


def held(table: dict[str, dict[str, Decimal]]):
    return {code: {area: figure(code, value) for area, value in row.items()} for code, row in table.items()}


def indexed(table: dict[str, dict[str, Decimal]], rules=RULES) -> dict[str, Resilience]:
    return {one.area: one for one in resilience(AREAS, held(table), rules)}


@given(TABLES)
@settings(max_examples=80, deadline=None)
def test_index_and_ranks_are_those_of_the_slow_twin(table) -> None:
    exact = {code: {area: Fraction(value) for area, value in row.items()} for code, row in table.items()}
    scored = naive_resilience.scores(exact, RULES)
    found = indexed(table)
    for area, one in found.items():
        shown = {score.part.code: Fraction(score.score) for score in one.parts if score.score is not None}
        for code, score in shown.items():
            assert abs(score - scored[code][area]) < Fraction(1, 10**20)
        assert set(shown) == {code for code in CODES if area in scored[code]}
        slow = naive_resilience.index(area, scored, RULES)
        assert (one.index is None) == (slow is None)
        if one.index is not None and slow is not None:
            assert abs(Fraction(one.index.value) - slow) <= Fraction(1, 20) + Fraction(1, 10**20)
    printed = {area: one.index.value for area, one in found.items() if one.index is not None}
    assert {area: found[area].rank for area in printed} == {
        area: naive_resilience.rank(area, printed) for area in printed
    }


@given(TABLES)
@settings(max_examples=50, deadline=None)
def test_an_index_is_from_0_to_100_and_so_is_its_coverage(table) -> None:
    for one in indexed(table).values():
        assert one.index is None or 0 <= one.index.value <= 100
        assert 0 <= one.coverage <= 1


@given(TABLES, st.sampled_from(CODES), st.sampled_from(AREAS), st.integers(1, 50))
@settings(max_examples=80, deadline=None)
def test_getting_worse_never_makes_an_area_more_resilient(table, code, area, more) -> None:
    before = indexed(table)[area]
    if area not in table[code] or before.index is None:
        return
    part = next(part for part in RULES.parts if part.code == code)
    worse = table[code][area] + (more if part.worse_high else -more)
    after = indexed(table | {code: table[code] | {area: worse}})[area]
    assert after.index.value >= before.index.value


@given(TABLES, st.permutations(AREAS))
@settings(max_examples=30, deadline=None)
def test_the_order_and_the_names_of_areas_do_not_matter(table, names) -> None:
    called = dict(zip(AREAS, names, strict=True))
    renamed = {code: {called[area]: value for area, value in row.items()} for code, row in table.items()}
    before, after = indexed(table), indexed(renamed)
    for area in AREAS:
        mine, theirs = before[area], after[called[area]]
        assert (mine.index and mine.index.value, mine.rank) == (theirs.index and theirs.index.value, theirs.rank)


@given(TABLES)
@settings(max_examples=30, deadline=None)
def test_the_scale_of_the_weights_does_not_matter(table) -> None:
    heavier = replace(RULES, parts=tuple(replace(part, weight=part.weight * 7) for part in RULES.parts))
    assert [one.index and one.index.value for one in indexed(table).values()] == [
        one.index and one.index.value for one in indexed(table, heavier).values()
    ]


def test_a_missing_part_is_shown_as_missing_and_never_as_good() -> None:
    table = {code: dict.fromkeys(AREAS, Decimal(10)) for code in CODES}
    del table["vacancy"]["A"]
    figures = held(table)
    figures["age"]["A"] = figure("age", None, suppression=Suppression.PRIMARY)
    one = next(one for one in resilience(AREAS, figures, RULES) if one.area == "A")
    missing = {score.part.code: score.missing for score in one.parts if score.score is None}
    assert missing == {"vacancy": "not held", "age": "withheld: fewer than five people"}
    weights = {part.code: part.weight for part in RULES.parts}
    assert one.coverage == 1 - (weights["vacancy"] + weights["age"]) / sum(weights.values())


def test_too_little_known_is_not_ranked() -> None:
    table = {code: {} for code in CODES} | {"smallness": {"A": Decimal(1)}}
    one = indexed(table)["A"]
    assert (one.index, one.rank) == (None, None)


def test_peers_are_compared_with_and_not_ranked() -> None:
    mine = {"depth": {"A": figure("depth", 10)}, "smallness": {"A": figure("wte", 11)}}
    peers = {"depth": {str(at): figure("depth", at) for at in range(1, 5)}}
    (one,) = resilience(["A"], mine, RULES, peers)
    assert next(score for score in one.parts if score.part.code == "depth").score == 100
    assert one.rank == 1


def test_a_part_without_enough_peers_has_no_percentile() -> None:
    values = {"A": Decimal(1), "B": Decimal(2)}
    assert percentile_scores(values, worse_high=True, peers_at_least=2) == {}
    assert percentile_scores(values, worse_high=True, peers_at_least=1) == {"A": 0, "B": 100}
    assert percentile_scores(dict.fromkeys("AB", Decimal(1)), worse_high=False, peers_at_least=1) == {"A": 50, "B": 50}


def test_thresholds_run_straight_between_their_ends() -> None:
    at = [threshold_score(Decimal(value), Decimal(20), Decimal(2)) for value in (25, 20, 11, 2, 1)]
    assert at == [0, 0, 50, 100, 100]


def test_equal_areas_share_a_rank_and_the_next_counts_them_all() -> None:
    assert ranks({"A": Decimal(5), "B": Decimal(9), "C": Decimal(9), "D": Decimal(1)}) == {
        "A": 3,
        "B": 1,
        "C": 1,
        "D": 4,
    }


def test_roles_held_by_one_person() -> None:
    roles = [
        figure("headcount", count, detail={"role": str(at), "system": "Q1"}) for at, count in enumerate([1, 1, 4, 2, 0])
    ]
    found = single_points(roles, 4)
    assert found is not None
    assert (found.value, found.numerator, found.denominator) == (50, 2, 4)
    assert found.scope.detail == (("system", "Q1"),)
    assert single_points(roles, 5) is None
    hidden = figure("headcount", None, suppression=Suppression.PRIMARY)
    withheld = single_points([*roles, hidden], 4)
    assert withheld is not None
    assert (withheld.value, withheld.suppression) == (None, Suppression.PRIMARY)


def test_wte_of_several_sources_is_added_up_unless_one_is_withheld() -> None:
    assert added_up([figure("wte", 3), figure("wte", "1.5")]).value == Decimal("4.5")
    assert added_up([figure("wte", 3), figure("wte", None, suppression=Suppression.PRIMARY)]).value is None


def test_what_could_help_fits_the_weak_part_and_the_people_in_post() -> None:
    table = {code: dict.fromkeys(AREAS, Decimal(30)) for code in CODES}
    table["vacancy"]["A"] = Decimal(60)
    groups = {"A": frozenset({"midwifery"})}
    one = next(one for one in resilience(AREAS, held(table), RULES, groups=groups) if one.area == "A")
    vacancy = {help_.suggestion.role for help_ in one.could_help if "vacancy" in {part.code for part in help_.parts}}
    assert "Maternity support worker at a higher level" in vacancy
    assert not any("Physician associate" in role for role in vacancy)


def test_the_reference_files_name_only_what_there_is() -> None:
    known = {found.name for found in definitions()} | {"roles"}
    assert {part.figure for part in RULES.parts} <= known
    for part in RULES.parts:
        if part.score is Score.THRESHOLD:
            assert (part.worst > part.best) == part.worse_high
    for one in suggestions():
        assert set(one.parts) <= set(CODES)
        assert set(one.groups) <= set(group_titles())


def test_the_index_is_printed_to_one_decimal() -> None:
    table = {code: {area: Decimal(at) for at, area in enumerate(AREAS)} for code in CODES}
    for one in indexed(table).values():
        assert one.index.value == rounded(one.index.numerator / one.index.denominator)
