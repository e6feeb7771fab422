"""How whole columns of text become dates, numbers and labels.

A column of a staff list says the same few things again and again (58 job roles in 78,000 rows): what takes longer
than a look is done once for each distinct text, and the answers are spread over the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from wholetime.dataset.engine.frames import DECIMAL, Status

NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?$"
GROUPED = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
DAY = "%d "

LOOK_AT = 4096
"""Rows at the top of a column that show whether its texts repeat: enough to meet each job role several times."""

REPEATS_FROM = 4
"""Rows to each distinct text from which spreading answers is quicker than working them out: measured, two to six."""


class Column:
    """A column of text as its ``texts`` and, for each row, which of them it holds.

    Where texts repeat, each is there once; otherwise the texts are the rows. What is worked out of ``texts``, one
    answer for each, becomes an answer for each row by ``rows``.
    """

    def __init__(self, cells: pl.Series) -> None:
        self.texts = cells
        self._at: pl.Series | None = None
        if cells.head(LOOK_AT).n_unique() * REPEATS_FROM <= min(len(cells), LOOK_AT):
            self.texts = cells.unique()
            numbered = self.texts.to_frame("text").with_row_index("at")
            named = cells.to_frame("text")
            self._at = named.join(numbered, on="text", how="left", maintain_order="left", nulls_equal=True)["at"]

    def rows(self, answers: pl.Series) -> pl.Series:
        """The answer for each row, from one for each of ``texts``."""
        return answers if self._at is None else answers.gather(self._at)


def stripped(cells: pl.Series) -> pl.Series:
    """Text without white space around it; empty is null."""
    text = cells.str.strip_chars()
    return text.set(text == "", None)


def tidy(cells: pl.Series) -> pl.Series:
    """Text without white space around it and with single spaces inside; empty is null."""
    return stripped(cells).str.replace_all(r"\s+", " ")


def capitals(cells: pl.Series) -> pl.Series:
    """Stripped text in capitals."""
    return stripped(cells).str.to_uppercase()


def fold(cells: pl.Series) -> pl.Series:
    """Labels so that case, spacing, dashes and the two ampersand spellings do not matter."""
    return (
        cells.str.to_lowercase()
        .str.replace_all(r"[\u2010-\u2015]", "-")
        .str.replace_all("&", " and ", literal=True)
        .str.replace_all(r"\s+", " ")
        .str.strip_chars()
    )


def coded(texts: pl.Series, codes: Mapping[str, str | None]) -> tuple[pl.Series, pl.Series]:
    """The code of each label, and whether the label is known; of two labels that fold alike the first counts."""
    labels, values = pl.Series("label", list(codes), pl.String), pl.Series("code", list(codes.values()), pl.String)
    known = pl.DataFrame([fold(labels), values]).unique("label", keep="first").with_columns(known=True)
    found = fold(texts).to_frame("label").join(known, on="label", how="left", maintain_order="left")
    return found["code"], found["known"].fill_null(value=False)


def decimals(cells: pl.Series) -> pl.Series:
    """Exact numbers with six places, with or without thousands separators; null for what is not a number."""
    plain = _ungrouped(cells)
    looks = plain.str.contains(NUMBER).fill_null(value=True)
    return plain.set(~looks, None).cast(DECIMAL, strict=False)


def _ungrouped(cells: pl.Series) -> pl.Series:
    """Numbers without their thousands separators; text with commas elsewhere stays, to be refused."""
    if not cells.str.contains(",", literal=True).any():
        return cells
    grouped = cells.str.contains(GROUPED).fill_null(value=False)
    return cells.zip_with(~grouped, cells.str.replace_all(",", "", literal=True))


def statuses(numbers: pl.Series, withheld: pl.Series) -> pl.Series:
    """The status of each number: suppressed where withheld, else reported, or null without a number."""
    frame = pl.DataFrame([numbers.alias("number"), withheld.alias("withheld")])
    status = pl.when("withheld").then(pl.lit(Status.SUPPRESSED.value))
    return frame.select(
        status.when(pl.col("number").is_not_null()).then(pl.lit(Status.REPORTED.value)).alias("status")
    )["status"]


def is_mark(cells: pl.Series, marks: Sequence[str]) -> pl.Series:
    """Where a cell is one of ``marks``, whatever its case."""
    return cells.str.to_lowercase().is_in([mark.lower() for mark in marks]).fill_null(value=False)


def dates(texts: pl.Series, formats: Sequence[str]) -> pl.Series:
    """Dates in the first of ``formats`` that reads each; a month without a day is its first day.

    A file keeps to one format as a rule, so that the later ones have nothing left to read.
    """
    read = pl.repeat(None, len(texts), dtype=pl.Date, eager=True)
    for form in formats:
        if read.null_count() == texts.null_count():
            break
        read = read.zip_with(read.is_not_null(), _read(texts, form))
    return read


def _read(texts: pl.Series, form: str) -> pl.Series:
    if "%d" in form:
        return texts.str.to_date(form, strict=False)
    return ("1 " + texts).str.to_date(DAY + form, strict=False)
