"""The addresses of the room's pages."""

from __future__ import annotations

from django.urls import reverse


def address(code: str, slug: str = "shape") -> str:
    """The page ``slug`` of the area ``code``."""
    if slug == "shape":
        return reverse("insight", args=[code])
    return reverse("insight_page", args=[code, slug])


def file_address(code: str, slug: str, name: str, query: str = "") -> str:
    """A file of that page, with the same filters."""
    found = reverse("insight_file", args=[code, slug, name])
    return f"{found}?{query}" if query else found
