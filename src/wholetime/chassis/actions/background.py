"""Background work: deferred in the transaction that asks for it, with progress that its owner sees.

A room decorates the work with ``background`` in its ``jobs.py`` and starts it with ``start_job``. Work may be run twice
(a worker can die between finishing and saying so): it must be harmless to repeat, or say that it is not.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app

from wholetime.chassis.models import Account, Job
from wholetime.chassis.models.job import State
from wholetime.chassis.postgres.reach import as_operator
from wholetime.chassis.queries.jobs import JobValue, value_of
from wholetime.chassis.queries.read_only import read_only, refusal_in

log = logging.getLogger(__name__)

UNEXPECTED = (
    "Something went wrong here, not with what you gave. Nothing was changed. Quote job {job} to whoever runs this."
)

DIED_TWICE = (
    "This was begun twice, and both times the program that did it was stopped before it had finished. It is not tried "
    "again. Nothing is half done: you may start it afresh, or quote job {job} to whoever runs this."
)
DIED_ONCE = (
    "The program that did this was stopped before it had finished, and it is not known how far it had got. It is not "
    "done again by itself: look at what is there before you start it afresh, or quote job {job} to whoever runs this."
)

WAIT = 30
"""Seconds until a job is tried again that found the installation closed for writing."""

_once_only: set[str] = set()


class GoesOn:
    """What work returns that has handed its job on: others, with the same job, end it."""


GOES_ON = GoesOn()


type Said = str | GoesOn | None


class JobRefused(Exception):
    """The work cannot be done, and the message tells its owner why and what to do."""


def background(
    name: str, refusals: tuple[type[Exception], ...] = (), *, repeatable: bool = True
) -> Callable[[Callable[..., Said]], Any]:
    """Make ``work(job: int, **arguments)`` a task called ``name``; what it returns is said when it is done.

    Work that shares a job out defers further tasks with the same ``job``, and returns GOES_ON; so do all but the last.
    Where one of them is refused or fails, or its worker dies twice, the job ends, and those that come after do nothing.

    Exceptions of the types in ``refusals`` (and JobRefused) are told to the owner word for word, others are logged.
    Work that is not ``repeatable`` is never begun twice: where its worker dies it ends, and its owner is told.
    """
    (_once_only.discard if repeatable else _once_only.add)(name)

    def decorate(work: Callable[..., Said]) -> Any:
        @functools.wraps(work)
        def run(job: int, **arguments: Any) -> None:
            with connection_for_one_job():
                if not _run(job, work, arguments, (JobRefused, *refusals), repeatable):
                    task.configure(schedule_in={"seconds": WAIT}).defer(job=job, **arguments)

        task = app.task(name=name, pass_context=False)(run)
        return task

    return decorate


def start_job(account: Account | None, title: str, task: Any, **arguments: Any) -> JobValue:
    """Have a worker run ``task`` with ``arguments`` (plain JSON values) once this transaction is committed."""
    with transaction.atomic():
        job = Job.objects.create(account=account, title=title)
        task.defer(job=job.pk, **arguments)
    return value_of(job)


def report(job: int, done: int, total: int, said: str, link: str | None = None) -> None:
    """Say how far ``job`` is; seen at once, even from within a transaction that is not yet committed."""
    if connection.in_atomic_block:
        _report_aside(job, done, total, said, link)
    else:
        _update(job, done=done, total=total, said=said, **({} if link is None else {"link": link}))


def _report_aside(job: int, done: int, total: int, said: str, link: str | None) -> None:
    aside = connection.copy()
    try:
        with aside.cursor() as cursor:
            cursor.execute(
                "update chassis_job set done = %s, total = %s, said = %s, link = coalesce(%s, link) where id = %s",
                [done, total, said, link, job],
            )
    finally:
        aside.close()


@contextmanager
def connection_for_one_job() -> Iterator[None]:
    """A job asks as the operator, unless it says otherwise; a worker's thread holds no connection between jobs."""
    try:
        with as_operator():
            yield
    finally:
        if not connection.in_atomic_block:
            connection.close()


def _run(
    job: int,
    work: Callable[..., Said],
    arguments: dict[str, Any],
    told: tuple[type[Exception], ...],
    repeatable: bool,
) -> bool:
    """Whether the job is over; otherwise nothing may be written now, and it waits."""
    closed = read_only()
    if closed is not None:
        return _wait(job, closed.reason)
    if not _begun(job):
        return True
    try:
        said = work(job=job, **arguments)
    except told as refusal:
        _end(job, State.FAILED, str(refusal))
    except Exception as fault:
        refused = refusal_in(fault)
        if refused is not None and repeatable:
            return _wait(job, refused)
        log.exception("Job %s failed", job)
        _end(job, State.FAILED, refused or UNEXPECTED.format(job=job))
        raise
    else:
        if not isinstance(said, GoesOn):
            _end(job, State.DONE, said or "Done")
    return True


def _wait(job: int, why: str) -> bool:
    """False where the job is to be tried later; one that has ended is not."""
    return _update(job, state=State.WAITING, said=f"Waits, because nothing can be changed now: {why}") == 0


def _begun(job: int) -> bool:
    # One that ended, or whose owner is gone, is not begun again; one that was running when its worker died is.
    return _update(job, state=State.RUNNING) == 1


def _end(job: int, state: State, said: str) -> None:
    _update(job, state=state, said=said, ended_at=timezone.now())


def _update(job: int, **values: Any) -> int:
    return Job.objects.filter(pk=job, state__in=(State.WAITING, State.RUNNING)).update(**values)


def may_repeat(name: str) -> bool:
    """Whether the task ``name`` may be begun again after its worker died."""
    return name not in _once_only


def give_up(job: int, repeated: bool = True) -> None:
    """End a job whose worker died, and for good: a second time (``repeated``), or in work that is done once only."""
    with connection_for_one_job():
        _end(job, State.FAILED, (DIED_TWICE if repeated else DIED_ONCE).format(job=job))
