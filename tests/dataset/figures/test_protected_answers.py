"""Small numbers of restricted sources in real answers: the same whatever is asked, and in no number of a rate."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from typing import Any

import numpy as np
import pytest

from wholetime.chassis.api import Scope, lineage, operator_scope
from wholetime.dataset.api import figures_for
from wholetime.kernel.disclosure import Policy, Protected, Relation, recoverable
from wholetime.kernel.figure import Figure, Suppression
from wholetime.kernel.period import parse_period

MONTH = parse_period("2025-10")
POLICY = Policy(round_to=5)
WITHHELD = (Suppression.PRIMARY, Suppression.SECONDARY)

pytestmark = pytest.mark.usefixtures("tiny_system")


def ask(name: str, *, scope: Scope | None = None, **asked: Any) -> list[Figure]:
    asked = {"place": "SYN", "period": MONTH} | asked
    return figures_for(name, scope or operator_scope(), **asked)


def by_part(figures: list[Figure], part: Callable[[Figure], Any]) -> dict[Any, tuple[Any, ...]]:
    return {part(one): (one.value, one.suppression) for one in figures}


def org(figure: Figure) -> str | None:
    return figure.scope.org


def group(figure: Figure) -> str | None:
    return figure.scope.group


def test_an_organisation_asked_for_alone_is_shown_as_among_the_others() -> None:
    for name in ("headcount", "wte", "leaver_rate", "stability_index", "sickness_rate", "aged_55_and_over"):
        together = by_part(ask(name, by=("org",)), org)
        assert together
        alone = {code: by_part(ask(name, org=code, place=None), org)[code] for code in together}
        assert alone == together, name


def test_a_group_asked_for_alone_is_shown_as_among_the_others() -> None:
    for name in ("wte", "leaver_rate"):
        together = by_part(ask(name, by=("org", "staff_group")), lambda one: (one.scope.org, one.scope.group))
        assert any(why in WITHHELD for _, why in together.values())
        for wanted in sorted({key[1] for key, (_, why) in together.items() if key[1] and why in WITHHELD})[:3]:
            where = (("staff_group", wanted),)
            alone = by_part(ask(name, by=("org",), where=where), org)
            assert alone == {key[0]: shown for key, shown in together.items() if key[1] == wanted}, (name, wanted)


def test_the_asker_s_rights_do_not_change_what_is_withheld() -> None:
    every = by_part(ask("headcount", by=("org", "staff_group")), lambda one: (one.scope.org, one.scope.group))
    place = next(row["place"] for row in lineage(MONTH.end).iter_rows(named=True) if row["place"] and row["synthetic"])
    narrow = ask("headcount", scope=Scope((place,)), place=None, by=("org", "staff_group"))
    assert narrow
    assert by_part(narrow, lambda one: (one.scope.org, one.scope.group)).items() <= every.items()


def test_people_are_rounded_and_rates_are_worked_from_what_is_printed() -> None:
    for one in ask("headcount", by=("staff_group",)):
        assert one.value is None or one.value % 5 == 0
    (whole,) = ask("headcount")
    assert whole.suppression is None
    assert whole.value is not None
    assert whole.value % 5 == 0
    for one in ask("leaver_rate", by=("org",), period=None):
        if one.value is not None:
            assert one.numerator is not None
            assert one.denominator is not None
            assert one.numerator % 5 == 0
            assert (one.denominator * 2) % 5 == 0
            assert one.value == 100 * one.numerator / one.denominator


def test_no_few_people_show_through_a_rate() -> None:
    """A rate of three leavers among two hundred people is withheld, and carries no number: its numerator is three."""
    counts = by_part(ask("leavers", by=("staff_group",)), group)
    rates = {group(one): one for one in ask("leaver_rate", by=("staff_group",))}
    few = [code for code, (_, why) in counts.items() if why is not None]
    assert few
    for one in (rates[code] for code in few if code in rates):
        assert one.suppression is not None
        assert (one.value, one.numerator, one.denominator) == (None, None, None)
        assert one.coverage is None or one.coverage.imputed is None


def test_what_is_printed_exactly_is_not_found_by_subtraction() -> None:
    """No withheld WTE is the only way to solve the sums of all the WTE that is shown."""
    view = answers("wte", "staff_group")
    hidden = [key for key, one in view.items() if one.value is None]
    assert any(view[key].suppression is Suppression.PRIMARY for key in hidden)
    rows = []
    for total, parts in sums_of(view):
        unknown = [hidden.index(key) for key in (total, *parts) if key in hidden]
        if unknown:
            rows.append([1.0 if at in unknown[view[total].value is None :] else 0.0 for at in range(len(hidden))])
            if view[total].value is None:
                rows[-1][unknown[0]] = -1.0
    rank = np.linalg.matrix_rank(np.array(rows))
    for at, key in enumerate(hidden):
        alone = np.eye(1, len(hidden), at)
        assert np.linalg.matrix_rank(np.vstack([rows, alone])) == rank + 1, key


def test_nothing_is_worked_out_from_all_answers_together() -> None:
    """By organisation, place and everything; in all, by group and by sex: one onlooker sees them all."""
    found = answers("headcount", "staff_group", "sex")
    relations = [Relation(total, tuple(parts), overlapping=True) for total, parts in sums_of(found)]
    view = {key: _shown(one) for key, one in found.items()}
    vague = {key for key, shown in view.items() if shown.why is Suppression.SECONDARY}
    assert vague
    assert recoverable(view, relations, POLICY, vague) == {}


type Key = tuple[str | None, str | None, str | None, str | None]
"""Column, its value, kind of node, node."""


def answers(name: str, *columns: str) -> dict[Key, Figure]:
    """All that can be asked by organisation, by place and in all, each whole and by one of ``columns``."""
    found: dict[Key, Figure] = {}
    for column, node in product((None, *columns), ("org", "place", None)):
        for one in ask(name, by=tuple(part for part in (node, column) if part)):
            value = group(one) if column == "staff_group" else dict(one.scope.detail).get(column or "")
            where = one.scope.org if node == "org" else one.scope.place if node == "place" else "SYN"
            found[column, value, node, where] = one
    return found


def sums_of(view: dict[Key, Any]) -> list[tuple[Key, list[Key]]]:
    """The answers that others add up to, and those others."""
    places = {row["code"]: row["place"] for row in lineage(MONTH.end).iter_rows(named=True)}
    half_told = {column: _not_divided(view, places, column) for column in {key[0] for key in view} - {None}}
    sums: dict[Any, list[Key]] = {}
    for key in view:
        column, _, node, where = key
        above = {"org": ("place", places.get(where)), "place": (None, "SYN"), None: None}[node]
        if above:
            sums.setdefault(((*key[:2], *above), "node"), []).append(key)
        if column and where not in half_told[column]:
            sums.setdefault(((None, None, node, where), column), []).append(key)
    return [(total, parts) for (total, _), parts in sums.items()]


def _not_divided(view: dict[Key, Any], places: dict[Any, Any], column: str | None) -> set[Any]:
    """Organisations that do not say by ``column``, and the areas that count them: their sums are not of all."""
    told = {where for asked, _, node, where in view if node == "org" and asked == column}
    silent = {where for asked, _, node, where in view if node == "org" and asked is None} - told
    return silent | {places[code] for code in silent} | ({"SYN"} if silent else set())


def _shown(figure: Figure) -> Protected:
    return Protected(None, figure.suppression) if figure.value is None else Protected(int(figure.value))


def test_a_node_with_too_few_for_two_columns_has_one_line_whoever_is_in_it() -> None:
    found: dict[Any, list[Figure]] = {}
    for one in ask("headcount", by=("org", "age_band", "staff_group")):
        found.setdefault(org(one), []).append(one)
    shut = {code for code, lines in found.items() if group(lines[0]) == "withheld"}
    assert shut
    for code, lines in found.items():
        assert (len(lines) == 1 and lines[0].suppression is Suppression.SECONDARY) == (code in shut)
    every = by_part(ask("headcount", by=("org",)), org)
    assert found.keys() <= every.keys()  # some sources know neither column


def test_whom_there_is_nobody_of_is_not_told_by_a_missing_row() -> None:
    """Asked for one group and one sex, an organisation that is shut to both together answers alike whoever it has."""
    lines = {org(one): one for one in ask("headcount", by=("org", "age_band", "staff_group"))}
    shut = {code for code, one in lines.items() if group(one) == "withheld"}
    assert shut
    for wanted in {group(one) for one in ask("headcount", by=("staff_group",))} - {None}:
        where = (("age_band", "40-44"), ("staff_group", wanted))
        one_kind = by_part(ask("headcount", by=("org",), where=where), org)
        assert {one_kind[code] for code in shut} == {(None, Suppression.SECONDARY)}


def test_by_three_columns_nothing_is_told_of_restricted_sources() -> None:
    found = ask("headcount", by=("sex", "staff_group", "age_band"))
    assert [(one.value, one.suppression, group(one)) for one in found] == [(None, Suppression.SECONDARY, "withheld")]
