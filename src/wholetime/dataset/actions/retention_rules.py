"""What the dataset's rules of retention find among loads, looks and requests, and how it goes."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from wholetime.chassis.actions.audit_rows import remove_rows
from wholetime.chassis.actions.retention_rules import of_accounts, of_nodes
from wholetime.chassis.api import Asked, Removal, register_retention, rows_removed
from wholetime.dataset.actions import retention_files, retention_register
from wholetime.dataset.actions.commit import discard
from wholetime.dataset.models import CorrectionRequest, Load, Look, Refusal, Slice, UnusualLooking
from wholetime.dataset.models.load import LoadState


def register() -> None:
    for removal in (
        Removal("staged_loads", lambda asked: staged(asked).count(), _discard_staged, scoped=True),
        rows_removed("refused_cells", refused_cells),
        Removal("superseded_loads", lambda asked: superseded(asked).count(), _remove_superseded, scoped=True),
        rows_removed("corrections", corrections, history=True),
        Removal("looks", _looks_due, _remove_looks, scoped=True),
        *retention_register.RULES,
        *retention_files.RULES,
    ):
        register_retention(removal)


def _free(asked: Asked) -> Q:
    """Loads in which nothing is held, and within the codes asked for, with rows about them."""
    about = Slice.objects.filter(load_id=OuterRef("key"))
    free = ~Q(Exists(about.filter(org__in=asked.held.codes))) & ~Q(account_id__in=asked.held.accounts)
    return free if asked.codes is None else free & Q(Exists(about.filter(org__in=asked.codes)))


def staged(asked: Asked) -> QuerySet[Load]:
    return Load.objects.filter(_free(asked), state=LoadState.STAGED, staged_at__lt=asked.cutoff)


def _discard_staged(asked: Asked) -> int:
    keys = list(staged(asked).values_list("key", flat=True))
    for key in keys:
        discard(key)
    return len(keys)


def refused_cells(asked: Asked) -> QuerySet[Refusal]:
    free = of_accounts(asked, "load__account_id")
    if asked.codes is None:
        free |= Q(load__account=None)
    return Refusal.objects.filter(free, load__staged_at__lt=asked.cutoff)


def superseded(asked: Asked) -> QuerySet[Load]:
    """Loads of which every slice was replaced, the last before the cutoff. One file holds all slices of a load, and
    rows in it that no slice names any more would pass for the truth: they go together or not at all."""
    live = Slice.objects.filter(load_id=OuterRef("key")).filter(Q(live=True) | Q(superseded_at=None))
    found = Load.objects.filter(_free(asked), ~Exists(live), state=LoadState.COMMITTED)
    return found.annotate(last=Max("slices__superseded_at")).filter(last__lt=asked.cutoff)


def _remove_superseded(asked: Asked) -> int:
    loads = list(superseded(asked).values_list("key", flat=True))
    slices = Slice.objects.filter(load_id__in=loads)
    paths = set(slices.exclude(path="").values_list("path", flat=True))
    slices.delete()
    retention_files.remove_when_committed(paths)
    return len(loads)


def corrections(asked: Asked) -> QuerySet[CorrectionRequest]:
    found = CorrectionRequest.objects.filter(answered_at__lt=asked.cutoff).exclude(person__in=asked.held.people)
    held = Q(account_id__in=asked.held.accounts)
    return found.filter(of_nodes(asked, "organisation__code")).exclude(held)


def looks(asked: Asked) -> QuerySet[Look]:
    found = Look.objects.filter(at__lt=asked.cutoff).filter(of_nodes(asked, "organisation__code"))
    return found.exclude(account_id__in=asked.held.accounts).exclude(people__overlap=sorted(asked.held.people))


def _unusual(asked: Asked) -> QuerySet[Any]:
    """Days of unusual looking; while a scope or a person is held, whom they were about is not known, so they stay."""
    found = UnusualLooking.objects.filter(noticed_at__lt=asked.cutoff).exclude(account_id__in=asked.held.accounts)
    return found.none() if asked.held.codes or asked.held.people or asked.codes is not None else found


def _looks_due(asked: Asked) -> int:
    return looks(asked).count() + _unusual(asked).count()


def _remove_looks(asked: Asked) -> int:
    return sum(
        remove_rows(found.model._meta.db_table, "id", found.values_list("pk", flat=True), "looks")  # noqa: SLF001
        for found in (looks(asked), _unusual(asked))
    )
