"""What every change of the tree has in common: one at a time, and the version moves with it."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import transaction

from wholetime.chassis.models import Installation


class TreeRefused(ValueError):
    """The change would make the tree untrue; the message says why and what to do."""


@dataclass
class Change:
    """Set ``unchanged`` where it turned out that there was nothing to do."""

    unchanged: bool = False


@contextmanager
def changing_the_tree() -> Iterator[Change]:
    """One transaction in which the tree changes: others wait, and what was read of the old tree is forgotten."""
    with transaction.atomic():
        if Installation.objects.select_for_update().first() is None:
            raise TreeRefused("this installation is not prepared yet: run `wholetime serve` or `wholetime demo` first")
        change = Change()
        yield change
        if not change.unchanged:
            # Last, so that nothing read between two writes is remembered under the new version.
            Installation.objects.update(tree_version=uuid.uuid4().hex)
