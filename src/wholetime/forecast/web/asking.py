"""Asking for a forecast, and how far it is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wholetime.chassis.api import Scope, access_job, access_node, access_scope
from wholetime.chassis.web.gate import for_members
from wholetime.forecast.engine.run import METHODS
from wholetime.forecast.jobs import start_below, start_run
from wholetime.forecast.queries.asking import Wish
from wholetime.forecast.queries.staff_parts import StaffPart, staff_parts
from wholetime.forecast.queries.viewpoint import viewpoint
from wholetime.forecast.web.addresses import address
from wholetime.forecast.web.views import area_crumbs

LEAD = "A forecast is answered once and kept for good, with the data, the assumptions and the seed that it rests on."
MOST_DRAWS = 10_000
"""A few seconds a hundred of a person-level system; more than a few hundred are shared out among the workers."""


class RunForm(forms.Form):
    """What to forecast, how far, and how many draws of chance."""

    of = forms.ChoiceField(label="Whose staff")
    method = forms.ChoiceField(
        label="Method",
        required=False,
        choices=[("", "As suits what is counted"), *((code, one.title) for code, one in METHODS.items())],
        help_text="Stock and flow has levers to pull. A series carries on what counts have shown.",
    )
    years = forms.IntegerField(label="Years ahead", min_value=1, max_value=15, initial=10)
    draws = forms.IntegerField(
        label="Draws",
        min_value=100,
        max_value=MOST_DRAWS,
        initial=500,
        help_text="Futures that are played through. More draws give smoother ends of the intervals.",
    )
    seed = forms.IntegerField(
        label="Seed",
        min_value=0,
        max_value=2**32 - 1,
        initial=1,
        help_text="The same seed gives the same draws, on any machine.",
    )

    def __init__(self, parts: tuple[StaffPart, ...], *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        field = self.fields["of"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.code, _named(one)) for one in parts]

    def wish(self) -> Wish:
        held = self.cleaned_data
        return Wish(part=held["of"], method=held["method"], years=held["years"], draws=held["draws"], seed=held["seed"])


def _named(part: StaffPart) -> str:
    how = "people who join and leave" if part.flows else f"a series of {part.counts} counts"
    return f"{part.title}: {how}, to {part.last:%B %Y}"


@require_http_methods(["GET", "POST"])
@for_members
def new(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    node = access_node(request.user, code)
    parts = staff_parts(access_scope(request.user, code), node.code)
    form = RunForm(parts, request.POST or None, initial={"of": request.GET.get("of", "")})
    if request.method == "POST" and form.is_valid():
        return redirect("forecast_job", start_run(request.user, node.code, form.wish()).id)
    context = {
        "title": f"New forecast, {node.name}",
        "lead": LEAD,
        "breadcrumbs": area_crumbs(request, node.code, here=False),
        "form": form,
        "parts": parts,
        "back": address(node.code),
        "failed": request.method == "POST",
    }
    return render(request, "forecast/new.html", context)


@require_POST
@for_members
def below(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Have a worker forecast the same staff in every area below; whoever may see them may ask."""
    view = viewpoint(request.user, code, request.POST.get("of", ""))
    if not view.part:
        return redirect(address(view.node.code, "places"))
    return redirect("forecast_job", start_below(request.user, view.node.code, view.part).id)


@require_GET
@for_members
def job(request: HttpRequest, scope: Scope, job: int) -> HttpResponse:
    """How far a forecast is; htmx asks for the fragment alone."""
    found = access_job(request.user, job)
    context = {"job": found, "href": reverse("forecast_job", args=[job])}
    if request.headers.get("HX-Request"):
        return render(request, "forecast/job_fragment.jinja", context)
    lead = "You may leave this page: the work goes on, and its result is kept."
    return render(request, "forecast/job.html", context | {"title": found.title, "lead": lead})
