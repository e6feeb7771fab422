"""A connection outlives a request, a transaction and a fault: what one may see never stays in it for the next."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import DatabaseError, connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from tests.dataset.web.small_world import World
from tests.second_lock.conftest import Side

from wholetime.chassis.models import Account
from wholetime.chassis.postgres.reach import NOTHING, OPERATOR, ROLE, Reach, acting, as_operator, by_default, current
from wholetime.chassis.queries.reach import reach_of
from wholetime.chassis.web.reach import within_reach


def settled() -> tuple[str, str, str]:
    """As whom, for which account and through which token the database is asked now."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select current_user::text, current_setting('wholetime.account', true),"
            " current_setting('wholetime.token', true)"
        )
        role, account, token = cursor.fetchone()
    return role, account or "", token or ""


def asked_by(account: Any, answer: Any) -> Any:
    request = RequestFactory().get("/")
    request.user = account
    return within_reach(answer)(request)


def test_each_request_is_its_senders_on_one_connection(sides: tuple[Side, Side]) -> None:
    seen: list[tuple[str, str, str]] = []
    for account in (sides[0].account, AnonymousUser(), sides[1].account, AnonymousUser()):
        asked_by(account, lambda _: seen.append(settled()) or HttpResponse())  # type: ignore[func-returns-value]
    mo, otis = (str(side.account.pk) for side in sides)
    assert seen == [(ROLE, mo, ""), (ROLE, "", ""), (ROLE, otis, ""), (ROLE, "", "")]


def test_a_request_that_fails_leaves_nothing_behind(sides: tuple[Side, Side]) -> None:
    def fails(_: object) -> HttpResponse:
        with transaction.atomic(), connection.cursor() as cursor:
            settled()
            cursor.execute("select 1 / 0")
        raise AssertionError

    before = settled()
    with pytest.raises(DatabaseError):
        asked_by(sides[0].account, fails)
    assert settled() == before
    with acting(NOTHING):
        assert settled() == (ROLE, "", "")


def _undone(reach: Reach, fault: type[Exception]) -> None:
    with transaction.atomic():
        with acting(reach):
            assert settled()[1] == str(reach.account)
        raise fault


def test_a_rollback_does_not_bring_back_whoever_asked_before(sides: tuple[Side, Side]) -> None:
    """What is settled in a transaction is taken back with it: the connection must not believe otherwise."""
    mo, otis = (reach_of(side.account) for side in sides)
    with acting(mo):
        assert settled()[1] == str(mo.account)
    for undo in (DatabaseError, RuntimeError):
        with pytest.raises(undo):
            _undone(otis, undo)
        with acting(otis):
            assert settled()[1] == str(otis.account)
        with acting(mo):
            assert settled()[1] == str(mo.account)


def test_an_open_cursor_is_settled_at_each_statement(sides: tuple[Side, Side]) -> None:
    mo, otis = (reach_of(side.account) for side in sides)
    with acting(mo), connection.cursor() as cursor:
        cursor.execute("select current_setting('wholetime.account')")
        assert cursor.fetchone() == (str(mo.account),)
        with acting(otis):
            cursor.execute("select current_setting('wholetime.account')")
            assert cursor.fetchone() == (str(otis.account),)
        with as_operator():
            cursor.execute("select current_user::text = session_user::text")
            assert cursor.fetchone() == (True,)
        cursor.execute("select current_user::text, current_setting('wholetime.account')")
        assert cursor.fetchone() == (ROLE, str(mo.account))


def test_a_body_sent_in_parts_is_made_as_whoever_asked(sides: tuple[Side, Side]) -> None:
    def body() -> Iterator[str]:
        yield settled()[1]
        yield settled()[1]

    answer = asked_by(sides[0].account, lambda _: StreamingHttpResponse(body()))
    parts = iter(answer.streaming_content)
    with acting(reach_of(sides[1].account)):
        assert next(parts) == str(sides[0].account.pk).encode()
        assert settled()[1] == str(sides[1].account.pk)
        assert next(parts) == str(sides[0].account.pk).encode()


def test_signing_in_and_out_takes_effect_at_once(world: World, sides: tuple[Side, Side]) -> None:
    from django.contrib.auth import login, logout

    request = RequestFactory().get("/")
    request.session = Client().session  # type: ignore[assignment]
    request.user = AnonymousUser()
    backend = "allauth.account.auth_backends.AuthenticationBackend"
    with acting(NOTHING):
        login(request, sides[0].account, backend=backend)
        assert settled()[1] == str(sides[0].account.pk)
        logout(request)
        assert settled() == (ROLE, "", "")


def test_a_process_and_its_threads_reach_nothing_by_themselves(sides: tuple[Side, Side]) -> None:
    found = []
    by_default(NOTHING)
    try:
        with acting(reach_of(sides[0].account)):
            thread = threading.Thread(target=lambda: found.append(current()))
            thread.start()
            thread.join()
        assert (found, current()) == ([NOTHING], NOTHING)
        assert settled() == (ROLE, "", "")
        assert not Account.objects.get(pk=sides[0].account.pk).memberships.exists()
    finally:
        by_default(OPERATOR)


def test_pages_of_two_people_in_turn_are_their_own(world: World, sides: tuple[Side, Side]) -> None:
    clients = [Client(), Client()]
    for client, side in zip(clients, sides, strict=True):
        client.force_login(side.account)
    by_default(NOTHING)
    try:
        for _ in range(2):
            for client, own, other in ((clients[0], "P82001", "RAL"), (clients[1], "RAL", "P82001")):
                said = client.get("/data/loads/").content.decode()
                assert f"secret-{own}.csv" in said
                assert f"secret-{other}.csv" not in said
    finally:
        by_default(OPERATOR)
