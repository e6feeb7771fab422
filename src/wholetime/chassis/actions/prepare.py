"""Preparing an installation: database, reference organisations, and whether it is a demo, once and for all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from wholetime.chassis.actions.reference import Progress, load_reference, silent
from wholetime.chassis.models import Installation, Node, row_security

LOCK = 0x77686F6C
"""Any number that no other program uses: the first letters of wholetime."""

BUNDLED = Path(__file__).resolve().parents[4] / "data" / "reference"


class DemoRefused(RuntimeError):
    """A demo is one from birth, in its own database."""


def prepare(demo: bool = False, progress: Progress = silent) -> Installation:
    """Bring the database up to date and fill an empty one; harmless to repeat, and to start twice at once.

    ``demo`` is heeded only when the installation is made: a database that served for anything else never becomes one.
    """
    if demo:
        check_demo_may_be()
    with _alone():
        _migrate(progress)
        row_security.arm()  # a database that was copied from elsewhere came without its role's rights
        installation = _installation(demo)
        if not Node.objects.exists():
            load_reference(_reference(), progress)
    return installation


def _reference() -> Path:
    # A folder of published files need not hold the organisations made from them: then the checkout's own serve.
    own: Path = settings.DATA / "reference"
    return own if (own / "nodes.csv.gz").exists() else BUNDLED


def is_prepared() -> bool:
    """Whether there is nothing left to prepare: then a command may go straight to work."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False
    return Installation.objects.exists() and Node.objects.exists()


def check_demo_may_be() -> None:
    """Raises DemoRefused unless the demo was asked for in the settings and the database is the embedded one."""
    if not settings.DEMO:
        raise DemoRefused("this is not started as a demo: run `wholetime demo`")
    if "EMBEDDED" not in settings.DATABASES["default"]:
        raise DemoRefused("DATABASE_URL names a served database: a demo keeps to its own. Unset it to see the demo")


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def _migrate(progress: Progress) -> None:
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        progress(0, 1, "Making the database")
        call_command("migrate", verbosity=0, interactive=False)


def _installation(demo: bool) -> Installation:
    installation, _ = Installation.objects.get_or_create(defaults={"demo": demo})
    if demo and not installation.demo:
        raise DemoRefused(
            "this home folder is in use for something else: give the demo one of its own (WHOLETIME_HOME)"
        )
    return installation
