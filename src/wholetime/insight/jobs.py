"""Having what people open first worked out before they do."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from wholetime.chassis.api import acting, connection_for_one_job, reach_of, seats
from wholetime.insight.queries.everything import work_out
from wholetime.insight.queries.viewpoint import viewpoint

SETTLING = 20
"""Seconds after a load: files come many at a time, and one job does for them all."""

NIGHTLY = "10 0 * * *"
"""Soon after midnight: what is shown of today changes with the day."""


@app.task(name="insight.warm", queueing_lock="insight.warm", priority=-10)
def warm() -> None:
    """Work out the pages of every area that somebody has a role in, as each of them will see it."""
    with connection_for_one_job():
        for account, code in seats():
            with acting(reach_of(account)):
                work_out(viewpoint(account, code, {}))


@app.periodic(cron=NIGHTLY)
@app.task(name="insight.warm_nightly", queueing_lock="insight.warm_nightly")
def warm_nightly(timestamp: int) -> None:
    with connection_for_one_job():
        start_warming()


def start_warming() -> None:
    """Have a worker do it soon, unless that is waiting to be done."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        warm.configure(schedule_in={"seconds": SETTLING}).defer()
