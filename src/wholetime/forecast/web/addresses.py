"""The addresses of the room's pages."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse

COMPARED = ("first", "second", "third", "fourth")
"""Names in the address of scenarios to compare: as many as a page or a chart can hold apart."""


def address(code: str, slug: str = "overview", part: str = "") -> str:
    """The page ``slug`` of the area ``code``, about the staff ``part``."""
    found = reverse("forecast", args=[code]) if slug == "overview" else reverse("forecast_page", args=[code, slug])
    return f"{found}?of={part}" if part else found


def file_address(code: str, slug: str, name: str, query: str = "") -> str:
    """A file of that page, with the same choices."""
    found = reverse("forecast_file", args=[code, slug, name])
    return f"{found}?{query}" if query else found


def run_address(key: UUID) -> str:
    return reverse("forecast_run", args=[key])


def scenario_address(code: str, key: str) -> str:
    """The page of a scenario; of an older version where ``key`` names one."""
    name, _, number = key.partition("@")
    found = reverse("forecast_scenario", args=[code, name])
    return f"{found}?version={number}" if number else found


def compare_address(code: str, part: str, *keys: str) -> str:
    """The page that sets the scenarios ``keys`` side by side."""
    asked = {"of": part, **dict(zip(COMPARED, keys, strict=False))}
    return f"{address(code, 'compare')}?{urlencode({name: value for name, value in asked.items() if value})}"


def workbench_address(code: str, part: str, key: str) -> str:
    """The workbench, started from the scenario ``key``."""
    asked = {"of": part, "scenario": key}
    return f"{address(code, 'scenarios')}?{urlencode({name: value for name, value in asked.items() if value})}"
