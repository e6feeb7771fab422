"""How long things are kept, what may not go for now, and how the last runs went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path

import yaml
from django.db.models import Q
from django.utils import timezone

from wholetime.chassis.engine.retention import Keeping, in_force, keeping_of
from wholetime.chassis.models import LegalHold, Membership, RetentionRun
from wholetime.chassis.queries.organisations import codes_under

LIST = Path(__file__).parents[1] / "reference" / "retention.yaml"


@cache
def _entries() -> tuple[Keeping, ...]:
    return tuple(keeping_of(entry) for entry in yaml.safe_load(LIST.read_text(encoding="utf-8"))["rules"])


def keepings(day: date | None = None) -> dict[str, Keeping]:
    """The rules in force on ``day`` (today), by name, in the order of the list."""
    found = in_force(_entries(), day or timezone.localdate())
    return {rule: found[rule] for rule in dict.fromkeys(entry.rule for entry in _entries()) if rule in found}


@dataclass(frozen=True, slots=True)
class Held:
    """What legal holds keep: whole subtrees by code, accounts, and people by their number in the register."""

    codes: frozenset[str] = frozenset()
    accounts: frozenset[int] = frozenset()
    people: frozenset[int] = frozenset()

    @property
    def anything(self) -> bool:
        return bool(self.codes or self.accounts or self.people)


@dataclass(frozen=True, slots=True)
class Asked:
    """What ended before ``cutoff`` and is not ``held``; within ``codes``, or everywhere where that is None."""

    cutoff: datetime
    held: Held
    codes: frozenset[str] | None = None


def held_now() -> Held:
    """Every hold in force. A hold of a scope keeps the accounts that ever belonged there too."""
    holds = list(LegalHold.objects.filter(lifted_at__isnull=True).select_related("node"))
    whole = {hold.node.code for hold in holds if hold.account_id is None and hold.person is None}
    codes = frozenset(codes_under(sorted(whole)).to_list()) if whole else frozenset()
    members = Membership.objects.filter(node__code__in=codes).values_list("account_id", flat=True)
    named = {hold.account_id for hold in holds if hold.account_id is not None}
    people = {hold.person for hold in holds if hold.person is not None}
    return Held(codes, frozenset(named | set(members)), frozenset(people))


@dataclass(frozen=True, slots=True)
class HoldValue:
    """One hold. ``whose`` is account, person or scope; who exactly, a page says that may."""

    id: int
    node: str
    whose: str
    account: str
    person: int | None
    reason: str
    made_by: str
    made_at: datetime
    lifted_at: datetime | None


def holds_within(codes: frozenset[str] | None = None) -> list[HoldValue]:
    """The holds at ``codes`` (everywhere where None), those in force first, then the newest first."""
    where = Q() if codes is None else Q(node__code__in=codes)
    found = LegalHold.objects.filter(where).select_related("node", "account", "made_by")
    return [_value(one) for one in sorted(found, key=lambda one: (one.lifted_at is not None, -one.pk))]


def _value(one: LegalHold) -> HoldValue:
    whose = "account" if one.account_id is not None else "person" if one.person is not None else "scope"
    return HoldValue(
        id=one.pk,
        node=one.node.name,
        whose=whose,
        account=one.account.email if one.account else "",
        person=one.person,
        reason=one.reason,
        made_by=one.made_by.name if one.made_by else "whoever runs wholetime",
        made_at=one.made_at,
        lifted_at=one.lifted_at,
    )


def last_runs() -> dict[str, RetentionRun]:
    """The last run of each rule, by rule."""
    newest = RetentionRun.objects.order_by("rule", "-at", "-pk").distinct("rule")
    return {run.rule: run for run in newest}
