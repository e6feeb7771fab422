"""On which line of a JSON text a value stands."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

SPACE = re.compile(r"[ \t\n\r]*")
DECODER = json.JSONDecoder()


def line_of(text: str, place: tuple[str | int, ...]) -> int:
    """The line, from 1, of the value at a place (``("people", 3, "contract")``), or of the last part of it there is.

    ``text`` is valid JSON.
    """
    at = _after_space(text, 0)
    for step in place:
        found = next((start for key, start in _entries(text, at) if key == step), None)
        at = at if found is None else found
    return text.count("\n", 0, at) + 1


def _entries(text: str, at: int) -> Iterator[tuple[str | int, int]]:
    """The keys or numbers of the values in an object or a list that begins at ``at``, and where each begins."""
    opening, number = text[at], 0
    at = _after_space(text, at + 1)
    while opening in "{[" and text[at] not in "}]":
        key: str | int = number
        if opening == "{":
            key, at = DECODER.raw_decode(text, at)
            at = _after_space(text, _after_space(text, at) + 1)  # past the colon
        yield key, at
        _, at = DECODER.raw_decode(text, at)
        at, number = _after_space(text, at), number + 1
        if text[at] == ",":
            at = _after_space(text, at + 1)


def _after_space(text: str, at: int) -> int:
    found = SPACE.match(text, at)
    return at if found is None else found.end()
