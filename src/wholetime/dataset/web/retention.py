"""How long things are kept, for administrators: each rule, what is due in their area, the last run; and holds."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from wholetime.chassis.actions.holds import LONGEST_REASON, HoldRefused, administered_codes, lift_hold, set_hold
from wholetime.chassis.api import NotInScope, Outcome, Scope, due_now
from wholetime.chassis.engine.tables import Cell, Column, Table
from wholetime.chassis.models import RetentionRun
from wholetime.chassis.queries.invitations import account_for
from wholetime.chassis.queries.retention import holds_within, last_runs
from wholetime.chassis.web.browsers import moment_text
from wholetime.chassis.web.gate import for_members
from wholetime.dataset.queries.own_record import person_employed
from wholetime.dataset.web.administered_place import AdministeredPlaceForm
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.gate import areas_administered
from wholetime.dataset.web.own_record import reader_of

REFUSAL = "How long things are kept is for the administrators of an area."

COLUMNS = (
    Column("what", "What"),
    Column("kept", "Kept"),
    Column("from", "Counted from when"),
    Column("due", "Due in your area"),
    Column("run", "Last run"),
    Column("ground", "Ground and source"),
)


class HoldForm(AdministeredPlaceForm):
    """What to hold, and why."""

    email = forms.CharField(
        label="Only this account", max_length=254, required=False, help_text="Its e-mail address, or nothing."
    )
    employee_number = forms.CharField(
        label="Only this person",
        max_length=30,
        required=False,
        help_text="The employee number at the organisation, or nothing.",
    )
    reason = forms.CharField(label="Reason", max_length=LONGEST_REASON, help_text="A case number, without names.")


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def retention(request: HttpRequest, _: Scope) -> HttpResponse:
    roots = areas_administered(request, REFUSAL)
    form = HoldForm(roots, request.POST or None)
    if request.method == "POST" and form.is_valid() and _held(request, form):
        return redirect("retention")
    codes, runs = administered_codes(reader_of(request)), last_runs()
    context = page(request, "Retention", "retention", "How long what is held is kept, and what is due to go.")
    context |= {
        "form": form,
        "failed": form.is_bound,
        "table": Table("Rules", COLUMNS, tuple(_row(one, runs.get(one.keeping.rule)) for one in due_now(codes))),
        "holds": holds_within(codes),
    }
    return render(request, "dataset/retention.html", context)


@for_members
@require_POST
def lift(request: HttpRequest, _: Scope, number: int) -> HttpResponse:
    areas_administered(request, REFUSAL)
    lift_hold(reader_of(request), number)
    messages.success(request, "The hold is lifted.")
    return redirect("retention")


def _held(request: HttpRequest, form: HoldForm) -> bool:
    asked = form.cleaned_data
    email, number = asked["email"].strip().lower(), asked["employee_number"].strip()
    account = account_for(email) if email else None
    person = person_employed(asked["place"], number) if number else None
    if (email and account is None) or (number and person is None) or (email and number):
        form.add_error(None, "There is no such account or person there. Give one of the two, or neither.")
        return False
    try:
        set_hold(reader_of(request), asked["place"], asked["reason"], account=account, person=person)
    except NotInScope:
        form.add_error(None, "There is no such account or person there. Give one of the two, or neither.")
        return False
    except HoldRefused as problem:
        form.add_error("reason", str(problem))
        return False
    messages.success(request, "The hold is in force.")
    return True


def _row(one: Outcome, run: RetentionRun | None) -> tuple[Cell, ...]:
    kept = one.keeping
    due = one.said or (f"{one.due:,}" if kept.ends else "–")
    last = (moment_text(run.at) + ("" if run.good else ", and it failed")) if run else "not yet" if kept.ends else "–"
    checked = "" if kept.verified else " (not verified)"
    ground = f"{kept.basis}. {kept.source[0].upper()}{kept.source[1:]}{checked}."
    return (kept.what, kept.text, kept.counted_from, due, last, ground)
