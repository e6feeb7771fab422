"""The audit cannot be changed, and where somebody who owns the database changes it all the same, it shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.chassis.audit.naive_chain import first_break, rows

from wholetime.chassis.models import Account, AuditLink, Node
from wholetime.chassis.models.chain_triggers import KEPT, LINK, OWN, arm, chained_tables
from wholetime.chassis.queries.audit import heads, read_heads, verify

pytestmark = pytest.mark.django_db
CHAIN, LINKS, PEOPLE = "chassis_accountevent", "chassis_auditlink", 7


def run(statement: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


@pytest.fixture
def history(db: None) -> None:
    """Seven events of accounts, written in bulk, one by one, by hand and by removal."""
    Account.objects.bulk_create(Account(email=f"{name}@example.org", name=f"{name} Ō'\"\\ß") for name in "abc")
    Account.objects.create_user("d@example.org", name="D")
    Account.objects.filter(email="a@example.org").update(is_active=False)
    run("update chassis_account set name = 'B' where email = 'b@example.org'")
    run("delete from chassis_account where email = 'c@example.org'")


@contextmanager
def unguarded() -> Iterator[None]:
    """As somebody who owns the database, with the triggers taken away; all is as before afterwards."""
    with transaction.atomic():
        for table in (CHAIN, LINKS):
            run(f"alter table {table} disable trigger user")
        yield
        transaction.set_rollback(True)


def broken(kept: str = "") -> list[tuple[str, int | None]]:
    """The faults found, but that the triggers are off."""
    found = verify(read_heads(kept)).faults
    return [(fault.chain, fault.number) for fault in found if "is off" not in fault.said]


def test_every_write_however_made_has_its_link(history: None) -> None:
    assert AuditLink.objects.filter(chain=CHAIN).count() == PEOPLE
    assert verify().faults == ()
    assert first_break(CHAIN) is None


def test_the_twin_agrees_on_every_chain_of_the_tree(small_tree: None) -> None:
    assert {head.chain for head in heads()} >= {"chassis_nodeevent", "chassis_parentageevent"}
    for head in heads():
        assert first_break(head.chain) is None
    assert verify().faults == ()


@pytest.mark.parametrize("statement", ["update {} set {} = {}", "delete from {}", "truncate {} cascade"])
@pytest.mark.parametrize("way", ["", "set local session_replication_role to replica", "set local role to stranger"])
def test_what_was_written_is_refused_to_every_role(history: None, statement: str, way: str) -> None:
    run("create role stranger")
    run("grant all on all tables in schema public to stranger")
    keys = {chained.table: chained.key for chained in chained_tables()} | dict.fromkeys(OWN, "chain")
    for table, key in keys.items():
        words = [table, key, key] if "{} = {}" in statement else [table]
        with pytest.raises(DatabaseError, match="stays as it was written"):
            together(way or "select 1", statement.format(*words))


def together(*statements: str) -> None:
    with transaction.atomic():
        for statement in statements:
            run(statement)


# Each changes something that was different before, so that each must be found.
CHANGES = {
    "name": f"update {CHAIN} set name = name || ' ' where pgh_id = %(one)s",
    "nothing for something": f"update {CHAIN} set email = '' where pgh_id = %(one)s",
    "flag": f"update {CHAIN} set is_active = not is_active where pgh_id = %(one)s",
    "label": f"update {CHAIN} set pgh_label = 'other' where pgh_id = %(one)s",
    "time of the event": f"update {CHAIN} set pgh_created_at = pgh_created_at - interval '1 us' where pgh_id = %(one)s",
    "whose": f"update {CHAIN} set id = id + 1 where pgh_id = %(one)s",
    "key": f"update {CHAIN} set pgh_id = -pgh_id where pgh_id = %(one)s",
    "removal": f"delete from {CHAIN} where pgh_id = %(one)s",
    "time of the link": f"update {LINKS} set at = at + interval '1 us' where chain = %(chain)s and event = %(one)s",
    "context": f"update {LINKS} set context = '{{\"user\": 1}}' where chain = %(chain)s and event = %(one)s",
    "shape": f"update {LINKS} set shape = 'x' where chain = %(chain)s and event = %(one)s",
    "hash": f"update {LINKS} set hash = reverse(hash) where chain = %(chain)s and event = %(one)s",
    "number": f"update {LINKS} set number = number + 100 where chain = %(chain)s and event = %(one)s",
    "no link": f"delete from {LINKS} where chain = %(chain)s and event = %(one)s",
    "covers another": f"update {LINKS} set event = %(other)s where chain = %(chain)s and event = %(one)s",
    "reordered": f"""update {LINKS} set event = case event when %(one)s then %(other)s else %(one)s end
        where chain = %(chain)s and event in (%(one)s, %(other)s)""",
    "insertion": f"""insert into {CHAIN} (pgh_created_at, pgh_label, id, email, name, is_active, persona, pgh_obj_id)
        select pgh_created_at, pgh_label, id, email, name, is_active, persona, pgh_obj_id from {CHAIN}
        where pgh_id = %(one)s""",
    "both away": f"""with gone as (delete from {CHAIN} where pgh_id = %(one)s returning pgh_id)
        delete from {LINKS} where chain = %(chain)s and event in (select pgh_id from gone)""",
}


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.sampled_from(sorted(CHANGES)), st.permutations(range(PEOPLE)))
def test_any_change_is_found_where_it_was_made(history: None, change: str, places: list[int]) -> None:
    events = [row["event"] for row in rows(f"select event from {LINKS} where chain = %s order by number", CHAIN)]
    kept = "\n".join(map(str, heads()))
    with unguarded():
        with connection.cursor() as cursor:
            cursor.execute(CHANGES[change], {"one": events[places[0]], "other": events[places[1]], "chain": CHAIN})
        found, twin = broken(), first_break(CHAIN)
        if change == "both away" and places[0] == PEOPLE - 1:
            assert (found, twin) == ([], None), "the end can be cut off unseen,"
            assert broken(kept) == [(CHAIN, PEOPLE)], "but not where the head was kept"
            return
        assert found[0] == (CHAIN, None if twin == "unlinked" else twin)
        at_hand = [place + 1 for place in places[:2]]
        assert twin in ("unlinked", *at_hand) or change in ("number", "no link"), (twin, at_hand)
    assert broken() == []


def test_a_chain_written_anew_fits_but_not_the_head_that_was_kept(history: None) -> None:
    kept = "\n".join(map(str, heads()))
    with unguarded():
        run(f"update {CHAIN} set name = 'Somebody else'")
        run(f"delete from {LINKS} where chain = %s", CHAIN)
        adopt()
        assert [fault for fault in broken() if fault[0] == CHAIN] == []
        assert broken(kept) == [(CHAIN, PEOPLE)]


def adopt() -> None:
    run("alter table chassis_auditshape disable trigger user")
    run("delete from chassis_auditshape where chain = %s", CHAIN)
    arm()


def test_triggers_that_are_off_are_a_fault_and_come_back(history: None) -> None:
    run(f"alter table {CHAIN} disable trigger {LINK}")
    run(f"drop trigger {KEPT} on {CHAIN}")
    assert [fault.said for fault in verify().faults] == [f"its trigger {name} is off" for name in (LINK, KEPT)]
    arm()
    assert verify().faults == ()


def test_a_table_gains_a_column_and_its_old_links_hold(history: None) -> None:
    run(f"alter table {CHAIN} add column grade text not null default 'x'")
    arm()
    Account.objects.filter(email="a@example.org").update(name="After")
    assert len({link.shape for link in AuditLink.objects.filter(chain=CHAIN)}) == 2
    assert verify().faults == ()
    assert first_break(CHAIN) is None


def test_what_links_cover_cannot_be_redefined(history: None) -> None:
    with unguarded():
        run("alter table chassis_auditshape disable trigger user")
        run("update chassis_auditshape set columns = columns - 'name' where chain = %s", CHAIN)
        assert (CHAIN, None) in broken()


def test_the_context_of_the_moment_is_covered(small_tree: None, asha: Account) -> None:
    import pghistory

    with pghistory.context(user=asha.pk, url="/somewhere/"):
        Node.objects.filter(code="RMC").update(name="Another name")
    link = AuditLink.objects.filter(chain="chassis_nodeevent").latest("number")
    assert link.context == {"user": asha.pk, "url": "/somewhere/"}
    assert verify().faults == ()


@pytest.mark.django_db(transaction=True)
def test_many_writers_at_once_make_one_chain() -> None:
    def write(who: int) -> None:
        try:
            for number in range(10):
                Account.objects.create_user(f"{who}-{number}@example.org", name="Ü")
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(write, range(4)))
    numbers = AuditLink.objects.filter(chain=CHAIN).order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 41))
    assert verify().faults == ()


def test_heads_are_written_and_read_alike(history: None) -> None:
    found = heads()
    assert read_heads("\n".join(map(str, found))) == found
    with pytest.raises(ValueError, match="unpack"):
        read_heads("shopping list")
    assert json.dumps([head.number for head in found if head.chain == CHAIN]) == f"[{PEOPLE}]"
