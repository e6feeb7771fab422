"""Writing downtime packs: every team's, signed, as one new folder that appears whole or not at all."""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils import timezone

from wholetime.chassis.actions.reference import Progress, silent
from wholetime.chassis.engine.exports import Section
from wholetime.chassis.engine.packs import (
    CONTENTS,
    PUBLIC,
    SIGNATURE,
    Pack,
    as_csv,
    as_pdf,
    contents,
    run_name,
    runs,
    sha256,
)
from wholetime.chassis.engine.signing import public_pem, signing_key
from wholetime.chassis.models import PackRun
from wholetime.chassis.queries.organisations import NodeValue
from wholetime.chassis.queries.packs import pack_sections, teams

log = logging.getLogger(__name__)

WRITING = ".writing-"


def write_packs(folder: Path, keep: int, progress: Progress = silent) -> PackRun:
    """Write the packs of all teams below ``folder``, and keep the last ``keep`` runs. What goes wrong is in the run.

    A section that cannot be made is left out of its pack, which says so: the rest of it is needed all the more.
    """
    run = PackRun(started_at=timezone.now())
    said: list[str] = []
    try:
        found = teams()
        run.teams = len(found)
        _publish(folder, _files(found, run.started_at, said, progress), run.started_at)
        _prune(folder, keep)
    except OSError as problem:
        said.append(f"the folder could not be written: {problem.strerror or problem}")
    except Exception as problem:
        log.exception("Downtime packs failed")
        said.append(f"{type(problem).__name__}: the log says more")
    run.good, run.said, run.ended_at = not said, "; ".join(said[:10]), timezone.now()
    run.save()
    if said:
        log.error("Downtime packs are not as they should be: %s", run.said)
    return run


def _files(
    found: list[NodeValue], moment: datetime, said: list[str], progress: Progress
) -> Iterator[tuple[str, bytes]]:
    for done, team in enumerate(found):
        progress(done, len(found), team.name)
        pack = Pack(team.code, team.name, timezone.localtime(moment), tuple(_sections(team, said)))
        yield f"{pack.file_name}.pdf", as_pdf(pack)
        yield f"{pack.file_name}.csv", as_csv(pack)


def _sections(team: NodeValue, said: list[str]) -> Iterator[Section]:
    for section in pack_sections():
        try:
            built = section.build(team)
        except Exception:
            log.exception("Section %s of the downtime pack of %s failed", section.name, team.code)
            said.append(f"{section.name} of {team.code} could not be made")
            built = Section(section.name.capitalize(), ("This part could not be made. Ask whoever runs the system.",))
        if built is not None:
            yield built


def _publish(folder: Path, files: Iterator[tuple[str, bytes]], moment: datetime) -> None:
    """Under another name until every byte is on the disk; `latest.txt` then says where to look."""
    folder.mkdir(parents=True, exist_ok=True)
    name, key = run_name(moment), signing_key(settings.DOWNTIME_KEY)
    for left in folder.glob(f"{WRITING}*"):
        shutil.rmtree(left, ignore_errors=True)
    writing = folder / f"{WRITING}{name}"
    writing.mkdir(mode=0o750)
    try:
        sums = {}
        for file, content in files:
            sums[file] = sha256(content)
            _write_signed(writing / file, content, key)
        _write_signed(writing / CONTENTS, contents(sums, moment), key)
        _write(writing / PUBLIC, public_pem(key.public_key()))
        writing.rename(folder / name)
    finally:
        shutil.rmtree(writing, ignore_errors=True)
    pointer = folder / f"{WRITING}latest.txt"
    _write(pointer, f"{name}\n".encode())
    pointer.replace(folder / "latest.txt")


def _write_signed(file: Path, content: bytes, key: Ed25519PrivateKey) -> None:
    _write(file, content)
    _write(file.with_name(f"{file.name}{SIGNATURE}"), key.sign(content))


def _write(file: Path, content: bytes) -> None:
    with file.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())


def _prune(folder: Path, keep: int) -> None:
    for old in runs(folder)[: -max(keep, 1)]:
        shutil.rmtree(old)
