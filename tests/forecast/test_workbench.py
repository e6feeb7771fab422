"""The workbench: levers do what they say, in the same draws, and are kept as runs."""

from __future__ import annotations

import pytest
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_history, a_parcel, a_run

from wholetime.chassis.models import Job
from wholetime.forecast.actions.runs import keep
from wholetime.forecast.engine.run import Parcel, QuestionRefused, workbench
from wholetime.forecast.engine.run.closing import ground_of
from wholetime.forecast.engine.run.workbench import PULLS, Bench, Beside, pulled
from wholetime.forecast.engine.scenario.scenario import Change, Scenario, nothing_changes
from wholetime.forecast.engine.scenario.shipped import shipped_register
from wholetime.forecast.engine.uncertain import exactly
from wholetime.forecast.queries.runs import RunValue

REGISTER = shipped_register()


def a_bench(parcel: Parcel, draws: int = 20) -> Bench:
    counted_on = parcel.answer.lines[0].at[0]
    return Bench(ground_of(parcel.question, parcel.history), counted_on, parcel.question.years, 1, draws)


def compared(*scenarios: Scenario) -> tuple[Beside, ...]:
    bench = a_bench(a_parcel(register=REGISTER.as_json()))
    return tuple(bench.beside(one) for one in scenarios)


def lever(name: str, step: float) -> Scenario:
    return pulled({name: step}, 1, 2025, REGISTER)


def test_fewer_leave_and_more_stay() -> None:
    base, fewer, more = compared(nothing_changes(), lever("leaving", 0.8), lever("leaving", 1.2))
    assert fewer.supply.mean[-1] > base.supply.mean[-1] > more.supply.mean[-1]
    assert fewer.gap.mean[-1] < base.gap.mean[-1] < more.gap.mean[-1]
    assert fewer.need == base.need


def test_time_released_lowers_need_and_leaves_supply_alone() -> None:
    base, released = compared(nothing_changes(), lever("time_released", 0.1))
    assert released.supply == base.supply
    assert released.need.mean[-1] == pytest.approx(0.9 * base.need.mean[-1])


def test_things_as_they_are_are_those_of_the_run() -> None:
    """The bench draws what the run drew, so that no figure of the one contradicts the other."""
    parcel = a_parcel(register=REGISTER.as_json())
    base = a_bench(parcel).base
    for line in (base.supply, base.need, base.gap):
        assert parcel.answer.line(line.measure, unit=line.unit) == line


def test_what_a_lever_leaves_alone_is_what_it_would_be_drawn_anew() -> None:
    parcel = a_parcel(register=REGISTER.as_json())
    bench = a_bench(parcel)
    assert bench.base.need
    for pull in PULLS:
        scenario = lever(pull.assumption, pull.steps[0])
        assert bench.beside(scenario) == a_bench(parcel).beside(scenario), pull.assumption


def test_what_was_tried_is_not_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    bench = a_bench(a_parcel(register=REGISTER.as_json()))
    found = bench.beside(lever("leaving", 0.8))
    monkeypatch.setattr(workbench, "project", None)
    assert bench.beside(lever("leaving", 0.8)) is found
    with pytest.raises(TypeError):
        bench.beside(lever("leaving", 0.9))


def test_nothing_changes_before_the_first_year() -> None:
    base, fewer = compared(nothing_changes(), lever("leaving", 0.8))
    assert fewer.supply.mean[0] == base.supply.mean[0]


def test_every_step_that_is_offered_is_within_the_limits_of_the_register() -> None:
    """A step beyond a limit would be refused as it is drawn."""
    for pull in PULLS:
        compared(*(lever(pull.assumption, step) for step in pull.steps))


def test_a_step_that_is_not_offered_is_left_out() -> None:
    assert pulled({"leaving": 0.1}, 1, 2025, REGISTER).changes == ()
    assert pulled({"leaving": 0.8}, 1, 2025, None).changes == ()


def test_a_scenario_beyond_a_limit_is_refused_in_words() -> None:
    beyond = Scenario("more", "More", "1", "me", (Change("international", 2026, to=exactly(2.0)),))
    with pytest.raises(QuestionRefused, match="nternational"):
        compared(beyond)


def a_kept() -> RunValue:
    return keep(None, a_parcel(register=REGISTER.as_json()))


def test_the_page_sets_scenarios_side_by_side(world: World) -> None:
    a_kept()
    page = world.gita.get("/forecast/RMC/scenarios/?leaving=0.9&phased=3&scenario=harder_times").content.decode()
    assert "Scenarios side by side" in page
    assert "More leave and fewer come" in page
    assert "0.9 times what it is" in page
    assert "2026, all of it by 2028" in page
    assert "Keep your levers as a run" in page


def test_a_page_without_levers_has_nothing_to_keep(world: World) -> None:
    a_kept()
    assert "Keep your levers" not in world.gita.get("/forecast/RMC/scenarios/").content.decode()
    assert world.gita.post("/forecast/RMC/keep/", {"of": ""}).headers["Location"].startswith("/forecast/RMC/scenarios/")
    assert not Job.objects.exists()


def test_levers_are_kept_as_a_run_by_a_worker(world: World) -> None:
    run = a_kept()
    answer = world.gita.post("/forecast/RMC/keep/", {"of": run.part, "leaving": "0.9", "phased": "3"})
    job = Job.objects.get()
    assert answer.headers["Location"] == f"/forecast/job/{job.pk}/"
    assert world.gita.get(answer.headers["Location"]).status_code == 200
    assert world.dina.get(answer.headers["Location"]).status_code == 404


def test_a_run_under_a_scenario_is_not_shown_as_things_are(world: World) -> None:
    plain = a_kept()
    scenario = lever("leaving", 0.8)
    under = keep(None, a_parcel(register=REGISTER.as_json(), scenario=scenario.as_json()))
    assert under.scenario == "Your levers"
    page = world.gita.get("/forecast/RMC/").content.decode()
    assert plain.number in page
    assert under.number not in page
    assert "Your levers" in world.gita.get("/forecast/RMC/runs/").content.decode()


def test_a_run_of_two_histories_has_two_benches(world: World) -> None:
    a_run("RMC", a_history(heads={"nursing": 900.0, "medical": 80.0}))
    assert "No lever" not in world.gita.get("/forecast/RMC/scenarios/").content.decode()
