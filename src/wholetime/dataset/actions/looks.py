"""Writes down who was shown whose record, before it is shown."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import polars as pl

from wholetime.dataset.models import Employment, Look


def record_looks(account: Any, route: str, reason: str, shown: pl.DataFrame) -> int:
    """Note that ``account`` is shown the records in ``shown`` (columns org, employee_number); how many people that is.

    A number that the register does not know is nobody's. Where this fails nothing may be shown.
    """
    wanted = set(shown.select("org", "employee_number").unique().iter_rows()) if shown.height else set()
    found = Employment.objects.filter(
        organisation__code__in={org for org, _ in wanted}, employee_number__in={number for _, number in wanted}
    ).values_list("organisation__code", "employee_number", "organisation_id", "person_id")
    people: dict[int, set[int]] = defaultdict(set)
    for org, number, organisation, person in found:
        if (org, number) in wanted:
            people[organisation].add(person)
    Look.objects.bulk_create(
        Look(account=account, organisation_id=organisation, route=route, reason=reason, people=sorted(seen))
        for organisation, seen in sorted(people.items())
    )
    return len(set().union(*people.values()))
