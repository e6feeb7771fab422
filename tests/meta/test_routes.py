"""Every cell of the permission table (docs/permissions.csv), knocked at with a session; and no route without a row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.dataset.web.small_world import World
from tests.meta.doors import asked_whose, knock, look, said, session_of, thing_of, undone
from tests.meta.permissions import ANSWERS, EVERYONE, Row, operations, routes, rows
from tests.meta.samples import MISSING, Things, things


def test_every_route_has_a_row_and_every_row_is_a_route() -> None:
    assert sorted({row.address for row in rows()}) == sorted(routes())
    rest = {row.name for row in rows() if row.is_rest}
    assert rest == operations()


def test_the_table_is_written_in_its_own_words() -> None:
    assert len({row.name for row in rows()}) == len(rows())
    for row in rows():
        assert set(row.answers.values()) <= set(ANSWERS), row.name
        assert (row.whose in MISSING) == (row.elsewhere in ANSWERS), row.name
        assert row.whose in MISSING or (row.whose, row.elsewhere) == ("", ""), row.name
        assert row.elsewhere != "yes", row.name


def test_every_cell_is_answered_as_the_table_says(world: World, subtests: pytest.Subtests) -> None:
    held = things(world)
    sessions = sessions_of(held)
    for row in rows():
        if row.address.startswith("/accounts/"):  # what is asked again after five minutes, however slow the machine
            sessions = sessions_of(held)
        with subtests.test(row.name):
            found = [fault for role in EVERYONE for fault in faults(row, role, held, sessions[role])]
            assert not found, "; ".join([row.name, *found])


def sessions_of(held: Things) -> dict[str, str]:
    return {role: session_of(account) for role, account in held.people.items()} | {"signed out": ""}


def faults(row: Row, role: str, held: Things, session: str) -> list[str]:
    """What differs from the table where ``role`` asks; other scope and missing must look the same as well."""
    found, looks = [], set()
    for whose in asked_whose(row):
        with undone():
            thing = thing_of(held, row, role, whose)
            answer = knock(row, thing, session=session)
        if said(row, answer) != row.meant(role, whose):
            found.append(f"{role}, {whose}: {said(row, answer)} and not {row.meant(role, whose)}")
        if whose != "own":
            looks.add(look(answer))
    return [*found, f"{role}: other scope and missing look different"] if len(looks) > 1 else found


def test_what_is_not_listed_is_not_done(world: World) -> None:
    """REST answers no other method; the pages behind signing in take no form that the table does not name."""
    session = session_of(things(world).people["administrator"])
    listed = {row.name for row in rows()}
    for row in rows():
        closed = row.answers["signed out"] == "sign in"
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE") if row.is_rest else ("POST",):
            other = replace(row, method=method)
            if closed and other.name not in listed:
                assert knock(other, MISSING.get(row.whose), session=session).status_code in (404, 405), other.name
