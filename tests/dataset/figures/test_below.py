"""Who was below an area on which day, against looking each row up in the tree of its day."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from wholetime.chassis.queries import below as known
from wholetime.dataset.queries.figures import placed as module
from wholetime.dataset.queries.figures.ask import AREAS, View

DAYS = [date(2025, 1, 31), date(2025, 2, 28), date(2025, 3, 31)]
TODAY = date(2026, 1, 1)
ORGS = "ABCDE"

TREES = st.lists(
    st.dictionaries(st.sampled_from(ORGS), st.sampled_from(["North", "South", None]), min_size=1),
    min_size=4,
    max_size=4,
)
"""On each day and today, the place of those organisations that were there."""


def frame_of(tree: dict[str, str | None]) -> pl.DataFrame:
    rows = [(code, code, *(place if area == "place" else None for area in AREAS)) for code, place in tree.items()]
    return pl.DataFrame(rows, schema=dict.fromkeys(("code", "organisation", *AREAS), pl.String), orient="row")


@given(
    TREES,
    st.sets(st.tuples(st.sampled_from(ORGS), st.sampled_from(DAYS)), min_size=1),
    st.sets(st.sampled_from(["North", "South", "A", "B"]), min_size=1),
    st.sampled_from(View),
)
@settings(max_examples=150, deadline=None, derandomize=True)
def test_each_row_is_below_where_the_tree_of_its_day_says(
    trees: list[dict[str, str | None]], held: set[tuple[str, date]], codes: set[str], view: View
) -> None:
    lineages = dict(zip((*DAYS, TODAY), trees, strict=True))
    frame = pl.DataFrame(sorted(held), schema={"org": pl.String, "period_to": pl.Date}, orient="row")
    wanted = sorted(codes)

    def is_below(org: str, day: date) -> bool:
        tree = lineages[day if view is View.AS_WAS else TODAY]
        return org in tree and bool(codes & {org, tree[org]})

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known, "lineages", lambda days: {day: frame_of(lineages[day]) for day in days})
        patch.setattr(known, "tree_version", lambda: "now")
        patch.setattr(module.timezone, "localdate", lambda: TODAY)
        known._codes_below.cache_clear()
        found = module._below(frame, wanted, view)
    known._codes_below.cache_clear()
    expected = frame.filter([is_below(org, day) for org, day in frame.iter_rows()])
    assert_frame_equal(found, expected, check_row_order=False)
