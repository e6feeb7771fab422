"""Audit by trigger: each insert, change and removal is written down by the database itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pghistory
from django.db import models


def audited[Model: models.Model](**options: Any) -> Callable[[type[Model]], type[Model]]:
    """Class decorator for a model whose every write is kept in an event table beside it."""
    tracked: Callable[[type[Model]], type[Model]] = pghistory.track(
        pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options
    )
    return tracked
