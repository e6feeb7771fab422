"""One scenario: what it changes, its versions, and where to take it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from wholetime.chassis.api import Scope
from wholetime.chassis.engine.tables import Column, Kind, Table
from wholetime.chassis.engine.wording import day_text
from wholetime.chassis.web.gate import for_members
from wholetime.forecast.queries.registers import register_for
from wholetime.forecast.queries.scenarios import ScenarioValue, versions_of
from wholetime.forecast.queries.viewpoint import viewpoint
from wholetime.forecast.web.addresses import address, compare_address, scenario_address, workbench_address
from wholetime.forecast.web.presenters.beside import changes_table
from wholetime.forecast.web.presenters.workbench import SLUG
from wholetime.forecast.web.views import area_crumbs


@require_GET
@for_members
def show(request: HttpRequest, scope: Scope, code: str, name: str) -> HttpResponse:
    view = viewpoint(request.user, code)
    year = view.run.first_year if view.run else timezone.localdate().year
    versions = versions_of(request.user, view.node.code, name, year)
    one = _chosen(versions, request.GET.get("version", ""))
    at, part = view.node.code, view.part
    back = {"text": "Scenarios", "href": address(at, SLUG)}
    context = {
        "title": one.title,
        "lead": one.scenario.note,
        "breadcrumbs": [*area_crumbs(request, at, here=False), back],
        "facts": _facts(one),
        "table": changes_table([one.scenario], register_for(request.user, at).register),
        "versions": _versions(at, versions) if one.code else None,
        "of": part,
        "key": one.key,
        "keep_address": reverse("forecast_keep", args=[at]) if view.run and one.scenario.changes else "",
        "open_address": workbench_address(at, part, one.key),
        "compare_address": compare_address(at, part, *_beside(one, versions)),
    }
    return render(request, "forecast/scenario.html", context)


def _chosen(versions: Sequence[ScenarioValue], number: str) -> ScenarioValue:
    found = next((one for one in versions if str(one.number) == number or (not number and one.newest)), None)
    if found is None:
        raise Http404
    return found


def _beside(one: ScenarioValue, versions: Sequence[ScenarioValue]) -> list[str]:
    """This version and the one before it, or the newest where this is not."""
    others = [other for other in versions if other.number != one.number]
    return [one.key, *(other.key for other in others[:1])]


def _facts(one: ScenarioValue) -> list[tuple[str, str]]:
    made = f"{one.area}, on {day_text(one.made_at.date())}" if one.made_at else "wholetime"
    return [("Version", one.scenario.version), ("Kept by", made), ("Owner", one.scenario.owner)]


def _versions(code: str, versions: Sequence[ScenarioValue]) -> Table:
    columns = (
        Column("number", "Version"),
        Column("made", "Made", Kind.DATE),
        Column("by", "By"),
        Column("title", "Name"),
        Column("about", "What it says"),
    )
    rows = tuple(
        (
            str(one.number),
            one.made_at.date() if one.made_at else None,
            one.scenario.owner,
            one.scenario.title,
            one.scenario.note,
        )
        for one in versions
    )
    return Table(
        "Versions, the newest first", columns, rows, tuple(scenario_address(code, one.key) for one in versions)
    )
