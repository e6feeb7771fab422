"""Where the bare address leads: to one's own area, or to signing in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from wholetime.chassis.api import is_demo


@require_safe
def start(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect("insight_home")
    return redirect("personas" if is_demo() else "account_login")
