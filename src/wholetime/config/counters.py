"""What each web process counts. With PROMETHEUS_MULTIPROC_DIR set they are added up over all processes of a machine."""

from __future__ import annotations

import os

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

SHARED = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus_client's own variable, read when it is imported: `wholetime serve` sets it before there are processes."""

BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3.0, 10.0)
"""Seconds; 0.3 and 0.8 are what reading and writing may take."""

_OWN = CollectorRegistry()
REQUESTS = Counter("wholetime_requests", "Requests answered.", ("route", "method", "status"), registry=_OWN)
SECONDS = Histogram(
    "wholetime_request_seconds", "Seconds until the answer began.", ("route",), registry=_OWN, buckets=BUCKETS
)


def counted() -> bytes:
    """The counts in Prometheus' text format."""
    if SHARED not in os.environ:
        return generate_latest(_OWN)
    together = CollectorRegistry()
    MultiProcessCollector(together)
    return generate_latest(together)
