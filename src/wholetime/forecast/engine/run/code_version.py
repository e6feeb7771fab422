"""Which code answered: the version of wholetime, and the hash of the forecast engines as they lie on this disk."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable

from wholetime import __version__


@cache
def code_version() -> str:
    """``1.0.0+ab12…``: twelve hexadecimal digits of the hash of every source file of the engines and their data."""
    found = hashlib.sha256()
    for package in ("wholetime.forecast.engine", "wholetime.forecast.reference"):
        try:
            top = resources.files(package)
        except ModuleNotFoundError:
            continue
        for name, text in sorted(_files(top, package)):
            found.update(f"{name}\n{len(text)}\n".encode() + text)
    return f"{__version__}+{found.hexdigest()[:12]}"


def _files(folder: Traversable, name: str) -> list[tuple[str, bytes]]:
    held: list[tuple[str, bytes]] = []
    for one in folder.iterdir():
        if one.is_dir() and one.name != "__pycache__":
            held += _files(one, f"{name}/{one.name}")
        elif one.name.endswith((".py", ".yaml")):
            held.append((f"{name}/{one.name}", one.read_bytes().replace(b"\r\n", b"\n")))
    return held
