"""Taking a file from a request without trusting it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from wholetime.chassis.web.problems import problem
from wholetime.dataset.actions.incoming import plain_name, receive

DIGITS = 15
"""A length with more digits is too large whatever they are, and Python need not work it out."""


def upload_limit(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: a request larger than the limit is turned away before a byte of it is read."""

    def limited(request: HttpRequest) -> HttpResponse:
        said = request.META.get("CONTENT_LENGTH") or "0"
        if not (said.isascii() and said.isdigit()):
            return HttpResponseBadRequest(
                "The length of the request is not a number.", content_type="text/plain; charset=utf-8"
            )
        if len(said) > DIGITS or int(said) > settings.UPLOAD_MOST_BYTES:
            return _too_large(request)
        return get_response(request)

    return limited


def _too_large(request: HttpRequest) -> HttpResponse:
    most = settings.UPLOAD_MOST_BYTES >> 20
    said = f"A file may have up to {most} MB. Compress it with gzip, or load it month by month."
    if request.path.startswith("/api/"):
        return problem(413, said)
    return render(request, "dataset/too_large.html", {"title": "The file is too large", "lead": said}, status=413)


def received(upload: UploadedFile) -> tuple[Path, str]:
    """Where the upload is now, and the name its sender knows it by."""
    name = plain_name(upload.name or "")
    return receive(upload.chunks(), name), name
