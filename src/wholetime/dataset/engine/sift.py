"""Turns columns of text into typed ones, all rows at once, and gathers what could not be accepted.

A sift is given a raw table and asked for one typed column after another. A cell that cannot be accepted is
refused with its row, column, value and a reason in the user's words, and its whole row stays out of ``good``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import polars as pl

from wholetime.dataset.engine.adapter import REFUSALS, NotThisLayout
from wholetime.dataset.engine.cells import Column, capitals, coded, dates, decimals, is_mark, statuses, stripped, tidy
from wholetime.dataset.engine.staff_groups import group_labels

SUPPRESSED = ("*", "c", "[c]", "S")
"""Marks by which NHS England and ONS withhold a number for confidentiality."""

MISSING = ("-", "NA", "N/A", "NULL", ".", "..", ":", "[x]", "[z]")
"""Marks for a number that does not exist."""

ORGANISATION = r"^[A-Z0-9]{3,10}$"
DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d")
MONTH_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%B %Y", "%b %Y", "%b-%Y", "%b-%y", "%Y-%m", "%Y-%b", "%Y%m", "%m/%Y")


class Sift:
    """A table on its way from text to types.

    ``frame`` has a column ``row`` and columns of text. ``origin`` names a column holding, for each row, the file's
    column that a value came from: needed after a wide table was made long, so that refusals still name the
    file's own column.
    """

    def __init__(self, frame: pl.DataFrame, origin: str | None = None) -> None:
        self._raw = frame
        self._names = {name.casefold(): name for name in frame.columns}
        self._origin = origin
        self._typed: dict[str, pl.Series] = {"row": frame["row"]}
        self._refused: list[pl.DataFrame] = []

    def text(self, name: str, column: str, *, required: bool = True) -> Self:
        """Text without white space around it and with single spaces inside."""
        held = self._column(column)
        cells = tidy(held.texts)
        self._refuse_empty(column, held, cells, required)
        return self._keep(name, held.rows(cells))

    def code(self, name: str, column: str, pattern: str = ORGANISATION, *, required: bool = True) -> Self:
        """A code in capitals that matches ``pattern`` as a whole."""
        held = self._column(column)
        cells = capitals(held.texts)
        self._refuse_empty(column, held, cells, required)
        wrong = ~cells.str.contains(f"^(?:{pattern})$").fill_null(value=True)
        self._refuse(column, held, wrong, "does not look like a code of this kind")
        return self._keep(name, held.rows(cells))

    def date(self, name: str, column: str, formats: Sequence[str] = DATE_FORMATS, *, required: bool = True) -> Self:
        """A date in the first of ``formats`` that reads it; never a guess between day and month."""
        held = self._column(column)
        cells = stripped(held.texts)
        read = dates(cells, formats)
        self._refuse_empty(column, held, cells, required)
        self._refuse(column, held, cells.is_not_null() & read.is_null(), "is not a date such as 30/04/2024")
        return self._keep(name, held.rows(read))

    def month_end(
        self,
        name: str,
        column: str,
        formats: Sequence[str] = MONTH_FORMATS,
        *,
        required: bool = True,
        extract: str | None = None,
    ) -> Self:
        """The last day of the month that a date or the name of a month falls in.

        ``extract`` is a pattern whose first group is the part of the cell to read.
        """
        held = self._column(column)
        cells = stripped(held.texts)
        ends = dates(cells if extract is None else cells.str.extract(extract), formats).dt.month_end()
        self._refuse_empty(column, held, cells, required)
        self._refuse(column, held, cells.is_not_null() & ends.is_null(), "is not a month such as 2024-04 or April 2024")
        return self._keep(name, held.rows(ends))

    def year_and_month(self, name: str, year: str, month: str) -> Self:
        """The last day of the month given by two columns, a year and the month's number."""
        self.integer(f"{name}_year", year, least=1990, most=2100).integer(f"{name}_month", month, least=1, most=12)
        parts = pl.DataFrame([self._typed.pop(f"{name}_year").alias("y"), self._typed.pop(f"{name}_month").alias("m")])
        sound = parts.select(y=pl.col("y").clip(1990, 2100), m=pl.col("m").clip(1, 12))
        self._typed[name] = sound.select(pl.date("y", "m", 1).dt.month_end().alias(name))[name]
        return self

    def financial_year(self, name: str, column: str) -> Self:
        """The 31 March that ends a year written 2021-22 or 2021/22."""
        held = self._column(column)
        cells = stripped(held.texts)
        parts = cells.str.extract_groups(r"^(?<first>20\d\d)[-/](?<last>\d\d)$").struct.unnest().cast(pl.Int32)
        follows = (pl.col("first") + 1) % 100 == pl.col("last")
        ends = parts.select(pl.when(follows).then(pl.date(pl.col("first") + 1, 3, 31))).to_series()
        self._refuse_empty(column, held, cells, required=True)
        self._refuse(column, held, cells.is_not_null() & ends.is_null(), "is not a year such as 2021-22")
        return self._keep(name, held.rows(ends))

    def staff_group(self, name: str, column: str, source: str) -> Self:
        """A source's staff group as wholetime's code; a label for all groups is null."""
        return self.category(name, column, group_labels(source), "staff group of this source")

    def integer(
        self, name: str, column: str, *, required: bool = True, least: int | None = 0, most: int | None = None
    ) -> Self:
        """A whole number, with or without thousands separators; ``4.0`` is one too."""
        held = self._column(column)
        numbers = self._numbers(column, held, stripped(held.texts), required)
        self._refuse(column, held, (numbers != numbers.round(0)).fill_null(value=False), "is not a whole number")
        self._bounds(column, held, numbers, least, most)
        return self._keep(name, held.rows(numbers.cast(pl.Int64, strict=False)))

    def decimal(
        self,
        name: str,
        column: str,
        *,
        required: bool = True,
        least: int | None = 0,
        most: int | None = None,
        suppressed: Sequence[str] = (),
        missing: Sequence[str] = (),
    ) -> Self:
        """An exact number with six places, and beside it ``<name>_status``.

        The status is ``reported``; ``suppressed`` where the cell is one of the marks ``suppressed``; null where it
        is one of ``missing`` (or empty and not ``required``). It never passes through a binary fraction.
        """
        held = self._column(column)
        cells = stripped(held.texts)
        withheld, absent = is_mark(cells, suppressed), is_mark(cells, missing)
        needed = ~(withheld | absent) & (required and "" not in missing)
        numbers = self._numbers(column, held, cells.set(withheld | absent, None), needed)
        self._bounds(column, held, numbers, least, most)
        self._keep(f"{name}_status", held.rows(statuses(numbers, withheld)))
        return self._keep(name, held.rows(numbers))

    def category(
        self, name: str, column: str, mapping: Mapping[str, str | None], what: str, *, required: bool = True
    ) -> Self:
        """A known label as its code, whatever its case and spacing; an unknown one is refused with ``what`` it is not.

        A label mapped to None is known and means *not broken down by this* (a total).
        """
        held = self._column(column)
        cells = stripped(held.texts)
        codes, known = coded(cells, mapping)
        self._refuse_empty(column, held, cells, required)
        self._refuse(column, held, cells.is_not_null() & ~known, f"is not a known {what}")
        return self._keep(name, held.rows(codes))

    def refuse(self, column: str, wrong: pl.Series, reason: str) -> Self:
        """Refuse the cells of ``column`` where ``wrong`` is true, by a rule of the adapter's own."""
        self._refuse_rows(column, wrong, reason)
        return self

    def typed(self, name: str) -> pl.Series:
        """A typed column as it stands, refused cells null, for rules that compare columns."""
        return self._typed[name]

    def good(self) -> pl.DataFrame:
        """The typed columns of the rows in which nothing was refused, with ``row``."""
        return pl.DataFrame(self._typed_named()).filter(~pl.col("row").is_in(self.refusals()["row"].implode()))

    def refusals(self) -> pl.DataFrame:
        """One line per refused cell, in the order of the file."""
        empty = pl.DataFrame(schema=REFUSALS)
        return pl.concat([empty, *self._refused]).unique(["row", "column"], keep="first").sort("row", "column")

    def _typed_named(self) -> list[pl.Series]:
        return [series.alias(name) for name, series in self._typed.items()]

    def _column(self, column: str) -> Column:
        actual = self._names.get(column.casefold())
        if actual is None:
            raise NotThisLayout(f"there is no column {column!r}")
        return Column(self._raw[actual].cast(pl.String))

    def _numbers(self, column: str, held: Column, cells: pl.Series, required: bool | pl.Series) -> pl.Series:
        self._refuse_empty(column, held, cells, required)
        numbers = decimals(cells)
        self._refuse(column, held, cells.is_not_null() & numbers.is_null(), "is not a number")
        return numbers

    def _bounds(self, column: str, held: Column, numbers: pl.Series, least: int | None, most: int | None) -> None:
        if least is not None:
            reason = "is negative" if least == 0 else f"is less than {least}"
            self._refuse(column, held, (numbers < least).fill_null(value=False), reason)
        if most is not None:
            self._refuse(column, held, (numbers > most).fill_null(value=False), f"is more than {most}")

    def _keep(self, name: str, values: pl.Series) -> Self:
        self._typed[name] = values
        return self

    def _refuse_empty(self, column: str, held: Column, cells: pl.Series, required: bool | pl.Series) -> None:
        self._refuse(column, held, cells.is_null() & required, "is empty")

    def _refuse(self, column: str, held: Column, wrong: pl.Series, reason: str) -> None:
        """``wrong`` says of each of the column's texts whether it is refused."""
        if wrong.any():
            self._refuse_rows(column, held.rows(wrong), reason)

    def _refuse_rows(self, column: str, wrong: pl.Series, reason: str) -> None:
        if not wrong.any():
            return
        actual = self._names[column.casefold()]
        shown = pl.lit(actual) if self._origin is None else pl.col(self._origin)
        picked = self._raw.filter(wrong).select(
            pl.col("row").cast(pl.Int64),
            shown.alias("column"),
            pl.col(actual).cast(pl.String).alias("value"),
            pl.lit(reason).alias("reason"),
        )
        self._refused.append(pl.DataFrame(picked, schema=REFUSALS))
