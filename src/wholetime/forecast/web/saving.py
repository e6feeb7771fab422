"""Keeping levers as a scenario: under a name of its own, or as the next version of the one they started from."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wholetime.chassis.api import Scope
from wholetime.chassis.web.gate import for_members
from wholetime.forecast.actions.assumptions import save_scenario
from wholetime.forecast.engine.gap.outcome import axes_of
from wholetime.forecast.engine.run.workbench import TRIED, Bench
from wholetime.forecast.engine.scenario.assumption import Unfit
from wholetime.forecast.engine.scenario.scenario import Scenario
from wholetime.forecast.queries.registers import register_for
from wholetime.forecast.queries.scenarios import ScenarioValue
from wholetime.forecast.queries.viewpoint import viewpoint
from wholetime.forecast.web.addresses import address, scenario_address
from wholetime.forecast.web.keeping import SLUG, text_of, tried_in
from wholetime.forecast.web.presenters.beside import changes_table
from wholetime.forecast.web.rights import SCENARIOS, let_revise
from wholetime.forecast.web.views import area_crumbs

LEAD = "A scenario is kept with its name, its reason and yours. A later change is a new version; runs keep theirs."
NEW, NEXT = "new", "next"


class ScenarioForm(forms.Form):
    """A name for a set of levers, and what it is about."""

    keep_as = forms.ChoiceField(label="Keep it as", widget=forms.RadioSelect)
    title = forms.CharField(label="Name", max_length=80, help_text="As people will see it: Fewer leave after 2027")
    note = forms.CharField(label="What it says, and why", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, start: ScenarioValue | None, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        if start is None:
            del self.fields["keep_as"]
            return
        field = self.fields["keep_as"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(NEXT, f"Version {start.number + 1} of {start.scenario.title}"), (NEW, "A new scenario")]

    def clean_title(self) -> str:
        title: str = self.cleaned_data["title"]
        if not name_of(title):
            raise forms.ValidationError("Give it a name with letters or digits.")
        return title

    def scenario(self, tried: Scenario, start: ScenarioValue | None, owner: str) -> tuple[Scenario, bool]:
        """``tried`` as the form names it, and whether it is new."""
        said = self.cleaned_data
        following = start if start is not None and said["keep_as"] == NEXT else None
        name = following.name if following else name_of(said["title"])
        why = said["note"][:300]
        changes = tuple(replace(one, reason=why) if one.reason == TRIED else one for one in tried.changes)
        kept = replace(tried, name=name, title=said["title"], note=said["note"], owner=owner, changes=changes)
        return kept, following is None


def name_of(title: str) -> str:
    """``fewer_leave_after_2027`` of ``Fewer leave after 2027``."""
    return re.sub(r"[^a-z0-9]+", "_", title.casefold()).strip("_")


def owner_of(request: HttpRequest) -> str:
    """Whoever keeps a scenario owns it."""
    return str(getattr(request.user, "name", "")) or str(request.user)


@require_http_methods(["GET", "POST"])
@for_members
def save(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The form, with what would be kept; the levers stay in the address."""
    asked, node = text_of(request.GET), let_revise(request.user, code, SCENARIOS)
    view = viewpoint(request.user, node.code, asked.get("of", ""))
    found = tried_in(view, asked)
    if found is None or not found[1].is_pulled:
        return redirect(address(view.node.code, SLUG, view.part))
    bench, tried = found
    own = tried.start if tried.start and tried.start.code == view.node.code and tried.start.newest else None
    form = ScenarioForm(own, request.POST or None, initial=_now(own))
    if request.method == "POST" and form.is_valid():
        kept = _kept(request, view.node.code, form, tried.scenario, own, bench)
        if kept is not None:
            return redirect(scenario_address(view.node.code, kept.name))
    context = {
        "title": f"Keep a scenario, {view.node.name}",
        "lead": LEAD,
        "breadcrumbs": area_crumbs(request, view.node.code, here=False),
        "form": form,
        "table": changes_table(
            [tried.scenario], bench.ground.register or register_for(request.user, view.node.code).register
        ),
        "failed": request.method == "POST",
    }
    return render(request, "forecast/save.html", context)


def _kept(
    request: HttpRequest, code: str, form: ScenarioForm, tried: Scenario, own: ScenarioValue | None, bench: Bench
) -> Scenario | None:
    """The version that was kept; None where it could not be, and the form says why."""
    scenario, new = form.scenario(tried, own, owner_of(request))
    try:
        return save_scenario(request.user, code, scenario, axes_of(bench.ground.supply, bench.years), new=new)
    except Unfit as refused:
        form.add_error("title", f"{str(refused)[:1].upper()}{str(refused)[1:]}.")
        return None


def _now(own: ScenarioValue | None) -> dict[str, str]:
    return {} if own is None else {"keep_as": NEXT, "title": own.scenario.title, "note": own.scenario.note}
