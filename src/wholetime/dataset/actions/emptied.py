"""Finds what a file with a header and no rows replaces: a month without leavers is an answer too."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from wholetime.chassis.models import Node
from wholetime.dataset.engine.adapter import Adapter
from wholetime.dataset.engine.file_names import month_in, words_in
from wholetime.dataset.engine.frames import SCHEMAS, Table
from wholetime.dataset.engine.loading import Meant, Permit, SlicePart
from wholetime.dataset.engine.loading.meant import ask_for_organisation, ask_for_period
from wholetime.dataset.models import Slice
from wholetime.kernel.period import Period


@dataclass(frozen=True, slots=True)
class Emptied:
    """The slices that a file without rows empties, each with no rows; none where nothing is held."""

    period: Period
    org: str
    parts: list[SlicePart]


def emptied(adapter: Adapter, file_name: str, meant: Meant, permit: Permit | None) -> Emptied:
    """Raises SliceUnknown where nothing tells the slice, and OutsidePermit where it is not the sender's.

    A publication cut short after its header must not empty a month for everybody: its name alone is not enough.
    """
    of_organisations = "org" in adapter.slice_by
    period = meant.period or (month_in(file_name) if of_organisations else None)
    if period is None:
        raise ask_for_period(file_name, adapter.title)
    org = (meant.org or _organisation_in(file_name, adapter)) if of_organisations else ""
    _check(adapter, org, permit)
    held = Slice.objects.filter(adapter=adapter.name, table=adapter.table, live=True, period_to=period.end)
    if of_organisations:
        held = held.filter(org=org) if org else held.filter(org__in=permit.codes) if permit else held
        if not org and held.exists():
            raise ask_for_organisation(file_name, adapter.title, period.end)
    else:
        held = held.exclude(load__synthetic=True)  # an invented publication stands beside the real one
    return Emptied(period, org, [_without_rows(part) for part in held.order_by("key")])


def _organisation_in(file_name: str, adapter: Adapter) -> str:
    """The one organisation whose code is a word of the file's name; nothing where there is none, or are several."""
    words = words_in(file_name)
    known = set(Node.objects.filter(code__in=words, kind="organisation").values_list("code", flat=True))
    known |= set(Slice.objects.filter(adapter=adapter.name, org__in=words).values_list("org", flat=True))
    return known.pop() if len(known) == 1 else ""


def _check(adapter: Adapter, org: str, permit: Permit | None) -> None:
    if permit is not None:
        codes = [org] if org else []
        known = frozenset(Node.objects.filter(code__in=codes).values_list("code", flat=True))
        permit.check(adapter, pl.DataFrame({"org": codes}, schema={"org": pl.String}), known)


def _without_rows(part: Slice) -> SlicePart:
    nothing = pl.DataFrame(schema=SCHEMAS[Table(part.table)])
    return SlicePart(part.key, nothing, part.period_from, part.period_to, part.org)
