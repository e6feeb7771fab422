"""What an adapter is: the one small module that turns a source's file into a canonical frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import polars as pl

from wholetime.dataset.engine.frames import Table


@dataclass(frozen=True, slots=True)
class Layout:
    """What can be seen of a file before it is read: its name and its header, stripped, in file order."""

    file_name: str
    header: tuple[str, ...]

    def has(self, *columns: str) -> bool:
        """Whether every one of ``columns`` is in the header, whatever its case."""
        seen = {name.casefold() for name in self.header}
        return all(column.casefold() in seen for column in columns)


@dataclass(frozen=True, slots=True)
class RawTable:
    """A file opened and not yet understood.

    ``frame`` has every cell as text, null where empty, and a first column ``row``: the row's number in the
    file as a spreadsheet shows it (the header is row 1).
    """

    layout: Layout
    frame: pl.DataFrame
    notes: tuple[str, ...] = ()


REFUSALS = {"row": pl.Int64, "column": pl.String, "value": pl.String, "reason": pl.String}
"""Schema of the refusals of a reading: one line per cell that could not be accepted."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What an adapter made of a file.

    ``frame`` has the canonical columns (and, for identified people, those of frames.IDENTITY). ``passed_over``
    names rows left out on purpose, such as published totals, with the reason.
    """

    frame: pl.DataFrame
    refusals: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REFUSALS))
    passed_over: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Adapter:
    """One source. ``slice_by`` names the columns whose values together are the unit that a later file replaces.

    ``rank`` decides between sources that count the same thing for the same organisation and period: the
    highest speaks. ``identified`` sources carry people, who are pseudonymised before they reach the lake.
    """

    name: str
    title: str
    publication: str
    licence: str
    table: Table
    recognise: Callable[[Layout], bool]
    read: Callable[[RawTable], Reading]
    slice_by: tuple[str, ...]
    rank: int = 10
    identified: bool = False
    restricted: bool = False
    cadence_days: int = 31


class NotThisLayout(ValueError):
    """The file claims to be a source but its columns are not that source's; the message names the difference."""
