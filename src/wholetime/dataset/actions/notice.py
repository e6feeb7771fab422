"""Notices unusual looking at people's records, once for each person and day."""

from __future__ import annotations

from datetime import date, timedelta

from wholetime.dataset.engine.looking import unusual
from wholetime.dataset.models import UnusualLooking
from wholetime.dataset.queries.looking_days import limits_on, looking_days, window_on


def notice(day: date) -> list[UnusualLooking]:
    """Write down whose looking on ``day`` was unusual and was not noticed before; those."""
    found = unusual(looking_days(day - timedelta(days=window_on(day)), day), day, limits_on(day))
    noticed = []
    for account, people, own, role in found.iter_rows():
        usual = {"people": people, "own_usual": own, "role_usual": role}
        one, new = UnusualLooking.objects.get_or_create(account_id=account, day=day, defaults=usual)
        if new:
            noticed.append(one)
    return noticed
