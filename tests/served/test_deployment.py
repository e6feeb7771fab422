"""docs/operations/deployment.md, command by command: PostgreSQL, two web processes, two workers, as behind a proxy."""

from __future__ import annotations

import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path

import pytest
from tests.config.installations import Installation, lay_out
from tests.served.conftest import Server

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "operations" / "deployment.md"
SITE, ROLE, TOKEN = "workforce.example.org", "office", "twenty characters or more"

SIGNED_IN = """
from datetime import date
from django.test import Client
from wholetime.chassis.models import Account, Membership, Node
account = Account.objects.create_user("gita@example.org", name="Gita")
Membership.objects.create(account=account, node=Node.objects.get(code="QOP"), role="planner", start=date(2020, 1, 1))
client = Client()
client.force_login(account)
session = client.session
session["wholetime.second_factor"] = {"account": account.pk, "how": "test", "at": 0}
session.save()
print(session.session_key)
"""
SWEEP = """
from wholetime.dataset.jobs import sweep_nameless
print(sweep_nameless.defer(timestamp=1))
"""


def commands() -> list[str]:
    """The lines of the guide's blocks marked sh, in order."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```", GUIDE.read_text(), re.MULTILINE | re.DOTALL)
    return [line.strip() for block in blocks for line in block.splitlines()]


class Hosts:
    """The guide's machines, all of them this one."""

    def __init__(self, installation: Installation, server: Server, folder: Path) -> None:
        self.installation, self.folder = installation, folder
        binaries = folder / "bin"
        binaries.mkdir()
        (binaries / "wholetime").write_text(f'#!/bin/sh\nexec {sys.executable} -m wholetime.config.cli "$@"\n')
        (binaries / "wholetime").chmod(0o755)
        installation.environment |= {
            "PATH": f"{binaries}:{server.binaries}:{os.environ['PATH']}",
            "PGHOST": str(server.folder),
            "PGUSER": "wholetime",
            "DATABASE_URL": server.url(ROLE).replace("//wholetime@", f"//{ROLE}@"),
            "WHOLETIME_HOSTS": SITE,
            "WHOLETIME_ORIGINS": f"https://{SITE}",
            "WHOLETIME_TLS": "1",
            "WHOLETIME_METRICS_TOKEN": TOKEN,
            "WHOLETIME_EMAIL_URL": f"file://{folder}/mail",
            "WHOLETIME_EMAIL_FROM": f"workforce@{SITE}",
        }
        self.web = tuple(islice(free_ports(), 2))
        self.running: list[subprocess.Popen[bytes]] = []

    def run(self, command: str, fails: int = 0) -> str:
        """A command of the guide, with this machine's ports and a role that the fixture's server does not have yet."""
        if command.startswith(("create", "psql")):
            command = re.sub(r" wholetime\b", f" {ROLE}", command)
        command = command.replace(":8000/", f":{self.web[0]}/")
        found = subprocess.run(
            ["bash", "-c", command],
            env=self.installation.env(),
            cwd=self.folder,
            capture_output=True,
            text=True,
            timeout=600,
        )
        assert found.returncode == fails, command + found.stdout + found.stderr
        return found.stdout

    def start(self, command: str) -> subprocess.Popen[bytes]:
        with (self.folder / f"{len(self.running)}.log").open("wb") as log:
            one = subprocess.Popen(
                ["bash", "-c", f"exec {command}"], env=self.installation.env(), cwd=self.folder, stdout=log, stderr=log
            )
        self.running.append(one)
        return one

    def stop(self) -> None:
        for one in self.running:
            one.terminate()
        for one in self.running:
            one.wait(timeout=300)


@contextmanager
def hosts(server: Server, folder: Path) -> Iterator[Hosts]:
    found = Hosts(lay_out(folder), server, folder)
    try:
        yield found
    finally:
        found.stop()


def free_ports() -> Iterator[int]:
    """Ports that nobody listens at. Below those that the machine gives to whoever asks for any, which others do."""
    lowest, _ = map(int, Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split())
    first = 10_000 + os.getpid() % 10_000
    for port in range(first, lowest):
        with socket.socket() as one, suppress(OSError):
            one.bind(("127.0.0.1", port))
            yield port


def asked(port: int, path: str, **headers: str) -> http.client.HTTPResponse:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    connection.request("GET", path, headers={"Host": SITE, **headers})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer


def until(what: Callable[[], bool], seconds: int = 300) -> None:
    for _ in range(seconds * 5):
        try:
            if what():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("it took too long")


def levels(text: str) -> dict[str, str]:
    return {one["check"]: one["level"] for one in json.loads(text)["checks"]}


@pytest.mark.skipif(not shutil.which("curl"), reason="no curl on this machine")
def test_every_command_of_the_guide(cluster: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cluster.start()
    told = iter(commands())

    def following(start: str) -> str:
        command = next(told)
        assert command.startswith(start), "the guide has changed: let this test follow it"
        return command

    with hosts(cluster, tmp_path) as here:
        for word in ("createuser", "createdb", "createuser", "psql", "wholetime prepare"):
            here.run(following(word))
        said = here.run(following("wholetime doctor"), fails=1)
        assert re.findall("^fault .*", said, re.MULTILINE) == ["fault   worker is alive: no worker runs: jobs wait"]

        serve, work = following("wholetime serve"), following("wholetime worker")
        for port in here.web:
            here.start(serve.replace("--port 8000", f"--port {port}").replace("--workers 2", "--workers 1"))
        workers = [here.start(work) for _ in range(2)]
        for port in here.web:
            until(lambda port=port: asked(port, "/health/ready").status == 200)  # type: ignore[misc]
        assert here.run(following("curl")) == "ok\n"
        assert here.run(following("curl")) == "ok\n"
        until(lambda: cluster.sql("select count(*) from procrastinate_workers", ROLE) == "2")
        assert levels(here.run(following("wholetime health")))["database_answers"] == "good"
        assert "fault" not in levels(here.run(following("wholetime doctor"))).values()
        here.run(following("wholetime invite"))
        assert f"https://{SITE}/invitation/" in next((tmp_path / "mail").iterdir()).read_text()
        measures = here.run(following("curl"))
        assert "wholetime_workers 2.0" in measures
        assert 'wholetime_requests_total{method="GET",route="ready",status="200"}' in measures

        workers[0].send_signal(signal.SIGKILL)
        session, job = here.installation.python(SIGNED_IN + SWEEP).split()
        behind_a_proxy(here, session)
        until(lambda: cluster.sql(f"select count(*) from procrastinate_jobs where id = {job}", ROLE) == "0")

        words = ("readonly on", "backup before.age", "readonly off", "prepare", "doctor")
        upgrading = [shlex.split(following(f"wholetime {word}"))[1:] for word in words]
        monkeypatch.chdir(tmp_path)
        *_, doctor = here.installation.said(*upgrading)  # in one process: each would start for two seconds
        assert not re.findall("^fault", doctor, re.MULTILINE), doctor
        assert (tmp_path / "before.age").exists()
        assert list(told) == []


def behind_a_proxy(here: Hosts, key: str) -> None:
    """TLS is believed of the proxy, sessions are everybody's, and the log tells no address."""
    one, two = here.web
    assert asked(one, "/accounts/login/").getheader("Location") == f"https://{SITE}/accounts/login/"
    page = asked(one, "/accounts/login/", **{"X-Forwarded-Proto": "https"})
    assert page.status == 200
    assert "Secure" in (page.getheader("Set-Cookie") or "")
    for port in (one, two):
        headers = {"X-Forwarded-Proto": "https", "Cookie": f"__Host-sessionid={key}"}
        assert asked(port, "/data/loads/?q=Archer", **headers).status == 200
    assert asked(two, "/metrics").status == 404
    assert asked(two, "/accounts/login/", Host="elsewhere.example.com").status == 400
    text = (here.folder / "1.log").read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    assert {"ready", "loads", "metrics"} <= {line.get("route") for line in lines}
    assert "Archer" not in text
    assert key not in text
