"""Finds the header of a table and gives every column its name."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wholetime.dataset.engine.adapter import Layout, RawTable
from wholetime.dataset.engine.adapters import adapter_for
from wholetime.dataset.engine.opening.unreadable import UnreadableFile

LOOK_AT = 40
"""Rows searched for a header: the published workbooks put at most some twenty lines of title and notes above it."""

Row = Sequence[str | None]


def tidy(cells: Row) -> list[str]:
    """Header cells with every run of white space (line breaks too) as one space."""
    return [" ".join((cell or "").split()) for cell in cells]


def is_known(name: str, cells: Row) -> bool:
    """Whether an adapter recognises these cells as a header."""
    return adapter_for(Layout(name, tuple(cell for cell in tidy(cells) if cell))) is not None


def find_header(name: str, rows: Sequence[Row]) -> int | None:
    """Index of the header among the first rows: one that an adapter knows, else the first that is half full.

    None when every row is empty.
    """
    filled = [sum(1 for cell in tidy(row) if cell) for row in rows]
    for index, row in enumerate(rows):
        if filled[index] and is_known(name, row):
            return index
    enough = max(1, (max(filled, default=0) + 1) // 2)
    return next((index for index, count in enumerate(filled) if count >= enough), None)


def make_table(name: str, header: Row, frame: pl.DataFrame, header_row: int, notes: tuple[str, ...]) -> RawTable:
    """A raw table from a ``frame`` with one text column for each header cell, in order.

    ``header_row`` is the header's own row number. Wholly empty rows go, and their numbers with them. A header that an
    adapter knows may stand alone: a month in which nobody left has no rows. Any other is refused.
    """
    names = tidy(header)
    frame = frame.rename(dict(zip(frame.columns, _positions(names), strict=True)))
    numbered = frame.with_row_index("row", header_row + 1).with_columns(pl.col("row").cast(pl.Int64))
    numbered = numbered.filter(pl.any_horizontal(pl.col(frame.columns).is_not_null()))
    if numbered.is_empty() and not is_known(name, header):
        raise UnreadableFile(f"{name} has a header and no rows under it")
    kept, dropped = _without_trailing_blanks(names, numbered)
    kept, told = _told_apart(kept)
    table = numbered.select("row", *_positions(names)[: len(kept)])
    table = table.rename(dict(zip(table.columns[1:], kept, strict=True)))
    return RawTable(Layout(name, tuple(kept)), table, notes + _dropped_note(dropped) + told)


def letter(index: int) -> str:
    """The letters over a spreadsheet column: 0 is A, 26 is AA."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _positions(names: Sequence[str]) -> list[str]:
    return [f"\0{index}" for index in range(len(names))]


def _without_trailing_blanks(names: list[str], frame: pl.DataFrame) -> tuple[list[str], int]:
    """Names kept, and how many columns go: those at the right without a value, from the first nameless one.

    The A&E file of September 2024 ends in five nameless columns and one called ``a``, all without values.
    """
    used = [frame[position].null_count() < frame.height for position in _positions(names)]
    last_used = max((index for index, is_used in enumerate(used) if is_used), default=-1)
    nameless = (index for index in range(last_used + 1, len(names)) if not names[index])
    keep = next(nameless, len(names))
    return names[:keep], len(names) - keep


def _dropped_note(dropped: int) -> tuple[str, ...]:
    return (f"{dropped} empty columns at the right were left out",) if dropped else ()


def _told_apart(names: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """Each name once: a nameless column is ``column I``; twins all take their letter, so that none passes for the
    one an adapter asks for. ``row`` is our own column's name.
    """
    folded = [name.casefold() for name in names]
    twins = sorted({name for name in names if name and (folded.count(name.casefold()) > 1 or name.casefold() == "row")})
    apart = [f"{name} ({letter(at)})" if name in twins else name for at, name in enumerate(names)]
    notes = tuple(f"more than one column is called {name!r}: their letters were added" for name in twins)
    named = [name or f"column {letter(at)}" for at, name in enumerate(apart)]
    if len(set(named)) < len(named):
        raise UnreadableFile("the headings of the columns cannot be told apart: give each a name of its own")
    return named, notes
