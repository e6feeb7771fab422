"""Turns columns of text into typed ones, all rows at once, and gathers what could not be accepted.

A sift is given a raw table and asked for one typed column after another. A cell that cannot be accepted is
refused with its row, column, value and a reason in the user's words, and its whole row stays out of ``good``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Self

import polars as pl

from wholetime.dataset.engine.adapter import REFUSALS, NotThisLayout
from wholetime.dataset.engine.frames import DECIMAL, Status
from wholetime.dataset.engine.staff_groups import group_labels

SUPPRESSED = ("*", "c", "[c]", "S")
"""Marks by which NHS England and ONS withhold a number for confidentiality."""

MISSING = ("-", "NA", "N/A", "NULL", ".", "..", ":", "[x]", "[z]")
"""Marks for a number that does not exist."""

NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
ORGANISATION = r"^[A-Z0-9]{3,10}$"
DATE_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%d-%m-%Y", "%d %B %Y", "%d-%b-%Y", "%Y%m%d")
MONTH_FORMATS = ("%d/%m/%Y", "%Y-%m-%d", "%B %Y", "%b %Y", "%b-%Y", "%b-%y", "%Y-%m", "%Y-%b", "%Y%m", "%m/%Y")
DAY = "%d "


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
        cells = self._cells(column).str.replace_all(r"\s+", " ")
        return self._keep(name, column, cells, cells.is_null() & required, "is empty")

    def code(self, name: str, column: str, pattern: str = ORGANISATION, *, required: bool = True) -> Self:
        """A code in capitals that matches ``pattern`` as a whole."""
        cells = self._cells(column).str.to_uppercase()
        self._refuse(column, cells.is_null() & required, "is empty")
        wrong = ~cells.str.contains(f"^(?:{pattern})$").fill_null(value=True)
        return self._keep(name, column, cells, wrong, "does not look like a code of this kind")

    def date(self, name: str, column: str, formats: Sequence[str] = DATE_FORMATS, *, required: bool = True) -> Self:
        """A date in the first of ``formats`` that reads it; never a guess between day and month."""
        cells = self._cells(column)
        dates = _dates(cells, formats)
        self._refuse(column, cells.is_null() & required, "is empty")
        return self._keep(
            name, column, dates, cells.is_not_null() & dates.is_null(), "is not a date such as 30/04/2024"
        )

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
        cells = self._cells(column)
        read = cells if extract is None else cells.str.extract(extract)
        ends = _dates(read, formats).dt.month_end()
        self._refuse(column, cells.is_null() & required, "is empty")
        reason = "is not a month such as 2024-04 or April 2024"
        return self._keep(name, column, ends, cells.is_not_null() & ends.is_null(), reason)

    def year_and_month(self, name: str, year: str, month: str) -> Self:
        """The last day of the month given by two columns, a year and the month's number."""
        self.integer(f"{name}_year", year, least=1990, most=2100).integer(f"{name}_month", month, least=1, most=12)
        parts = pl.DataFrame([self._typed.pop(f"{name}_year").alias("y"), self._typed.pop(f"{name}_month").alias("m")])
        sound = parts.select(y=pl.col("y").clip(1990, 2100), m=pl.col("m").clip(1, 12))
        self._typed[name] = sound.select(pl.date("y", "m", 1).dt.month_end().alias(name))[name]
        return self

    def financial_year(self, name: str, column: str) -> Self:
        """The 31 March that ends a year written 2021-22 or 2021/22."""
        cells = self._cells(column)
        parts = cells.str.extract_groups(r"^(?<first>20\d\d)[-/](?<last>\d\d)$").struct.unnest().cast(pl.Int32)
        ends = parts.select(
            pl.when((pl.col("first") + 1) % 100 == pl.col("last")).then(pl.date(pl.col("first") + 1, 3, 31))
        )
        self._refuse(column, cells.is_null(), "is empty")
        return self._keep(
            name,
            column,
            ends.to_series(),
            cells.is_not_null() & ends.to_series().is_null(),
            "is not a year such as 2021-22",
        )

    def staff_group(self, name: str, column: str, source: str) -> Self:
        """A source's staff group as wholetime's code; a label for all groups is null."""
        return self.category(name, column, group_labels(source), "staff group of this source")

    def integer(
        self, name: str, column: str, *, required: bool = True, least: int | None = 0, most: int | None = None
    ) -> Self:
        """A whole number, with or without thousands separators; ``4.0`` is one too."""
        numbers = self._numbers(column, required=required)
        whole = numbers == numbers.round(0)
        self._refuse(column, ~whole.fill_null(value=True), "is not a whole number")
        self._bounds(column, numbers, least, most)
        self._typed[name] = numbers.cast(pl.Int64, strict=False)
        return self

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
        cells = self._cells(column)
        marks = cells.str.to_lowercase()
        withheld = marks.is_in([mark.lower() for mark in suppressed]).fill_null(value=False)
        absent = marks.is_in([mark.lower() for mark in missing]).fill_null(value=False)
        numbers = self._numbers(column, required=required and "" not in missing, ignore=withheld | absent)
        self._bounds(column, numbers, least, most)
        self._typed[name] = numbers
        self._typed[f"{name}_status"] = _status(numbers, withheld)
        return self

    def category(
        self, name: str, column: str, mapping: Mapping[str, str | None], what: str, *, required: bool = True
    ) -> Self:
        """A known label as its code, whatever its case and spacing; an unknown one is refused with ``what`` it is not.

        A label mapped to None is known and means *not broken down by this* (a total).
        """
        cells = self._cells(column)
        labels = fold(cells)
        known = pl.DataFrame(
            {"label": [fold_text(label) for label in mapping], "code": list(mapping.values())},
            schema={"label": pl.String, "code": pl.String},
        ).unique("label", keep="first")
        found = labels.to_frame("label").join(
            known.with_columns(hit=True), on="label", how="left", maintain_order="left"
        )
        self._refuse(column, cells.is_null() & required, "is empty")
        strange = cells.is_not_null() & found["hit"].is_null()
        return self._keep(name, column, found["code"], strange, f"is not a known {what}")

    def refuse(self, column: str, wrong: pl.Series, reason: str) -> Self:
        """Refuse the cells of ``column`` where ``wrong`` is true, by a rule of the adapter's own."""
        self._refuse(column, wrong, reason)
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

    def _cells(self, column: str) -> pl.Series:
        """The column's text without white space around it; empty is null."""
        actual = self._names.get(column.casefold())
        if actual is None:
            raise NotThisLayout(f"there is no column {column!r}")
        cells = self._raw[actual].cast(pl.String).str.strip_chars()
        return cells.set(cells == "", None)

    def _numbers(self, column: str, *, required: bool, ignore: pl.Series | None = None) -> pl.Series:
        cells = self._cells(column)
        if ignore is not None:
            required_here = ~ignore & required
            cells = cells.set(ignore, None)
        else:
            required_here = pl.repeat(required, len(cells), eager=True)
        self._refuse(column, cells.is_null() & required_here, "is empty")
        plain = _ungrouped(cells)
        looks = plain.str.contains(NUMBER).fill_null(value=True)
        numbers = plain.set(~looks, None).cast(DECIMAL, strict=False)
        self._refuse(column, cells.is_not_null() & numbers.is_null(), "is not a number")
        return numbers

    def _bounds(self, column: str, numbers: pl.Series, least: int | None, most: int | None) -> None:
        if least is not None:
            reason = "is negative" if least == 0 else f"is less than {least}"
            self._refuse(column, (numbers < least).fill_null(value=False), reason)
        if most is not None:
            self._refuse(column, (numbers > most).fill_null(value=False), f"is more than {most}")

    def _keep(self, name: str, column: str, values: pl.Series, wrong: pl.Series, reason: str) -> Self:
        self._refuse(column, wrong, reason)
        self._typed[name] = values
        return self

    def _refuse(self, column: str, wrong: pl.Series, reason: str) -> None:
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


def fold(cells: pl.Series) -> pl.Series:
    """Labels so that case, spacing, dashes and the two ampersand spellings do not matter."""
    return (
        cells.str.to_lowercase()
        .str.replace_all(r"[\u2010-\u2015]", "-")
        .str.replace_all("&", " and ", literal=True)
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


def fold_text(label: str) -> str:
    """``fold`` for one label."""
    folded: str = fold(pl.Series([label], dtype=pl.String))[0]
    return folded


def _ungrouped(cells: pl.Series) -> pl.Series:
    """Numbers without their thousands separators; text with commas elsewhere stays, to be refused."""
    if not cells.str.contains(",", literal=True).any():
        return cells
    grouped = cells.str.contains(GROUPED).fill_null(value=False)
    return cells.zip_with(~grouped, cells.str.replace_all(",", "", literal=True))


def _status(numbers: pl.Series, withheld: pl.Series) -> pl.Series:
    frame = pl.DataFrame([numbers.alias("number"), withheld.alias("withheld")])
    status = pl.when("withheld").then(pl.lit(Status.SUPPRESSED.value))
    return frame.select(
        status.when(pl.col("number").is_not_null()).then(pl.lit(Status.REPORTED.value)).alias("status")
    )["status"]


def _dates(cells: pl.Series, formats: Sequence[str]) -> pl.Series:
    """Each distinct text read once, by the first format that fits."""
    distinct = cells.unique().to_frame("text")
    readings = [_read(form) for form in formats]
    read = distinct.select("text", pl.coalesce(readings).alias("date"))
    return cells.to_frame("text").join(read, on="text", how="left", maintain_order="left", nulls_equal=True)["date"]


def _read(form: str) -> pl.Expr:
    """A month without a day is read as its first day."""
    if "%d" in form:
        return pl.col("text").str.to_date(form, strict=False)
    return ("1 " + pl.col("text")).str.to_date(DAY + form, strict=False)
