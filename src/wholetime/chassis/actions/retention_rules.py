"""What the chassis's own rules of retention find, and how it goes."""

from __future__ import annotations

import shutil
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.db.models import Q, QuerySet
from pghistory.models import Event

from wholetime.chassis.actions.audit_rows import remove_rows
from wholetime.chassis.actions.retention import Removal, register_retention
from wholetime.chassis.actions.retention_rows import remove_found, rows_removed
from wholetime.chassis.engine.packs import run_name, runs
from wholetime.chassis.models import Account, ApiToken, Invitation, Job, LegalHold, Membership, PackRun, RetentionRun
from wholetime.chassis.queries.retention import Asked


def register() -> None:
    for removal in (
        Removal("sessions", _sessions_due, _remove_sessions, scoped=True),
        Removal("failed_sign_ins", _counters_due, _remove_counters),
        rows_removed("invitations", invitations, history=True),
        rows_removed("tokens", tokens, history=True),
        Removal("jobs", _jobs_due, _remove_jobs, scoped=True),
        Removal("downtime_packs", _packs_due, _remove_packs),
        rows_removed("holds", holds, history=True),
        rows_removed("retention_runs", retention_runs, scoped=False),
        Removal("audit", _events_due, _remove_events),
    ):
        register_retention(removal)


def of_accounts(asked: Asked, name: str) -> Q:
    """Rows whose account ``name`` is not held, and within the codes asked for belongs or belonged there."""
    free = ~Q(**{f"{name}__in": asked.held.accounts})
    if asked.codes is None:
        return free
    members = Membership.objects.filter(node__code__in=asked.codes).values("account_id")
    return free & Q(**{f"{name}__in": members})


def of_nodes(asked: Asked, name: str) -> Q:
    """Rows whose node's code ``name`` is not held, and is within the codes asked for."""
    free = ~Q(**{f"{name}__in": asked.held.codes})
    return free if asked.codes is None else free & Q(**{f"{name}__in": asked.codes})


def invitations(asked: Asked) -> QuerySet[Any]:
    over = Q(accepted_at__lt=asked.cutoff) | Q(withdrawn_at__lt=asked.cutoff)
    expired = Q(accepted_at=None, withdrawn_at=None, expires_at__lt=asked.cutoff)
    theirs = Account.objects.filter(pk__in=asked.held.accounts).values("email")
    return Invitation.objects.filter(over | expired).filter(of_nodes(asked, "node__code")).exclude(email__in=theirs)


def tokens(asked: Asked) -> QuerySet[Any]:
    over = Q(withdrawn_at__lt=asked.cutoff) | Q(expires_at__lt=asked.cutoff)
    return ApiToken.objects.filter(over).filter(of_accounts(asked, "account_id"))


def holds(asked: Asked) -> QuerySet[Any]:
    return LegalHold.objects.filter(lifted_at__lt=asked.cutoff).filter(of_nodes(asked, "node__code"))


def jobs(asked: Asked) -> QuerySet[Any]:
    free = of_accounts(asked, "account_id")
    if asked.codes is None:
        free |= Q(account=None)
    return Job.objects.filter(ended_at__lt=asked.cutoff).filter(free)


def retention_runs(asked: Asked) -> QuerySet[Any]:
    return RetentionRun.objects.filter(at__lt=asked.cutoff)


def _sessions(asked: Asked) -> tuple[QuerySet[Any], QuerySet[Any]]:
    """Where people were signed in, and the sessions themselves, which open nothing any more and are nobody's."""
    unused = asked.cutoff - timedelta(hours=settings.SESSION_HOURS)
    where = UserSession.objects.filter(last_seen_at__lt=unused).filter(of_accounts(asked, "user_id"))
    over = Session.objects.filter(expire_date__lt=asked.cutoff)
    return where, over if asked.codes is None else over.none()


def _sessions_due(asked: Asked) -> int:
    return sum(found.count() for found in _sessions(asked))


def _remove_sessions(asked: Asked) -> int:
    return sum(remove_found(found, None) for found in _sessions(asked))


_COUNTERS_DUE = "select count(*) from chassis_counter where expires < %s"
_REMOVE_COUNTERS = "with gone as (delete from chassis_counter where expires < %s returning 1) select count(*) from gone"


def _counters_due(asked: Asked) -> int:
    return _run(_COUNTERS_DUE, asked)


def _remove_counters(asked: Asked) -> int:
    return _run(_REMOVE_COUNTERS, asked)


# A job that failed stays in the queue's own table, with the arguments that it was given.
_QUEUED_DUE = """
select count(*) from procrastinate_jobs where status in ('succeeded', 'failed', 'cancelled', 'aborted')
and id in (select job_id from procrastinate_events group by job_id having max(at) < %s)
"""
_REMOVE_QUEUED = """
with ended as (
  select id from procrastinate_jobs where status in ('succeeded', 'failed', 'cancelled', 'aborted')
  and id in (select job_id from procrastinate_events group by job_id having max(at) < %s)),
periodic as (delete from procrastinate_periodic_defers where job_id in (select id from ended)),
gone as (delete from procrastinate_jobs where id in (select id from ended) returning 1)
select count(*) from gone
"""


def _jobs_due(asked: Asked) -> int:
    queued = _run(_QUEUED_DUE, asked) if asked.codes is None else 0
    return queued + jobs(asked).count()


def _remove_jobs(asked: Asked) -> int:
    return _run(_REMOVE_QUEUED, asked) + remove_found(jobs(asked), None)


def _run(statement: str, asked: Asked) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [asked.cutoff])
        return int(cursor.fetchone()[0])


def _packs(asked: Asked) -> list[Path]:
    """Runs of packs in the folder; the newest is for the bad day, however old it is."""
    folder = Path(settings.DOWNTIME_FOLDER) if settings.DOWNTIME_FOLDER else None
    if folder is None or not folder.is_dir():
        return []
    return [run for run in runs(folder)[:-1] if run.name < run_name(asked.cutoff.astimezone(UTC))]


def _pack_runs(asked: Asked) -> QuerySet[Any]:
    return PackRun.objects.filter(ended_at__lt=asked.cutoff)


def _packs_due(asked: Asked) -> int:
    return len(_packs(asked)) + _pack_runs(asked).count()


def _remove_packs(asked: Asked) -> int:
    folders = _packs(asked)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)
    return len(folders) + remove_found(_pack_runs(asked), None)


def _events(asked: Asked) -> list[tuple[str, QuerySet[Any]]]:
    """Each event table with its rows that are due; none while something is held, because events name all sorts."""
    if asked.held.anything:
        return []
    found = [model for model in apps.get_models() if issubclass(model, Event) and model._meta.managed]  # noqa: SLF001
    return [
        (model._meta.db_table, model._default_manager.filter(pgh_created_at__lt=asked.cutoff))  # noqa: SLF001
        for model in found
    ]


def _events_due(asked: Asked) -> int:
    return sum(found.count() for _, found in _events(asked))


def _remove_events(asked: Asked) -> int:
    return sum(
        remove_rows(table, "pgh_id", found.values_list("pgh_id", flat=True).iterator(), "audit")
        for table, found in _events(asked)
    )
