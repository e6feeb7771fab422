"""A person's own background work."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from wholetime.chassis.models import Account, Job
from wholetime.chassis.queries.access import NotInScope


@dataclass(frozen=True, slots=True)
class JobValue:
    """How far a job is. ``state`` is waiting, running, done or failed; ``total`` 0 where it is not known."""

    id: int
    title: str
    state: str
    done: int
    total: int
    said: str
    link: str
    created_at: datetime
    ended_at: datetime | None

    @property
    def ended(self) -> bool:
        return self.ended_at is not None


def access_job(account: Any, job: int) -> JobValue:
    """The job, where ``account`` started it; else NotInScope."""
    found = _own(account).filter(pk=job).first()
    if found is None:
        raise NotInScope
    return value_of(found)


def access_jobs(account: Any, limit: int = 20) -> list[JobValue]:
    """The latest jobs that ``account`` started."""
    return [value_of(job) for job in _own(account).order_by("-pk")[:limit]]


def _own(account: Any) -> Any:
    if not isinstance(account, Account) or not account.is_active:
        return Job.objects.none()
    return Job.objects.filter(account=account)


def value_of(job: Job) -> JobValue:
    return JobValue(**{name: getattr(job, name) for name in JobValue.__dataclass_fields__})
