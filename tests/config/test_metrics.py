"""Measures for Prometheus: right, by route and never by address, and closed to strangers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.db import Error
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from wholetime.chassis.actions.backup import remember_backup
from wholetime.config import metrics

TOKEN = "a token of twenty characters"


def samples(text: str) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """Each sample of the text by name and labels; Prometheus' own parser must take all of it."""
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def asked(**headers: str) -> Any:
    return Client().get("/metrics", headers=headers)


@pytest.mark.django_db
def test_requests_are_counted_by_route() -> None:
    key = ("wholetime_requests_total", (("method", "GET"), ("route", "live"), ("status", "200")))
    before = samples(asked().content.decode()).get(key, 0)
    for _ in range(3):
        Client().get("/health/live?name=Archer")
    text = asked().content.decode()
    found = samples(text)
    assert found[key] == before + 3
    assert found[("wholetime_request_seconds_count", (("route", "live"),))] >= 3
    assert "Archer" not in text


@pytest.mark.django_db
def test_what_the_database_knows() -> None:
    remember_backup()
    found = samples(asked().content.decode())
    assert {state for (name, ((_, state),)) in [k for k in found if k[0] == "wholetime_jobs"]} == {
        "waiting",
        "running",
        "failed",
    }
    assert found[("wholetime_database_up", ())] == 1
    assert found[("wholetime_last_backup_timestamp_seconds", ())] > 1_700_000_000
    assert {"wholetime_lake_bytes", "wholetime_last_load_timestamp_seconds", "wholetime_workers"} <= {
        name for name, _ in found
    }


def test_without_a_database_the_rest_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> None:
        raise Error

    monkeypatch.setattr(metrics, "_held", away)
    found = samples(asked().content.decode())
    assert found[("wholetime_database_up", ())] == 0
    assert ("wholetime_disk_free_bytes", ()) in found


@pytest.mark.django_db
def test_with_a_token_set_only_it_opens(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert asked().status_code == 404
    assert asked(authorization="Bearer something else").status_code == 404
    assert asked(authorization=f"Bearer {TOKEN}").status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("meta", "tls"),
    [
        ({"REMOTE_ADDR": "10.0.0.9"}, False),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "10.0.0.9"}, False),
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
    ],
)
def test_without_a_token_only_this_machine_reads_them(meta: dict[str, str], tls: bool, settings: Any) -> None:
    settings.BEHIND_TLS = tls
    assert Client(**meta).get("/metrics").status_code == 404
    settings.BEHIND_TLS = False
    assert Client(REMOTE_ADDR="127.0.0.1").get("/metrics").status_code == 200


def test_processes_count_together(tmp_path: Path) -> None:
    program = "from wholetime.config.counters import REQUESTS, counted\nREQUESTS.labels('a', 'GET', '200').inc()\n"
    environment = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for _ in range(2):
        subprocess.run([sys.executable, "-c", program], env=environment, check=True)
    said = subprocess.run(
        [sys.executable, "-c", program + "print(counted().decode())"],
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    key = ("wholetime_requests_total", (("method", "GET"), ("route", "a"), ("status", "200")))
    assert samples(said)[key] == 3
