"""Names the code and reference data of this release, for what is kept only as long as they stay the same."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def release() -> str:
    """A digest of every module and reference table."""
    found = hashlib.sha256()
    for file in _within(files("wholetime")):
        found.update(file.read_bytes())
    return found.hexdigest()


def _within(folder: Traversable) -> list[Traversable]:
    inside = sorted(folder.iterdir(), key=lambda each: each.name)
    deeper = [file for each in inside if each.is_dir() and each.name != "static" for file in _within(each)]
    return [each for each in inside if each.name.endswith((".py", ".yaml"))] + deeper
