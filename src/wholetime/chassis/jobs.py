"""The worker, and the chassis's own background work."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

from asgiref.sync import sync_to_async
from procrastinate.contrib.django import app
from procrastinate.jobs import Job, Status

from wholetime.chassis.actions.background import give_up

ATTEMPTS = 3
"""A job that took its worker down this often is not tried again."""

SILENCE = 30
"""Seconds without a sign of life after which a worker is taken for dead (it gives one every ten)."""

# This module registers tasks when Django starts, so it cannot itself be the program.
BESIDE = "import django; django.setup(); from wholetime.chassis.jobs import run_worker_beside as run; run({parent})"


@app.periodic(cron="* * * * *")
@app.task(name="chassis.revive", queueing_lock="chassis.revive")
async def revive(timestamp: int) -> None:
    """Run again what was running when its worker died."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENCE):
        if job.attempts < ATTEMPTS:
            await app.job_manager.retry_job(job)
        else:
            await _abandon(job)


async def _abandon(job: Job) -> None:
    owned = job.task_kwargs.get("job")
    if owned is not None:
        await sync_to_async(give_up)(int(str(owned)))
    await app.job_manager.finish_job(job, Status.FAILED, delete_job=False)


def run_worker(wait: bool = True) -> None:
    """Work through the jobs, one at a time, until told to stop (SIGINT, SIGTERM), or with ``wait=False`` until none is left.

    More workers may run beside it, on this machine or others that reach the same database.
    """
    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]
    with app.replace_connector(connector):
        app.run_worker(wait=wait, concurrency=1, install_signal_handlers=wait, delete_jobs="successful")


@contextmanager
def embedded_worker() -> Iterator[subprocess.Popen[bytes]]:
    """A worker in a process of its own, for as long as the block lasts and never longer than this process lives."""
    worker = subprocess.Popen([sys.executable, "-c", BESIDE.format(parent=os.getpid())])  # noqa: S603
    try:
        yield worker
    finally:
        worker.terminate()
        worker.wait(timeout=60)


def run_worker_beside(parent: int) -> None:
    """A worker that stops when the process ``parent``, which started it, is gone."""
    threading.Thread(target=_stop_with, args=(parent,), daemon=True).start()
    run_worker()


def _stop_with(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(1)
    os.kill(os.getpid(), signal.SIGTERM)
