"""Keeping what the workbench tried as a run of its own."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from wholetime.chassis.api import Scope
from wholetime.chassis.web.gate import for_members
from wholetime.forecast.engine.run import QuestionRefused
from wholetime.forecast.jobs import start_run
from wholetime.forecast.queries.asking import Wish
from wholetime.forecast.queries.viewpoint import viewpoint
from wholetime.forecast.queries.workbench import bench_of
from wholetime.forecast.web.addresses import address
from wholetime.forecast.web.presenters.workbench import SLUG, levers_of


@require_POST
@for_members
def keep(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Have a worker make a run under the levers of the form; where none is pulled there is nothing to keep."""
    asked = {key: value for key, value in request.POST.items() if isinstance(value, str)}
    view = viewpoint(request.user, code, asked.get("of", ""))
    back = redirect(address(view.node.code, SLUG, view.part))
    if view.run is None:
        return back
    try:
        bench = bench_of(view.run)
    except QuestionRefused:
        return back
    scenario = levers_of(asked, bench.counted_on.year, bench)
    if not scenario.changes:
        return back
    question = view.run.question
    wish = Wish(
        part=view.part,
        years=question.years,
        draws=question.draws,
        seed=question.seed,
        scenario=scenario.as_json(),
        register=question.register,
    )
    return redirect("forecast_job", start_run(request.user, view.node.code, wish).id)
