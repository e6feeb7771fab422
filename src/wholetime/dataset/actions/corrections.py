"""Asking for a correction of one's own record, and answering it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from wholetime.chassis.api import NotInScope
from wholetime.chassis.models import Account
from wholetime.dataset.models import CorrectionRequest
from wholetime.dataset.models.rights import CorrectionState
from wholetime.dataset.queries.about_person import record
from wholetime.dataset.queries.looks import lead_codes
from wholetime.dataset.queries.own_record import own_person

LONGEST, MOST_WAITING = 500, 20


class CorrectionRefused(ValueError):
    """The request or the answer cannot be taken; the message says why."""


def ask_correction(account: Account, field: str, should_be: str) -> CorrectionRequest:
    """Ask that ``field`` (a key of ``record``) be put right. Raises NotInScope where it is not in the account's own
    record, CorrectionRefused where the words will not do or too many wait."""
    person, said = own_person(account), should_be.strip()
    found = [one for one in (record(person) if person is not None else []) if one.key == field]
    if not found:
        raise NotInScope
    if not said or len(said) > LONGEST or "\0" in said:
        raise CorrectionRefused(f"Say in 1 to {LONGEST} characters what it should be")
    with transaction.atomic():
        Account.objects.select_for_update().get(pk=account.pk)
        waiting = CorrectionRequest.objects.filter(account=account, state=CorrectionState.ASKED)
        if waiting.count() >= MOST_WAITING:
            raise CorrectionRefused(f"{MOST_WAITING} of your requests wait for an answer: wait for one of them")
        return CorrectionRequest.objects.create(
            account=account,
            organisation_id=found[0].organisation,
            person_id=person,
            field=found[0].name,
            held="" if found[0].value is None else str(found[0].value),
            should_be=said,
        )


def answer_correction(by: Account, number: int, *, accept: bool, answer: str) -> CorrectionRequest:
    """Accept or refuse a request. Raises NotInScope where ``by`` is not information lead of its organisation,
    CorrectionRefused where it was answered, is their own, or is refused without a reason."""
    said = answer.strip()
    with transaction.atomic():
        held = CorrectionRequest.objects.select_for_update(of=("self",)).select_related("organisation", "account")
        found = held.filter(pk=number, organisation__code__in=lead_codes(by)).first()
        if found is None:
            raise NotInScope
        if found.account_id == by.pk:
            raise CorrectionRefused("This is your own request: another information lead has to answer it")
        if found.state != CorrectionState.ASKED:
            raise CorrectionRefused("This request was answered already")
        if len(said) > LONGEST or "\0" in said or (not accept and not said):
            raise CorrectionRefused(f"Give the reason in 1 to {LONGEST} characters")
        found.state = CorrectionState.ACCEPTED if accept else CorrectionState.REFUSED
        found.answer, found.answered_at, found.answered_by = said, timezone.now(), by
        found.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    return found
