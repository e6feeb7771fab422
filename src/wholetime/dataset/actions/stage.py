"""Staging: a file is read, checked, compared with what is held, and waits for a yes."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import cast

import polars as pl
from django.conf import settings
from django.db import transaction

from wholetime.chassis.engine.wording import counted
from wholetime.chassis.models import Account, Node
from wholetime.dataset.actions import identities
from wholetime.dataset.actions.emptied import Emptied, emptied
from wholetime.dataset.actions.parquet import write_rows
from wholetime.dataset.engine.adapter import Adapter
from wholetime.dataset.engine.adapters import adapter_named
from wholetime.dataset.engine.frames import KEYS
from wholetime.dataset.engine.loading import (
    Candidate,
    Difference,
    Meant,
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
    meant: Meant | None = None,
) -> Load:
    """Stage the file at ``path``: the load's ``state`` says what became of it.

    ``staged`` waits for ``commit``; ``unchanged`` holds nothing new; ``refused`` has bad rows and, without
    ``keep_good``, will not be committed. Raises UnreadableFile, NotRecognised or NotThisLayout for a file that
    could not be understood at all, and OutsidePermit for one that speaks for others; nothing is kept of it.
    ``permit`` None is the operator at the command line. ``meant`` says which slice a file without rows empties, where
    its name does not; SliceUnknown is raised where neither does.
    """
    candidate = read_candidate(path, settings.PSEUDONYM_KEY.encode(), name)
    load = _new_load(candidate, path, name or path.name, account)
    if candidate.only_header:
        return _stage_nothing(load, emptied(candidate.adapter, load.file_name, meant or Meant(), permit))
    if permit is not None:
        permit.check(candidate.adapter, candidate.frame, _in_tree(candidate.frame))
    return _already_held(load) or _stage(load, candidate, keep_good)


@transaction.atomic
def _stage(load: Load, candidate: Candidate, keep_good: bool) -> Load:
    _label(load, candidate.frame)
    load.save(force_insert=True)
    _keep_refusals(load, candidate.refusals)
    if candidate.refused_rows and not keep_good:
        load.state = LoadState.REFUSED
    else:
        _stage_slices(load, candidate.adapter, cut_into_slices(candidate.frame, candidate.adapter))
        if load.state == LoadState.STAGED and candidate.identity is not None:
            identities.keep(load.key, candidate.identity)
    load.save()
    return load


@transaction.atomic
def _stage_nothing(load: Load, found: Emptied) -> Load:
    """A file without rows, staged to empty what is held of its slices."""
    load.period_from, load.period_to = found.period.start, found.period.end
    load.synthetic = Node.objects.filter(code=found.org, synthetic=True).exists()
    load.save(force_insert=True)
    adapter = adapter_named(load.adapter)
    assert adapter is not None
    difference = _stage_slices(load, adapter, found.parts)
    of = f"{found.org}, {found.period}" if found.org else str(found.period)
    said = f"replaces {difference.removed:,} held" if difference.removed else "none are held, so nothing changes"
    load.notes = [*load.notes, f"0 rows: {said} ({of})"]
    load.save()
    return load


def _new_load(candidate: Candidate, path: Path, name: str, account: Account | None) -> Load:
    adapter = candidate.adapter
    return Load(
        adapter=adapter.name,
        publication=adapter.publication,
        licence=adapter.licence,
        file_name=name,
        sha256=_sha256(path),
        size=path.stat().st_size,
        restricted=adapter.restricted,
        account=account,
        rows=candidate.frame.height,
        refused_rows=candidate.refused_rows,
        notes=list(candidate.notes),
    )


def _label(load: Load, frame: pl.DataFrame) -> None:
    """What the rows say of the load: its period, whether it is synthetic, and codes that the tree does not hold."""
    first, last = ("month", "month") if "month" in frame.columns else ("period_from", "period_to")
    load.period_from = cast("date | None", frame[first].min())
    load.period_to = cast("date | None", frame[last].max())
    load.synthetic = _is_synthetic(frame)
    load.notes = [*load.notes, *_strangers(frame)]


def _stage_slices(load: Load, adapter: Adapter, parts: list[SlicePart]) -> Difference:
    """Write each slice that differs from the one held; what the load as a whole would change."""
    table, total = adapter.table, Difference()
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
    _write(load, adapter, differing, held)
    load.state = LoadState.UNCHANGED if total.nothing else LoadState.STAGED
    load.difference = _as_json(total)
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


def _already_held(offered: Load) -> Load | None:
    """The committed load of the very same bytes, when all of it is still the truth."""
    same = Load.objects.filter(sha256=offered.sha256, adapter=offered.adapter, state=LoadState.COMMITTED)
    for load in same.filter(refused_rows=0):
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
    codes = counted(len(unknown), "organisation code is", "organisation codes are")
    return [f"{codes} not in the tree ({shown}): their rows count in no area"]


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
