"""What the person-level sources share: age, rows given twice, and people without a National Insurance number."""

from __future__ import annotations

import polars as pl

from wholetime.chassis.engine.wording import counted
from wholetime.dataset.engine.mapping.mapped import Mapped
from wholetime.dataset.engine.pseudonym import without_insurance


def age(day: str = "month", born: str = "date_of_birth") -> pl.Expr:
    """Whole years from birth to ``day``, which may be the birthday itself."""
    years = pl.col(day).dt.year() - pl.col(born).dt.year()
    birthday_to_come = _day_of_year(born) > _day_of_year(day)
    return (years - birthday_to_come.cast(pl.Int32)).cast(pl.Int16).alias("age")


def _day_of_year(column: str) -> pl.Expr:
    """Month and day as one number that sorts like a calendar: 229 is 29 February."""
    return pl.col(column).dt.month().cast(pl.Int16) * 100 + pl.col(column).dt.day()


def refuse_repeats(mapped: Mapped, name: str, *others: str) -> None:
    """Refuse every row after the first with the same ``name`` and ``others``."""
    if mapped.sift.typed(name).drop_nulls().is_unique().all():
        return  # most lists: nothing can be given twice where no number is
    keys = pl.DataFrame([mapped.sift.typed(one).alias(one) for one in (name, *others)])
    repeated = ~keys.select(pl.struct(pl.all()).is_first_distinct()).to_series() & keys[name].is_not_null()
    mapped.sift.refuse(mapped.mapping.headings[name], repeated, "appears a second time in this file")


def no_insurance_note(frame: pl.DataFrame) -> tuple[str, ...]:
    """A note of how many people cannot be followed from one employer to another; none when there are none."""
    count = without_insurance(frame)
    people = counted(count, "person has", "people have")
    text = f"{people} no usable National Insurance number and cannot be followed between employers"
    return (text,) if count else ()
