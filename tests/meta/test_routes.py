"""Every address names its audience in routes.yaml, and nobody else gets in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from tests.dataset.web.small_world import World, return_csv, return_row

from wholetime.config.api import api

TABLE = Path(__file__).with_name("routes.yaml")
SAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "int": "1",
    "day": "2026-01-01",
    "slug": "none",
    "str": "none",
}
REST = "api/v1/"
DENIED = (403, 404)


@cache
def audiences() -> dict[str, str]:
    """Each route with its audience."""
    table: dict[str, list[str]] = yaml.safe_load(TABLE.read_text(encoding="utf-8"))["audiences"]
    return {route: audience for audience, routes in table.items() for route in routes}


def routes() -> list[str]:
    """Every route there is: pages by their pattern, REST by method and path."""
    described = api.get_openapi_schema(path_prefix=f"/{REST}")["paths"]
    operations = {path.lstrip("/") for path in described}
    pages = [route for route in _walk(get_resolver()) if re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route) not in operations]
    return [*pages, *(f"{method.upper()} {path}" for path, methods in described.items() for method in methods)]


def _walk(found: URLResolver, before: str = "") -> Iterator[str]:
    for one in found.url_patterns:
        route = before + str(one.pattern).removeprefix("^")
        if isinstance(one, URLPattern):
            yield route.removesuffix("$").removesuffix("\\Z")
        else:
            yield from _walk(one, route)


def address(route: str) -> tuple[str, str]:
    """A method and an address that the route answers."""
    method, _, path = route.rpartition(" ")
    path = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES[found[1] or "str"], path)
    path = re.sub(r"\(\?P<\w+>[^)]*\)", "none", path)
    path = path.replace("{key}", SAMPLES["uuid"]).replace("{source}", "five_minute_return")
    path = re.sub(r"/worklists/\{name\}", "/worklists/ahp", path)
    return method or "GET", "/" + re.sub(r"\{\w+\}", "none", path).lstrip("/")


def asked(client: Client, route: str) -> Any:
    method, path = address(route)
    answer = client.generic(method, path) if method == "GET" else None
    if answer is None or answer.status_code == 405:
        return client.post(path, {"file": return_csv(return_row())})
    return answer


def of(*wanted: str) -> list[str]:
    return sorted(route for route, audience in audiences().items() if audience in wanted)


def test_every_route_is_in_the_table_and_every_line_of_the_table_is_a_route() -> None:
    assert sorted(routes()) == sorted(audiences())


def let_in(client: Client, routes: list[str], refusals: tuple[int, ...] = DENIED) -> list[tuple[str, int]]:
    """The routes that do not answer ``client`` with one of ``refusals``."""
    answers = [(route, asked(client, route).status_code) for route in routes]
    assert answers, "nothing was asked"
    return [(route, status) for route, status in answers if status not in refusals]


def test_strangers_are_asked_to_sign_in(world: World) -> None:
    closed = of("member", "loader", "returner", "signed_in", "inviter")
    rest = [route for route in closed if " /api/" in route]
    assert let_in(Client(), rest, (401,)) == []
    for route in set(closed) - set(rest):
        answer = asked(Client(), route)
        assert answer.status_code == 302, route
        assert answer.url.startswith(("/accounts/login/", "/accounts/reauthenticate/")), route


def test_an_account_that_belongs_nowhere_finds_nothing(world: World) -> None:
    assert let_in(world.ned, of("member", "loader", "returner", "inviter")) == []


def test_a_director_neither_loads_nor_returns(world: World) -> None:
    assert let_in(world.dina, of("loader", "returner")) == []


def test_nobody_but_an_administrator_invites(world: World) -> None:
    for client in (world.erin, world.gita, world.hana, world.mo, world.dina):
        assert let_in(client, of("inviter")) == []


def test_closed_addresses_are_not_there(world: World) -> None:
    for client in (Client(), world.gita):
        assert let_in(client, of("nobody"), (404,)) == []


def test_a_practice_manager_does_not_load(world: World) -> None:
    assert let_in(world.mo, of("loader")) == []


def test_what_belongs_to_the_demo_is_not_there_outside_it(world: World) -> None:
    for client in (Client(), world.erin):
        assert let_in(client, of("demo"), (404,)) == []


def test_a_loader_is_let_in(world: World) -> None:
    """So that the refusals above are for the person and not for the question."""
    opened = [route for route in of("member") if asked(world.gita, route).status_code == 200]
    assert {"data/loads/", "data/quality/", "data/worklists/", "GET /api/v1/figures"} <= set(opened)
    assert asked(world.gita, "data/loads/new/").status_code == 200
    assert asked(world.mo, "data/returns/").status_code == 302
