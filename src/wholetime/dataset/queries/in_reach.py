"""The database's rules, held against the lake too: its rows of restricted sources are no rows of a table.

Figures, quality and exports ask here last, whatever scope they were asked for: the codes come from the database, which
reckons them from memberships by itself.
"""

from __future__ import annotations

import polars as pl

from wholetime.chassis.api import reached_codes


def in_reach(frame: pl.DataFrame, org: str = "org") -> pl.DataFrame:
    """The rows of ``frame`` whose organisation (column ``org``) may be seen now; where it has a column ``restricted``,
    what is published stays."""
    codes = reached_codes()
    if codes is None or frame.is_empty():
        return frame
    mine = pl.col(org).is_in(list(codes))
    return frame.filter(mine | ~pl.col("restricted") if "restricted" in frame.columns else mine)
