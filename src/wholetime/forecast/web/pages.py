"""The pages of an area, in the order of their tabs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from wholetime.chassis.api import boundaries
from wholetime.chassis.web.page import Page
from wholetime.forecast.queries.below import runs_below
from wholetime.forecast.queries.registers import register_for, revisions
from wholetime.forecast.queries.runs import access_runs, run_under
from wholetime.forecast.queries.scenarios import chosen_scenario, scenarios_asked
from wholetime.forecast.queries.viewpoint import Viewpoint
from wholetime.forecast.web.addresses import COMPARED
from wholetime.forecast.web.levers import START
from wholetime.forecast.web.need_pages import cover_tab, need_tab, population_tab, wisn_tab
from wholetime.forecast.web.presenters.assumptions import register_page
from wholetime.forecast.web.presenters.closing import closing_page
from wholetime.forecast.web.presenters.comparing import comparing_page
from wholetime.forecast.web.presenters.mattering import mattering_page
from wholetime.forecast.web.presenters.overview import nothing_yet, overview_page
from wholetime.forecast.web.presenters.places import places_page
from wholetime.forecast.web.presenters.retirement import retirement_page
from wholetime.forecast.web.presenters.runs import runs_page
from wholetime.forecast.web.presenters.sureness import sureness_page
from wholetime.forecast.web.presenters.workbench import workbench_page

type Asked = dict[str, str]


@dataclass(frozen=True, slots=True)
class Tab:
    """One page: its name in the address, its name on the tab, and what makes it.

    A page ``under`` another has no tab of its own.
    """

    slug: str
    title: str
    build: Callable[[Viewpoint, Asked], Page]
    under: str = ""


def _overview(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "overview", reverse("forecast_new", args=[view.node.code]))
    return overview_page(view, view.run, asked.get("beyond", ""))


def _close(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "close", reverse("forecast_new", args=[view.node.code]))
    return closing_page(view, view.run, asked)


def _places(view: Viewpoint, asked: Asked) -> Page:
    runs = runs_below(view.account, view.node.code, view.part)
    return places_page(view, runs, boundaries().around({run.code for run in runs}), asked)


def _matters(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "matters", reverse("forecast_new", args=[view.node.code]))
    return mattering_page(view, view.run)


def _retirement(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "retirement", reverse("forecast_new", args=[view.node.code]))
    return retirement_page(view, view.run)


def _scenarios(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "scenarios", reverse("forecast_new", args=[view.node.code]))
    keys = {asked.get(START, "")}
    scenarios = scenarios_asked(view.account, view.node.code, view.run.first_year, keys)
    return workbench_page(view, view.run, scenarios, asked)


def _compare(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "compare", reverse("forecast_new", args=[view.node.code]))
    keys = {asked.get(place, "") for place in COMPARED}
    scenarios = scenarios_asked(view.account, view.node.code, view.run.first_year, keys)
    named = [one for key in keys if (one := chosen_scenario(scenarios, key)) is not None]
    held = {one.key: run_under(view.account, view.node.code, view.part, one.scenario.as_json()) for one in named}
    return comparing_page(view, view.run, scenarios, {key: run for key, run in held.items() if run}, asked)


def _sureness(view: Viewpoint, asked: Asked) -> Page:
    if view.run is None:
        return nothing_yet(view, "sureness", reverse("forecast_new", args=[view.node.code]))
    return sureness_page(view, view.run)


def _runs(view: Viewpoint, asked: Asked) -> Page:
    return runs_page(view, access_runs(view.account, view.node.code))


def _assumptions(view: Viewpoint, asked: Asked) -> Page:
    held = register_for(view.account, view.node.code)
    return register_page(view, held, revisions(view.account, view.node.code))


TABS = (
    Tab("overview", "Overview", _overview),
    Tab("retirement", "Retirement", _retirement),
    Tab("scenarios", "Scenarios", _scenarios),
    Tab("compare", "Scenarios compared", _compare, under="scenarios"),
    Tab("matters", "What matters", _matters),
    Tab("places", "Where", _places),
    Tab("close", "Close the gap", _close),
    Tab("need", "Need", need_tab),
    Tab("population", "Population", population_tab, under="need"),
    Tab("cover", "Cover", cover_tab, under="need"),
    Tab("wisn", "WISN", wisn_tab, under="need"),
    Tab("sureness", "How sure", _sureness),
    Tab("assumptions", "Assumptions", _assumptions),
    Tab("runs", "Runs", _runs),
)
"""The first is the page of an area itself."""


def tab(slug: str) -> Tab | None:
    return next((one for one in TABS if one.slug == slug), None)
