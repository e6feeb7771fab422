"""How many people each account looked at on each day, and from when on that is unusual."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
from django.conf import settings
from django.db import connection

from wholetime.chassis.api import access_roles, access_roots
from wholetime.chassis.models import Account
from wholetime.dataset.engine.looking import Limits
from wholetime.dataset.engine.mapping.reference import reference_yaml
from wholetime.dataset.models import Look
from wholetime.dataset.queries.looks import LEADS

SCHEMA = {"account": pl.Int64, "role": pl.String, "day": pl.Date, "people": pl.Int64}

# A day is the installation's own: the connection's time zone is another.
_DAYS = """
select account_id, (at at time zone %s)::date as day, count(distinct person)
from dataset_look, unnest(people) as person
where (at at time zone %s)::date between %s and %s group by 1, 2 order by 2, 1
"""


def looking_days(first: date, last: date) -> pl.DataFrame:
    """Columns account, role (all that the account has today), day and people, for each day from first to last on which
    the account looked at somebody."""
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, [settings.TIME_ZONE, settings.TIME_ZONE, first, last])
        found = cursor.fetchall()
    roles = {account.pk: _roles(account) for account in Account.objects.filter(pk__in={row[0] for row in found})}
    rows = [(account, roles.get(account, ""), day, people) for account, day, people in found]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _roles(account: Account) -> str:
    return ", ".join(sorted({role for root in access_roots(account) for role in access_roles(account, root)}))


def limits_on(day: date) -> Limits:
    """The limits in force on ``day``; those of before the first are the first."""
    found = _entry(day)
    return Limits(found["least"], found["times"], found["known_days"], found["alone"])


def window_on(day: date) -> int:
    """Days before ``day`` from which the usual is taken."""
    return int(_entry(day)["window_days"])


def _entry(day: date) -> dict[str, Any]:
    entries: list[dict[str, Any]] = sorted(reference_yaml("looking")["limits"], key=lambda entry: entry["from"])
    return [entry for entry in entries if entry["from"] <= day or entry is entries[0]][-1]


def leads_to_tell(account: int, day: date) -> list[str]:
    """The addresses of the information leads of those whom ``account`` looked at on ``day``."""
    codes = (
        Look.objects.filter(account_id=account, at__date=day).values_list("organisation__code", flat=True).distinct()
    )
    looked = list(codes)
    found = Account.objects.filter(is_active=True, memberships__role__in=LEADS).exclude(pk=account).distinct()
    return [lead.email for lead in found if any(access_roles(lead, code) & LEADS for code in looked)]
