"""Terms kept on disk for a version of the lake: a question about one month reads that month's rows alone.

What is kept is counted over everything held, whoever asks: nothing is placed in the tree, kept to a scope or protected.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl
from django.conf import settings

from wholetime.chassis.api import forget_the_oldest, whole_file
from wholetime.dataset.engine.figures.recipe import Recipe
from wholetime.dataset.queries.figures.terms import held_terms
from wholetime.dataset.queries.manifest import Version
from wholetime.kernel.period import Period
from wholetime.kernel.release import release

SPAN = ["source", "synthetic", "period_from", "period_to"]
SPEAKING = ["term", "org", "sector", "restricted", *SPAN]
"""Who speaks of what, and when."""

MOST_KEPT = 600
"""Files, two for each set of terms: some 100 kB to 5 MB."""

ROWS = 8_192
"""In one group of a file: a month of 500 employers by sex and age is 6,000 rows."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of a question over all time and all organisations, as ``held_terms`` works them out."""

    version: Version
    engine: str
    recipe: Recipe
    breakdowns: tuple[str, ...]
    where: tuple[tuple[str, str], ...]
    window: Period | None

    def speaking(self) -> pl.DataFrame:
        """Who speaks of what, and when: columns SPEAKING, each combination once."""
        return _speaking(self)

    def of(self, days: tuple[date, ...]) -> pl.DataFrame:
        """The rows of periods that end on one of ``days``."""
        return _of(self, days)

    def every(self) -> pl.DataFrame:
        return _every(self)


def counted_for_areas(version: Version, engine: str, recipe: Recipe) -> pl.DataFrame:
    """The area terms of ``recipe``, each area's latest."""
    terms = tuple(replace(term, area=False) for term in recipe.terms if term.area)
    found = Terms(version, engine, Recipe(recipe.definition, terms), (), (), None).every()
    return found.filter(pl.col("period_to") == pl.col("period_to").max().over("term", "org"))


# 500 organisations by 60 months and three terms: 90,000 rows, 8 MB.
@lru_cache(maxsize=32)
def _speaking(terms: Terms) -> pl.DataFrame:
    return _kept(terms, "speaking", lambda frame: frame)


# One month of 500 organisations by 26 groups: 10,000 rows, 1 MB.
@lru_cache(maxsize=64)
def _of(terms: Terms, days: tuple[date, ...]) -> pl.DataFrame:
    return _kept(terms, "rows", lambda frame: frame.filter(pl.col("period_to").is_in(days)))


# Every term of every organisation and period, whoever asks: at most 500,000 rows, 60 MB.
@lru_cache(maxsize=16)
def _every(terms: Terms) -> pl.DataFrame:
    return _kept(terms, "rows", lambda frame: frame)


def _kept(terms: Terms, kind: str, chosen: Callable[[pl.LazyFrame], pl.LazyFrame]) -> pl.DataFrame:
    file = _file(terms, kind)
    try:
        found = chosen(pl.scan_parquet(file)).collect()
        file.touch()
    except FileNotFoundError:
        found = chosen(_made(terms)[kind].lazy()).collect()
    return found


def _made(terms: Terms) -> dict[str, pl.DataFrame]:
    """Worked out and kept; what was kept of other versions goes."""
    rows = held_terms(terms.version, terms.recipe, terms.breakdowns, terms.where, terms.window).sort("period_to")
    made = {"rows": rows, "speaking": rows.select(SPEAKING).unique()}
    for kind, frame in made.items():
        with whole_file(_file(terms, kind)) as target:
            frame.write_parquet(target, row_group_size=ROWS)
    _tidy(terms.version)
    return made


def _tidy(version: Version) -> None:
    files = list(_folder().glob("*.parquet"))
    for file in files:
        if not file.name.startswith(_prefix(version)):
            file.unlink(missing_ok=True)
    forget_the_oldest((file for file in files if file.exists()), MOST_KEPT)


def _file(terms: Terms, kind: str) -> Path:
    name = hashlib.sha256(f"{release()} {terms!r}".encode()).hexdigest()[:32]
    return _folder() / f"{_prefix(terms.version)}{name}-{kind}.parquet"


def _folder() -> Path:
    return Path(settings.HOME) / "derived" / "terms"


def _prefix(version: Version) -> str:
    return f"{version.last}-{version.commits}-"
