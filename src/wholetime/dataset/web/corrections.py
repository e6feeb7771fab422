"""Asking for a correction of one's own record, and answering such requests as information lead.

What is asked and answered is in no address, no mail and no log.
"""

from __future__ import annotations

import logging
from typing import Any

import polars as pl
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from wholetime.chassis.api import Scope
from wholetime.chassis.web.gate import for_members
from wholetime.chassis.web.mail import send_known
from wholetime.dataset.actions.corrections import LONGEST, CorrectionRefused, answer_correction, ask_correction
from wholetime.dataset.actions.looks import record_looks
from wholetime.dataset.models import CorrectionRequest
from wholetime.dataset.queries.about_person import record
from wholetime.dataset.queries.corrections import (
    CorrectionValue,
    access_correction,
    corrections_within,
    leads_of,
    own_corrections,
)
from wholetime.dataset.queries.looks import lead_codes
from wholetime.dataset.queries.own_record import own_person
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.own_record import own_sections, reader_of

log = logging.getLogger(__name__)

LOOKED_AT, LOOKED_FOR = "Request for correction, as a page", "to answer a request for correction"


class AskForm(forms.Form):
    """Which field of one's own record is wrong, and what it should be."""

    field = forms.ChoiceField(label="What is wrong")
    should_be = forms.CharField(
        label="What it should be", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), strip=True
    )

    def __init__(self, person: int | None, *args: Any, **named: Any) -> None:
        super().__init__(*args, **named)
        fields = record(person) if person is not None else []
        choices = [(one.key, f"{one.name} ({one.employer})") for one in fields]
        self.fields["field"].choices = [("", "Choose one"), *choices]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """Yes or no, and why."""

    decision = forms.ChoiceField(
        label="Answer",
        choices=[
            ("accept", "It is wrong: it will be put right in the employer's record system"),
            ("refuse", "It stays as it is"),
        ],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(
        label="Reason",
        help_text="The person reads it. Needed where it stays as it is.",
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@sensitive_post_parameters("field", "should_be")
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def own_corrections_page(request: HttpRequest) -> HttpResponse:
    account = reader_of(request)
    person = own_person(account)
    form = AskForm(person, request.POST or None)
    if request.method == "POST" and form.is_valid() and _asked(request, form):
        return redirect("own_corrections")
    context = {
        "title": "Corrections",
        "lead": "Say what is wrong in your record. The information lead of your employer answers.",
        "sections": own_sections("own_corrections"),
        "form": form,
        "failed": form.is_bound,
        "matched": person is not None,
        "requests": own_corrections(account),
    }
    return render(request, "dataset/own_corrections.html", context)


def _asked(request: HttpRequest, form: AskForm) -> bool:
    account = reader_of(request)
    try:
        made = ask_correction(account, form.cleaned_data["field"], form.cleaned_data["should_be"])
    except CorrectionRefused as problem:
        form.add_error(None, str(problem))
        return False
    leads = leads_of(made.organisation.code, account.pk)
    _tell("correction_asked", leads)
    if leads:
        messages.success(request, "Your request is with the information lead of your employer.")
    else:
        messages.warning(
            request, "Your request is kept. Nobody answers such requests here for your employer yet: tell them."
        )
    return True


@require_safe
@for_members
def corrections(request: HttpRequest, _: Scope) -> HttpResponse:
    """What people asked for in the areas of which one is the information lead. Whose it is shows in each request."""
    found = corrections_within(_codes(request))
    context = page(request, "Corrections", "corrections", "What people ask to have put right in their record.")
    context |= {"requests": found, "waiting": sum(one.waits for one in found)}
    return render(request, "dataset/corrections.html", context)


@sensitive_post_parameters("answer")
@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def correction(request: HttpRequest, _: Scope, number: int) -> HttpResponse:
    """One request; seeing it is a look at a person's record."""
    _codes(request)
    asked = access_correction(request.user, number)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _answered(request, number, form):
        return redirect("corrections")
    _write_down(request, asked)
    context = page(request, "Request for correction", "corrections")
    own = CorrectionRequest.objects.filter(pk=number, account=reader_of(request)).exists()
    context |= {"asked": asked, "form": form, "failed": form.is_bound, "own": own}
    return render(request, "dataset/correction.html", context)


def _answered(request: HttpRequest, number: int, form: AnswerForm) -> bool:
    accept = form.cleaned_data["decision"] == "accept"
    try:
        done = answer_correction(reader_of(request), number, accept=accept, answer=form.cleaned_data["answer"])
    except CorrectionRefused as problem:
        form.add_error(None, str(problem))
        return False
    _tell("correction_answered", [done.account.email])
    messages.success(
        request, "Your answer is given. Put it right in the record system." if accept else "Your answer is given."
    )
    return True


def _codes(request: HttpRequest) -> list[str]:
    codes = lead_codes(request.user)
    if not codes:
        raise PermissionDenied("Requests for correction are for the information lead of an area.")
    return codes


def _write_down(request: HttpRequest, asked: CorrectionValue) -> None:
    shown = pl.DataFrame({"org": [asked.code], "employee_number": [asked.employee_number]})
    record_looks(request.user, LOOKED_AT, LOOKED_FOR, shown)


def _tell(name: str, addresses: list[str]) -> None:
    """Mails say that there is something, not what. One that cannot be sent undoes nothing: the pages show it too."""
    for address in addresses if settings.SENDS_MAIL else ():
        try:
            send_known(name, address, {})
        except OSError:
            log.exception("A mail could not be sent")
