"""An administrator says which person of the register an account is, having made sure who is asking."""

from __future__ import annotations

from django.db import transaction

from wholetime.chassis.actions.holds import administered_codes
from wholetime.chassis.api import NotInScope, as_operator
from wholetime.chassis.models import Account, Membership
from wholetime.dataset.models import Employment, PersonLink


class LinkRefused(ValueError):
    """The link cannot be made; the message says why."""


@as_operator()  # whether either is linked elsewhere can be known by seeing elsewhere alone
def link_person(by: Account | None, email: str, code: str, employee_number: str) -> PersonLink:
    """Link the account with ``email`` to the person with that number at ``code``. ``by`` None is the operator.

    Raises NotInScope where ``by`` does not administer the employer, or the account belongs to nothing that ``by``
    does, so that nobody finds out who has an account elsewhere; LinkRefused where either is linked, or it is one's own.
    """
    account = Account.objects.filter(email=email.strip().lower(), is_active=True).first()
    found = Employment.objects.filter(organisation__code=code, employee_number=employee_number.strip())
    employment = found.select_related("person").first()
    if account is None or employment is None or (by is not None and not _both_within(by, account, code)):
        raise NotInScope
    if by is not None and account == by:
        raise LinkRefused("somebody else has to make sure of you: ask another administrator")
    taken = PersonLink.objects.filter(employment__person=employment.person_id)
    if taken.exists() or PersonLink.objects.filter(account=account).exists():
        raise LinkRefused("this account or this person is linked already: end that first")
    with transaction.atomic():
        return PersonLink.objects.create(account=account, employment=employment, made_by=by)


def unlink_person(by: Account | None, number: int) -> None:
    """End a link. Raises NotInScope where ``by`` does not administer the employer."""
    link = PersonLink.objects.filter(pk=number).select_related("employment__organisation").first()
    if link is None or (by is not None and link.employment.organisation.code not in administered_codes(by)):
        raise NotInScope
    with transaction.atomic():
        link.delete()


def _both_within(by: Account, account: Account, code: str) -> bool:
    codes = administered_codes(by)
    return code in codes and Membership.objects.filter(account=account, node__code__in=codes).exists()
