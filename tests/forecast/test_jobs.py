"""Forecasts in the background: whoever asks gets what they may see, and the demo's are made once."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.dataset.web.small_world import World
from tests.forecast.made_runs import a_history, a_question, a_run

from wholetime.chassis.api import open_organisation, operator_scope
from wholetime.chassis.models import Job
from wholetime.forecast import jobs
from wholetime.forecast.actions import runs as making
from wholetime.forecast.engine.run import QuestionRefused
from wholetime.forecast.models import Run
from wholetime.forecast.queries import asking
from wholetime.forecast.queries.asking import Wish
from wholetime.forecast.queries.staff_parts import StaffPart

PART = StaffPart(
    "nhs_trust.nhs_turnover", "nhs_trust", "nhs_turnover", "NHS trusts", True, 482, date(2025, 11, 30), 2, False
)
WISH = {"part": "", "groups": [], "years": 3, "draws": 20, "seed": 1, "scenario": {}, "register": {}}


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> None:
    """The dataset tells of one trust's staff, whoever asks."""

    def asked(scope: Any, code: str, wish: Wish) -> tuple[StaffPart, Any, Any]:
        history = a_history()
        return PART, a_question(history, code, wish.years, wish.seed), history

    monkeypatch.setattr(making, "asked", asked)


def _job(world: World, name: str) -> Job:
    return Job.objects.create(account=world.accounts[name], title="A forecast")


def test_a_run_is_made_for_whoever_asked_and_linked(world: World, held: None) -> None:
    job = _job(world, "gita")
    jobs.run_asked.func(job=job.pk, code="RMC", asker=world.accounts["gita"].pk, wish=WISH)
    job.refresh_from_db()
    run = Run.objects.get()
    assert (run.node.code, run.account, run.part) == ("RMC", world.accounts["gita"], PART.code)
    assert job.state == "done"
    assert run.result_hash[:12] in job.said


def test_nothing_is_made_of_an_area_that_may_not_be_seen(world: World, held: None) -> None:
    job = _job(world, "gita")
    jobs.run_asked.func(job=job.pk, code="RAL", asker=world.accounts["gita"].pk, wish=WISH)
    job.refresh_from_db()
    assert job.state == "failed"
    assert "may no longer see" in job.said
    assert not Run.objects.exists()


def test_what_cannot_be_answered_is_said_in_words(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(scope: Any, code: str, wish: Wish) -> Any:
        raise QuestionRefused("no staff here is counted")

    monkeypatch.setattr(making, "asked", asked)
    job = _job(world, "gita")
    jobs.run_asked.func(job=job.pk, code="RMC", asker=world.accounts["gita"].pk, wish=WISH)
    job.refresh_from_db()
    assert (job.state, job.said) == ("failed", "no staff here is counted")


def test_a_demo_forecasts_each_part_once(world: World, held: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "staff_parts", lambda scope, code: (PART,))
    monkeypatch.setattr(jobs, "is_made", lambda code, part: Run.objects.filter(node__code=code, part=part).exists())
    jobs.make_shown_of.func(code="QOP")
    jobs.make_shown_of.func(code="QOP")
    assert Run.objects.count() == 1


def test_only_a_demo_forecasts_by_itself(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    deferred: list[str] = []
    monkeypatch.setattr(
        jobs, "_defer", lambda task, **_: deferred.append(task.name if hasattr(task, "name") else "one")
    )
    jobs.start_shown()
    assert deferred == []
    monkeypatch.setattr(jobs, "is_demo", lambda: True)
    jobs.start_shown()
    assert len(deferred) == 1


def test_a_scenario_is_asked_for_by_its_name(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "staff_parts", lambda scope, code: (PART,))
    monkeypatch.setattr(asking, "history_of", lambda scope, code, staff: a_history())
    _, question, _ = asking.asked(operator_scope(), "RMC", Wish(named="retention"))
    assert question.scenario["name"] == "retention"
    assert question.scenario["changes"][0]["from_year"] == 2026
    with pytest.raises(QuestionRefused, match="no scenario is called wishes"):
        asking.asked(operator_scope(), "RMC", Wish(named="wishes"))


def test_each_area_below_is_forecast_once(world: World, held: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {"RMC"}
    monkeypatch.setattr(making, "staff_parts", lambda scope, code: (PART,) if code != "00T" else ())
    monkeypatch.setattr(making, "is_made", lambda code, part: code in made)
    for code in ("P9", "P8"):
        open_organisation(code, "organisation", code, parent="QOP", on=None, sector="nhs_trust")
    job = _job(world, "gita")
    jobs.below_asked.func(job=job.pk, code="QOP", asker=world.accounts["gita"].pk, part=PART.code)
    job.refresh_from_db()
    assert sorted(Run.objects.values_list("node__code", flat=True)) == ["P8", "P9"]
    assert (job.state, job.said) == ("done", "2 forecasts made. 1 area had one of today's data already.")
    other = _job(world, "gita")
    jobs.below_asked.func(job=other.pk, code="QMJ", asker=world.accounts["gita"].pk, part=PART.code)
    other.refresh_from_db()
    assert other.state == "failed"


def test_areas_below_are_asked_for_on_the_page_of_where(world: World) -> None:
    a_run("QOP")
    assert "Forecast each area below" in world.gita.get("/forecast/QOP/places/").content.decode()
    answer = world.gita.post("/forecast/QOP/below/", {"of": ""})
    assert answer.headers["Location"] == f"/forecast/job/{Job.objects.get().pk}/"
    assert world.gita.post("/forecast/RMC/below/").headers["Location"].startswith("/forecast/RMC/places/")
    assert world.gita.post("/forecast/RAL/below/").status_code == 404
