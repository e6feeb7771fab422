"""The pages' navigation: each room registers its own entries when it starts; the frame draws them in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse


def signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


@dataclass(frozen=True, slots=True)
class Entry:
    """One capability in the navigation.

    ``route`` names the address to open; ``under`` are the beginnings of the paths on which it shows as current
    (its own address when empty); ``order`` goes from left to right; ``shown`` says to whom.
    """

    title: str
    route: str
    order: int = 100
    under: tuple[str, ...] = ()
    shown: Callable[[HttpRequest], bool] = signed_in


@dataclass(frozen=True, slots=True)
class Link:
    """An entry as drawn."""

    title: str
    href: str
    current: bool


_entries: dict[str, Entry] = {}
_search: list[str] = []


def register(entry: Entry) -> None:
    """Add ``entry``; registering the same route again replaces it."""
    _entries[entry.route] = entry


def register_search(route: str) -> None:
    """The page that finds areas and organisations: GET with ``q``; answers htmx with ``found`` from macros."""
    _search[:] = [route]


def links(request: HttpRequest) -> list[Link]:
    ordered = sorted(_entries.values(), key=lambda entry: (entry.order, entry.title))
    return [_link(entry, request.path) for entry in ordered if entry.shown(request)]


def search_address() -> str | None:
    return reverse(_search[0]) if _search else None


def _link(entry: Entry, path: str) -> Link:
    href = reverse(entry.route)
    beginnings = entry.under or (href,)
    current = path == href or (any(path.startswith(start) for start in beginnings if start != "/"))
    return Link(entry.title, href, current)
