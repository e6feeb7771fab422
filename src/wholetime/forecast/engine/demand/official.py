"""Reads an official population projection: who will live in each area, by year, sex and age.

Two layouts: a row for each area, year, sex and age; or a column for each year. Headings in any order and case. Totals
of sexes and ages are passed over. A cell that cannot be used is refused with its row, column and reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import polars as pl

COLUMNS = {
    "area": ("area", "area_code", "code", "geography_code", "area_name"),
    "sex": ("sex", "gender"),
    "age": ("age", "age_group", "age_band"),
    "year": ("year",),
    "persons": ("persons", "population", "people", "count", "value"),
}
"""What each column may be called; spaces and hyphens are read as underscores. The first found counts."""

SEXES = {"f": "Female", "female": "Female", "females": "Female", "m": "Male", "male": "Male", "males": "Male"}
BOTH = ("persons", "person", "people", "all", "total", "both", "p", "all persons")
ALL_AGES = ("all ages", "all", "total", "all age groups")
OPEN = r"^(\d{1,3})\s*(?:\+| and (?:over|above)|\s*years and over)$"
BAND = r"^(\d{1,3})\s*(?:-|–| to )\s*(\d{1,3})$"
OLDEST, OPEN_FROM = 120, 80
"""Nobody is older. The last age may be open from 80, 85 or 90: the oldest band of the age weights begins at 80."""
YEAR = r"^\d{4}$"
FIVE = 5
MOST = 200
"""Refusals that are told; beyond, a file is wrong as a whole."""

type Refusals = tuple["Refused", ...]


class NotAProjection(ValueError):
    """A file without the columns of a projection; the message names them."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A cell that cannot be used; ``row`` as a spreadsheet counts, 0 where it is missing."""

    row: int
    column: str
    value: str
    reason: str

    def __str__(self) -> str:
        said = f" {self.value!r}" if self.value else ""
        return f"row {self.row}, {self.column}{said}: {self.reason}" if self.row else f"{self.value}: {self.reason}"


@dataclass(frozen=True, eq=False)
class Reading:
    """``counts``: area, year, sex, age (first of five years) and persons. Empty where anything was ``refused``."""

    counts: pl.DataFrame
    refused: Refusals = ()
    passed_over: tuple[str, ...] = field(default=())

    @property
    def areas(self) -> tuple[str, ...]:
        return tuple(self.counts["area"].unique().sort())


def read_projection(table: pl.DataFrame) -> Reading:
    """``table`` has a column ``row`` and columns of text. Each area needs every year, sex and age of the file.

    Raises NotAProjection where columns are missing or there is nothing below them.
    """
    long, names = _long(table)
    if long.is_empty():
        raise NotAProjection("there is nothing below the header")
    typed = _typed(long)
    totals = typed.filter(pl.col("total"))
    typed = typed.filter(~pl.col("total"))
    refused = [*_cells(typed, names)]
    if not refused:
        refused = [*_shape(typed)]
    if refused:
        return Reading(_counts(typed.clear()), tuple(refused[:MOST]))
    return Reading(_counts(typed), (), (f"{totals.height:,} totals",) if totals.height else ())


def _long(table: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str]]:
    """``row, area, sex, age, year, persons`` as text, and what each column is called in the file."""
    plain = {re.sub(r"[\s-]+", "_", name.strip().lower()): name for name in table.columns if name != "row"}
    found = {part: next((plain[name] for name in known if name in plain), "") for part, known in COLUMNS.items()}
    years = [name for name in plain.values() if re.match(YEAR, name.strip())]
    wanted = ("area", "sex", "age") if years else tuple(COLUMNS)
    missing = [part for part in wanted if not found[part]]
    if missing:
        raise NotAProjection(
            f"there is no column {', '.join(missing)}: a projection has area, sex, age, and either year and persons or "
            "a column for each year"
        )
    keys = [pl.col("row"), *(pl.col(found[part]).alias(part) for part in wanted[:3])]
    if years:
        wide = table.select(*keys, *years)
        long = wide.unpivot(years, index=["row", "area", "sex", "age"], variable_name="year", value_name="persons")
        return long, found | {"year": "", "persons": ""}
    return table.select(*keys, pl.col(found["year"]).alias("year"), pl.col(found["persons"]).alias("persons")), found


def _typed(long: pl.DataFrame) -> pl.DataFrame:
    """With ``of_sex``, ``from``, ``to``, ``in_year`` and ``number``, null where the text could not be read."""
    text = [
        pl.col(name).str.strip_chars().fill_null("").alias(name) for name in ("area", "sex", "age", "year", "persons")
    ]
    age, sex = pl.col("age").str.to_lowercase(), pl.col("sex").str.to_lowercase()
    opened, one = age.str.extract(OPEN).cast(pl.Int32), age.cast(pl.Int32, strict=False)
    first, last = age.str.extract(BAND, 1).cast(pl.Int32), age.str.extract(BAND, 2).cast(pl.Int32)
    number = pl.col("persons").str.replace_all(",", "").cast(pl.Float64, strict=False)
    return (
        long.with_columns(text)
        .filter(pl.any_horizontal(pl.col("area", "sex", "age", "persons") != ""))
        .with_columns(
            of_sex=sex.replace_strict(SEXES, default=None),
            **{"from": pl.coalesce(one, first, opened)},
            to=pl.coalesce(one, last, pl.when(opened.is_not_null()).then(OLDEST)),
            in_year=pl.when(pl.col("year").str.contains(YEAR)).then(pl.col("year").cast(pl.Int32, strict=False)),
            number=pl.when(number.is_finite() & (number >= 0)).then(number),
            total=sex.is_in(BOTH) | age.is_in(ALL_AGES),
        )
    )


def _cells(typed: pl.DataFrame, names: dict[str, str]) -> Iterator[Refused]:
    """Cells that cannot be read, by row."""
    ages = pl.col("from").is_null() | (pl.col("to") < pl.col("from")) | (pl.col("from") > OLDEST)
    wide = (pl.col("to") > pl.col("from")) & (
        (pl.col("from") % FIVE != 0)
        | ((pl.col("to") != pl.col("from") + FIVE - 1) & (pl.col("to") != OLDEST))
        | ((pl.col("to") == OLDEST) & (pl.col("from") < OPEN_FROM))
    )
    checks = (
        ("area", pl.col("area") == "", "an area is needed"),
        ("sex", pl.col("of_sex").is_null(), "is neither female nor male"),
        ("age", ages, "is no age"),
        ("age", ~ages & wide, "ages are single years or five years together, the last open from 80, 85 or 90"),
        ("year", pl.col("in_year").is_null(), "is no year"),
        ("persons", pl.col("number").is_null(), "is not a number of people"),
    )
    twice = typed.filter(pl.struct("area", "of_sex", "from", "in_year").is_duplicated())
    found = []
    for part, wrong, reason in checks:
        for row in typed.filter(wrong).head(MOST).iter_rows(named=True):
            found.append(Refused(row["row"], names[part] or row["year"], row[part], reason))
    if not found:
        again = twice.filter(~pl.struct("area", "of_sex", "from", "in_year").is_first_distinct())
        found = [
            Refused(row["row"], names["persons"] or row["year"], row["persons"], f"{_named(row)} is given twice")
            for row in again.head(MOST).iter_rows(named=True)
        ]
    yield from sorted(found, key=lambda one: (one.row, one.column))


def _shape(typed: pl.DataFrame) -> Iterator[Refused]:
    """What is missing: years and ages without gaps, both sexes, and all of them for every area."""
    years = typed["in_year"].unique().sort()
    ages = typed.select("from", "to").unique().sort("from")
    lost = sorted(set(range(years[0], years[-1] + 1)) - set(years))
    yield from (Refused(0, "year", str(year), "is missing between the years given") for year in lost)
    if typed["of_sex"].n_unique() != len(set(SEXES.values())):
        yield Refused(0, "sex", "Female and male", "are both needed")
    yield from _ages(ages["from"].to_list(), ages["to"].to_list())
    whole = (
        typed.select("area")
        .unique()
        .join(years.to_frame(), how="cross")
        .join(typed.select("of_sex").unique(), how="cross")
        .join(ages, how="cross")
    )
    keys = ["area", "in_year", "of_sex", "from"]
    absent = whole.join(typed, on=keys, how="anti").sort(keys)
    for row in absent.head(MOST).iter_rows(named=True):
        yield Refused(0, "persons", _named(row), "is missing")


def _ages(first: list[int], last: list[int]) -> Iterator[Refused]:
    if first[0] != 0:
        yield Refused(0, "age", "Age 0", "is missing")
    if last[-1] != OLDEST and last[-1] < OPEN_FROM:
        yield Refused(0, "age", f"Ages over {last[-1]}", "are missing")
    for before, after in zip(last[:-1], first[1:], strict=True):
        if after != before + 1:
            yield Refused(0, "age", f"Age {before + 1}", "is missing, or two bands overlap")


def _counts(typed: pl.DataFrame) -> pl.DataFrame:
    """Summed by five years of age, in order."""
    return (
        typed.group_by("area", year="in_year", sex="of_sex", age=pl.col("from") // FIVE * FIVE)
        .agg(persons=pl.col("number").sum())
        .sort("area", "year", "sex", "age")
    )


def _named(row: dict[str, object]) -> str:
    return f"{row['area']}, {row['in_year']}, {str(row['of_sex']).lower()}, age {row['from']}"
