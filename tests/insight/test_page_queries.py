"""How often a page asks the database: bounds that a new query must be worth."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from tests.dataset.web.small_world import World

from wholetime.chassis.web import session_limits
from wholetime.insight.web.pages import TABS

KEPT = 7
"""Session, account, rights, tree, loads, read-only mode; in the demo, whether it is one."""
OTHERS = {"/data/loads/": 12, "/data/quality/": 16, "/data/returns/": 12, "/people/": 9, "/downtime/": 12, "/": 5}


@pytest.fixture(autouse=True)
def within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once a minute a session is stamped, which asks twice more; the machine may take longer than that."""
    monkeypatch.setattr(session_limits, "STAMPED_EVERY", 24 * 60 * 60)


def asked(client: Client, address: str) -> list[str]:
    with CaptureQueriesContext(connection) as found:
        assert client.get(address).status_code in (200, 302, 404), address
    return [query["sql"] for query in found]


@pytest.mark.usefixtures("planned")
def test_a_page_that_was_made_before_asks_seven_times(planned: World) -> None:
    client = planned.gita
    for tab in TABS:
        address = f"/insight/QOP/{tab.slug}/"
        client.get(address)
        found = asked(client, address)
        assert len(found) <= KEPT, (tab.slug, found)
        assert len(set(found)) == len(found), "nothing is asked twice"


@pytest.mark.usefixtures("planned")
def test_other_pages_ask_few_times_and_no_more_where_there_is_more(planned: World) -> None:
    for address, most in OTHERS.items():
        client = planned.hana
        client.get(address)
        found = asked(client, address)
        assert len(found) <= most, (address, found)
