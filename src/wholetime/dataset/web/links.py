"""Whose record is whose, for administrators who have made sure of it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from wholetime.chassis.actions.holds import administered_codes
from wholetime.chassis.api import NotInScope, Scope
from wholetime.chassis.web.gate import for_members
from wholetime.dataset.actions.links import LinkRefused, link_person, unlink_person
from wholetime.dataset.queries.links import links_within
from wholetime.dataset.web.administered_place import AdministeredPlaceForm
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.gate import areas_administered
from wholetime.dataset.web.own_record import reader_of

REFUSAL = "Whose record is whose is for the administrators of an area to say."


class LinkForm(AdministeredPlaceForm):
    """Which account, and which record."""

    field_order = ("email", "place", "employee_number")
    email = forms.CharField(label="Account", max_length=254, help_text="Its e-mail address.")
    place = forms.CharField(label="Employer", max_length=200, help_text="Its code or its name.")
    employee_number = forms.CharField(label="Employee number", max_length=30)


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def links(request: HttpRequest, _: Scope) -> HttpResponse:
    roots = areas_administered(request, REFUSAL)
    form = LinkForm(roots, request.POST or None)
    if request.method == "POST" and form.is_valid() and _linked(request, form):
        return redirect("links")
    lead = "Which account is which person of a staff list, where the address alone does not say so."
    context = page(request, "Whose record is whose", "links", lead)
    context |= {
        "form": form,
        "failed": form.is_bound,
        "links": links_within(administered_codes(reader_of(request))),
    }
    return render(request, "dataset/links.html", context)


@for_members
@require_POST
def end(request: HttpRequest, _: Scope, number: int) -> HttpResponse:
    areas_administered(request, REFUSAL)
    unlink_person(reader_of(request), number)
    messages.success(request, "The link is ended.")
    return redirect("links")


def _linked(request: HttpRequest, form: LinkForm) -> bool:
    asked = form.cleaned_data
    try:
        link_person(reader_of(request), asked["email"], asked["place"], asked["employee_number"])
    except NotInScope:
        form.add_error(None, "There is no such account in your area, or no such number at this employer.")
        return False
    except LinkRefused as problem:
        said = str(problem)
        form.add_error(None, f"{said[0].upper()}{said[1:]}.")
        return False
    messages.success(request, "The account is linked to its record.")
    return True
