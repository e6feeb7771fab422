"""Background work: deferred with the write that asks for it, seen by its owner, ended once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from wholetime.chassis import api
from wholetime.chassis.actions.background import give_up
from wholetime.chassis.actions.read_only import close_for_writing, open_for_writing
from wholetime.chassis.jobs import run_worker
from wholetime.chassis.models import Account, Installation, Job

SEEN: list[tuple[int, str]] = []


class Unfit(Exception):
    """A refusal of another room."""


def work(job: int, what: str) -> str:
    SEEN.append((job, what))
    api.report(job, 1, 2, "Half way", link="/loads/1/")
    if what == "refuse":
        raise api.JobRefused("The file has no heading: choose another")
    if what == "unfit":
        raise Unfit("Row 3 is not a date")
    if what == "close":
        close_for_writing("upkeep", patience=0)
        Account.objects.create_user("half@example.org", name="Half")
    if what == "break":
        raise ZeroDivisionError("secret detail")
    return "Two of two done"


@pytest.fixture(scope="module")
def task() -> Iterator[object]:
    yield api.background("tests.work", refusals=(Unfit,))(work)
    del app.tasks["tests.work"]


@pytest.fixture
def owner() -> Account:
    SEEN.clear()
    return Account.objects.create_user("owner@example.org", name="Owner")


@pytest.mark.django_db(transaction=True)
class TestJob:
    def test_waits_runs_and_says_so(self, task: object, owner: Account) -> None:
        started = api.start_job(owner, "Loading a file", task, what="it")
        assert (started.state, started.ended) == ("waiting", False)
        run_worker(wait=False)
        ended = api.access_job(owner, started.id)
        assert (ended.state, ended.done, ended.total, ended.said) == ("done", 1, 2, "Two of two done")
        assert ended.link == "/loads/1/"
        assert ended.ended

    @pytest.mark.parametrize(
        ("what", "said"), [("refuse", "has no heading"), ("unfit", "Row 3 is not a date"), ("break", "Quote job")]
    )
    def test_tells_its_owner_what_went_wrong_and_no_more(
        self, task: object, owner: Account, what: str, said: str
    ) -> None:
        started = api.start_job(owner, "Loading a file", task, what=what)
        run_worker(wait=False)
        ended = api.access_job(owner, started.id)
        assert ended.state == "failed"
        assert said in ended.said
        assert "secret" not in ended.said

    def test_is_not_started_when_the_transaction_that_asked_is_undone(self, task: object, owner: Account) -> None:
        with transaction.atomic():
            api.start_job(owner, "Loading a file", task, what="it")
            transaction.set_rollback(True)
        run_worker(wait=False)
        assert not Job.objects.exists()
        assert SEEN == []

    def test_that_has_ended_is_not_run_again(self, task: object, owner: Account) -> None:
        started = api.start_job(owner, "Loading a file", task, what="it")
        give_up(started.id)
        run_worker(wait=False)
        assert SEEN == []
        assert api.access_job(owner, started.id).state == "failed"

    def test_waits_while_nothing_may_be_written_and_then_runs_once(self, task: object, owner: Account) -> None:
        Installation.objects.get_or_create()
        started = api.start_job(owner, "Loading a file", task, what="it")
        close_for_writing("upkeep", patience=0)
        run_worker(wait=False)
        waiting = api.access_job(owner, started.id)
        assert (waiting.state, SEEN) == ("waiting", [])
        assert "upkeep" in waiting.said
        open_for_writing()
        with connection.cursor() as cursor:
            cursor.execute("update procrastinate_jobs set scheduled_at = now() where status = 'todo'")
        run_worker(wait=False)
        assert [(started.id, "it")] == SEEN
        assert api.access_job(owner, started.id).state == "done"

    def test_that_meets_the_closing_half_way_is_undone_and_waits(self, task: object, owner: Account) -> None:
        Installation.objects.get_or_create()
        started = api.start_job(owner, "Loading a file", task, what="close")
        run_worker(wait=False)
        waiting = api.access_job(owner, started.id)
        assert (waiting.state, Account.objects.filter(email="half@example.org").exists()) == ("waiting", False)
        assert "Waits, because nothing can be changed now" in waiting.said
        open_for_writing()

    def test_progress_is_seen_before_the_work_is_committed(self, owner: Account) -> None:
        job = Job.objects.create(account=owner, title="Loading", state="running")
        with transaction.atomic():
            api.report(job.pk, 3, 9, "Reading")
            transaction.set_rollback(True)
        job.refresh_from_db()
        assert (job.done, job.total, job.said) == (3, 9, "Reading")


@pytest.mark.django_db
def test_a_job_is_seen_by_nobody_but_its_owner(owner: Account) -> None:
    other = Account.objects.create_user("other@example.org", name="Other")
    job = Job.objects.create(account=owner, title="Loading")
    assert [found.id for found in api.access_jobs(owner)] == [job.pk]
    assert api.access_jobs(other) == []
    for code in (job.pk, job.pk + 1):
        with pytest.raises(api.NotInScope):
            api.access_job(other, code)


@pytest.mark.django_db
def test_work_is_deferred_by_the_same_connection(task: object, owner: Account) -> None:
    started = api.start_job(owner, "Loading", task, what="it")
    assert ProcrastinateJob.objects.get().args == {"job": started.id, "what": "it"}
