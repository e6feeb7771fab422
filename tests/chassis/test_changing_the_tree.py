"""Opening, moving, merging and closing: history is kept, nonsense is refused, everything is written down."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.chassis.invented_trees import FIRST

from wholetime.chassis import api
from wholetime.chassis.models import Installation, Node, Parentage

ON = date(2025, 4, 1)


def test_nothing_changes_before_the_installation_is_prepared(db: None) -> None:
    with pytest.raises(api.TreeRefused, match="not prepared"):
        api.open_organisation("ENG", "nation", "England", parent=None, on=None)


@pytest.mark.usefixtures("small_tree")
class TestRefusals:
    @pytest.mark.parametrize(
        ("change", "why"),
        [
            (lambda: api.move("RMC", "NOWHERE", ON), "NOWHERE is not in the tree"),
            (lambda: api.move("RMC", "QOP", ON), "already belongs"),
            (lambda: api.move("QOP", "00T", ON), "cannot belong"),
            (lambda: api.move("RMC", "RMC", ON), "cannot belong"),
            (lambda: api.move("G6V2S", "QOP", date(2026, 1, 1)), "already moves on 2026-04-01"),
            (lambda: api.merge(["RMC"], "RMC", ON), "itself"),
            (lambda: api.merge(["RMC"], "00T", ON), "like takes over from like"),
            (lambda: api.merge(["RMC"], "P82002", ON), "closed on 2024-06-30"),
            (lambda: api.close("P82002", ON), "already closed"),
            (lambda: api.open_organisation("RMC", "organisation", "x", parent="QOP", on=ON), "already"),
            (lambda: api.open_organisation("X", "organisation", "x", parent=None, on=ON), "needs a parent"),
            (lambda: api.open_organisation("X", "planet", "x", parent="ENG", on=ON), "not a kind"),
        ],
    )
    def test_says_why_and_changes_nothing(self, change: object, why: str) -> None:
        before = api.tree_version()
        with pytest.raises(api.TreeRefused, match=why), transaction.atomic():
            change()  # type: ignore[operator]
        assert api.tree_version() == before

    def test_a_merger_of_several_is_all_or_nothing(self) -> None:
        with pytest.raises(api.TreeRefused), transaction.atomic():
            api.merge(["TAF", "NOWHERE"], "G6V2S", ON)
        assert Node.objects.get(code="TAF").closed is None


@pytest.mark.usefixtures("small_tree")
def test_the_database_itself_refuses_two_parents_at_once() -> None:
    child, parent = Node.objects.get(code="RMC"), Node.objects.get(code="00T")
    with pytest.raises(IntegrityError), transaction.atomic():
        Parentage.objects.create(child=child, parent=parent, start=ON)


@pytest.mark.usefixtures("small_tree")
@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from(["00T", "00V", "QOP", "QMJ"]), st.integers(0, 300)), max_size=6))
def test_any_moves_leave_one_parent_on_every_day(moves: list[tuple[str, int]]) -> None:
    with transaction.atomic():
        for parent, day in moves:
            try:
                api.move("RMC", parent, FIRST + timedelta(day))
            except api.TreeRefused:
                continue
        spells = sorted(
            Parentage.objects.filter(child__code="RMC").values_list("start", "end"),
            key=lambda spell: spell[0] or date.min,
        )
        transaction.set_rollback(True)
    assert spells[0][0] is None
    assert spells[-1][1] is None
    assert all(earlier[1] == later[0] for earlier, later in pairwise(spells))


@pytest.mark.usefixtures("small_tree")
def test_every_change_is_written_down_by_the_database() -> None:
    events = apps.get_model("chassis", "ParentageEvent").objects.filter(child__code="G6V2S").order_by("pgh_id")
    assert [event.pgh_label for event in events] == ["insert", "update", "insert"]


def test_the_version_moves_with_every_change(small_tree: None, installation: Installation) -> None:
    before = api.tree_version()
    api.close("TAF", date(2024, 10, 31))
    assert api.tree_version() != before
    assert api.node("TAF").closed == date(2024, 10, 31)  # type: ignore[union-attr]
