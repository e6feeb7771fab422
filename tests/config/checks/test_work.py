"""A dead worker, failed jobs, old backups and late packs are found."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from wholetime.chassis.actions.backup import remember_backup
from wholetime.chassis.actions.retention import apply_retention
from wholetime.chassis.models import Installation, PackRun, RetentionRun
from wholetime.chassis.queries.backups import LAST, last_backup
from wholetime.config.checks import work
from wholetime.config.checks.finding import Level

pytestmark = pytest.mark.django_db


def worker(age: int) -> None:
    """One whose last sign of life is ``age`` seconds old."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_workers (last_heartbeat) values (now() - make_interval(secs => %s))", [age]
        )


def test_no_worker_is_a_fault() -> None:
    assert work.worker_is_alive().level is Level.FAULT
    worker(age=31)
    assert work.worker_is_alive().level is Level.FAULT
    worker(age=5)
    assert work.worker_is_alive().level is Level.GOOD


def test_a_job_that_failed_is_a_warning_that_names_its_task_and_no_argument() -> None:
    assert work.jobs_succeed().level is Level.GOOD
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, args, status) "
            """values ('default', 'dataset.stage', '{"name": "Ann Archer.csv"}', 'failed')"""
        )
    found = work.jobs_succeed()
    assert found.level is Level.WARNING
    assert "dataset.stage" in found.said
    assert "Ann" not in found.said


def test_an_old_backup_is_a_warning_and_so_is_none() -> None:
    cache.delete(LAST)
    assert work.backup_is_recent().level is Level.WARNING
    before = timezone.now()
    remember_backup()
    assert work.backup_is_recent().level is Level.GOOD
    last = last_backup()
    assert last is not None
    assert before <= last <= timezone.now()
    cache.set(LAST, (timezone.now() - work.BACKUP_LATE - timedelta(minutes=1)).isoformat(), None)
    assert work.backup_is_recent().level is Level.WARNING


def test_late_packs_are_a_warning(settings: Any) -> None:
    settings.DOWNTIME_FOLDER = ""
    assert work.packs_are_fresh().level is Level.WARNING
    settings.DOWNTIME_FOLDER = "/mnt/share"
    assert work.packs_are_fresh().said == "downtime packs are late"
    PackRun.objects.create(started_at=timezone.now(), ended_at=timezone.now(), good=True)
    assert work.packs_are_fresh().level is Level.GOOD


def test_rules_that_are_not_applied_are_a_warning_and_so_is_one_that_failed() -> None:
    Installation.objects.create()
    assert work.retention_is_applied().level is Level.GOOD, "the first night is yet to come"
    long_ago = timezone.now() - work.RETENTION_LATE - timedelta(minutes=1)
    Installation.objects.update(prepared_at=long_ago)
    assert work.retention_is_applied().level is Level.WARNING
    apply_retention()
    assert work.retention_is_applied().level is Level.GOOD
    RetentionRun.objects.filter(rule="jobs").update(at=long_ago)
    assert "1 rule was" in work.retention_is_applied().said
    RetentionRun.objects.create(rule="jobs", good=False)
    found = work.retention_is_applied()
    assert found.level is Level.WARNING
    assert found.said == "jobs could not be applied"
