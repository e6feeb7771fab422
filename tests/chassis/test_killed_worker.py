"""A worker that is really killed: what it was doing is run again once, or ended with a reason."""

from __future__ import annotations

import asyncio
import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from wholetime.chassis import api
from wholetime.chassis.jobs import revive, run_worker
from wholetime.chassis.models import Account

REPEATABLE, ONCE = "tests.repeatable", "tests.once_only"
PATIENCE = 300  # seconds for a fresh process to come up on a busy machine

WORKER = """
import sys, time
from pathlib import Path
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
import django
django.setup()
from wholetime.chassis import api
from wholetime.chassis.jobs import run_worker

def work(job: int) -> str:
    Path(sys.argv[2]).write_text(str(job))
    time.sleep(600)

for name in ("tests.repeatable", "tests.once_only"):
    api.background(name)(work)
run_worker()
"""


@pytest.fixture
def begun() -> list[int]:
    """The jobs that this process, not the one that is killed, begins."""
    return []


@pytest.fixture
def tasks(begun: list[int]) -> Iterator[dict[str, object]]:
    def work(job: int) -> str:
        begun.append(job)
        return "Done at last"

    yield {name: api.background(name, repeatable=name == REPEATABLE)(work) for name in (REPEATABLE, ONCE)}
    api.background(ONCE)  # whatever has this name next may be repeated
    for name in (REPEATABLE, ONCE):
        del app.tasks[name]


@pytest.fixture
def kill_worker(tmp_path: Path) -> Callable[[], None]:
    """Starts a worker of its own, waits until it is at work, kills it, and dates its last sign of life back.

    So nothing hangs on how soon the next worker gives its own: with a shorter silence it could be taken for dead too.
    """

    def kill() -> None:
        marker = tmp_path / "at work"
        marker.unlink(missing_ok=True)
        name = str(connection.settings_dict["NAME"])
        settings = os.environ | {"DJANGO_SETTINGS_MODULE": "wholetime.config.settings"}
        worker = subprocess.Popen([sys.executable, "-c", WORKER, name, str(marker)], env=settings)
        try:
            until = time.monotonic() + PATIENCE
            while not marker.exists() and time.monotonic() < until:
                assert worker.poll() is None, "the worker ended by itself"
                time.sleep(0.05)
            assert marker.exists(), "the worker never began"
        finally:
            worker.kill()
            worker.wait()
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_workers set last_heartbeat = now() - interval '1 hour'")

    return kill


async def _revived() -> None:
    """Run ``revive`` alone, so that no worker here takes up what it sets going."""
    with app.replace_connector(app.connector.get_worker_connector()):
        async with app.open_async():
            await revive.func(timestamp=0)


def look_after() -> None:
    """What the worker beside does every minute, and the work that follows of it."""
    with contextlib.suppress(AlreadyEnqueued):  # the worker that was killed may have asked for it
        revive.defer(timestamp=0)
    run_worker(wait=False)


@pytest.mark.django_db(transaction=True)
class TestAKilledWorker:
    @pytest.fixture
    def owner(self) -> Account:
        return Account.objects.create_user("owner@example.org", name="Owner")

    def test_has_its_job_run_again(
        self, tasks: dict[str, object], owner: Account, begun: list[int], kill_worker: Callable[[], None]
    ) -> None:
        job = api.start_job(owner, "Loading a file", tasks[REPEATABLE])
        kill_worker()
        assert api.access_job(owner, job.id).state == "running"
        look_after()
        assert begun == [job.id]
        ended = api.access_job(owner, job.id)
        assert (ended.state, ended.said) == ("done", "Done at last")

    def test_has_its_job_ended_with_a_reason_when_it_happens_again(
        self, tasks: dict[str, object], owner: Account, begun: list[int], kill_worker: Callable[[], None]
    ) -> None:
        job = api.start_job(owner, "Loading a file", tasks[REPEATABLE])
        kill_worker()
        asyncio.run(_revived())
        kill_worker()
        look_after()
        assert begun == []
        ended = api.access_job(owner, job.id)
        assert ended.state == "failed"
        assert "begun twice" in ended.said
        assert f"job {job.id}" in ended.said
        assert ProcrastinateJob.objects.get(task_name=REPEATABLE).status == "failed"

    def test_has_work_that_is_done_once_ended_and_not_repeated(
        self, tasks: dict[str, object], owner: Account, begun: list[int], kill_worker: Callable[[], None]
    ) -> None:
        job = api.start_job(owner, "Sending letters", tasks[ONCE])
        kill_worker()
        look_after()
        assert begun == []
        ended = api.access_job(owner, job.id)
        assert ended.state == "failed"
        assert "not known how far" in ended.said
