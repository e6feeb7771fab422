"""Which person of the register an account is: proved, or nobody."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress

from wholetime.chassis.models import Account
from wholetime.dataset.models import Employment, Person, PersonLink

BY_ADDRESS, BY_ADMINISTRATOR = "address", "administrator"


def own_person(account: Any) -> int | None:
    """The key of the person that ``account`` is; None where that is not proved. See ``own_proof``."""
    return own_proof(account)[0]


def own_proof(account: Any) -> tuple[int | None, str]:
    """The person that ``account`` is, and how that is known; ``(None, "")`` where it is not.

    An administrator's word counts first. Without one, the person with the address of the account: where the account
    has proved that address, one person alone has it, and no administrator has said that this person is somebody else.
    """
    if not isinstance(account, Account) or not account.is_active:
        return None, ""
    link = PersonLink.objects.filter(account=account).select_related("employment").first()
    if link is not None:
        return link.employment.person_id, BY_ADMINISTRATOR
    if not EmailAddress.objects.filter(user=account, email__iexact=account.email, verified=True).exists():
        return None, ""
    found = list(Person.objects.filter(email__iexact=account.email).values_list("pk", flat=True)[:2])
    if len(found) != 1 or PersonLink.objects.filter(employment__person=found[0]).exists():
        return None, ""
    return found[0], BY_ADDRESS


def person_employed(code: str, employee_number: str) -> int | None:
    """The person with this number at this employer; None where there is none."""
    found = Employment.objects.filter(organisation__code=code, employee_number=employee_number.strip())
    return found.values_list("person_id", flat=True).first()
