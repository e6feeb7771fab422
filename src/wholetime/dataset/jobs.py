"""Staging a large file in the background, and tidying up at night."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from procrastinate.contrib.django import app

from wholetime.chassis.api import JobRefused, JobValue, background, connection_for_one_job, report, start_job
from wholetime.chassis.engine.wording import counted
from wholetime.chassis.models import Account
from wholetime.chassis.web.mail import send_known
from wholetime.dataset.actions.notice import notice
from wholetime.dataset.actions.sweep import sweep
from wholetime.dataset.actions.upload import Sender, stage_upload
from wholetime.dataset.engine.adapter import NotThisLayout
from wholetime.dataset.engine.loading import NotRecognised, OutsidePermit, SliceUnknown
from wholetime.dataset.engine.opening import UnreadableFile
from wholetime.dataset.models.load import LoadState
from wholetime.dataset.queries.looking_days import leads_to_tell
from wholetime.dataset.queries.permits import loading_permit

STEPS = 2
REFUSALS = (UnreadableFile, NotRecognised, NotThisLayout, OutsidePermit, SliceUnknown)


@app.periodic(cron="41 3 * * *")
@app.task(name="dataset.sweep", queueing_lock="dataset.sweep")
def sweep_nameless(timestamp: int) -> None:
    """Every night: take away files that no record names."""
    with connection_for_one_job():
        sweep()


@app.periodic(cron="19 * * * *")
@app.task(name="dataset.notice_looking", queueing_lock="dataset.notice_looking", lock="dataset.notice_looking")
def notice_looking(timestamp: int) -> None:
    """Every hour: notice unusual looking at people's records, yesterday's last hour too, and tell who must know."""
    with connection_for_one_job():
        today = timezone.localdate()
        for day in (today - timedelta(days=1), today):
            for one in notice(day):
                for address in leads_to_tell(one.account_id, day) if settings.SENDS_MAIL else ():
                    send_known("unusual_looking", address, {"day": day})


@background("dataset.stage", refusals=REFUSALS)
def stage_received(job: int, path: str, name: str, sender: int) -> str:
    """Stage a received file; its owner then follows the link to what it would change."""
    owner = Account.objects.get(pk=sender)
    permit = loading_permit(owner)
    if permit is None:
        raise JobRefused("You may no longer load files: ask the administrator of your area.")
    if not Path(path).exists():
        raise JobRefused(f"{name} is no longer here. Choose it again.")
    report(job, 1, STEPS, f"Reading and checking {name}")
    load = stage_upload(Path(path), name, Sender(owner, permit))
    if load.state == LoadState.UNCHANGED:
        return f"{name} is already held: loading it would change nothing."
    report(job, STEPS, STEPS, "Checked", link=reverse("load", args=[load.key]))
    understood = counted(load.rows, "row was", "rows were")
    return f"{understood} understood" + (
        f", {counted(load.refused_rows, 'was not', 'were not')}" if load.refused_rows else ""
    )


def start_staging(path: Path, name: str, sender: Sender) -> JobValue:
    """Have a worker stage the received file at ``path``."""
    return start_job(
        sender.account, f"Check {name}", stage_received, path=str(path), name=name, sender=sender.account.pk
    )
