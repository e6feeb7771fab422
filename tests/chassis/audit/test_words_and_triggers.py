"""Each break is called by its own name, and triggers that are made again are as they were."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate
from django.test.utils import CaptureQueriesContext
from tests.chassis.audit.naive_chain import rows
from tests.chassis.audit.test_chain import CHAIN, LINKS, PEOPLE, history, run, unguarded

from wholetime.chassis.actions.audit_rows import remove_rows
from wholetime.chassis.models import Account, AuditLink, AuditShape
from wholetime.chassis.models.chain_triggers import (
    FOR_EVER,
    GONE,
    KEPT,
    LINK,
    OWN,
    Chained,
    _function,
    arm,
    chained_tables,
    shape_of,
)
from wholetime.chassis.queries.audit import Fault, Head, Verified, heads, read_heads, verify

__all__ = ["history"]
pytestmark = pytest.mark.django_db
SHAPES = "chassis_auditshape"


def said(kept: list[Head] | None = None) -> list[str]:
    return [str(fault) for fault in verify(kept).faults if "is off" not in fault.said]


def events() -> list[int]:
    return [row["event"] for row in rows(f"select event from {LINKS} where chain = %s order by number", CHAIN)]


def test_a_fault_says_where_it_is() -> None:
    assert str(Fault("ward", 3, "was taken away")) == "ward, link 3: was taken away"
    assert str(Fault("ward", None, "the table is gone")) == "ward: the table is gone"


def test_heads_are_read_past_empty_lines() -> None:
    assert read_heads("\n  ward 7 abc \n\n bed 1 def\n") == [Head("ward", 7, "abc"), Head("bed", 1, "def")]


def test_what_was_recomputed_is_counted(history: None) -> None:
    tables, links = len(chained_tables()), AuditLink.objects.count()
    assert verify() == Verified(tables, links, (), 0)
    remove_rows(CHAIN, "pgh_id", events()[:2], "test")
    assert verify() == Verified(tables, links + 1, (), 2)


BREAKS = {
    f"delete from {LINKS} where chain = '{CHAIN}' and number = 2": (
        f"{CHAIN}, link 2: was taken away; {CHAIN}: row %(second)s was entered without a link"
    ),
    f"delete from {CHAIN} where pgh_id = %(second)s": f"{CHAIN}, link 2: the row that it covers is gone",
    f"update {CHAIN} set name = 'x' where pgh_id = %(second)s": (
        f"{CHAIN}, link 2: does not fit the row that it covers, or the link before it"
    ),
    f"""insert into {LINKS} (chain, number, event, at, shape, context, hash)
        select chain, {PEOPLE + 1}, event, at, shape, context, hash from {LINKS}
        where chain = '{CHAIN}' and number = {PEOPLE}""": (
        f"{CHAIN}, link {PEOPLE + 1}: covers a row that an earlier link covers"
    ),
    f"delete from {LINKS} where chain = '{CHAIN}' and number = {PEOPLE}": (
        f"{CHAIN}: row %(last)s was entered without a link"
    ),
    f"insert into {LINKS} (chain, number, event, at, shape, hash) values ('ward', 1, 1, now(), 'x', 'x')": (
        "ward: the table is gone"
    ),
    f"update {SHAPES} set columns = columns - 'name' where chain = '{CHAIN}'": (
        f"{CHAIN}: what its links cover was changed"
    ),
    f"alter table {CHAIN} rename name to called": f"{CHAIN}: name is no longer there",
}


@pytest.mark.parametrize("statement", BREAKS)
def test_each_break_has_its_words(history: None, statement: str) -> None:
    known = {"second": events()[1], "last": events()[-1]}
    with unguarded():
        run(f"alter table {SHAPES} disable trigger user")
        run(statement % known)
        assert "; ".join(said()) == BREAKS[statement] % known


def test_what_retention_left_has_words_of_its_own(history: None) -> None:
    first = events()[0]
    kept = rows(f"select * from {CHAIN} where pgh_id = %s", first)[0]
    remove_rows(CHAIN, "pgh_id", [first], "test")
    with unguarded():
        run(f"insert into {CHAIN} ({', '.join(kept)}) values ({', '.join(['%s'] * len(kept))})", *kept.values())
        assert said() == [f"{CHAIN}, link 1: covers a row that retention removed, and it is there again"]
    with unguarded():
        run(f"update {LINKS} set at = at + interval '1 us' where chain = %s and number = 1", CHAIN)
        assert said() == [f"{CHAIN}: what is left of rows that retention removed was changed"]


def test_a_head_that_was_kept_is_named_where_it_moved(history: None) -> None:
    (head,) = (head for head in heads() if head.chain == CHAIN)
    assert said([head]) == []
    assert said([Head(CHAIN, PEOPLE, "another")]) == [
        f"{CHAIN}, link {PEOPLE}: is not the head that was kept elsewhere"
    ]
    assert said([Head(CHAIN, PEOPLE + 1, head.hash)]) == [f"{CHAIN}, link {PEOPLE + 1}: was taken away"]


def test_several_faults_are_all_told(history: None) -> None:
    with unguarded():
        run(f"update {CHAIN} set name = 'x' where pgh_id = %s", events()[0])
        run(f"insert into {LINKS} (chain, number, event, at, shape, hash) values ('ward', 1, 1, now(), 'x', 'x')")
        found = [(fault.chain, fault.number) for fault in verify([Head(CHAIN, PEOPLE + 1, "")]).faults]
        off = [(table, None) for table in (CHAIN, CHAIN, CHAIN, LINKS)]
        assert found == [(CHAIN, 1), ("ward", None), *off, (CHAIN, PEOPLE + 1)]


def test_a_chain_without_rows_or_columns_written_down_holds(history: None) -> None:
    with unguarded():
        run(f"alter table {SHAPES} disable trigger user")
        run(f"delete from {LINKS} where chain = %s", CHAIN)
        run(f"delete from {CHAIN}")
        run(f"delete from {SHAPES} where chain = %s", CHAIN)
        assert said() == []


def test_columns_of_a_table_that_is_gone_disturb_nothing(history: None) -> None:
    AuditShape.objects.create(shape="x", chain="ward", columns=["id"])
    assert verify().faults == ()


def wanted() -> list[tuple[str, str]]:
    """Every trigger there must be: a linked table's row is linked, stays, and goes only as recorded."""
    found = [(table, KEPT) for table in OWN] + [(FOR_EVER, LINK), (FOR_EVER, KEPT)]
    others = [chained.table for chained in chained_tables() if chained.table != FOR_EVER]
    return sorted(found + [(table, name) for table in others for name in (LINK, KEPT, GONE)])


def test_every_trigger_that_is_off_or_only_half_on_is_told_and_comes_back() -> None:
    for state in ("disable", "enable"):
        for table, name in wanted():
            run(f"alter table {table} {state} trigger {name}")
        assert [(fault.chain, fault.said) for fault in verify().faults] == [
            (table, f"its trigger {name} is off") for table, name in wanted()
        ]
        arm()
        assert verify().faults == ()


def definitions() -> list[dict[str, object]]:
    triggers = "select pg_get_triggerdef(oid) as text, tgenabled::text from pg_trigger where tgname in (%s, %s, %s)"
    functions = "select pg_get_functiondef(oid) as text from pg_proc where proname like 'link\\_%%'"
    return rows(f"{triggers} order by 1", LINK, KEPT, GONE) + rows(f"{functions} order by 1")


def take_all_away() -> None:
    for table, name in wanted():
        run(f"drop trigger {name} on {table}")
    for row in rows("select oid::regprocedure::text as name from pg_proc where proname like 'link\\_%%'"):
        run(f"drop function {row['name']}")


def test_triggers_that_are_as_they_should_be_are_left_alone() -> None:
    """To touch one locks its table, and others are writing."""
    assert touched() == []
    run(f"alter table {CHAIN} disable trigger {LINK}")
    assert len(touched()) == 1


def touched() -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        arm()
    said = [str(query["sql"]) for query in asked.captured_queries]
    return [one for one in said if "create trigger" in one or "alter table" in one]


def test_triggers_made_again_are_those_that_were_there() -> None:
    before, shapes = definitions(), rows(f"select * from {SHAPES} order by shape")
    take_all_away()
    assert definitions() == []
    arm()
    assert definitions() == before
    assert rows(f"select * from {SHAPES} order by shape") == shapes
    Account.objects.create_user("later@example.org", name="Later")
    assert verify().faults == ()
    for statement in (f"delete from {CHAIN}", f"update {CHAIN} set name = 'x'"):
        with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
            run(statement)


def migrated() -> None:
    app = apps.get_app_config("chassis")
    post_migrate.send(sender=app, app_config=app, verbosity=0, interactive=False, using="default", plan=[], apps=apps)


def test_after_a_migration_triggers_are_there_unless_it_led_back_to_before_them() -> None:
    take_all_away()
    with transaction.atomic():
        run("alter function chassis_refuse_unrecorded() rename to not_known_yet")
        migrated()
        assert definitions() == []
        transaction.set_rollback(True)
    migrated()
    assert verify().faults == ()


def test_rows_are_adopted_once_only(history: None) -> None:
    """A table that nothing was known of is linked as it is found; rows entered past the triggers never are."""
    run(f"alter table {CHAIN} disable trigger user")
    names = "pgh_created_at, pgh_label, id, email, name, is_active, persona, pgh_obj_id"
    run(f"insert into {CHAIN} ({names}) select {names} from {CHAIN} where pgh_id = %s", events()[0])
    arm()
    assert [fault.said for fault in verify().faults] == [f"row {newest()} was entered without a link"]


def newest() -> int:
    return int(rows(f"select max(pgh_id) as key from {CHAIN}")[0]["key"])


def test_a_list_of_columns_has_a_name_that_does_not_change() -> None:
    """Links of ten years ago name theirs by it."""
    assert shape_of("ward", ["id", "name"]) == "ec6a0bd38a6058c8", "the start of SHA-256 of the JSON"
    assert Chained("ward", "id", ("id", "name")).shape == shape_of("ward", ["id", "name"])


def test_chained_tables_are_named_with_their_key_and_columns() -> None:
    found = {chained.table: chained for chained in chained_tables()}
    assert list(found) == sorted(found)
    assert found[CHAIN].key == "pgh_id"
    held = rows("select column_name as name from information_schema.columns where table_name = %s", CHAIN)
    assert list(found[CHAIN].columns) == sorted(row["name"] for row in held)
    assert FOR_EVER in found
    assert not found.keys() & {*OWN, "chassis_account"}


def test_a_generated_or_dropped_column_is_not_covered() -> None:
    before = chained_tables()
    run(f"alter table {CHAIN} add column more text, add column twice text generated always as (name || name) stored")
    run(f"alter table {CHAIN} drop column more")
    assert chained_tables() == before


def test_a_long_name_of_a_table_makes_a_name_that_the_database_takes() -> None:
    assert _function(Chained("w" * 80, "id", ())) == "link_" + "w" * 58
