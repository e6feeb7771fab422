"""Populations to come: plain loops, counts that keep their ratios, and England's own next year."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wholetime.forecast.engine.demand.growth import GrowthSpread, growth_spread, trend
from wholetime.forecast.engine.demand.population import Population, cohort_change, projected

CERTAIN = GrowthSpread()


def counts(seed: int, places: int = 3) -> tuple[np.ndarray, np.ndarray]:
    stream = np.random.default_rng(seed)
    earlier = stream.integers(50, 400, (places, 2, 60)).astype(float)
    return earlier, np.maximum(stream.poisson(earlier * 1.01), 1).astype(float)


@given(st.integers(0, 10**6))
@settings(max_examples=20, deadline=None)
def test_projection_agrees_with_plain_loops(seed: int) -> None:
    earlier, later = counts(seed)
    change = cohort_change(earlier, later, women=0)
    found = projected(later, change, 0, years=2, samples=1, seed=0, spread=CERTAIN)[0]
    now = later
    for year in (1, 2):
        then = np.zeros_like(now)
        for place in range(3):
            mothers = sum(now[place, 0, age] for age in range(15, 50))
            for sex in (0, 1):
                then[place, sex, 0] = mothers * change.children[place, sex]
                for age in range(58):
                    then[place, sex, age + 1] = now[place, sex, age] * change.survive[place, sex, age]
                both = now[place, sex, 58] + now[place, sex, 59]
                then[place, sex, 59] = both * change.survive[place, sex, 58]
        assert found[year] == pytest.approx(then)
        now = then


def test_one_place_keeps_its_own_ratios() -> None:
    """With a single place there is nobody to lean on: the count after next grows exactly as the last one did."""
    earlier, later = counts(5, places=1)
    change = cohort_change(earlier, later, women=0)
    assert change.survive[0, 0, :58] == pytest.approx(later[0, 0, 1:59] / earlier[0, 0, :58])
    again = projected(earlier, change, 0, years=1, samples=1, seed=0, spread=CERTAIN)[0, 1]
    assert again[:, :, 1:59] == pytest.approx(later[:, :, 1:59])
    assert again[:, :, 0] == pytest.approx(later[:, :, 0])


def test_small_places_lean_on_the_others_and_large_ones_stand_alone() -> None:
    earlier = np.full((3, 1, 60), 100_000.0)
    earlier[2] = 30.0
    later = earlier.copy()
    later[0], later[1], later[2] = 120_000.0, 90_000.0, 60.0
    survive = cohort_change(earlier, later, women=0).survive
    assert survive[0, 0, 5] == pytest.approx(1.2, abs=0.01)
    assert survive[1, 0, 5] == pytest.approx(0.9, abs=0.01)
    assert 1.0 < survive[2, 0, 5] < 2.0


def test_samples_stray_by_the_spread_and_the_first_does_not() -> None:
    earlier, later = counts(9)
    change = cohort_change(earlier, later, women=0)
    spread = GrowthSpread(lasting_together=0.01)
    found = projected(later, change, 0, years=5, samples=300, seed=3, spread=spread)
    certain = projected(later, change, 0, years=5, samples=1, seed=3, spread=CERTAIN)
    assert np.array_equal(found[:1], certain)
    older = np.log(found[1:, 5, :, :, 10].sum(axis=(1, 2)) / found[0, 5, :, :, 10].sum())
    assert older.std() == pytest.approx(0.05, rel=0.2)
    fewer = projected(later, change, 0, years=5, samples=10, seed=3, spread=spread)
    assert np.array_equal(fewer, found[:10])


def test_a_trend_carries_on_and_strays() -> None:
    totals = 1000 * 1.02 ** np.arange(8)[:, np.newaxis] * np.array([1.0, 3.0])
    assert trend(totals, years=3, samples=1, seed=0, spread=CERTAIN)[0, 3] == pytest.approx([1.02**3] * 2)
    spread = growth_spread(totals)
    assert max(spread.lasting_own, spread.lasting_together, spread.yearly_own, spread.yearly_together) < 1e-9
    strayed = trend(totals, years=1, samples=2000, seed=0, spread=GrowthSpread(yearly_own=0.03))
    assert np.log(strayed[1:, 1]).std() == pytest.approx(0.03, rel=0.1)


def test_the_spread_of_growth_is_found_again() -> None:
    stream = np.random.default_rng(4)
    errors = 0.02 * stream.standard_normal((40, 1)) + 0.01 * stream.standard_normal((40, 300))
    found = growth_spread(np.exp(np.cumsum(0.01 + errors, axis=0)))
    assert found.yearly_together == pytest.approx(0.02, rel=0.25)
    assert found.yearly_own == pytest.approx(0.01, rel=0.05)


def test_work_follows_the_ages_it_is_for() -> None:
    persons = np.ones((1, 2, 1, 1, 4))
    persons[0, 1, 0, 0] = [1, 1, 1, 3]
    people = Population(persons, ("x",), ("all",), (0, 1, 2, 3), 2026)
    assert people.index(np.array([[0.0, 0, 1, 3]]))[0, :, 0] == pytest.approx([1.0, 2.5])
    with pytest.raises(ValueError, match="nobody of the ages"):
        Population(persons * [0.0, 1, 1, 1], ("x",), ("all",), (0, 1, 2, 3), 2026).index(np.array([[1.0, 0, 0, 0]]))


@pytest.mark.shared_data
def test_england_of_the_year_after_from_two_published_years(published: Path) -> None:
    """106 places of mid-2021 and mid-2022 give England's published mid-2023: in all within 0.5%, most ages 3%."""
    earlier, later = (_sub_icbs(published, year) for year in (2021, 2022))
    change = cohort_change(earlier, later, women=0)
    found = projected(later, change, 0, years=1, samples=1, seed=0, spread=CERTAIN)[0, 1].sum(axis=0)
    england = _england(published)
    assert found.sum() == pytest.approx(england.sum(), rel=0.005)
    assert np.median(np.abs(found / england - 1)) < 0.01
    assert np.mean(np.abs(found / england - 1) < 0.03) > 0.9


def _rows(published: Path, name: str) -> list[dict[str, str]]:
    files = sorted({*published.rglob(f"{name}.csv"), *published.rglob(f"{name}.csv.gz")})
    if not files:
        pytest.skip(f"no published file {name} in {published}")
    text = gzip.decompress(files[0].read_bytes()) if files[0].suffix == ".gz" else files[0].read_bytes()
    return list(csv.DictReader(text.decode("utf-8-sig").splitlines()))


def _sub_icbs(published: Path, year: int) -> np.ndarray:
    rows = _rows(published, f"ons_mid{year}_sub_icb_sex_single_year_age")
    return np.array([[[float(row[f"{sex}{age}"]) for age in range(91)] for sex in "FM"] for row in rows])


def _england(published: Path) -> np.ndarray:
    found = np.zeros((2, 91))
    for row in _rows(published, "ons_mid2023_population_sex_age_region"):
        if row["Code"] == "E92000001":
            found[int(row["sex"] == "males"), int(row["age"].rstrip("+"))] += float(row["count"])
    return found
