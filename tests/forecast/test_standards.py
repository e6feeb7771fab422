"""What is shipped: workload standards, roles, levers, and the spread of growth worked out again from its source."""

from __future__ import annotations

import csv
import gzip
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from tests.forecast.made_forecast import CELLS, supply, wanted

from wholetime.forecast.engine.demand.growth import growth_spread
from wholetime.forecast.engine.demand.standards import (
    age_weights,
    roles,
    shipped_growth_spread,
    working_time,
    workloads,
)
from wholetime.forecast.engine.demand.working_time import WorkingTime
from wholetime.forecast.engine.drivers import Drivers
from wholetime.forecast.engine.gap.closer import Wish, closer, units_by_lever
from wholetime.forecast.engine.gap.outcome import expected_gap
from wholetime.forecast.engine.gap.shipped import lever_codes, shipped_levers, with_routes


def test_a_ratio_and_hours_are_two_ways_to_say_the_same() -> None:
    plain = {(one.pathway, one.group): one for one in workloads(WorkingTime(Decimal("37.5")))}
    midwives = plain["births", "midwifery"].hours
    assert midwives.central == pytest.approx(37.5 * 365 / 7 / 29.5)
    assert midwives.low == pytest.approx(37.5 * 365 / 7 / 33)
    assert plain["urgent", "nursing"].hours.central == 1.6
    assert plain["beds", "nursing"].hours.central == pytest.approx(1.1 * 37.5 * 365 / 7)
    uplifted = {(one.pathway, one.group): one for one in workloads()}
    assert uplifted["births", "midwifery"].hours.central == pytest.approx(midwives.central / 1.22)
    assert working_time().mode == "uplift"


def test_no_standard_claims_to_have_been_checked() -> None:
    assert not any(one.verified for one in workloads())
    assert all(one.source and one.effective_from for one in workloads())
    assert all(role.from_group != role.to_group for role in roles())


def test_births_follow_women_of_fertile_age_and_beds_the_old() -> None:
    births = age_weights("births", ("female", "male"), tuple(range(91)))
    assert births[0].sum() == 35
    assert births[1].sum() == 0
    beds = age_weights("beds", ("female",), (3, 30, 85))[0]
    assert beds[2] > beds[0] > beds[1] > 0


@pytest.mark.shared_data
def test_the_spread_of_growth_is_that_of_englands_authorities(published: Path) -> None:
    files = sorted({*published.rglob("ons_la_population_series_mye4.csv"), *published.rglob("ons_la_pop*mye4.csv.gz")})
    if not files:
        pytest.skip(f"no series of authorities in {published}")
    text = gzip.decompress(files[0].read_bytes()) if files[0].suffix == ".gz" else files[0].read_bytes()
    rows = list(csv.DictReader(text.decode("utf-8-sig").splitlines()))
    rows = [row for row in rows if row["Code"][:3] in ("E06", "E07", "E08", "E09")]
    years = sorted((name for name in rows[0] if name.strip().startswith("Mid")), key=str.strip)
    found = growth_spread(np.array([[float(row[year]) for year in years] for row in rows]).T)
    shipped = shipped_growth_spread()
    assert len(rows) == 309
    assert found.lasting_own == pytest.approx(shipped.lasting_own, abs=5e-5)
    assert found.yearly_together == pytest.approx(shipped.yearly_together, abs=5e-5)
    assert found.yearly_own == pytest.approx(shipped.yearly_own, abs=5e-5)


def test_levers_are_sized_by_the_people_in_post() -> None:
    levers = {lever.code: lever for lever in shipped_levers(supply(), CELLS.groups)}
    assert len(levers) == 2 * len(lever_codes())
    assert levers["training.nursing"].most == pytest.approx(0.02 * 400)
    assert levers["retention.midwifery"].cost == 60 * 120
    assert levers["retention.midwifery"].how == "times"
    assert not any(lever.verified for lever in levers.values())


def test_routes_that_nobody_takes_change_nothing() -> None:
    plain = expected_gap(supply(), wanted(), Drivers(), 4)
    assert np.array_equal(expected_gap(with_routes(supply()), wanted(), Drivers(), 4).wte, plain.wte)


def test_a_gap_is_closed_and_the_forecast_agrees() -> None:
    """A gap of a few midwives and many nurses, by 2029, with everything there is."""
    found = closer(supply(), wanted(), Wish(CELLS.groups, by=2029, to=2030))
    assert found.gap.shape == (5, 2)
    planned = found.plan.remaining.reshape(2, 2)
    assert (found.left[3:] <= np.maximum(planned, 0) + 1.0).all()
    assert (found.left <= found.gap + 1e-6).all()
    assert units_by_lever(found, lever_codes()).shape == (len(lever_codes()), 4)
    assert found.plan.cost > 0


def test_more_safety_costs_more() -> None:
    plain = closer(supply(), wanted(), Wish(("midwifery",), by=2030, to=2030))
    safe = closer(supply(), wanted(), Wish(("midwifery",), by=2030, to=2030, safety=((3.0,),)))
    assert safe.plan.cost > plain.plan.cost or not safe.plan.closed


def test_a_wish_for_no_year_or_nobody_is_refused() -> None:
    with pytest.raises(ValueError, match="by a year after 2026"):
        closer(supply(), wanted(), Wish(("nursing",), by=2026, to=2030))
