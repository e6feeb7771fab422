"""A run's folder: files, a signature beside each, and signed contents that say which files there must be."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from wholetime.chassis.engine.signing import is_genuine

CONTENTS, SIGNATURE = "contents.json", ".sig"
PUBLIC = "public-key.pem"
_RUN = re.compile(r"\d{8}T\d{6}Z")


@dataclass(frozen=True, slots=True)
class Verdict:
    """``faults`` is empty where every file is there, unchanged and signed."""

    run: str
    files: int
    faults: tuple[str, ...]


def run_name(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def runs(folder: Path) -> list[Path]:
    """The finished runs in ``folder``, oldest first."""
    return sorted(path for path in folder.iterdir() if path.is_dir() and _RUN.fullmatch(path.name))


def newest(folder: Path) -> Path | None:
    """The run to look at: ``folder`` itself where it is one, or the newest in it."""
    if (folder / CONTENTS).exists():
        return folder
    found = runs(folder)
    return found[-1] if found else None


def contents(sums: dict[str, str], made_at: datetime) -> bytes:
    """What the run holds: the SHA-256 of each file."""
    return json.dumps({"made_at": made_at.isoformat(), "sha256": dict(sorted(sums.items()))}, indent=1).encode()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def verify(run: Path, key: Ed25519PublicKey) -> Verdict:
    """Whether the run is as it was written. A folder that cannot be read is a fault, not an error."""
    held = _read(run / CONTENTS)
    signature = _read(run / f"{CONTENTS}{SIGNATURE}")
    if held is None or signature is None or not is_genuine(held, signature, key):
        return Verdict(run.name, 0, (f"{CONTENTS} is missing or was not signed by this installation",))
    listed: dict[str, str] = json.loads(held)["sha256"]
    faults = [fault for name, told in listed.items() if (fault := _fault(run, name, told, key))]
    expected = {name for file in (*listed, CONTENTS) for name in (file, f"{file}{SIGNATURE}")} | {PUBLIC}
    faults += [f"{path.name} does not belong there" for path in sorted(run.iterdir()) if path.name not in expected]
    return Verdict(run.name, len(listed), tuple(faults))


def _fault(run: Path, name: str, told: str, key: Ed25519PublicKey) -> str:
    content, signature = _read(run / name), _read(run / f"{name}{SIGNATURE}")
    if content is None:
        return f"{name} is missing"
    if sha256(content) != told:
        return f"{name} was changed"
    if signature is None or not is_genuine(content, signature, key):
        return f"{name} has no genuine signature"
    return ""


def _read(file: Path) -> bytes | None:
    try:
        return file.read_bytes()
    except OSError:
        return None
