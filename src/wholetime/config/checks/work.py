"""What ought to happen by itself: jobs, backups, downtime packs, retention."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker

from wholetime.chassis.engine.wording import counted
from wholetime.chassis.jobs import SILENCE
from wholetime.chassis.models import Installation
from wholetime.chassis.queries.backups import last_backup
from wholetime.chassis.queries.packs import pack_state
from wholetime.chassis.queries.retention import keepings, last_runs
from wholetime.config.checks.finding import Finding, fault, good, warning

BACKUP_LATE = timedelta(hours=26)
"""A night's backup may take two hours longer than the last."""


RETENTION_LATE = timedelta(hours=50)
"""Two nights in a row were missed: one may fall to a backup or to read-only mode."""


def worker_is_alive() -> Finding:
    """One gives a sign of life every ten seconds."""
    since = timezone.now() - timedelta(seconds=SILENCE)
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).count()
    if not alive:
        return fault("no worker runs: jobs wait", "start `wholetime worker`, or `wholetime serve` without --no-jobs")
    return good(f"{alive} at work" if alive > 1 else "one at work")


def jobs_succeed() -> Finding:
    bad = ProcrastinateJob.objects.filter(status="failed").values_list("task_name", flat=True)
    if bad:
        said = f"{len(bad)} jobs ended in a fault, the last of them {bad.order_by('-id')[0]}"
        return warning(said, "look for job_error in the log")
    return good("none ended in a fault")


def backup_is_recent() -> Finding:
    last = last_backup()
    if last is None:
        return warning("no backup was made since this database was made or restored", "run `wholetime backup` nightly")
    if timezone.now() - last > BACKUP_LATE:
        return warning(f"the last backup is of {last:%Y-%m-%d %H:%M}", "see why the nightly `wholetime backup` stopped")
    return good(f"the last is of {last:%Y-%m-%d %H:%M}")


def packs_are_fresh() -> Finding:
    state = pack_state()
    if not state.wanted:
        return warning("no downtime packs are written", "set WHOLETIME_DOWNTIME_FOLDER; docs/operations/downtime.md")
    if state.late:
        return warning("downtime packs are late", "run `wholetime downtime status`")
    return good("written within the last hours")


def retention_is_applied() -> Finding:
    """Every rule was, within two nights, and the last time went well."""
    before = timezone.now() - RETENTION_LATE
    runs, rules = last_runs(), [rule for rule, kept in keepings().items() if kept.ends]
    failed = [rule for rule in rules if rule in runs and not runs[rule].good]
    late = [rule for rule in rules if rule not in runs or runs[rule].at < before]
    if failed:
        return warning(f"{', '.join(failed)} could not be applied", "run `wholetime retention --apply`; see the log")
    if late and Installation.objects.filter(prepared_at__lt=before).exists():
        said = f"{counted(len(late), 'rule was', 'rules were')} not applied for two nights"
        return warning(said, "see that a worker runs at 02:23")
    return good("no rule is late")
