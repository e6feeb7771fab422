"""Taking away what one may see: one zip, in open formats, with a dictionary."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wholetime.chassis.api import Scope
from wholetime.chassis.engine.exports import zipped
from wholetime.chassis.web.gate import for_members
from wholetime.dataset.queries.export import FORMATS, Taking, export_tables, taking_of
from wholetime.dataset.web.frame import page


@require_safe
@for_members
def export(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What the file would hold, and where to get it."""
    context = page(
        request,
        "Take your data away",
        "export",
        lead="All that you may see, in formats that any program opens. Nothing of wholetime is needed to read it.",
    )
    context |= {"personal": bool(taking_of(request.user, scope).personal.roots), "forms": sorted(FORMATS)}
    return render(request, "dataset/export.html", context)


@require_safe
@for_members
def export_file(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    """The zip, sent while it is read."""
    if form not in FORMATS:
        raise Http404
    answer = StreamingHttpResponse(_blocks(form, taking_of(request.user, scope)), content_type="application/zip")
    name = f"wholetime-{timezone.localdate():%Y-%m-%d}-{form}.zip"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "no-store"
    return answer  # type: ignore[return-value]  # a response like any other to the gate


def _blocks(form: str, taking: Taking) -> Iterator[bytes]:
    """Tables are laid on the disk first, for their owner only, and gone when the last byte is sent or nobody reads."""
    with tempfile.TemporaryDirectory(prefix="export-", dir=settings.HOME) as folder:
        yield from zipped(export_tables(Path(folder), form, lambda done, total, said: None, taking))
