"""A sift that speaks wholetime's column names and looks up the file's headings in a mapping."""

from __future__ import annotations

from typing import Self

import polars as pl

from wholetime.dataset.engine.adapter import RawTable, Reading
from wholetime.dataset.engine.frames import IDENTITY, Table, conform
from wholetime.dataset.engine.mapping.layouts import Mapping
from wholetime.dataset.engine.mapping.reference import code_list
from wholetime.dataset.engine.sift import Sift

LOCAL = r"[A-Z0-9][A-Z0-9 ./_-]{0,29}"
"""Employee, assignment and team numbers are local: letters, digits and a few joiners, up to 30."""


class Mapped:
    """Columns of ``raw`` by wholetime's names. A column that the mapping or the file lacks stays null, or takes
    the mapping's constant, unless it is required."""

    def __init__(self, raw: RawTable, mapping: Mapping) -> None:
        self.mapping = mapping
        self.layout = raw.layout
        self.sift = Sift(self._extracted(raw.frame))

    def heading(self, name: str) -> str | None:
        """The file's heading for ``name``; None when the file has none."""
        heading = self.mapping.headings.get(name)
        return heading if heading is not None and self.layout.has(heading) else None

    def text(self, *names: str, required: bool = False) -> Self:
        for name, heading in self._held(names, required):
            self.sift.text(name, heading, required=required)
        return self

    def code(self, *names: str, required: bool = False) -> Self:
        for name, heading in self._held(names, required):
            self.sift.code(name, heading, required=required)
        return self

    def local(self, *names: str, required: bool = False) -> Self:
        for name, heading in self._held(names, required):
            self.sift.code(name, heading, LOCAL, required=required)
        return self

    def dates(self, *names: str) -> Self:
        for name, heading in self._held(names, required=False):
            self.sift.date(name, heading, required=False)
        return self

    def month(self, name: str = "month") -> Self:
        """The month end that every row must have."""
        for _, heading in self._held((name,), required=True):
            self.sift.month_end(name, heading)
        return self

    def number(self, name: str, *, required: bool = True, most: int | None = None) -> Self:
        for _, heading in self._held((name,), required):
            self.sift.decimal(name, heading, required=required, most=most)
        return self

    def integer(self, name: str, *, required: bool = False, most: int | None = None) -> Self:
        for _, heading in self._held((name,), required):
            self.sift.integer(name, heading, required=required, most=most)
        return self

    def coded(self, *names: str, required: bool = False) -> Self:
        """Columns whose codes a list of the mapping translates."""
        for name, heading in self._held(names, required):
            what = name.replace("_", " ")
            self.sift.category(name, heading, code_list(self.mapping.values[name]), what, required=required)
        return self

    def good(self) -> pl.DataFrame:
        """The accepted rows, with the mapping's constants for columns that the file does not have."""
        frame = self.sift.good()
        given = {name: value for name, value in self.mapping.constants.items() if name not in frame.columns}
        return frame.with_columns(pl.lit(value).alias(name) for name, value in given.items())

    def reading(self, frame: pl.DataFrame, table: Table, notes: tuple[str, ...] = ()) -> Reading:
        """The canonical columns of ``frame``, and those of people if it has any, with what was refused."""
        people = [pl.col(name) for name in IDENTITY if name in frame.columns]
        canonical = pl.concat([conform(frame, table), frame.select(people)], how="horizontal")
        return Reading(canonical, self.sift.refusals(), notes)

    def _held(self, names: tuple[str, ...], required: bool) -> list[tuple[str, str]]:
        """Each name with its heading; a required one that is absent goes on, for the sift to say so."""
        found = [
            (name, self.heading(name) or (self.mapping.headings.get(name, name) if required else None))
            for name in names
        ]
        return [(name, heading) for name, heading in found if heading is not None]

    def _extracted(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The part of a cell that counts; a cell without it stays as it is, to be judged as it is."""
        actual = {name.casefold(): name for name in frame.columns}
        held = {
            actual[self.mapping.headings[name].casefold()]: pattern
            for name, pattern in self.mapping.extract.items()
            if self.heading(name)
        }
        parts = [pl.coalesce(pl.col(name).str.extract(pattern), pl.col(name)) for name, pattern in held.items()]
        return frame.with_columns(parts)
