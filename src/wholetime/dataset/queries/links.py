"""Which accounts administrators have linked to which records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wholetime.dataset.models import PersonLink


@dataclass(frozen=True, slots=True)
class LinkValue:
    """One link: the account by its address, the record by employer and number."""

    id: int
    email: str
    organisation: str
    employee_number: str
    made_by: str
    made_at: datetime


def links_within(codes: frozenset[str] | None = None) -> list[LinkValue]:
    """The links to records of ``codes``, everywhere where None, the newest first."""
    found = PersonLink.objects.select_related("account", "employment__organisation", "made_by").order_by("-pk")
    if codes is not None:
        found = found.filter(employment__organisation__code__in=codes)
    return [
        LinkValue(
            id=one.pk,
            email=one.account.email,
            organisation=one.employment.organisation.name,
            employee_number=one.employment.employee_number,
            made_by=one.made_by.name if one.made_by else "whoever runs wholetime",
            made_at=one.made_at,
        )
        for one in found
    ]
