"""What lies in the home folder: private, with room, and as the manifest says."""

from __future__ import annotations

import hashlib
import json
import random
import stat
import time
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from wholetime.chassis.queries.kept_files import at_home, file_faults, folders, kept_files
from wholetime.chassis.queries.read_only import MEGABYTE, free_megabytes
from wholetime.config.checks.finding import Finding, fault, good, warning

PRIVATE = ("keys", "incoming", "identities")
SAMPLE = 20
MOST_READ = 500 * MEGABYTE
"""A sample is at most this many files and bytes: some seconds."""
UNOWNED = 2 * 24 * 60 * 60
"""Seconds: every night what is a day old and belongs to nobody is swept away."""
LEDGER = "seen-files.json"


def secrets_are_private() -> Finding:
    """Only the owner reads keys and files about people."""
    for path in _private():
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            said = f"others on this machine may read {path.relative_to(settings.HOME)}"
            return fault(said, f"chmod go= {path}")
    return good("keys and uploads are the owner's only")


def _private() -> Iterator[Path]:
    yield from (at_home(Path(name)) for name in PRIVATE if at_home(Path(name)).exists())
    yield from (file for file in at_home(Path("keys")).glob("*") if file.is_file())


def disk_has_room() -> Finding:
    """Twice what makes the installation close by itself."""
    free, reserve = free_megabytes(), settings.DISK_RESERVE
    if free < reserve:
        return fault(f"{free:,} MB free: the installation is read-only below {reserve:,}", "make room on the disk")
    if free < 2 * reserve:
        return warning(f"{free:,} MB free; below {reserve:,} nobody can write", "make room on the disk")
    return good(f"{free:,} MB free")


def lake_files_are_there() -> Finding:
    """Cheap: a look at the folder, not into the files."""
    missing = [file for file in kept_files() if not at_home(file).exists()]
    if missing:
        said = f"{len(missing)} files that the manifest names are not there, such as {missing[0]}"
        return fault(said, "mount the lake folder, or put them back from a backup: `wholetime restore`")
    return good("every file that the manifest names is there")


def lake_agrees_with_manifest() -> Finding:
    """Each file can be opened and has as many rows as the manifest counts."""
    faults = file_faults()
    if faults:
        return fault("; ".join(faults[:3]), "put the files back from a backup: `wholetime restore`")
    return good("as many rows as the manifest counts")


def lake_is_unchanged() -> Finding:
    """A sample still has the SHA-256 that it had when it was first looked at; files of the lake never change."""
    ledger = _ledger()
    files = [file for file in kept_files() if at_home(file).exists()]
    changed = []
    for file in _sample(files):
        now = _sha256(at_home(file))
        if ledger.setdefault(str(file), now) != now:
            changed.append(file)
    _keep({name: ledger[name] for name in map(str, files) if name in ledger})
    if changed:
        return fault(f"{changed[0]} is not what it was", "put it back from a backup, and check the disk")
    return good(f"{len(ledger)} of {len(files)} files are known by their SHA-256, and a sample has it still")


def files_belong_to_somebody() -> Finding:
    """What no record names is swept away at night; where it is not, no worker runs or the clock is wrong."""
    kept, oldest = set(kept_files()), time.time() - UNOWNED
    lying = (file for folder in folders() for file in at_home(Path(folder)).rglob("*") if file.is_file())
    stray = [file for file in lying if file.relative_to(settings.HOME) not in kept and file.stat().st_mtime < oldest]
    if stray:
        said = f"{len(stray)} files belong to no record, such as {stray[0].relative_to(settings.HOME)}"
        return warning(said, "let a worker run overnight; remove by hand what it does not know")
    return good("every file belongs to a record")


def _sample(files: list[Path]) -> Iterator[Path]:
    read = 0
    for file in random.sample(files, min(SAMPLE, len(files))):
        read += at_home(file).stat().st_size
        if read > MOST_READ:
            return
        yield file


def _sha256(file: Path) -> str:
    with file.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _ledger() -> dict[str, str]:
    file = at_home(Path(LEDGER))
    found: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
    return found


def _keep(ledger: dict[str, str]) -> None:
    temporary = at_home(Path(f"{LEDGER}.writing"))
    temporary.write_text(json.dumps(ledger, indent=1, sort_keys=True))
    temporary.replace(at_home(Path(LEDGER)))
