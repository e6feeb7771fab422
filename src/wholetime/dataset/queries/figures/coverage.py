"""How many of the organisations that should speak do: the coverage of each part of an answer."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wholetime.chassis.api import closings
from wholetime.dataset.queries.figures.ask import AREAS

OWN = ("org", "sector", "source", "synthetic", *AREAS)
"""Parts that divide organisations; a breakdown such as sex divides their people, and leaves coverage alone."""


def coverage(ever: pl.DataFrame, answering: pl.DataFrame, parts: Sequence[str]) -> pl.DataFrame:
    """Columns: the parts that divide organisations, period_from, period_to, spoke, expected.

    ``ever`` has every row held for the question, ``answering`` those of the periods answered. An organisation is
    expected in a period when it had reported by its end and had not closed before it.
    """
    own = [part for part in parts if part in OWN]
    span = ["period_from", "period_to"]
    spoke = answering.group_by(*own, *span).agg(pl.col("org").n_unique().alias("spoke"))
    first = ever.group_by(list(dict.fromkeys(("org", *own)))).agg(pl.col("period_to").min().alias("began"))
    known = first.join(closings(first["org"]), left_on="org", right_on="code", how="left")
    due = known.join(answering.select(span).unique(), how="cross").filter(
        pl.col("began") <= pl.col("period_to"),
        pl.col("closed").is_null() | (pl.col("closed") > pl.col("period_from")),
    )
    expected = due.group_by(*own, *span).agg(pl.col("org").n_unique().alias("expected"))
    joined = spoke.join(expected, on=[*own, *span], how="left", nulls_equal=True)
    return joined.with_columns(pl.max_horizontal("spoke", pl.col("expected").fill_null(0)).alias("expected"))
