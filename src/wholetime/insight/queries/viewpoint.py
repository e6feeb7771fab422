"""From where somebody looks: an area or organisation, a month, a staff group, a sector."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils import timezone

from wholetime.chassis.api import NodeValue, NotInScope, Scope, access_node, access_scope, codes_under, tree_version
from wholetime.dataset.api import group_titles, held_version
from wholetime.kernel.period import Period, PeriodError, parse_period

type Moment = tuple[str, str, date]
"""Data, tree and day: an answer worked out under one is true as long as all three stay."""


@dataclass(frozen=True, slots=True)
class Viewpoint:
    """``scope`` is the node and below, ``rights`` all that the person may see.

    ``month`` None is the latest that each source has. ``sector`` and ``group`` None are all of them.
    """

    node: NodeValue
    scope: Scope
    rights: Scope
    moment: Moment
    month: Period | None = None
    as_now: bool = False
    group: str | None = None
    sector: str | None = None

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        return (("staff_group", self.group),) if self.group else ()

    def at(self, node: NodeValue) -> Viewpoint:
        """The same from another area. Raises NotInScope where it is outside the person's rights."""
        if not self.rights.everything and node.code not in codes_under(self.rights.roots):
            raise NotInScope
        return replace(self, node=node, scope=Scope((node.code,)))

    def without_filters(self) -> Viewpoint:
        """The same area and month, whoever works there."""
        return replace(self, group=None, sector=None)


def viewpoint(account: Any, code: str, asked: dict[str, str]) -> Viewpoint:
    """What ``account`` may see of ``code``, with the filters ``asked`` for; a filter nobody knows is left out.

    Raises NotInScope.
    """
    group, sector = asked.get("group"), asked.get("sector")
    return Viewpoint(
        node=access_node(account, code),
        scope=access_scope(account, code),
        rights=access_scope(account),
        moment=moment(),
        month=_month(asked.get("month", "")),
        as_now=asked.get("tree") == "now",
        group=group if group in group_titles() else None,
        sector=sector if sector in SECTORS else None,
    )


def moment() -> Moment:
    return held_version(), tree_version(), timezone.localdate()


def _month(text: str) -> Period | None:
    try:
        period = parse_period(text)
    except PeriodError:
        return None
    return period if period.is_month else None


SECTORS = {
    "nhs_trust": "NHS trusts",
    "general_practice": "General practice",
    "social_care": "Social care",
    "voluntary": "Voluntary sector",
    "other_nhs": "Other NHS bodies",
}
"""Code → title, in the order to show them in."""

WIDEST = ("nation", "region")
"""Kinds of area with too many networks and organisations to rank in one list."""
