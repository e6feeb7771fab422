"""What a new slice changes in the one that is held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import polars as pl

EXAMPLES = 20  # enough to recognise a mistake on the preview page, few enough to read


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows by what happens to them, and some changed values (key, column, before, after) to look at."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    unchanged: int = 0
    examples: list[dict[str, str]] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        return not (self.added or self.changed or self.removed)

    def plus(self, other: Difference) -> Difference:
        return Difference(
            self.added + other.added,
            self.changed + other.changed,
            self.removed + other.removed,
            self.unchanged + other.unchanged,
            (self.examples + other.examples)[:EXAMPLES],
        )


def compare(new: pl.DataFrame, held: pl.DataFrame | None, keys: Sequence[str]) -> Difference:
    """Both frames have the same columns; ``held`` is None where nothing was."""
    if held is None:
        return Difference(added=new.height)
    values = [name for name in new.columns if name not in keys]
    both = new.join(held, on=list(keys), how="inner", nulls_equal=True, suffix=" before")
    same = pl.all_horizontal(pl.col(name).eq_missing(pl.col(f"{name} before")) for name in values)
    differing = both.filter(~same)
    return Difference(
        added=new.height - both.height,
        changed=differing.height,
        removed=held.height - both.height,
        unchanged=both.height - differing.height,
        examples=_examples(differing.head(EXAMPLES), keys, values),
    )


def _examples(rows: pl.DataFrame, keys: Sequence[str], values: Sequence[str]) -> list[dict[str, str]]:
    found = []
    for row in rows.iter_rows(named=True):
        named = (_text(row[key]) for key in keys if key != "cut" and row[key] not in (None, ""))
        where = ", ".join(dict.fromkeys(named))  # a census names one day twice
        for name in values:
            if row[name] != row[f"{name} before"]:
                before, after = _text(row[f"{name} before"]), _text(row[name])
                found.append({"where": where, "column": name, "before": before, "after": after})
    return found[:EXAMPLES]


def _text(value: object) -> str:
    """``7.500000`` as ``7.5``; nothing for nothing."""
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
