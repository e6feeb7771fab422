"""A process that is killed (-9): in the middle of staging, of a commit, of a migration."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path

from tests.config.installations import FIGURE, Installation, lay_out, sickness

DIE = """
import os, signal
import {module} as found
genuine = found.{name}
def deadly(*given, **named):
    {before}
    os.kill(os.getpid(), signal.SIGKILL)
found.{name} = deadly
from pathlib import Path
from wholetime.dataset.api import load_file
from wholetime.dataset.models import Slice
assert Slice.objects.get(live=True).superseded_at is None, "what the one before left"
load_file(Path({file!r}))
"""

MOMENTS = {
    "staging, before a row is written": ("wholetime.dataset.actions.stage", "write_rows", "pass"),
    "staging, when the rows are in the lake": ("wholetime.dataset.actions.stage", "write_rows", "genuine(*given)"),
    "committing, before the slices are live": ("wholetime.dataset.actions.commit", "_make_live", "pass"),
    "committing, when the slices are live": ("wholetime.dataset.actions.commit", "_make_live", "genuine(*given)"),
}
STATE = """
from pathlib import Path
from wholetime.chassis.api import file_faults
from wholetime.dataset.api import load_file
from wholetime.dataset.models import Load, Slice
print(Slice.objects.filter(live=True).count(), Slice.objects.filter(superseded_at__isnull=False).count(), file_faults())
"""


def killed(here: Installation, code: str) -> None:
    words = [sys.executable, "-c", f"from wholetime.config.commands.ready import ready\nready()\n{code}"]
    found = subprocess.run(words, env=here.env(), capture_output=True, text=True, timeout=600)
    assert found.returncode == -signal.SIGKILL, found.stderr


def test_a_load_killed_at_each_moment_leaves_what_was_held(here: Installation, tmp_path: Path) -> None:
    file = sickness(tmp_path / "corrected.csv", ("R0A", 8))
    for module, name, before in MOMENTS.values():
        killed(here, DIE.format(module=module, name=name, before=before, file=str(file)))
    assert here.python(f"{STATE}\nload_file(Path({str(file)!r}))\n{STATE}").split("\n") == ["1 0 []", "1 1 []"]


DIE_MIGRATING = """
import os, signal, sys
from django.db.migrations.executor import MigrationExecutor
genuine = MigrationExecutor.apply_migration
def deadly(self, state, migration, fake=False, fake_initial=False):
    if (migration.app_label, migration.name) == ("chassis", "0004_read_only"):
        from django.db.migrations.recorder import MigrationRecorder
        MigrationRecorder.record_applied = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
    return genuine(self, state, migration, fake, fake_initial)
MigrationExecutor.apply_migration = deadly
from wholetime.config.commands.ready import ready
ready()
"""


def test_an_installation_killed_in_a_migration_when_its_tables_were_changed_and_not_yet_noted(tmp_path: Path) -> None:
    here = lay_out(tmp_path)
    found = subprocess.run([sys.executable, "-c", DIE_MIGRATING], env=here.env(), capture_output=True, timeout=600)
    assert found.returncode == -signal.SIGKILL, found.stderr
    said, found = here.said(["load", sickness(tmp_path / "april.csv", ("R0A", 5))], FIGURE)
    assert "committed" in said
    assert len(json.loads(found)) == 1
