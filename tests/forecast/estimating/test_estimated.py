"""From counts to inputs: what was seen comes out again, and what was not is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from wholetime.forecast.engine.estimating import (
    Counts,
    Estimated,
    PensionRules,
    estimated,
    retirement,
    with_partial_retirement,
)
from wholetime.forecast.engine.supply import Cells, project

AGES = tuple(range(18, 76))
CELLS = Cells(("A", "B", "C", "D"), ("nursing", "estates"), AGES, ("all",))
PLAIN = Cells(CELLS.places, CELLS.groups)
MONTHS = 48


def made(cells: Cells, *, by_age: bool = False, months: int = MONTHS, seed: int = 4, **changes: Any) -> Counts:
    """Places of 200 to 2,000 heads a group, who leave at 12% (nursing) and 8%, the old more often."""
    rng = np.random.default_rng(seed)
    heads = np.array([[200.0, 400.0], [2000.0, 500.0], [900.0, 300.0], [1500.0, 2000.0]])
    bell = np.exp(-(((np.arange(18, 76) - 42) / 13.0) ** 2))
    stock = np.rint(heads[:, :, None, None] * (bell / bell.sum())[:, None])
    stock = stock if cells.ages else stock.sum(axis=2, keepdims=True)
    rate = np.array([0.12, 0.08])[:, None, None] * np.ones((2, stock.shape[2], 1))
    if by_age:
        rate[:, 42:] += 0.15
    years = np.full(months, 1 / 12)
    past = np.broadcast_to(stock, (months, *stock.shape))
    leavers = rng.poisson(past * rate / 12).astype(float)
    joiners = rng.poisson(past * 0.1 / 12).sum(axis=(3, 4), keepdims=True).astype(float)
    parts: dict[str, Any] = {
        "wte": stock * 0.8,
        "years": years,
        "heads": np.array(past),
        "leavers": leavers if by_age else leavers.sum(axis=(3, 4), keepdims=True),
        "joiners": joiners,
        "opening": past.sum(axis=(3, 4)),
        "closing": past.sum(axis=(3, 4)),
    }
    return Counts(cells, 2026, stock, **parts | changes)


def leavers_a_year(found: Estimated) -> float:
    flows = project(found.inputs, years=1, draws=1, chance=False).flows
    return float((flows["left"] + flows["retired"]).sum())


@pytest.mark.parametrize(("cells", "by_age"), [(PLAIN, False), (CELLS, False), (CELLS, True)])
def test_a_year_loses_as_many_as_a_year_of_history_did(cells: Cells, by_age: bool) -> None:
    counts = made(cells, by_age=by_age)
    assert counts.leavers is not None
    assert leavers_a_year(estimated(counts)) == pytest.approx(np.nansum(counts.leavers) / 4, rel=0.03)


def test_a_year_gains_as_many_as_a_year_of_history_did() -> None:
    counts = made(CELLS)
    found = project(estimated(counts).inputs, years=2, draws=1, chance=False).flows
    assert counts.joiners is not None
    joined = sum(flow[0, 0].sum() for kind, flow in found.items() if kind not in ("left", "retired", "returned"))
    assert joined == pytest.approx(np.nansum(counts.joiners) / 4, rel=0.02)


def test_retirement_is_found_among_the_old() -> None:
    found = estimated(made(CELLS, by_age=True)).inputs
    assert found.retiring is not None
    central = found.retiring.central[0, 1, 0, :, 0]
    assert not central[: AGES.index(54)].any()
    assert central[AGES.index(60) :].mean() > 0.08
    assert found.leaving.central[0, 1, 0, AGES.index(65), 0] == pytest.approx(0.12, abs=0.02)


def test_small_places_borrow_and_say_so() -> None:
    counts = made(PLAIN)
    assert counts.leavers is not None
    counts.leavers[:, 1] *= 1.6
    found = estimated(counts)
    assert found.leaving.own[1, 0] > found.leaving.own[0, 0]
    low, high = found.leaving.interval(1.28)
    assert (low < found.leaving.rate).all()
    assert (high > found.leaving.rate).all()
    assert "borrowed from all" in found.inputs.assumed[0]


def test_every_thing_taken_for_granted_is_said() -> None:
    said = " ".join(estimated(made(PLAIN, leavers=None, joiners=None, wte=None)).inputs.assumed)
    for part in ("No leavers", "No joiners", "Ages are not known", "one WTE"):
        assert part in said
    known = " ".join(estimated(made(CELLS, by_age=True)).inputs.assumed)
    assert "No leavers" not in known
    assert "45 to 54" in known


def test_without_flows_stocks_go_on_to_grow_as_they_did() -> None:
    heads = np.array([[[100.0, 50.0], [1000.0, 500.0]]]) * 1.03 ** np.arange(8)[:, None, None]
    cells = Cells(("A", "B"), ("nursing", "estates"))
    found = estimated(Counts.of_wte(cells, 2026, heads, np.ones(7)))
    grown = project(found.inputs, years=1, draws=1, chance=False)
    np.testing.assert_allclose(grown.wte[0, 0], heads[-1])
    np.testing.assert_allclose(grown.wte[0, 1] / grown.wte[0, 0], 1.03, atol=0.01)


def test_a_group_of_which_nothing_is_known_is_guessed_without_a_warning() -> None:
    heads = np.array([[[100.0, np.nan], [1000.0, np.nan]]]) * 1.03 ** np.arange(5)[:, None, None]
    found = estimated(Counts.of_wte(Cells(("A", "B"), ("nursing", "estates")), 2026, heads, np.ones(4)))
    grown = project(found.inputs, years=2, draws=5)
    assert np.isfinite(grown.wte).all()
    assert grown.unexplained is None
    months = made(PLAIN)
    for flow in (months.leavers, months.joiners, months.heads, months.closing):
        assert flow is not None
        np.asarray(flow)[:, :, 1] = np.nan if flow is not months.closing else flow[:, :, 1]
    silent = estimated(months)
    assert np.isfinite(project(silent.inputs, years=2, draws=5).wte).all()
    assert (silent.leaving.own[:, 1] == 0).all()


def test_a_single_place_and_single_year_are_enough() -> None:
    counts = made(PLAIN, months=12)
    one = Cells(("A",), PLAIN.groups)
    parts = {name: getattr(counts, name)[:, :1] for name in ("heads", "leavers", "joiners", "opening", "closing")}
    assert counts.wte is not None
    found = estimated(Counts(one, 2026, counts.stock[:1], wte=counts.wte[:1], years=counts.years, **parts))
    assert found.leaving.own.shape == (1, 2)
    assert (found.leaving.own > 0.2).all()
    assert not found.leaving.yearly_measured
    assert any("Fewer than three years of leavers" in one for one in found.inputs.assumed)


def test_a_few_months_are_less_sure_than_a_year() -> None:
    few, many = (estimated(made(PLAIN, months=months)) for months in (2, 12))
    assert (few.leaving.spread.group > many.leaving.spread.group + 0.1).all()
    assert any("Only 2 months" in one for one in few.inputs.assumed)
    assert not any("Only" in one for one in many.inputs.assumed)


def test_withheld_cells_are_not_zero_and_not_known() -> None:
    counts = made(CELLS, by_age=True)
    assert counts.leavers is not None
    counts.stock[0, 0, 3] = np.nan
    counts.leavers[5, 0, 0, :] = np.nan
    found = estimated(counts)
    assert found.inputs.stock[0, 0, 3, 0] == 2.5
    assert np.isfinite(found.inputs.leaving.central).all()
    assert any("withheld" in one for one in found.inputs.assumed)


def test_what_flows_do_not_explain_is_carried_and_not_added() -> None:
    counts = made(PLAIN, closing=made(PLAIN).heads.sum(axis=(3, 4)) + 10.0)  # type: ignore[union-attr]
    found = estimated(counts).inputs
    assert found.unexplained is not None
    assert counts.joiners is not None
    assert counts.leavers is not None
    net = (counts.joiners - counts.leavers).sum(axis=(0, 3, 4)) / 4
    np.testing.assert_allclose(found.unexplained.mean(axis=0), 120 - net)
    plain = project(estimated(made(PLAIN)).inputs, years=1, draws=3)
    assert np.array_equal(project(found, years=1, draws=3).heads, plain.heads)


def test_months_make_years_counted_back_from_the_last() -> None:
    assert made(PLAIN, months=30).windows() == [slice(6, 18), slice(18, 30)]


def test_counts_that_do_not_fit_are_refused() -> None:
    counts = made(PLAIN)
    with pytest.raises(ValueError):
        Counts(PLAIN, 2026, counts.stock[:2])
    with pytest.raises(ValueError):
        Counts(PLAIN, 2026, counts.stock, leavers=counts.leavers)
    with pytest.raises(ValueError):
        made(PLAIN, joiners=-np.ones((MONTHS, 4, 2, 1, 1)))


def test_the_retirement_view_counts_who_could_go_and_who_does() -> None:
    found = estimated(made(CELLS, by_age=True), counted_on=date(2026, 6, 30))
    view = retirement(found, years=5, draws=100)
    old = found.inputs.stock[:, :, AGES.index(68) :].sum()
    assert old < view.past_normal[2, 0] < view.past_earliest[2, 0]
    assert (view.retire[1] < view.retire[3]).all()
    assert view.expected.sum(axis=1)[0] == pytest.approx(view.retire[2, 0], rel=0.1)
    assert not view.expected[:, : AGES.index(54)].any()
    assert (view.returning[2] < view.retire[2]).all()


def test_a_later_pension_age_keeps_people_longer() -> None:
    found = estimated(made(CELLS, by_age=True))
    rules = PensionRules(later={"nhs_1995": 24, "nhs_2008": 24, "state_pension_age": 24, "minimum_pension_age": 24})
    now, later = (retirement(found, years=3, draws=60, rules=each) for each in (None, rules))
    assert later.retire[2, 0] < 0.9 * now.retire[2, 0]
    with pytest.raises(ValueError):
        retirement(estimated(made(PLAIN)))


def test_partial_retirement_costs_wte_and_no_heads() -> None:
    found = estimated(made(CELLS))
    less = with_partial_retirement(found, 0.3, 0.4, years=2)
    before, after = (project(inputs, years=2, draws=10) for inputs in (found.inputs, less))
    assert np.array_equal(before.heads, after.heads)
    assert np.array_equal(before.wte[:, 0], after.wte[:, 0])
    assert (after.wte[:, 1:] < before.wte[:, 1:]).all()
    with pytest.raises(ValueError):
        with_partial_retirement(found, 0.3, 0.05)
