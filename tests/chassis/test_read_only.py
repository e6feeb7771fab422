"""Read-only mode: the database refuses every writer, and each is told in its own way; reading goes on."""

from __future__ import annotations

import errno
from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django.fixtures import Settings

from wholetime.chassis import api
from wholetime.chassis.actions import read_only as acting
from wholetime.chassis.actions.read_only import close_for_writing, open_for_writing, watch_disk
from wholetime.chassis.models import Account, Installation, Node
from wholetime.chassis.models.read_only import STILL_WRITTEN, arm
from wholetime.chassis.queries.read_only import DISK_FULL, read_only, refusal_in
from wholetime.chassis.web import read_only as answering

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(small_tree: None) -> None:
    assert close_for_writing("moving to another machine", patience=0) == 0


def refused(write: Callable[[], object]) -> str:
    with pytest.raises(DatabaseError) as fault, transaction.atomic():
        write()
    return refusal_in(fault.value) or ""


def everything() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace"
        )
        return [name for (name,) in cursor.fetchall()]


def test_every_table_but_the_listed_ones_refuses_by_itself(installation: Installation) -> None:
    close_for_writing("moving", patience=0)
    for table in set(everything()) - {name for name, columns in STILL_WRITTEN.items() if not columns}:
        for statement in (f'delete from "{table}"', f'truncate "{table}" cascade'):
            assert "Wholetime is read-only: moving" in refused(lambda s=statement: connection.cursor().execute(s)), (
                table
            )


@pytest.mark.usefixtures("closed")
def test_pages_actions_and_hands_at_the_database_are_all_refused() -> None:
    assert refused(lambda: Node.objects.filter(code="RMC").update(name="x"))
    assert refused(lambda: api.invite("new@example.org", "New", "QOP", "planner"))
    assert refused(lambda: Account.objects.create_user("another@example.org", name="A"))
    assert Node.objects.get(code="RMC").name.startswith("Bolton"), "and reading goes on"


def test_opening_takes_writes_again(closed: None) -> None:
    assert read_only() is not None
    assert open_for_writing() is True
    assert open_for_writing() is False
    Node.objects.filter(code="RMC").update(name="x")


def test_people_still_sign_in_to_read(asha: Account, client: Client) -> None:
    close_for_writing("upkeep <soon>", patience=0)
    client.force_login(asha)
    asha.refresh_from_db()
    assert asha.last_login is not None
    page = client.get("/data/loads/")
    assert page.status_code == 200
    assert "upkeep &lt;soon&gt;" in page.content.decode()


def test_a_write_is_answered_with_503_and_when_to_come_back(asha: Account, client: Client) -> None:
    client.force_login(asha)
    close_for_writing("upkeep", patience=0)
    page = client.post("/data/loads/new/", {})
    assert (page.status_code, page["Retry-After"]) == (503, "300")
    assert "wholetime is read-only: upkeep" in page.content.decode()
    rest = client.post("/api/v1/loads", {})
    assert (rest.status_code, rest["Retry-After"]) == (503, "300")
    assert rest["Content-Type"] == "application/problem+json"
    assert rest.json()["detail"].startswith("wholetime is read-only: upkeep")


def test_what_the_first_question_lets_by_the_database_still_refuses(
    asha: Account, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the switch is thrown while a request is at work."""
    client.force_login(asha)
    close_for_writing("upkeep", patience=0)
    monkeypatch.setattr(answering, "read_only", lambda: None)
    with transaction.atomic():
        answer = client.post("/insight/QOP/shape/save/", {"title": "Mine"})
        transaction.set_rollback(True)
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert "Wholetime is read-only: upkeep" in answer.content.decode()


def test_a_nearly_full_disk_closes_and_room_opens_again(
    installation: Installation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DISK_RESERVE = 1_000
    for free, expected in ((2_000, None), (999, "disk"), (1_200, "disk"), (1_500, None)):
        monkeypatch.setattr(acting, "free_megabytes", lambda free=free: free)
        watch_disk()
        found = read_only()
        assert (found.cause if found else None) == expected, free


def test_what_an_operator_closed_the_disk_does_not_open(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    close_for_writing("upkeep", patience=0)
    for free in (0, 10_000_000):
        monkeypatch.setattr(acting, "free_megabytes", lambda free=free: free)
        watch_disk()
        found = read_only()
        assert found is not None
        assert (found.cause, found.reason) == ("operator", "upkeep")


def test_a_new_table_is_armed_by_the_next_migration(installation: Installation) -> None:
    with connection.cursor() as cursor:
        cursor.execute("create table brand_new (id int)")
        call_command("migrate", verbosity=0, interactive=False)
        arm()
    close_for_writing("upkeep", patience=0)
    assert refused(lambda: connection.cursor().execute("insert into brand_new values (1)"))


def test_a_full_disk_is_told_from_other_faults() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    assert refusal_in(full) == DISK_FULL
    wrapped = ValueError("while writing")
    wrapped.__cause__ = full
    assert refusal_in(wrapped) == DISK_FULL
    assert refusal_in(OSError(errno.ENOENT, "no")) is None
    assert refusal_in(ZeroDivisionError()) is None
