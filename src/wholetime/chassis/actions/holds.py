"""Legal holds: nothing of a scope, an account or a person is removed until the hold is lifted."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wholetime.chassis.models import Account, LegalHold, Membership, Node
from wholetime.chassis.queries.access import NotInScope
from wholetime.chassis.queries.invitations import administered
from wholetime.chassis.queries.organisations import codes_under

LONGEST_REASON = 200


class HoldRefused(ValueError):
    """The hold makes no sense; the message says why."""


def set_hold(
    by: Account | None, code: str, reason: str, *, account: Account | None = None, person: int | None = None
) -> LegalHold:
    """Hold everything of ``code`` and below, or of one ``account`` or ``person`` there. ``by`` None is the operator.

    Whether ``person`` is employed there is for the room above to see to. Raises NotInScope where ``by`` does not
    administer ``code``, or the account never belonged there; HoldRefused without a reason.
    """
    said = " ".join(reason.split())
    if not said or len(said) > LONGEST_REASON:
        raise HoldRefused(f"give a reason of 1 to {LONGEST_REASON} characters: a case number, without names")
    node = Node.objects.filter(code=code).first()
    if node is None or (by is not None and code not in administered_codes(by)):
        raise NotInScope
    below = codes_under([code]).to_list()
    if account is not None and not Membership.objects.filter(account=account, node__code__in=below).exists():
        raise NotInScope
    with transaction.atomic():
        return LegalHold.objects.create(node=node, account=account, person=person, reason=said, made_by=by)


def lift_hold(by: Account | None, number: int) -> LegalHold:
    """What it held may go when its time comes. Raises NotInScope where ``by`` does not administer its scope."""
    with transaction.atomic():
        hold = LegalHold.objects.select_for_update(of=("self",)).select_related("node").filter(pk=number).first()
        if hold is None or (by is not None and hold.node.code not in administered_codes(by)):
            raise NotInScope
        if hold.lifted_at is None:
            hold.lifted_at, hold.lifted_by = timezone.now(), by
            hold.save(update_fields=["lifted_at", "lifted_by"])
    return hold


def administered_codes(account: Account) -> frozenset[str]:
    """Every code that ``account`` administers today."""
    return frozenset(codes_under(administered(account)).to_list())
