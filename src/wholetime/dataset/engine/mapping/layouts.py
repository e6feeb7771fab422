"""Finds the mapping file that fits a layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import yaml

from wholetime.dataset.engine.adapter import Layout, NotThisLayout
from wholetime.dataset.engine.mapping.reference import REFERENCE


@dataclass(frozen=True, slots=True)
class Mapping:
    """One layout of one source. ``headings`` gives for each of wholetime's columns the file's heading.

    ``values`` names a code list for each coded column; ``extract`` a regular expression whose first group is the
    part of the cell that counts; ``constants`` the value of a column that the file does not have.
    ``full_time_hours`` is the working week, in hours, of one WTE.
    """

    source: str
    version: str
    title: str
    authority: str
    verified: bool
    headings: dict[str, str]
    values: dict[str, str] = field(default_factory=dict)
    extract: dict[str, str] = field(default_factory=dict)
    constants: dict[str, str] = field(default_factory=dict)
    full_time_hours: float | None = None

    def missing(self, layout: Layout, required: tuple[str, ...]) -> list[str]:
        """The headings of ``required`` columns that ``layout`` does not have."""
        return [self.headings.get(name, name) for name in required if not layout.has(self.headings.get(name, name))]

    def present(self, layout: Layout) -> int:
        """How many of the headings ``layout`` has."""
        return sum(layout.has(heading) for heading in self.headings.values())


@cache
def mappings_of(source: str) -> tuple[Mapping, ...]:
    """Every version of a source's layout, newest version first."""
    found = [entry for entry in (REFERENCE / "mappings").iterdir() if entry.name.endswith(".yaml")]
    read: list[dict[str, Any]] = [yaml.safe_load(entry.read_text(encoding="utf-8")) for entry in found]
    mappings = [Mapping(**one) for one in read if one["source"] == source]
    return tuple(sorted(mappings, key=lambda mapping: mapping.version, reverse=True))


def mapping_for(source: str, layout: Layout, required: tuple[str, ...]) -> Mapping:
    """The version that has all ``required`` columns in ``layout`` and the most headings besides."""
    nearest = max(mappings_of(source), key=lambda mapping: mapping.present(layout))
    fitting = [mapping for mapping in mappings_of(source) if not mapping.missing(layout, required)]
    if not fitting:
        wanting = ", ".join(nearest.missing(layout, required))
        raise NotThisLayout(f"{layout.file_name}: nearest is {nearest.title}, which also has the columns {wanting}")
    return max(fitting, key=lambda mapping: mapping.present(layout))


def recognises(source: str, required: tuple[str, ...]) -> Callable[[Layout], bool]:
    """A test of a layout: does any version of ``source`` fit it?"""

    def recognise(layout: Layout) -> bool:
        return any(not mapping.missing(layout, required) for mapping in mappings_of(source))

    return recognise
