"""The addresses of the room's pages."""

from __future__ import annotations

from uuid import UUID

from django.urls import reverse


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
