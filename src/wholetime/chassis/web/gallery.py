"""The style gallery: each part of the pages once, with invented figures; only in the demo."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from wholetime.chassis.web import sample_charts, samples
from wholetime.chassis.web.sorting import sorted_table

JOBS = [
    {
        "title": "Load the October return",
        "state": "running",
        "done": 41200,
        "total": 100000,
        "said": "Checking rows",
        "link": "",
    },
    {
        "title": "Load the September return",
        "state": "done",
        "done": 1,
        "total": 1,
        "said": "98,213 rows are held",
        "link": "#",
    },
    {
        "title": "Load the August return",
        "state": "failed",
        "done": 0,
        "total": 0,
        "said": "The file is cut short",
        "link": "",
    },
]


class SampleForm(forms.Form):
    """A form that is always wrong, to show how errors look."""

    practice = forms.CharField(label="Practice code", help_text="Six characters, such as P82001")
    group = forms.ChoiceField(label="Staff group", choices=[("gp", "GPs"), ("nurse", "Nurses")])
    agreed = forms.BooleanField(label="I have checked these figures")


def gallery(request: HttpRequest) -> HttpResponse:
    if not settings.DEMO:
        raise Http404
    return render(request, "chassis/gallery.html", _context(request))


def gallery_job(request: HttpRequest) -> HttpResponse:
    """What a page asks again every second while work goes on; here the work never ends."""
    if not settings.DEMO:
        raise Http404
    return render(request, "chassis/gallery_job.html", {"job": JOBS[0]})


def _context(request: HttpRequest) -> dict[str, Any]:
    table, sorting = sorted_table(request, sample_charts.sample_table(), "place")
    figures = samples.headline()
    return {
        "title": "Gallery",
        "lead": "Each part of the pages once, with the figures of Fictionshire, a place that does not exist.",
        "breadcrumbs": [{"text": "England", "href": "#"}, {"text": "Fictionshire", "href": "#"}],
        "sections": [
            {"text": "Shape", "href": request.path, "current": True},
            {"text": "Trend", "href": "#charts", "current": False},
            {"text": "Gaps", "href": "#tables", "current": False},
        ],
        "synthetic": True,
        "attribution": [samples.SOURCE_LINE],
        "figures": figures,
        "table": table,
        "sorting": sorting,
        "charts_shown": sample_charts.all_charts(),
        "form": SampleForm({"practice": ""}),
        "areas": [{"text": place, "href": "#"} for place in ("Amberley", "Brackwater", "Copperfield")],
        "rows": [{"label": figure.definition.title, "figures": [figure] * 3} for figure in figures[:4]],
        "jobs": JOBS,
        "people": [
            {
                "slug": "planner",
                "name": "Priya Sample",
                "role": "Workforce planner",
                "scope": "Fictionshire",
                "about": "Sees the shape and the gaps of the whole system.",
            },
            {
                "slug": "manager",
                "name": "Tom Sample",
                "role": "Practice manager",
                "scope": "Amberley Surgery",
                "about": "Sends the monthly return.",
            },
        ],
    }
