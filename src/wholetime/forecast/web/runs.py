"""One run: all that it rests on, its file, and running it again."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from wholetime.chassis.api import Scope
from wholetime.chassis.engine.tables import Column, Table
from wholetime.chassis.web.gate import for_members
from wholetime.forecast.engine.run import compare
from wholetime.forecast.jobs import start_rerun
from wholetime.forecast.queries.runs import RunValue, access_run, access_runs
from wholetime.forecast.web.addresses import address
from wholetime.forecast.web.presenters.overview import run_table
from wholetime.forecast.web.views import area_crumbs


@require_GET
@for_members
def show(request: HttpRequest, scope: Scope, key: UUID) -> HttpResponse:
    run = access_run(request.user, key)
    others = [one for one in access_runs(request.user, run.code, run.part) if one.key != run.key]
    beside = _beside(request, others)
    context = {
        "title": f"Run {run.number}",
        "lead": f"{run.title}, {run.name}.",
        "breadcrumbs": area_crumbs(request, run.code, here=False),
        "run": run,
        "table": run_table(run),
        "assumed": run.answer.assumed,
        "others": [(str(one.key), f"{one.number}, {one.made_at:%d %B %Y %H:%M}{_under(one)}") for one in others],
        "beside": beside,
        "differences": _differences(run, beside) if beside else None,
        "synthetic": run.synthetic,
        "page_address": address(run.code, part=run.part),
        "file_address": reverse("forecast_run_file", args=[key]),
        "again_address": reverse("forecast_again", args=[key]),
    }
    return render(request, "forecast/run.html", context)


@require_GET
@for_members
def parcel(request: HttpRequest, scope: Scope, key: UUID) -> HttpResponse:
    """The run as one file, to be run again on another machine."""
    run = access_run(request.user, key)
    answer = HttpResponse(run.text, content_type="application/json; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="forecast-{run.code}-{run.number}.json"'
    return answer


@require_POST
@for_members
def again(request: HttpRequest, scope: Scope, key: UUID) -> HttpResponse:
    """Have a worker ask the same question again, and say whether the result is the same."""
    run = access_run(request.user, key)
    return redirect("forecast_job", start_rerun(request.user, run).id)


def _under(run: RunValue) -> str:
    return f", {run.scenario}" if run.scenario else ""


def _beside(request: HttpRequest, others: list[RunValue]) -> RunValue | None:
    chosen = next((one for one in others if str(one.key) == request.GET.get("beside")), None)
    return access_run(request.user, chosen.key) if chosen else None


def _differences(run: RunValue, other: RunValue) -> Table:
    found = compare((run.question, run.answer), (other.question, other.answer))
    columns = (Column("what", "What differs"), Column("was", f"Run {run.number}"), Column("now", f"Run {other.number}"))
    rows = tuple((one.what.rstrip(","), one.was, one.now) for one in found)
    links = (None,) * len(rows)
    return Table(f"Run {run.number} beside run {other.number}", columns, rows, links)
