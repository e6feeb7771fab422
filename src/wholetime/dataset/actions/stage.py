"""Staging: a file is read, checked, compared with what is held, and waits for a yes."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl
from django.conf import settings
from django.db import transaction

from wholetime.chassis.models import Account, Node
from wholetime.dataset.actions import identities
from wholetime.dataset.actions.parquet import write_rows
from wholetime.dataset.engine.adapter import Adapter
from wholetime.dataset.engine.frames import KEYS
from wholetime.dataset.engine.loading import (
    Candidate,
    Difference,
    Permit,
    SlicePart,
    compare,
    cut_into_slices,
    read_candidate,
)
from wholetime.dataset.models import Load, Refusal, Slice
from wholetime.dataset.models.load import LoadState
from wholetime.dataset.queries.slice_rows import rows_by_slice

SLICES = 500  # in one statement to the database
MOST_REFUSALS = 50_000  # a wholly wrong file of 100,000 rows says enough with half of them


def stage(
    path: Path,
    *,
    account: Account | None = None,
    keep_good: bool = False,
    name: str | None = None,
    permit: Permit | None = None,
) -> Load:
    """Stage the file at ``path``: the load's ``state`` says what became of it.

    ``staged`` waits for ``commit``; ``unchanged`` holds nothing new; ``refused`` has bad rows and, without
    ``keep_good``, will not be committed. Raises UnreadableFile, NotRecognised or NotThisLayout for a file that
    could not be understood at all, and OutsidePermit for one that speaks for others; nothing is kept of it.
    ``permit`` None is the operator at the command line.
    """
    candidate = read_candidate(path, settings.PSEUDONYM_KEY.encode(), name)
    if permit is not None:
        permit.check(candidate.adapter, candidate.frame, _in_tree(candidate.frame))
    fingerprint = _sha256(path)
    held = _already_held(candidate, fingerprint)
    return held or _stage(candidate, path, name or path.name, fingerprint, account, keep_good)


@transaction.atomic
def _stage(
    candidate: Candidate, path: Path, name: str, fingerprint: str, account: Account | None, keep_good: bool
) -> Load:
    load = _new_load(candidate, path, name, fingerprint, account)
    _keep_refusals(load, candidate.refusals)
    if candidate.refused_rows and not keep_good:
        load.state = LoadState.REFUSED
    else:
        difference = _stage_slices(load, candidate)
        load.state = LoadState.UNCHANGED if difference.nothing else LoadState.STAGED
        load.difference = _as_json(difference)
        if load.state == LoadState.STAGED and candidate.identity is not None:
            identities.keep(load.key, candidate.identity)
    load.save()
    return load


def _new_load(candidate: Candidate, path: Path, name: str, fingerprint: str, account: Account | None) -> Load:
    adapter, frame = candidate.adapter, candidate.frame
    first, last = ("month", "month") if "month" in frame.columns else ("period_from", "period_to")
    load = Load(
        adapter=adapter.name,
        publication=adapter.publication,
        licence=adapter.licence,
        file_name=name,
        sha256=fingerprint,
        size=path.stat().st_size,
        synthetic=_is_synthetic(frame),
        restricted=adapter.restricted,
        account=account,
        period_from=cast("date | None", frame[first].min()),
        period_to=cast("date | None", frame[last].max()),
        rows=frame.height,
        refused_rows=candidate.refused_rows,
        notes=[*candidate.notes, *_strangers(frame)],
    )
    load.save(force_insert=True)
    return load


def _stage_slices(load: Load, candidate: Candidate) -> Difference:
    """Write each slice that differs from the one held; what the load as a whole would change."""
    table, total = candidate.adapter.table, Difference()
    parts = cut_into_slices(candidate.frame, candidate.adapter)
    live = Slice.objects.filter(table=table, live=True, key__in=[part.key for part in parts])
    held = {found.key: found for found in live}
    numbered = rows_by_slice(held.values())
    before = {key: numbered[found.pk] for key, found in held.items()}
    differing = []
    for part in parts:
        difference = compare(part.frame, before.get(part.key), KEYS[table])
        total = total.plus(difference)
        if not difference.nothing:
            differing.append(part)
    _write(load, candidate.adapter, differing, held)
    return total


def _write(load: Load, adapter: Adapter, parts: list[SlicePart], held: dict[str, Slice]) -> None:
    made = Slice.objects.bulk_create((_slice(load, adapter, part, held) for part in parts), batch_size=SLICES)
    if not made:
        return
    path = write_rows([part.frame for part in parts], [found.pk for found in made], adapter.table, load.key)
    for found in made:
        found.path = path
    Slice.objects.bulk_update(made, ["path"], batch_size=SLICES)


def _slice(load: Load, adapter: Adapter, part: SlicePart, held: dict[str, Slice]) -> Slice:
    return Slice(
        load=load,
        table=adapter.table,
        adapter=adapter.name,
        key=part.key,
        rows=part.frame.height,
        period_from=part.period_from,
        period_to=part.period_to,
        org=part.org,
        rank=adapter.rank,
        replaces=held.get(part.key),
    )


def _already_held(candidate: Candidate, fingerprint: str) -> Load | None:
    """The committed load of the very same bytes, when all of it is still the truth."""
    for load in Load.objects.filter(
        sha256=fingerprint, adapter=candidate.adapter.name, state=LoadState.COMMITTED, refused_rows=0
    ):
        if load.slices.exists() and not load.slices.filter(live=False).exists():
            load.state = LoadState.UNCHANGED
            return load
    return None


def _keep_refusals(load: Load, refusals: pl.DataFrame) -> None:
    rows = refusals.head(MOST_REFUSALS).iter_rows(named=True)
    Refusal.objects.bulk_create(
        (
            Refusal(load=load, row=row["row"], column=row["column"], value=row["value"] or "", reason=row["reason"])
            for row in rows
        ),
        batch_size=5_000,
    )


def _is_synthetic(frame: pl.DataFrame) -> bool:
    """A file is synthetic when any of its organisations is."""
    return Node.objects.filter(code__in=frame["org"].unique().to_list(), synthetic=True).exists()


def _strangers(frame: pl.DataFrame) -> list[str]:
    unknown = sorted(set(frame["org"].unique().to_list()) - _in_tree(frame))
    if not unknown:
        return []
    shown = ", ".join(unknown[:10]) + (" …" if len(unknown) > 10 else "")
    return [f"{len(unknown)} organisation codes are not in the tree ({shown}): their rows count in no area"]


def _in_tree(frame: pl.DataFrame) -> frozenset[str]:
    codes = frame["org"].unique().to_list()
    return frozenset(Node.objects.filter(code__in=codes).values_list("code", flat=True))


def _sha256(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _as_json(difference: Difference) -> dict[str, object]:
    return {
        "added": difference.added,
        "changed": difference.changed,
        "removed": difference.removed,
        "unchanged": difference.unchanged,
        "examples": difference.examples,
    }
