"""Published rates, reproduced by the projection: leaver rates, training attrition, a national plan's headline path."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from wholetime.forecast.engine.estimating import Counts, estimated
from wholetime.forecast.engine.reference import reference
from wholetime.forecast.engine.supply import (
    Cells,
    Inputs,
    Kind,
    Participation,
    Programme,
    Projection,
    Rates,
    Recruits,
    Spread,
    project,
)

ONE = Cells()
SURE = Spread.alike(ONE)
YEARS = 15


def one_cell(stock: float, leaving: Any, *routes: Programme | Recruits) -> Inputs:
    """A workforce without places, groups or ages, each WTE a head; ``leaving`` is one rate or one for each year."""
    rates = np.reshape(np.asarray(leaving, float), (-1, 1, 1, 1, 1))
    whole = Participation(np.ones((1, 1, 1, 1, 1)), SURE)
    return Inputs(ONE, 2021, np.full(ONE.shape, float(stock)), whole, Rates(rates, SURE), routes=routes)


def recruits(code: str, count: Any) -> Recruits:
    return Recruits(code, Kind.OTHER_RECRUIT, np.reshape(np.asarray(count, float), (-1, 1, 1)), np.ones((1, 1)), SURE)


@pytest.mark.parametrize(
    ("leavers", "rate"),
    [(31_628, 0.101), (29_201, 0.090), (33_354, 0.099), (4_340, 0.067), (4_190, 0.063), (4_350, 0.063)],
)
def test_a_published_leaver_rate_comes_out_as_it_went_in(leavers: int, rate: float) -> None:
    """Nurses, then doctors without those in training, 2018/19 to 2020/21 (NHS Digital, in the Nuffield Trust's note):
    leavers over the mean of heads at the start and at the end. The stock is the one that the two numbers imply."""
    heads = leavers / rate
    counts = Counts(
        ONE,
        2021,
        np.full(ONE.shape, heads),
        years=np.ones(1),
        heads=np.full((1, *ONE.shape), heads),
        leavers=np.full((1, *ONE.shape), float(leavers)),
        joiners=np.full((1, *ONE.shape), float(leavers)),
    )
    found = project(estimated(counts).inputs, years=1, draws=1, chance=False)
    mean = found.heads[0].mean()
    assert found.flows["left"].sum() / mean == pytest.approx(rate, abs=0.0005)
    sampled = project(one_cell(heads, rate), years=1, draws=400).flows["left"]
    assert sampled.mean() == pytest.approx(leavers, abs=4.5 * np.sqrt(leavers * (1 - rate) / 400))


@pytest.mark.parametrize("cohort", reference("supply")["repair"], ids=lambda cohort: cohort["year"])
def test_attrition_is_the_share_that_has_not_qualified_by_the_standard_end(cohort: dict[str, Any]) -> None:
    """RePAIR's measure takes in those who qualify later (Lords answers HL3504 and HL3505)."""
    degree = Programme(
        "degree",
        Kind.NEWLY_QUALIFIED,
        2021,
        np.full((1, 1, 1), 10_000.0),
        3,
        1 - cohort["attrition"],
        0.1,
        np.ones((1, 1)),
        np.ones((1, 1)),
        SURE,
    )
    found = project(one_cell(1000, 0.1, degree), years=8, draws=20)
    pipeline = found.pipelines["degree"]
    by_the_end = pipeline.on_time.sum() / pipeline.started.sum()
    assert 1 - by_the_end == pytest.approx(cohort["attrition"], abs=0.002)
    assert degree.attrition == pytest.approx(cohort["attrition"])
    ever = (pipeline.on_time + pipeline.late).sum() / pipeline.started.sum()
    assert ever == pytest.approx(1 - cohort["attrition"] + 0.1, abs=0.002)
    assert found.flows["degree"][:, 4:].mean() == pytest.approx(10_000 * ever, rel=0.01)


PLAN = reference("ltwp")


def path(start: float, end: float) -> np.ndarray:
    """Even steps from the first projected year to the last."""
    return np.linspace(start, end, YEARS)


def plan(end_leaving: float, end_abroad: float) -> tuple[Inputs, np.ndarray]:
    """The plan's inputs, and all joiners a year. What is published: the stock, growth of 3.5% a year, the ends of the
    leaver rate and of the international share. What is not, and is assumed: growth alike in every year, even steps."""
    stock, leaving = PLAN["stock"]["wte"], path(PLAN["leaver_rate"]["start"], end_leaving)
    before = stock * (1 + PLAN["growth"]["yearly"]) ** np.arange(YEARS)
    joiners = before * (PLAN["growth"]["yearly"] + leaving)
    abroad = path(PLAN["international"]["start"], end_abroad)
    routes = (recruits("international", joiners * abroad), recruits("domestic", joiners * (1 - abroad)))
    return one_cell(stock, leaving, *routes), joiners


@pytest.mark.parametrize("leaving", ["end_least", "end_most"])
@pytest.mark.parametrize("abroad", ["end_least", "end_most"])
def test_the_long_term_plan_reaches_its_headline(leaving: str, abroad: str) -> None:
    inputs, joiners = plan(PLAN["leaver_rate"][leaving], PLAN["international"][abroad])
    found = project(inputs, years=YEARS, draws=1, chance=False)
    assert found.years[-1] == PLAN["end"]["year"]
    assert PLAN["end"]["least"] <= found.wte[0, -1].sum() <= PLAN["end"]["most"]
    assert 1.65 <= found.wte[0, -1].sum() / found.wte[0, 0].sum() <= 1.72
    share = found.flows["international"][0, -1].sum() / joiners[-1]
    assert 0.09 - 1e-9 <= share <= 0.105 + 1e-9
    leavers = found.flows["left"][0, :, 0, 0] / found.wte[0, :-1, 0, 0]
    assert leavers[0] == pytest.approx(0.091)
    assert 0.074 - 1e-9 <= leavers[-1] <= 0.082 + 1e-9


def test_what_the_plan_asks_of_domestic_joiners() -> None:
    """A consequence that the published figures do decide, given growth alike in every year."""
    inputs, _ = plan(0.078, 0.0975)
    domestic = project(inputs, years=YEARS, draws=1, chance=False).flows["domestic"][0, :, 0, 0]
    assert domestic[-1] / domestic[0] == pytest.approx(1.72, abs=0.02)


def test_inaction_is_bracketed_not_reproduced() -> None:
    """The published figures do not say how many join without the plan. If joiners stay in proportion to the stock there
    is hardly a gap; if their number stays as it is, the gap is larger than the published 260,000 to 360,000."""
    inputs, _ = plan(0.078, 0.0975)
    planned = project(inputs, years=YEARS, draws=1, chance=False).wte[0, -1].sum()
    start = PLAN["stock"]["wte"]
    today = start * (PLAN["growth"]["yearly"] + PLAN["leaver_rate"]["start"])
    flat = one_cell(start, PLAN["leaver_rate"]["start"], recruits("all", today))
    keeping = one_cell(start, PLAN["leaver_rate"]["start"], recruits("all", today * 1.035 ** np.arange(YEARS)))
    gaps = [planned - _end(project(each, years=YEARS, draws=1, chance=False)) for each in (keeping, flat)]
    assert gaps[0] < PLAN["inaction_gap"]["least"] < PLAN["inaction_gap"]["most"] < gaps[1]


def _end(found: Projection) -> float:
    return float(found.wte[0, -1].sum())
