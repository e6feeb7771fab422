"""The database killed under a process: the process says so, and the next finds everything."""

from __future__ import annotations

from pathlib import Path

from tests.config.installations import Installation, sickness

KILL = """
import os, signal
from pathlib import Path
from django.conf import settings
from django.db import OperationalError, connection
import wholetime.dataset.actions.commit as committing
from wholetime.dataset.api import load_file
from wholetime.dataset.models import Slice
genuine = committing._make_live
def shot(staged):
    genuine(staged)
    server = int((Path(settings.HOME) / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    import psutil, time
    backend = connection.connection.info.backend_pid
    os.kill(backend, signal.SIGKILL)
    while psutil.pid_exists(backend):
        time.sleep(0.05)
committing._make_live = shot
try:
    load_file(Path({file!r}))
except Exception as fault:
    print("failed:", isinstance(fault, OperationalError))
os._exit(0)  # as a process ends that has lost its database: without tidying up
"""
STATE = """
from pathlib import Path
from wholetime.chassis.api import file_faults
from wholetime.dataset.api import figures_for, load_file, operator_scope
from wholetime.dataset.models import Slice
print(Slice.objects.filter(live=True).count(), Slice.objects.filter(superseded_at__isnull=False).count(), file_faults())
print([float(one.value) for one in figures_for("sickness_rate", operator_scope(), by=("org",))])
"""


def test_the_embedded_server_killed_in_a_commit_recovers_to_the_moment_before(
    here: Installation, tmp_path: Path
) -> None:
    file = sickness(tmp_path / "corrected.csv", ("R0A", 8))
    assert here.python(KILL.format(file=str(file))) == "failed: True"
    told = here.python(f"{STATE}\nload_file(Path({str(file)!r}))\n{STATE}").split("\n")
    assert told == ["1 0 []", "[5.0]", "1 1 []", "[8.0]"]
