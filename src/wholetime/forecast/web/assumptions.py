"""One assumption: its range, source and versions, and changing it, for those who may."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from wholetime.chassis.api import Scope, access_node
from wholetime.chassis.web.gate import for_members
from wholetime.forecast.actions.assumptions import revise_assumption
from wholetime.forecast.engine.scenario.assumption import Assumption, Unfit
from wholetime.forecast.engine.uncertain import LAWS, Uncertain
from wholetime.forecast.queries.registers import may_revise, register_for, revisions
from wholetime.forecast.web.addresses import address
from wholetime.forecast.web.presenters.assumptions import LAWS as LAW_TITLES
from wholetime.forecast.web.presenters.assumptions import limits_text, range_text, revisions_table, whose
from wholetime.forecast.web.rights import ASSUMPTIONS, let_revise
from wholetime.forecast.web.views import area_crumbs


class AssumptionForm(forms.Form):
    """A new value for an assumption, with where it comes from and why it changes."""

    low = forms.FloatField(label="Low")
    central = forms.FloatField(label="Middle")
    high = forms.FloatField(label="High")
    law = forms.ChoiceField(label="Between the ends", choices=[(law, LAW_TITLES[law]) for law in LAWS])
    owner = forms.CharField(label="Owner", max_length=120)
    source = forms.CharField(label="Source", max_length=500, help_text="A publication, a decision, or whose judgement")
    effective = forms.DateField(label="Holds since", help_text="As 2026-11-22")
    verified = forms.BooleanField(label="Checked against its source", required=False)
    reason = forms.CharField(label="Why it changes", max_length=300)

    def revised(self, old: Assumption) -> Assumption:
        """``old`` with what the form says. Raises Unfit, in words."""
        said = self.cleaned_data
        try:
            value = Uncertain(said["low"], said["central"], said["high"], said["law"])
        except ValueError as wrong:
            raise Unfit(str(wrong)) from wrong
        kept = {name: said[name] for name in ("owner", "source", "effective", "verified")}
        return replace(old, value=value, **kept)


@require_http_methods(["GET", "POST"])
@for_members
def show(request: HttpRequest, scope: Scope, code: str, assumption: str) -> HttpResponse:
    changes = request.method == "POST"
    node = let_revise(request.user, code, ASSUMPTIONS) if changes else access_node(request.user, code)
    held = register_for(request.user, node.code)
    one = held.register.by_name.get(assumption)
    if one is None:
        raise Http404
    may = may_revise(request.user, node.code)
    form = AssumptionForm(request.POST or None, initial=_now(one))
    if request.method == "POST" and form.is_valid() and _kept(request, node.code, one, form):
        return redirect(address(node.code, "assumptions"))
    versions = revisions(request.user, node.code, one.name)
    context = {
        "title": one.title,
        "lead": f"{range_text(one)}.",
        "breadcrumbs": [*area_crumbs(request, node.code, here=False), _back(node.code)],
        "one": one,
        "limits": limits_text(one),
        "law": LAW_TITLES[one.value.law],
        "whose": whose(held),
        "form": form if may else None,
        "table": revisions_table(versions) if versions else None,
        "failed": request.method == "POST",
    }
    return render(request, "forecast/assumption.html", context)


def _kept(request: HttpRequest, code: str, one: Assumption, form: AssumptionForm) -> bool:
    """Whether the change could be kept; the form says why not."""
    try:
        revise_assumption(request.user, code, form.revised(one), form.cleaned_data["reason"])
    except Unfit as refused:
        form.add_error("central", f"{str(refused)[:1].upper()}{str(refused)[1:]}")
        return False
    return True


def _now(one: Assumption) -> dict[str, Any]:
    value = one.value
    return {
        "low": value.low,
        "central": value.central,
        "high": value.high,
        "law": value.law,
        "owner": one.owner,
        "source": one.source,
        "effective": one.effective,
        "verified": one.verified,
    }


def _back(code: str) -> dict[str, str]:
    return {"text": "Assumptions", "href": address(code, "assumptions")}
