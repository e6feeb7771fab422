"""Choosing a file, and what was made of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from wholetime.chassis.api import Scope, access_job
from wholetime.chassis.web.gate import for_members
from wholetime.dataset.actions.upload import Sender, stage_upload
from wholetime.dataset.engine.adapters import adapter_named, all_adapters
from wholetime.dataset.engine.loading import Meant
from wholetime.dataset.engine.mapping.template import csv_text, template_headings
from wholetime.dataset.jobs import start_staging
from wholetime.dataset.models import Load
from wholetime.dataset.models.load import LoadState
from wholetime.dataset.web.faults import FILE_FAULTS
from wholetime.dataset.web.frame import page
from wholetime.dataset.web.gate import for_loaders
from wholetime.dataset.web.uploads import received
from wholetime.kernel.period import Period, PeriodError, parse_period

AT_ONCE_BYTES = 4 << 20  # about two seconds' work: longer than that belongs to a worker, with progress
LEAD = "Choose a file. You will see what it would change before anything is changed."


class UploadForm(forms.Form):
    """One file; and for one without rows, which slice it empties."""

    file = forms.FileField(
        label="File",
        help_text="CSV, Excel (.xlsx), or either of them compressed with gzip or zip.",
        error_messages={"required": "Choose a file to load", "empty": "The file is empty: export it again"},
    )
    period = forms.CharField(label="Month (optional)", required=False, max_length=30, help_text="Such as 2025-10")
    org = forms.CharField(label="Organisation code (optional)", required=False, max_length=20)

    def clean_period(self) -> Period | None:
        text = self.cleaned_data["period"].strip()
        try:
            return parse_period(text) if text else None
        except PeriodError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def meant(self) -> Meant:
        """What the sender says of a file without rows."""
        return Meant(self.cleaned_data["period"], self.cleaned_data["org"].strip().upper() or None)


@for_loaders
def new_load(request: HttpRequest, sender: Sender) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None) if request.method == "POST" else UploadForm()
    if request.method == "POST" and form.is_valid():
        answer = _staged(request, sender, form)
        if answer is not None:
            return answer
    return render(request, "dataset/new_load.html", _context(request, sender, form))


def _staged(request: HttpRequest, sender: Sender, form: UploadForm) -> HttpResponse | None:
    """The way to the preview; None when the file could not be understood, which the form then says."""
    upload: UploadedFile[Any] = form.cleaned_data["file"]
    path, name = received(upload)
    if path.stat().st_size > AT_ONCE_BYTES:
        return redirect("load_job", start_staging(path, name, sender).id)
    try:
        return after_staging(request, stage_upload(path, name, sender, meant=form.meant()))
    except FILE_FAULTS as fault:
        form.add_error("file", str(fault))
        return None


def after_staging(request: HttpRequest, load: Load) -> HttpResponse:
    """Where to go with a staged load: one that changes nothing has no page of its own."""
    if load.state == LoadState.UNCHANGED:
        why = "is already held" if load.rows else "has no rows, and none are held that it would replace"
        messages.info(request, f"{load.file_name} {why}: loading it would change nothing.")
        return redirect("loads")
    return redirect("load", load.key)


def _context(request: HttpRequest, sender: Sender, form: UploadForm) -> dict[str, Any]:
    context = page(request, "Load a file", "loads", LEAD)
    context["breadcrumbs"] = [{"text": "What is held", "href": reverse("loads")}]
    mine = [one for one in all_adapters() if "org" in one.slice_by or sender.permit.national]
    sources = [{"title": one.title, "name": one.name, "template": bool(template_headings(one.name))} for one in mine]
    return context | {
        "form": form,
        "failed": bool(form.errors),
        "sources": sorted(sources, key=lambda one: str(one["title"])),
    }


@require_GET
@for_members
def load_job(request: HttpRequest, scope: Scope, job: int) -> HttpResponse:
    """How far the checking of a large file is; htmx asks for the fragment alone."""
    found = access_job(request.user, job)
    if request.headers.get("HX-Request"):
        return render(request, "dataset/job_fragment.jinja", {"job": found})
    context = page(
        request, found.title, "loads", "You may leave this page: the work goes on, and the file waits for you."
    )
    context["breadcrumbs"] = [{"text": "What is held", "href": reverse("loads")}]
    return render(request, "dataset/job.html", context | {"job": found})


@require_GET
@for_members
def template(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    headings = template_headings(name)
    if adapter_named(name) is None or not headings:
        raise Http404
    answer = HttpResponse(csv_text(headings), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}_template.csv"'
    return answer
