"""What a new slice would change, against a plain comparison of dictionaries."""

from __future__ import annotations

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wholetime.dataset.engine.loading import compare

ROWS = st.dictionaries(
    st.tuples(st.sampled_from(["A", "B", "C"]), st.one_of(st.none(), st.sampled_from(["x", "y"]))),
    st.one_of(st.none(), st.integers(0, 3)),
    max_size=6,
)


def frame(rows: dict[tuple[str, str | None], int | None]) -> pl.DataFrame:
    table = [(org, group, value) for (org, group), value in rows.items()]
    return pl.DataFrame(table, schema={"org": pl.String, "group": pl.String, "value": pl.Int64}, orient="row")


def test_nothing_held_makes_every_row_new() -> None:
    found = compare(frame({("A", None): 1, ("B", "x"): 2}), None, ["org", "group"])
    assert (found.added, found.changed, found.removed, found.unchanged) == (2, 0, 0, 0)
    assert not found.nothing


def test_a_changed_value_is_shown_before_and_after() -> None:
    found = compare(frame({("A", "x"): 2}), frame({("A", "x"): 1}), ["org", "group"])
    assert found.examples == [{"where": "A, x", "column": "value", "before": "1", "after": "2"}]


@given(ROWS, ROWS)
def test_agrees_with_comparing_dictionaries(
    new: dict[tuple[str, str | None], int | None], held: dict[tuple[str, str | None], int | None]
) -> None:
    found = compare(frame(new), frame(held), ["org", "group"])
    both = new.keys() & held.keys()
    assert found.added == len(new.keys() - held.keys())
    assert found.removed == len(held.keys() - new.keys())
    assert found.changed == sum(new[key] != held[key] for key in both)
    assert found.unchanged == sum(new[key] == held[key] for key in both)
    assert found.nothing == (new == held)
