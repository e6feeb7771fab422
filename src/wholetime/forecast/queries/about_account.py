"""What the room holds about somebody with an account."""

from __future__ import annotations

from wholetime.chassis.api import as_operator, held_part
from wholetime.chassis.engine.held_parts import Part
from wholetime.chassis.models import Account
from wholetime.forecast.models import PopulationProjection, RegisterVersion, Run, ScenarioVersion


@as_operator()  # to oneself, of areas that are no longer one's own
def about_account(account: Account) -> Part:
    """The forecasts somebody asked for, and the assumptions and scenarios they wrote."""
    runs = Run.objects.filter(account=account).select_related("node").order_by("made_at")
    rows = [("forecast", one.title, one.node.name, one.made_at) for one in runs]
    for kind, model in (("register of assumptions", RegisterVersion), ("scenario", ScenarioVersion)):
        kept = model.objects.filter(account=account).select_related("node").order_by("made_at")
        rows += [(kind, f"version {one.number}", one.node.name, one.made_at) for one in kept]
    loaded = PopulationProjection.objects.filter(account=account).select_related("node").order_by("made_at")
    rows += [("population projection", one.file_name, one.node.name, one.made_at) for one in loaded]
    return held_part(
        "forecasts", "Forecasts that you asked for or changed", "what, title, area, made", rows, "you", "forecasts"
    )
