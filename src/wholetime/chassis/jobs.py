"""The worker, and the chassis's own background work."""

from __future__ import annotations

import os
import signal
import threading
import time
from pathlib import Path

from asgiref.sync import sync_to_async
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from wholetime.chassis.actions import read_only as actions
from wholetime.chassis.actions.background import connection_for_one_job, give_up, may_repeat
from wholetime.chassis.actions.downtime import write_packs
from wholetime.chassis.actions.retention import apply_retention
from wholetime.chassis.queries.read_only import read_only

AGAIN = 1
"""How often a job is run again after its worker died: one that takes a second worker down is itself the trouble."""

SILENCE = 30
"""Seconds without a sign of life after which a worker is taken for dead (it gives one every ten)."""


@app.periodic(cron="* * * * *")
@app.task(name="chassis.revive", queueing_lock="chassis.revive")
async def revive(timestamp: int) -> None:
    """Run again, once, what was running when its worker died; end what may not be repeated, saying why."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        if job.attempts < AGAIN and may_repeat(job.task_name):
            await app.job_manager.retry_job(job)
        else:
            await _abandon(job)


@app.periodic(cron="* * * * *")
@app.task(name="chassis.watch_disk", queueing_lock="chassis.watch_disk")
def watch_disk(timestamp: int) -> None:
    """Close for writing when the disk is nearly full, also where nobody writes."""
    with connection_for_one_job():
        actions.watch_disk()


@app.periodic(cron="7 * * * *")
@app.task(name="chassis.downtime_packs", queueing_lock="chassis.downtime_packs", lock="chassis.downtime_packs")
def downtime_packs(timestamp: int) -> None:
    """Write every team's downtime pack, where a folder for them is set; in read-only mode too."""
    with connection_for_one_job():
        if settings.DOWNTIME_FOLDER:
            write_packs(Path(settings.DOWNTIME_FOLDER), settings.DOWNTIME_KEEP)


@app.periodic(cron="23 2 * * *")
@app.task(name="chassis.retention", queueing_lock="chassis.retention", lock="chassis.retention")
def retention(timestamp: int) -> None:
    """Every night: remove what the rules of retention say is due. In read-only mode it waits for the next night."""
    with connection_for_one_job():
        if read_only() is None:
            apply_retention()


async def _abandon(job: Job) -> None:
    owned = job.task_kwargs.get("job")
    if owned is not None:
        await sync_to_async(give_up)(int(str(owned)), may_repeat(job.task_name))
    await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def run_worker(wait: bool = True, beside: int | None = None) -> None:
    """Work through the jobs, one at a time, until told to stop (SIGINT, SIGTERM); without ``wait``, until none is left.

    ``beside`` is the process that started this one: the worker stops when that is gone. More workers may run, on this
    machine or on others that reach the same database.
    """
    if beside is not None:
        threading.Thread(target=_stop_with, args=(beside,), daemon=True).start()
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        app.run_worker(wait=wait, concurrency=1, install_signal_handlers=wait, delete_jobs="successful")


def _stop_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
