"""The rule for unusual looking against a twin that works it out one account at a time."""

from __future__ import annotations

from datetime import date, timedelta
from statistics import median

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from wholetime.dataset.engine.looking import Limits, unusual
from wholetime.dataset.queries.looking_days import SCHEMA, limits_on, window_on

TODAY = date(2026, 11, 22)
LIMITS = Limits(least=10, times=2, known_days=3, alone=40)

type Row = tuple[int, str, date, int]


def frame(rows: list[Row]) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def naive(rows: list[Row]) -> list[tuple[int, int, float | None, float | None]]:
    found = []
    for account, role, day, people in rows:
        if day != TODAY or people < LIMITS.least:
            continue
        own = [row[3] for row in rows if row[0] == account and row[2] < TODAY]
        others = [row[3] for row in rows if row[0] != account and row[1] == role and row[2] < TODAY]
        usual = [float(median(days)) if len(days) >= LIMITS.known_days else None for days in (own, others)]
        known = [each for each in usual if each is not None]
        if people > LIMITS.times * max(known) if known else people >= LIMITS.alone:
            found.append((account, people, *usual))
    return sorted(found)


days = st.dictionaries(st.tuples(st.integers(1, 4), st.integers(0, 6)), st.integers(1, 60), max_size=28)


@given(days, st.fixed_dictionaries(dict.fromkeys((1, 2, 3, 4), st.sampled_from(["information", "planner"]))))
def test_the_rule_is_that_of_the_twin(looked: dict[tuple[int, int], int], roles: dict[int, str]) -> None:
    rows = [
        (account, roles[account], TODAY - timedelta(days=back), people) for (account, back), people in looked.items()
    ]
    assert list(unusual(frame(rows), TODAY, LIMITS).iter_rows()) == naive(rows)


def test_ten_times_the_usual_is_unusual_and_the_usual_is_not() -> None:
    before = [(1, "planner", TODAY - timedelta(days=back), 12) for back in range(1, 6)]
    assert unusual(frame([*before, (1, "planner", TODAY, 24)]), TODAY, LIMITS).is_empty()
    found = unusual(frame([*before, (1, "planner", TODAY, 120)]), TODAY, LIMITS)
    assert list(found.iter_rows()) == [(1, 120, 12.0, None)]


def test_one_earlier_day_of_bulk_looking_does_not_hide_the_next() -> None:
    before = [(1, "planner", TODAY - timedelta(days=back), 400 if back == 2 else 12) for back in range(1, 6)]
    assert unusual(frame([*before, (1, "planner", TODAY, 300)]), TODAY, LIMITS).height == 1


def test_the_limits_are_dated() -> None:
    assert limits_on(date(2026, 11, 22)) == limits_on(date(2020, 1, 1))
    assert limits_on(TODAY).least < limits_on(TODAY).alone
    assert window_on(TODAY) > limits_on(TODAY).known_days
