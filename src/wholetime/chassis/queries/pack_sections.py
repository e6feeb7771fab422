"""What the chassis itself knows for a downtime pack: where the team belongs, and who to call."""

from __future__ import annotations

from django.db.models import Q
from django.utils import timezone

from wholetime.chassis.engine.exports import Section
from wholetime.chassis.engine.tables import Column, Table
from wholetime.chassis.models import Membership
from wholetime.chassis.models.account import Role
from wholetime.chassis.queries.organisations import NodeValue, ancestors
from wholetime.chassis.queries.packs import PackSection, register_pack_section

FIRST, LAST = 0, 900


def register() -> None:
    register_pack_section(PackSection("belongs", FIRST, belongs))
    register_pack_section(PackSection("calling", LAST, calling))


def belongs(team: NodeValue) -> Section:
    """From the team up to the nation."""
    above = list(reversed(ancestors(team.code)))
    rows = tuple((node.kind.capitalize(), node.name, node.code) for node in above)
    columns = (Column("kind", "What it is"), Column("name", "Name"), Column("code", "Code"))
    return Section("What this team belongs to", (Table("The team and what is above it", columns, rows),))


def calling(team: NodeValue) -> Section:
    """Whoever answers for the team or for what is above it, the nearest first."""
    above = [node.code for node in reversed(ancestors(team.code))]
    rows = tuple(
        (Role(role).label, name, email, where) for code in above for role, name, email, where in _answering(code)
    )
    if not rows:
        return Section("Who to call", ("Nobody is entered for this team: ask your organisation's switchboard.",))
    columns = (Column("role", "Role"), Column("name", "Name"), Column("email", "E-mail"), Column("for", "Answers for"))
    return Section("Who to call", (Table("Who to call, the nearest first", columns, rows),))


def _answering(code: str) -> list[tuple[str, str, str, str]]:
    today = timezone.localdate()
    in_force = Membership.objects.filter(
        Q(end__isnull=True) | Q(end__gt=today), start__lte=today, node__code=code, account__is_active=True
    )
    found = in_force.order_by("role", "account__name")
    return list(found.values_list("role", "account__name", "account__email", "node__name"))
