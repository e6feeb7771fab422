"""Every address there is, with something in the place of its variable parts."""

from __future__ import annotations

import re

from django.urls import get_resolver
from tests.meta.permissions import every_route

SAMPLES = {
    "uuid": "00000000-0000-4000-8000-000000000000",
    "int": "1",
    "day": "2026-01-01",
    "slug": "none",
    "str": "none",
}
RESET = "/accounts/password/reset/key/1-set-password/"


def addresses() -> list[str]:
    """Sorted, each once."""
    return sorted({RESET if "(?P" in route else _filled(route) for route in every_route(get_resolver())})


def _filled(route: str) -> str:
    return "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", SAMPLES["uuid"]), route)
