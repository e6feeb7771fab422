"""What goes into downtime packs, for which teams, and whether they are fresh."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from wholetime.chassis.engine.exports import Section
from wholetime.chassis.models import Node, PackRun
from wholetime.chassis.queries.organisations import NodeValue, nodes

LATE = timedelta(hours=2, minutes=30)
"""Packs are written every hour: two in a row have failed."""


@dataclass(frozen=True, slots=True)
class PackSection:
    """Part of every team's pack. ``build`` gives it for one team, None where there is nothing to say.

    ``order`` goes down the page: the chassis has 0 and 900, rooms lie between.
    """

    name: str
    order: int
    build: Callable[[NodeValue], Section | None]


@dataclass(frozen=True, slots=True)
class PackState:
    """``wanted`` is whether a folder is set; ``late`` whether somebody must look after it."""

    wanted: bool
    last_success: datetime | None
    last_said: str
    teams: int
    late: bool


_sections: dict[str, PackSection] = {}


def register_pack_section(section: PackSection) -> None:
    """Add ``section`` to every pack; registering the same name again replaces it."""
    _sections[section.name] = section


def unregister_pack_section(name: str) -> None:
    _sections.pop(name, None)


def pack_sections() -> list[PackSection]:
    return sorted(_sections.values(), key=lambda section: (section.order, section.name))


def teams() -> list[NodeValue]:
    """The teams that are open today."""
    today = timezone.localdate()
    codes = Node.objects.filter(kind="team").order_by("code").values_list("code", flat=True)
    return [team for team in nodes(codes) if team.closed is None or team.closed >= today]


def pack_state(now: datetime | None = None) -> PackState:
    """How fresh the packs are."""
    last = PackRun.objects.order_by("-ended_at").first()
    good = PackRun.objects.filter(good=True).order_by("-ended_at").first()
    wanted = bool(settings.DOWNTIME_FOLDER)
    fresh = good is not None and (now or timezone.now()) - good.ended_at <= LATE
    return PackState(
        wanted=wanted,
        last_success=good.ended_at if good else None,
        last_said=last.said if last else "",
        teams=good.teams if good else 0,
        late=wanted and not fresh,
    )
