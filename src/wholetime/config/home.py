"""The home folder: where an installation keeps its database, its lake and its keys."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[3]


def home_named() -> Path:
    """``WHOLETIME_HOME``, or ``~/.wholetime``, whether it is there or not."""
    return Path(os.environ.get("WHOLETIME_HOME") or Path.home() / ".wholetime").expanduser().resolve()


def home() -> Path:
    """The home folder; made when it is not there."""
    folder = home_named()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def data_folder() -> Path:
    """The published files that come with wholetime (``WHOLETIME_DATA``, or ``data/`` in the checkout)."""
    return Path(os.environ.get("WHOLETIME_DATA") or REPOSITORY / "data").expanduser().resolve()


def incoming() -> Path:
    """Where uploads wait to be dealt with: the owner's only."""
    folder = home() / "incoming"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def kept_secret(name: str) -> str:
    """The secret called ``name``: from the environment, or made once and kept in the home folder, owner only."""
    from_environment = os.environ.get(f"WHOLETIME_{name.upper()}")
    if from_environment:
        return from_environment
    file = home() / "keys" / name
    if not file.exists():
        file.parent.mkdir(mode=0o700, exist_ok=True)
        _write_once(file, secrets.token_urlsafe(48))
    return file.read_text().strip()


def _write_once(file: Path, text: str) -> None:
    temporary = file.with_name(f"{file.name}.{secrets.token_hex(4)}")
    temporary.touch(mode=0o600)
    temporary.write_text(text)
    try:
        os.link(temporary, file)  # fails when another process was first: its secret stands
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
