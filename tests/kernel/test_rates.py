"""Workforce rates against the rows that were published with them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wholetime.kernel.hours import Hours
from wholetime.kernel.measure import contracted_hours, headcount, wte, wte_days
from wholetime.kernel.period import financial_year, month
from wholetime.kernel.rates import (
    joiner_rate,
    leaver_rate,
    mean,
    patients_per_wte,
    percent,
    ratio,
    rounded,
    sickness_rate,
    stability_index,
    vacancies,
    vacancy_rate,
)

# Parliamentary answer 112582, January 2022, quoting NHS Digital: hospital and community services in England,
# September to September. Leavers, leaver rate, stability index.
PUBLISHED = {
    "nurses 2018-19": (31_628, "10.1", "89.8"),
    "nurses 2019-20": (29_201, "9.0", "90.8"),
    "nurses 2020-21": (33_354, "9.9", "89.9"),
    "doctors 2018-19": (4_340, "6.7", "93.1"),
    "doctors 2019-20": (4_190, "6.3", "93.6"),
    "doctors 2020-21": (4_350, "6.3", "93.6"),
}


@pytest.mark.parametrize(("leavers", "rate", "stability"), PUBLISHED.values(), ids=PUBLISHED)
def test_published_leaver_rates_imply_a_population_that_gives_them_back(
    leavers: int, rate: str, stability: str
) -> None:
    """The headcounts behind the answer were not published, so only consistency can be tested.

    Any headcount within the rate's rounding must give the published rate; half a point outside must not.
    """
    low = Decimal(100 * leavers) / (Decimal(rate) + Decimal("0.049"))
    high = Decimal(100 * leavers) / (Decimal(rate) - Decimal("0.049"))
    for headcount_mean in (low, high):
        assert rounded(leaver_rate(leavers, headcount_mean - 900, headcount_mean + 900)) == Decimal(rate)
    assert rounded(leaver_rate(leavers, high * 2, high * 2)) != Decimal(rate)


@pytest.mark.parametrize(("leavers", "rate", "stability"), PUBLISHED.values(), ids=PUBLISHED)
def test_stability_and_leaver_rate_are_not_complements(leavers: int, rate: str, stability: str) -> None:
    assert Decimal(rate) + Decimal(stability) != 100


def test_joiners_and_leavers_share_a_denominator_narrower_than_all_staff() -> None:
    """HSCIC, November 2014: 94,739 leavers were 8.3% and 113,049 joiners 9.9%, while all staff averaged 1,207,307."""
    implied = Decimal(94_739) * 100 / Decimal("8.3")
    assert rounded(implied, 0) == 1_141_434
    assert rounded(Decimal(113_049) * 100 / Decimal("9.9"), 0) == 1_141_909
    assert rounded(leaver_rate(94_739, implied, implied)) == Decimal("8.3")
    assert rounded(joiner_rate(113_049, implied, implied)) == Decimal("9.9")
    assert rounded(leaver_rate(94_739, 1_207_307, 1_207_307)) == Decimal("7.8")


def test_four_part_timers_are_two_point_eight_wte() -> None:
    weekly = [Hours("37.5"), Hours(30), Hours("22.5"), Hours(15)]
    assert sum(wte(hours, Hours("37.5")) or 0 for hours in weekly) == Decimal("2.8")
    assert headcount(["a", "b", "c", "d"]) == 4


def test_a_person_in_two_posts_is_one_head() -> None:
    assert headcount(["a", "b", "a"]) == 2


def test_a_scottish_month_of_full_time_hours() -> None:
    """NHS Education for Scotland: 37.5 hours a week are 163.06 a month."""
    assert contracted_hours(Hours("37.5"), 1).rounded() == Hours("163.06")


def test_wte_days_count_every_calendar_day() -> None:
    assert wte_days(Decimal("2.5"), month(2024, 2)) == Decimal("72.5")
    assert wte_days(1, financial_year(2024)) == 365


def test_leaver_rate_is_over_the_mean_of_start_and_end() -> None:
    assert leaver_rate(10, 90, 110) == 10
    assert joiner_rate(30, 90, 110) == 30


def test_stability_counts_only_those_who_were_there() -> None:
    assert stability_index(45, 50) == 90
    with pytest.raises(ValueError, match="51 cannot have stayed of 50"):
        stability_index(51, 50)


def test_sickness_rate_is_days_lost_of_days_available() -> None:
    assert sickness_rate(Decimal("139.5"), 3_100) == Decimal("4.5")


def test_vacancies_may_be_negative() -> None:
    assert vacancies(Decimal("92.5"), Decimal(100)) == Decimal("-7.5")
    assert vacancy_rate(100, Decimal("92.5")) == Decimal("7.5")
    assert vacancy_rate(80, 100) == -25


def test_patients_per_wte() -> None:
    assert patients_per_wte(9_000, Decimal("4.5")) == 2_000


@pytest.mark.parametrize(
    "nothing",
    [
        ratio(5, 0),
        percent(0, 0),
        mean([]),
        leaver_rate(0, 0, 0),
        joiner_rate(2, 0, 0),
        stability_index(0, 0),
        sickness_rate(0, 0),
        vacancy_rate(0, 3),
        patients_per_wte(9_000, Decimal("0.00")),
        wte(Hours(10), Hours(0)),
        rounded(None),
    ],
)
def test_a_rate_over_nothing_is_none(nothing: Decimal | None) -> None:
    assert nothing is None


@pytest.mark.parametrize("wrong", [0.1, True, "3", None])
def test_only_exact_numbers_are_taken(wrong: object) -> None:
    with pytest.raises(TypeError, match=type(wrong).__name__):
        percent(wrong, 100)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "places", "printed"),
    [("4.25", 1, "4.3"), ("4.35", 1, "4.4"), ("-4.25", 1, "-4.3"), ("2.5", 0, "3"), ("4.994", 2, "4.99")],
)
def test_halves_are_rounded_away_from_zero(value: str, places: int, printed: str) -> None:
    assert str(rounded(Decimal(value), places)) == printed


COUNTS = st.decimals(min_value=0, max_value=10**9, places=3)


@given(COUNTS, COUNTS)
def test_percent_is_the_fraction_it_says(numerator: Decimal, denominator: Decimal) -> None:
    """The twin is the textbook formula in fractions, which lose nothing."""
    rate = percent(numerator, denominator)
    if denominator == 0:
        assert rate is None
    else:
        twin = Fraction(numerator) / Fraction(denominator) * 100
        assert rate is not None
        assert abs(Fraction(rate) - twin) <= twin / 10**27


@given(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(0, 10**7))
def test_turnover_is_the_textbook_formula(movers: int, start: int, end: int) -> None:
    rate = leaver_rate(movers, start, end)
    assert rate == joiner_rate(movers, start, end)
    if start + end:
        twin = Fraction(movers) / (Fraction(start + end) / 2) * 100
        assert rate is not None
        assert abs(Fraction(rate) - twin) <= twin / 10**27


@given(st.lists(COUNTS, min_size=1))
def test_a_mean_lies_among_its_values(values: list[Decimal]) -> None:
    middle = mean(values)
    assert middle is not None
    assert min(values) - Decimal("1e-15") <= middle <= max(values) + Decimal("1e-15")


@given(st.decimals(0, 10_000, places=2), st.decimals(0, 10_000, places=2))
def test_vacancies_and_staff_in_post_make_the_establishment(establishment: Decimal, in_post: Decimal) -> None:
    assert vacancies(establishment, in_post) + in_post == establishment


@given(st.dictionaries(st.integers(), st.integers(1, 3)))
def test_headcount_never_exceeds_posts(posts: dict[int, int]) -> None:
    held = [person for person, times in posts.items() for _ in range(times)]
    assert headcount(held) == len(posts) <= len(held)
