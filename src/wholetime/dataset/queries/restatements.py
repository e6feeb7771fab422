"""History that was restated: each version of a slice that ever was the truth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from wholetime.chassis.api import Scope
from wholetime.dataset.models import Slice
from wholetime.dataset.queries.loads import slices_in

MOST = 200  # versions on one page; the newest restatements are the ones that are asked about


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a slice; ``until`` is None while it is the truth."""

    period: str
    org: str
    rows: int
    live_from: date
    until: date | None
    file_name: str
    account: str


def restatements(scope: Scope, source: str) -> list[Version]:
    """Versions of the slices of ``source`` that were ever replaced, newest first."""
    both = Q(superseded_at__isnull=False) | Q(live=True, replaces__isnull=False)
    found = slices_in(scope).filter(both, adapter=source, live_from__isnull=False)
    ordered = found.select_related("load__account").order_by("-live_from", "key")
    return [_version(part) for part in ordered[:MOST]]


def _version(part: Slice) -> Version:
    until: datetime | None = part.superseded_at
    assert part.live_from is not None
    return Version(
        period=_span(part.period_from, part.period_to),
        org=part.org,
        rows=part.rows,
        live_from=part.live_from.date(),
        until=until.date() if until else None,
        file_name=part.load.file_name,
        account=part.load.account.name if part.load.account else "Command line",
    )


def _span(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"
