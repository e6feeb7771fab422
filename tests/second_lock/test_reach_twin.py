"""The database reckons who is below whom by itself: it must say what the program's tree says, on any day."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection, transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.chassis.invented_trees import days, trees

from wholetime.chassis.engine import tree as engine
from wholetime.chassis.models import Descent, Installation, Node, Parentage
from wholetime.chassis.postgres.reach import NOTHING, Reach, acting

pytestmark = pytest.mark.django_db

BELOW = "select a.code, n.code from chassis_node a, chassis_node n where n.id in (select chassis_below(array[a.id]))"


def database_says(day: date) -> set[tuple[str, str]]:
    """Every node with each node below it and itself."""
    with connection.cursor() as cursor:
        cursor.execute("select set_config('wholetime.day', %s, true)", [day.isoformat()])
        cursor.execute(BELOW)
        return set(cursor.fetchall())


def program_says(tree: engine.Tree, day: date) -> set[tuple[str, str]]:
    lineage = engine.lineage(tree, day)
    return {(code, below) for code in tree.nodes["code"] for below in engine.codes_under(lineage, [code])}


@given(st.data(), trees(size=9), st.lists(days, min_size=1, max_size=4))
@settings(max_examples=25)
def test_it_is_the_programs_tree_whatever_the_order_of_its_making(
    data: st.DataObject, tree: engine.Tree, on: list[date]
) -> None:
    with transaction.atomic():
        Node.objects.bulk_create(Node(code=row["code"], kind=row["kind"], name="") for row in tree.nodes.to_dicts())
        keys = dict(Node.objects.values_list("code", "pk"))
        rows = [
            Parentage(child_id=keys[child], parent_id=keys[parent], start=start, end=end)
            for child, parent, start, end in tree.parentages.iter_rows()
        ]
        many = data.draw(st.integers(0, len(rows)))
        order = data.draw(st.permutations(rows))
        Parentage.objects.bulk_create(order[:many])
        for row in order[many:]:
            row.save()
        for row in data.draw(st.lists(st.sampled_from(rows), max_size=2)) if rows else ():
            Parentage.objects.filter(pk=row.pk).delete()
            row.pk = None
            row.save()
        for day in on:
            assert database_says(day) == program_says(tree, day)
        transaction.set_rollback(True)


def test_an_emptied_tree_has_nobody_below_anybody() -> None:
    Installation.objects.create()
    above, below = (Node.objects.create(code=code, kind="region", name="") for code in "AB")
    Parentage.objects.create(child=below, parent=above)
    assert Descent.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("truncate chassis_parentage")
    assert not Descent.objects.exists()


def test_without_a_day_there_is_nothing_below() -> None:
    with acting(Reach(account=1)), connection.cursor() as cursor:
        cursor.execute("select chassis_reached_roots(), chassis_reach_day()")
        assert cursor.fetchone() == ([], None)
    assert NOTHING.settings[1:] == ("", "", "")
