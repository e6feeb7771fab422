"""After each migration, when all apps have their tables, triggers are made for those that are new."""

from __future__ import annotations

from collections.abc import Callable

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


def arm_after_migrating(app: AppConfig, function: str, arm: Callable[[], None]) -> None:
    """Run ``arm`` where the database knows ``function``: not when somebody migrates to a state before it."""

    def receive(**_: object) -> None:
        with connection.cursor() as cursor:
            cursor.execute("select to_regproc(%s) is not null", [function])
            (known,) = cursor.fetchone()
        if known:
            arm()

    post_migrate.connect(receive, sender=app, weak=False, dispatch_uid=f"{app.label}.{function}")
