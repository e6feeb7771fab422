"""Keeping what the workbench tried: as a run of its own, or (``saving``) as a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from wholetime.chassis.api import Scope
from wholetime.chassis.web.gate import for_members
from wholetime.forecast.engine.run import QuestionRefused
from wholetime.forecast.engine.run.workbench import PULLS, Bench
from wholetime.forecast.jobs import start_run
from wholetime.forecast.queries.asking import Wish
from wholetime.forecast.queries.registers import may_revise
from wholetime.forecast.queries.scenarios import scenarios_asked
from wholetime.forecast.queries.viewpoint import Viewpoint, viewpoint
from wholetime.forecast.queries.workbench import bench_of
from wholetime.forecast.web.addresses import address, compare_address
from wholetime.forecast.web.levers import PHASED, START, Tried, tried

LEVERS = (START, *(one.assumption for one in PULLS), PHASED)
SLUG = "scenarios"


def text_of(given: Mapping[str, object]) -> dict[str, str]:
    """What was asked, as text."""
    return {key: value for key, value in given.items() if isinstance(value, str)}


def tried_in(view: Viewpoint, asked: Mapping[str, str]) -> tuple[Bench, Tried] | None:
    """The levers of ``asked`` over the run of ``view``; None where it has no levers or none is pulled."""
    if view.run is None:
        return None
    try:
        bench = bench_of(view.run)
    except QuestionRefused:
        return None
    scenarios = scenarios_asked(view.account, view.node.code, view.run.first_year, {asked.get(START, "")})
    found = tried(asked, scenarios, bench)
    return (bench, found) if found.scenario.changes else None


@require_POST
@for_members
def keep(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Have a worker make a run under the levers of the form; where none is pulled there is nothing to keep."""
    asked = text_of(request.POST)
    view = viewpoint(request.user, code, asked.get("of", ""))
    found = tried_in(view, asked)
    if found is None or view.run is None:
        return redirect(address(view.node.code, SLUG, view.part))
    question = view.run.question
    wish = Wish(
        part=view.part,
        years=question.years,
        draws=question.draws,
        seed=question.seed,
        scenario=found[1].scenario.as_json(),
        register=question.register,
    )
    return redirect("forecast_job", start_run(request.user, view.node.code, wish).id)


def bench_forms(request: HttpRequest, view: Viewpoint) -> dict[str, Any]:
    """What the workbench offers to do with what is tried: compare it, keep it as a run, keep it as a scenario."""
    asked, code = text_of(request.GET), view.node.code
    found = tried_in(view, asked)
    compare = compare_address(code, view.part, asked.get(START, ""))
    if found is None:
        return {"compare_address": compare}
    kept = {"of": view.part, **{name: asked[name] for name in LEVERS if asked.get(name)}}
    saves = found[1].is_pulled and may_revise(request.user, code)
    return {
        "compare_address": compare,
        "kept": tuple(kept.items()),
        "keep_address": reverse("forecast_keep", args=[code]),
        "save_address": f"{reverse('forecast_save', args=[code])}?{urlencode(kept)}" if saves else "",
    }
