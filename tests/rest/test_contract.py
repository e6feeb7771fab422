"""The description of REST is attacked with what it allows and what it forbids; every check must hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis import GenerationMode
from schemathesis.config import SchemathesisConfig
from tests.dataset.web.small_world import World, return_csv, return_row

from wholetime.config.api import api
from wholetime.config.wsgi import application

EXAMPLES = 12  # an operation; seeded, so that every run asks the same


REGISTERED = ["2xx", "401", "403", "404", "409", "422"]
"""Names, years and limits are those of a register and of a forecast, which no schema can tell."""
ONLY_READING_TELLS = {
    # Any bytes are a valid upload; only reading them shows that they are no table.
    ("POST", "/api/v1/loads"): ["2xx", "422"],
    ("POST", "/api/v1/need/wisn"): ["2xx", "422"],
    ("GET", "/api/v1/need/cover"): ["2xx", "422"],  # 24 or 168 numbers, and no more work than can be followed
    ("GET", "/api/v1/need/wisn"): ["2xx", "422"],  # a table, which only reading shows
    ("POST", "/api/v1/forecasts/{code}/assumptions/{name}"): REGISTERED,
    ("POST", "/api/v1/forecasts/{code}/scenarios"): REGISTERED,
    ("POST", "/api/v1/forecasts/{code}/scenarios/{name}/versions"): REGISTERED,
}


@contextmanager
def one_connection() -> Iterator[None]:
    """The application keeps the connection of the test, whose writes nobody else sees, from one request to the next."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@pytest.fixture
def session(world: World) -> dict[str, str]:
    """The cookies of an information lead with something to see."""
    offered = world.erin.post("/api/v1/loads", {"file": return_csv(return_row(headcount=15))})
    world.erin.post(f"/api/v1/loads/{offered.json()['key']}/commit")
    client = Client()
    client.force_login(world.accounts["erin"])
    client.get("/accounts/login/")
    token = client.get("/data/loads/new/").cookies["csrftoken"].value
    return {"sessionid": client.cookies["sessionid"].value, "csrftoken": token}


def described(session: dict[str, str], path: str, method: str) -> Any:
    """The description, and how to sign in."""
    config: dict[str, Any] = {"auth": {"openapi": {"SessionAuth": {"api_key": session["sessionid"]}}}}
    if (method, path) in ONLY_READING_TELLS:
        config["checks"] = {"positive_data_acceptance": {"expected-statuses": ONLY_READING_TELLS[method, path]}}
    with one_connection():
        return schemathesis.openapi.from_wsgi(
            "/api/v1/openapi.json", application, config=SchemathesisConfig.from_dict(config)
        )


def operations() -> list[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return sorted((method.upper(), path) for path, methods in paths.items() for method in methods)


def whole(session: dict[str, str]) -> Any:
    """The description of all operations, for going from one to the next."""
    config: dict[str, Any] = {
        "auth": {"openapi": {"SessionAuth": {"api_key": session["sessionid"]}}},
        "checks": {"positive_data_acceptance": {"enabled": False}},  # a file committed twice is a conflict, rightly
    }
    with one_connection():
        return schemathesis.openapi.from_wsgi(
            "/api/v1/openapi.json", application, config=SchemathesisConfig.from_dict(config)
        )


def test_operations_one_after_another_keep_their_word(session: dict[str, str]) -> None:
    """Files are offered, seen, committed, discarded and offered again in any order, as the links say."""
    went: Counter[tuple[str, int]] = Counter()
    files = [return_csv(return_row(headcount=count)).read().decode() for count in (5, 6)] + [
        return_csv("x").read().decode()
    ]

    class Walk(whole(session).as_state_machine()):
        def setup(self) -> None:
            self.held = transaction.atomic()
            self.held.__enter__()

        def teardown(self) -> None:
            transaction.set_rollback(True)
            self.held.__exit__(None, None, None)

        def before_call(self, case: Any) -> None:
            if case.operation.label == "POST /api/v1/loads" and isinstance(case.body, dict):
                case.body |= {"file": files[len(str(case.body)) % len(files)]}

        def get_call_kwargs(self, case: Any) -> dict[str, Any]:
            token = session["csrftoken"]
            return {"cookies": {"csrftoken": token}, "headers": {"X-CSRFToken": token}}

        def after_call(self, response: Any, case: Any) -> None:
            went[case.operation.label, response.status_code] += 1

    walk = seed(20261101)(Walk.TestCase)
    walk.settings = settings(
        max_examples=15, stateful_step_count=8, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    with one_connection():
        walk().runTest()
    assert went["POST /api/v1/loads/{key}/commit", 200] > 0, went
    assert went["POST /api/v1/loads/{key}/commit", 409] > 0, went
    assert not any(status >= 500 for _, status in went)


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("method", "path"), operations())
def test_every_operation_keeps_its_word(session: dict[str, str], method: str, path: str, mode: GenerationMode) -> None:
    token = {"csrftoken": session["csrftoken"]}

    @seed(20261101)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described(session, path, method)[path][method].as_strategy(generation_mode=mode))
    def attack(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(cookies=token, headers={"X-CSRFToken": token["csrftoken"]})
            transaction.set_rollback(True)

    with one_connection():
        attack()
