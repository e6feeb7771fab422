"""Ancestors on a day, heirs, and the two views reconciled: each against its naive twin."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.chassis import naive_tree
from tests.chassis.invented_trees import days, trees

from wholetime.chassis import api
from wholetime.chassis.engine import tree as engine
from wholetime.chassis.engine.tree.lineage import LEVELS

DAY = timedelta(1)


@given(trees(), days)
def test_every_ancestor_is_the_one_found_by_walking(tree: engine.Tree, day: date) -> None:
    rows = engine.lineage(tree, day)
    found = {row["code"]: {level: row[level] for level in LEVELS if row[level] is not None} for row in rows.to_dicts()}
    assert found == naive_tree.lineage(tree, day)


@given(trees(), days)
def test_every_heir_is_the_one_found_by_walking(tree: engine.Tree, day: date) -> None:
    found = dict(engine.current_codes(tree.nodes, tree.successions, day).iter_rows())
    assert found == {code: naive_tree.heir(tree, code, day) for code in tree.nodes.get_column("code")}


@given(trees(), days, days, st.data())
def test_what_is_now_is_what_was_and_the_movements_to_the_penny(
    tree: engine.Tree, day_was: date, day_now: date, data: st.DataObject
) -> None:
    codes = tree.nodes.get_column("code").to_list()
    amounts = st.decimals(-(10**6), 10**6, places=6)
    rows = data.draw(st.lists(st.tuples(st.sampled_from(codes), amounts), max_size=20))
    values = pl.DataFrame(rows, schema={"org": pl.String, "value": pl.Decimal(18, 6)}, orient="row")
    was, now = engine.lineage(tree, day_was), engine.lineage(tree, day_now)
    current = engine.current_codes(tree.nodes, tree.successions, day_now)
    area = data.draw(st.sampled_from(codes))
    told = engine.reconcile(values, area, was, now, current)
    moved = told.movements.get_column("effect").sum()
    assert told.was + moved == told.now
    kind = was.filter(pl.col("code") == area).item(0, "kind")
    up_was, up_now = naive_tree.lineage(tree, day_was), naive_tree.lineage(tree, day_now)
    assert told.was == sum((value for org, value in rows if up_was[org].get(kind) == area), Decimal(0))
    heirs = {org: naive_tree.heir(tree, org, day_now) for org, _ in rows}
    assert told.now == sum((value for org, value in rows if up_now[heirs[org]].get(kind) == area), Decimal(0))


def row(code: str, day: date) -> dict[str, str]:
    return api.lineage(day).filter(pl.col("code") == code).to_dicts()[0]


@pytest.mark.usefixtures("small_tree")
class TestSmallTree:
    def test_a_merger_changes_the_system_on_its_day(self) -> None:
        assert row("G6V2S", date(2026, 3, 31))["system"] == "QMJ"
        assert row("G6V2S", date(2026, 4, 1))["system"] == "Z9B2Z"
        assert row("G6V2S", date(2026, 4, 1))["region"] == "Y56"

    def test_a_node_stands_in_its_own_column_and_skips_are_null(self) -> None:
        trust = row("RMC", date(2025, 1, 1))
        assert trust["organisation"] == "RMC"
        assert trust["neighbourhood"] is trust["place"] is None
        assert row("RMC01-DS", date(2025, 1, 1))["organisation"] == "RMC"

    def test_a_practice_taken_over_is_carried_on(self) -> None:
        assert dict(api.current_codes(date(2024, 6, 30)).iter_rows())["P82002"] == "P82002"
        assert dict(api.current_codes(date(2024, 7, 1)).iter_rows())["P82002"] == "P82001"
        assert dict(api.current_codes().iter_rows())["RMC"] == "RMC"

    def test_the_reconciliation_names_who_moved(self) -> None:
        values = pl.DataFrame({"org": ["G6V2S", "TAF"], "value": [100, 7]})
        told = api.reconcile(values, "QMJ", date(2026, 3, 31), date(2026, 4, 30))
        assert (told.was, told.now) == (107, 7)
        assert told.movements.select("org", "how", "effect", "to_area").rows() == [("G6V2S", "moved", -100, "Z9B2Z")]

    def test_breadcrumbs_children_and_search(self) -> None:
        assert [node.code for node in api.ancestors("P82001")] == ["ENG", "Y62", "QOP", "00T", "U00001", "P82001"]
        assert [node.code for node in api.children("U00001")] == ["P82001"]
        assert {node.code for node in api.children("U00001", date(2024, 6, 30))} == {"P82001", "P82002"}
        assert [node.code for node in api.search("bolton")] == ["00T", "RMC", "RMC01"]
        assert api.search("rmc", within=["RMC01"])[0].code == "RMC01"
        assert api.search("  ") == []
        assert [node.name for node in api.search("surgery (")] == []
