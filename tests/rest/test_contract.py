"""The description of REST is attacked with what it allows and what it forbids; every check must hold."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, given, seed, settings
from schemathesis.config import SchemathesisConfig
from tests.dataset.web.small_world import World, return_csv, return_row

from wholetime.config.api import api
from wholetime.config.wsgi import application

EXAMPLES = 12  # an operation; seeded, so that every run asks the same
CONFIG = SchemathesisConfig.from_dict(
    {
        # Any bytes are a valid upload to a schema; only reading them shows that they are no table.
        "operations": [
            {
                "include-path": "/api/v1/loads",
                "include-method": "POST",
                "checks": {"positive_data_acceptance": {"expected-statuses": ["2xx", "422"]}},
            }
        ]
    }
)


@pytest.fixture
def session(world: World) -> dict[str, str]:
    """The cookies and headers of an information lead with something to see."""
    offered = world.erin.post("/api/v1/loads", {"file": return_csv(return_row(headcount=15))})
    world.erin.post(f"/api/v1/loads/{offered.json()['key']}/commit")
    client = Client()
    client.force_login(world.accounts["erin"])
    client.get("/accounts/login/")
    token = client.get("/data/loads/new/").cookies["csrftoken"].value
    cookies = {"sessionid": client.cookies["sessionid"].value, "csrftoken": token}
    return {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()), "X-CSRFToken": token}


@pytest.fixture
def described(world: World) -> Any:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application, config=CONFIG)


def operations() -> list[tuple[str, str]]:
    paths = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    return sorted((method.upper(), path) for path, methods in paths.items() for method in methods)


@pytest.mark.parametrize(("method", "path"), operations())
def test_every_operation_keeps_its_word(described: Any, session: dict[str, str], method: str, path: str) -> None:
    @seed(20261101)
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=described[path][method].as_strategy())
    def attack(case: Any) -> None:
        with transaction.atomic():
            case.call_and_validate(headers=session)
            transaction.set_rollback(True)

    attack()
