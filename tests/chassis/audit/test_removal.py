"""Rows of the audit go only where that is written down, and their links stay: the chain is never shorter."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.chassis.audit.naive_chain import first_break, rows
from tests.chassis.audit.test_chain import CHAIN, LINKS, PEOPLE, broken, history, run, unguarded

from wholetime.chassis.actions.audit_rows import remove_history, remove_rows
from wholetime.chassis.models import Account, AuditLink, AuditRemoval
from wholetime.chassis.queries.audit import verify

__all__ = ["history"]
pytestmark = pytest.mark.django_db
REMOVALS = "chassis_auditremoval"


def events() -> list[int]:
    return [row["event"] for row in rows(f"select event from {LINKS} where chain = %s order by number", CHAIN)]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.sets(st.integers(0, PEOPLE - 1), min_size=1), st.booleans())
def test_whatever_goes_the_chain_holds_and_has_all_its_links(history: None, places: set[int], twice: bool) -> None:
    with transaction.atomic():
        chosen = [events()[place] for place in places]
        for part in [chosen[:1], chosen[1:]] if twice and len(chosen) > 1 else [chosen]:
            assert remove_rows(CHAIN, "pgh_id", part, "test") == len(part)
        found = verify()
        assert (found.faults, found.removed) == ((), len(places))
        assert first_break(CHAIN) is None
        assert AuditLink.objects.filter(chain=CHAIN).count() == PEOPLE
        assert len(rows(f"select 1 from {CHAIN}")) == PEOPLE - len(places)
        transaction.set_rollback(True)


def test_the_chain_goes_on_after_its_newest_row_went(history: None) -> None:
    remove_rows(CHAIN, "pgh_id", events()[-1:], "test")
    Account.objects.create_user("later@example.org", name="Later")
    assert verify().faults == ()
    assert first_break(CHAIN) is None


def test_nothing_goes_that_no_record_of_the_transaction_names(history: None) -> None:
    first, second = events()[:2]
    insert = f"insert into {REMOVALS} (chain, rule, at, events, seal) values (%s, 'x', {{}}, array[%s::bigint], '')"
    for at, named in (("transaction_timestamp()", first), ("now() - interval '1 hour'", second)):
        with transaction.atomic():
            run(insert.format(at), CHAIN, named)
            with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
                run(f"delete from {CHAIN} where pgh_id = %s", second)
            transaction.set_rollback(True)
    assert len(rows(f"select 1 from {CHAIN}")) == PEOPLE


@pytest.mark.parametrize("statement", ["update {} set rule = 'x'", "delete from {}", "truncate {}"])
def test_the_records_of_removal_are_never_removed(history: None, statement: str) -> None:
    remove_rows(CHAIN, "pgh_id", events()[:1], "test")
    with pytest.raises(DatabaseError, match="stays as it was written"), transaction.atomic():
        run(statement.format(REMOVALS))


CHANGES = {
    "when it was written": f"update {LINKS} set at = at + interval '1 us' where chain = '{CHAIN}' and event = %s",
    "who wrote it": f"update {LINKS} set context = '{{\"user\": 1}}' where chain = '{CHAIN}' and event = %s",
    "its hash": f"update {LINKS} set hash = reverse(hash) where chain = '{CHAIN}' and event = %s",
    "which row": f"update {LINKS} set event = -1 where chain = '{CHAIN}' and event = %s",
    "no link": f"delete from {LINKS} where chain = '{CHAIN}' and event = %s",
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("place", [0, 3, PEOPLE - 1])
def test_what_is_left_of_a_removed_row_cannot_be_changed_unseen(history: None, change: str, place: int) -> None:
    event = events()[place]
    remove_rows(CHAIN, "pgh_id", [event], "test")
    with unguarded():
        run(CHANGES[change], event)
        twin = first_break(CHAIN)
        assert twin is not None
        assert (CHAIN, None if isinstance(twin, str) else twin) in broken()


def test_a_row_that_went_unrecorded_or_came_back_is_found(history: None) -> None:
    first, second, *_ = events()
    kept = rows(f"select * from {CHAIN} where pgh_id = %s", first)[0]
    remove_rows(CHAIN, "pgh_id", [first], "test")
    with unguarded():
        run(f"delete from {CHAIN} where pgh_id = %s", second)
        assert broken() == [(CHAIN, 2)]
        assert first_break(CHAIN) == 2
    with unguarded():
        names = ", ".join(kept)
        run(f"insert into {CHAIN} ({names}) values ({', '.join(['%s'] * len(kept))})", *kept.values())
        assert broken() == [(CHAIN, 1)]
        assert first_break(CHAIN) == 1


def test_records_made_up_afterwards_break_their_own_chain(history: None) -> None:
    remove_rows(CHAIN, "pgh_id", events()[:1], "test")
    with unguarded():
        run(f"alter table {REMOVALS} disable trigger user")
        run(f"update {REMOVALS} set events = events || %s::bigint", events()[1])
        run(f"delete from {CHAIN} where pgh_id = %s", events()[1])
        assert (REMOVALS, 1) in broken()
        assert first_break(REMOVALS, "id") == 1


def test_the_history_of_one_goes_and_that_of_others_stays(history: None) -> None:
    account = Account.objects.get(email="b@example.org")
    before = len(rows(f"select 1 from {CHAIN} where pgh_obj_id <> %s", account.pk))
    key = account.pk
    account.delete()
    assert remove_history(Account, [key], "test") == 3
    assert not rows(f"select 1 from {CHAIN} where pgh_obj_id = %s", key)
    assert len(rows(f"select 1 from {CHAIN}")) == before
    assert AuditRemoval.objects.get().rule == "test"
    assert verify().faults == ()
