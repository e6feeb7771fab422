"""How fresh the downtime packs are, for whoever must be able to rely on them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from wholetime.chassis.engine.wording import day_text
from wholetime.chassis.models import PackRun
from wholetime.chassis.queries.access import Scope
from wholetime.chassis.queries.packs import pack_state
from wholetime.chassis.web.gate import for_members

SHOWN = 24


@require_safe
@for_members
def downtime(request: HttpRequest, scope: Scope) -> HttpResponse:
    """When packs were last written. Where they lie, and what is in them, is not for this page."""
    runs = [
        {"when": _moment_text(run.ended_at), "good": run.good, "teams": run.teams}
        for run in PackRun.objects.order_by("-ended_at")[:SHOWN]
    ]
    state = pack_state()
    context = {
        "title": "Downtime packs",
        "lead": "What each team has on paper or on a share when this system cannot be reached.",
        "state": state,
        "last": _moment_text(state.last_success) if state.last_success else "never",
        "runs": runs,
    }
    return render(request, "chassis/downtime.html", context)


def _moment_text(moment: object) -> str:
    local = timezone.localtime(moment)  # type: ignore[arg-type]
    return f"{day_text(local.date())}, {local:%H:%M}"
