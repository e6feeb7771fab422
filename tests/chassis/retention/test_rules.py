"""How long things are kept: the reference data, and the moment before which what ended is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.chassis.actions.retention import removal_of
from wholetime.chassis.engine.retention import Keeping, in_force, keeping_of
from wholetime.chassis.queries.retention import keepings

ENTRY: dict[str, Any] = {
    "rule": "sessions",
    "what": "Sessions",
    "keep": {"days": 1},
    "counted_from": "it ended",
    "basis": "a reason",
    "source": "somebody",
    "verified": False,
    "effective_from": date(2026, 1, 1),
}
moments = st.datetimes(datetime(1990, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  given here


def entry(**named: Any) -> Keeping:
    return keeping_of(ENTRY | named)


def naive(now: datetime, years: int) -> datetime:
    """Back a day at a time, to the same day of an earlier year or the last one before it."""
    found = now
    while found.year > now.year - years or (found.month, found.day) > (now.month, now.day):
        found -= timedelta(days=1)
    return found


@given(moments, st.integers(0, 12))
def test_years_are_counted_back_as_on_a_calendar(moment: datetime, years: int) -> None:
    assert entry(keep={"years": years}).cutoff(moment) == naive(moment, years)


def test_a_leap_day_falls_back_to_the_day_before() -> None:
    leap = datetime(2028, 2, 29, 12, tzinfo=UTC)
    assert entry(keep={"years": 6}).cutoff(leap) == naive(leap, 6) == datetime(2022, 2, 28, 12, tzinfo=UTC)


@given(moments, st.integers(0, 800), st.integers(0, 20))
def test_years_and_days_add_up(moment: datetime, days: int, years: int) -> None:
    both = entry(keep={"years": years, "days": days}).cutoff(moment)
    assert both == entry(keep={"years": years}).cutoff(moment) - timedelta(days=days)


@pytest.mark.parametrize(
    ("keep", "text"),
    [({"days": 1}, "1 day"), ({"years": 6}, "6 years"), ({"years": 1, "days": 30}, "1 year and 30 days")],
)
def test_a_time_is_told_in_words(keep: dict[str, int], text: str) -> None:
    assert entry(keep=keep).text == text


@pytest.mark.parametrize("keep", [{"weeks": 2}, {"days": -1}, {"days": 1.5}, {"years": "6"}])
def test_a_time_that_is_none_is_refused(keep: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="sessions"):
        entry(keep=keep)


def test_what_is_kept_for_good_is_never_due() -> None:
    kept = entry(keep="for good")
    assert not kept.ends
    assert kept.text == "with no fixed time"
    with pytest.raises(ValueError, match="for good"):
        kept.cutoff(datetime(2026, 1, 1, tzinfo=UTC))


def test_of_a_rule_the_entry_of_the_day_holds() -> None:
    later = entry(keep={"days": 9}, effective_from=date(2027, 1, 1))
    assert in_force([later, entry()], date(2026, 12, 31))["sessions"].days == 1
    assert in_force([later, entry()], date(2027, 1, 1))["sessions"].days == 9
    assert in_force([later, entry()], date(2025, 1, 1)) == {}


def test_every_rule_that_ends_is_one_that_somebody_knows_to_apply() -> None:
    found = keepings(date(2026, 12, 1))
    assert {rule for rule, kept in found.items() if kept.ends and removal_of(rule) is None} == set()
    assert {rule for rule, kept in found.items() if not kept.ends and removal_of(rule) is not None} == set()


def test_what_is_from_memory_says_so() -> None:
    for kept in keepings(date(2026, 12, 1)).values():
        assert kept.source, kept.rule
        assert kept.basis, kept.rule
        assert kept.verified == kept.source.startswith("decision record"), kept.rule
