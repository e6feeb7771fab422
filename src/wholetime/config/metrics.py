"""`/metrics` for Prometheus: what this machine's web processes counted, and what the database knows."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import Error
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateJob, ProcrastinateWorker
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.registry import Collector

from wholetime import __version__
from wholetime.chassis.api import pack_state
from wholetime.chassis.jobs import SILENCE
from wholetime.chassis.postgres.reach import as_operator
from wholetime.chassis.queries.backups import last_backup
from wholetime.chassis.queries.kept_files import at_home, kept_files
from wholetime.chassis.queries.read_only import MEGABYTE, free_megabytes, read_only
from wholetime.config.counters import counted
from wholetime.dataset.models import Load

LOCAL = ("127.0.0.1", "::1")
STATES = {"waiting": "todo", "running": "doing", "failed": "failed"}


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For whoever shows WHOLETIME_METRICS_TOKEN; without one set, for this machine. For others it does not exist."""
    if not _may_read(request):
        raise Http404
    registry = CollectorRegistry()
    registry.register(Held())
    return HttpResponse(counted() + generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        shown = request.headers.get("Authorization", "")
        return secrets.compare_digest(shown.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    # A proxy on this machine would make everybody local: what came through one says so.
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "X-Forwarded-Proto", "Forwarded"))
    return not settings.BEHIND_TLS and not forwarded and request.META.get("REMOTE_ADDR") in LOCAL


class Held(Collector):
    """What the database and the home folder say when they are asked; only ``wholetime_database_up`` without one."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield _gauge("build", "Always 1; the label says which version this is.", 1, version=__version__)
        yield _gauge("disk_free_bytes", "Room on the disk of the home folder.", free_megabytes() * MEGABYTE)
        try:
            with as_operator():  # counts of the whole installation, and no row
                found = list(_held())
        except Error:
            yield _gauge("database_up", "Whether the database answers.", 0)
            return
        yield _gauge("database_up", "Whether the database answers.", 1)
        yield from found


def _held() -> Iterator[GaugeMetricFamily]:
    yield _jobs()
    alive = ProcrastinateWorker.objects.filter(last_heartbeat__gte=timezone.now() - timedelta(seconds=SILENCE))
    yield _gauge("workers", "Workers with a sign of life of late.", alive.count())
    files = [at_home(file) for file in kept_files()]
    yield _gauge("lake_files", "Files that the manifest names.", len(files))
    yield _gauge("lake_bytes", "Their size.", sum(file.stat().st_size for file in files if file.exists()))
    loaded = Load.objects.aggregate(last=Max("committed_at"))["last"]
    yield _gauge("last_load_timestamp_seconds", "When a load was last committed; 0 never.", _seconds(loaded))
    yield _gauge("last_backup_timestamp_seconds", "When a backup was last made; 0 never.", _seconds(last_backup()))
    yield _gauge("read_only", "Whether writes are refused.", read_only() is not None)
    yield _gauge("downtime_packs_late", "Whether downtime packs are wanted and late.", pack_state().late)


def _jobs() -> GaugeMetricFamily:
    found = dict(ProcrastinateJob.objects.values_list("status").annotate(Count("id")).order_by())
    family = GaugeMetricFamily("wholetime_jobs", "Jobs by state.", labels=("state",))
    for state, status in STATES.items():
        family.add_metric([state], found.get(status, 0))
    return family


def _gauge(name: str, said: str, value: float, **labels: str) -> GaugeMetricFamily:
    family = GaugeMetricFamily(f"wholetime_{name}", said, labels=tuple(labels))
    family.add_metric(list(labels.values()), value)
    return family


def _seconds(moment: datetime | None) -> float:
    return 0.0 if moment is None else moment.timestamp()
