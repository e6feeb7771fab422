"""Who looked at whose record: for the person looked at, and for the information lead of the area."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from wholetime.chassis.api import codes_under
from wholetime.chassis.models import Account
from wholetime.dataset.models import Look, UnusualLooking
from wholetime.dataset.queries.permits import loading_scope

LEADS = frozenset({"information"})
MOST = 500


@dataclass(frozen=True, slots=True)
class LookValue:
    """One look: ``who`` at the records of ``people`` of ``organisation``."""

    at: datetime
    who: str
    organisation: str
    route: str
    reason: str
    people: int


@dataclass(frozen=True, slots=True)
class UnusualValue:
    """A day of unusual looking; ``own_usual`` and ``role_usual`` are medians of people a day, None where unknown."""

    day: date
    who: str
    people: int
    own_usual: float | None
    role_usual: float | None


def looks_at(person: int, most: int | None = MOST) -> list[LookValue]:
    """The newest looks at ``person``; all of them where ``most`` is None."""
    return _values(Look.objects.filter(people__contains=[person]), most)


def lead_codes(account: Any) -> list[str]:
    """The codes of which ``account`` is the information lead."""
    return codes_under(loading_scope(account, LEADS).roots).to_list()


def looks_within(codes: list[str]) -> list[LookValue]:
    """The newest looks at people whom organisations in ``codes`` employ."""
    return _values(Look.objects.filter(organisation__code__in=codes))


def unusual_within(codes: list[str]) -> list[UnusualValue]:
    """Days of unusual looking by people who, on that day, looked at somebody in ``codes``; the newest first."""
    found = UnusualLooking.objects.order_by("-day", "-people")[:MOST]
    names = _names({one.account_id for one in found})
    return [
        UnusualValue(one.day, names.get(one.account_id, _GONE), one.people, one.own_usual, one.role_usual)
        for one in found
        if Look.objects.filter(account=one.account_id, at__date=one.day, organisation__code__in=codes).exists()
    ]


_GONE = "somebody whose account is gone"


def _names(accounts: set[int]) -> dict[int, str]:
    return dict(Account.objects.filter(pk__in=accounts).values_list("pk", "name"))


def _values(looks: QuerySet[Look], most: int | None = MOST) -> list[LookValue]:
    found = looks.select_related("organisation").order_by("-at", "-pk")[:most]
    names = _names({look.account_id for look in found})  # joined, a look of an account that is gone would be lost
    return [
        LookValue(
            look.at,
            names.get(look.account_id, _GONE),
            look.organisation.name,
            look.route,
            look.reason,
            len(look.people),
        )
        for look in found
    ]
