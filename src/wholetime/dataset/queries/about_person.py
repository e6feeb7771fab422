"""What the dataset holds about somebody: their record in the register, pseudonymised rows, looks, what they sent."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import ibis
from django.utils import timezone

from wholetime.chassis.api import as_operator
from wholetime.chassis.engine.held_parts import Part
from wholetime.chassis.models import Account
from wholetime.chassis.queries.about_account import about_account, held_part
from wholetime.dataset.engine.frames import Table
from wholetime.dataset.models import CorrectionRequest, Employment, Load, Look, Person, Slice
from wholetime.dataset.queries.lake import lake
from wholetime.dataset.queries.looks import looks_at
from wholetime.dataset.queries.own_record import own_person

LISTS = "staff lists of your employer; beside each row the file and when it was loaded"
PERSON = {
    "first_name": "first name",
    "last_name": "last name",
    "date_of_birth": "date of birth",
    "national_insurance": "National Insurance number",
    "email": "e-mail address",
}
EMPLOYMENT = {"employee_number": "employee number", "started": "started", "last_seen": "newest list with you"}
POST = {
    "team": "team",
    "staff_group": "staff group",
    "occupation_code": "occupation code",
    "job_role": "job role",
    "band": "pay band",
    "contract": "contract",
    "fte": "whole-time equivalent",
}
PEOPLE = {Table.ASSIGNMENT: "posts", Table.ABSENCE: "absences", Table.DEPARTURE: "departures"}


@dataclass(frozen=True, slots=True)
class Origin:
    """The staff list from which an employment was last entered; blank where it is no longer known."""

    file: str
    loaded_at: datetime | None


@dataclass(frozen=True, slots=True)
class Field:
    """One field of somebody's record. ``key`` names it for a request: ``person.last_name``, ``post.12.band``."""

    key: str
    name: str
    employer: str
    organisation: int
    value: Any
    origin: Origin


def about_me(account: Account) -> tuple[list[Part], int | None]:
    """Everything held about ``account``, and the person of the register that it is, where that is proved."""
    person = own_person(account)
    found = [*about_account(account), _sent(account), _looked(account), _asked(account)]
    return (about_person(person) if person is not None else []) + found, person


def about_person(person: int) -> list[Part]:
    """The record of ``person``, their pseudonymised rows, and who looked."""
    fields = record(person)
    rows = [(one.employer, one.name, one.value, one.origin.file, one.origin.loaded_at) for one in fields]
    columns = "employer, field, value, file it came from, loaded"
    return [
        held_part("record", "Your record in the register", columns, rows, LISTS, "register"),
        *_in_the_lake(Person.objects.get(pk=person).pseudonym),
        _looks(person),
    ]


def record(person: int) -> list[Field]:
    """The fields of ``person``: their own by the newest employment, then those of each employment and its posts."""
    found = Employment.objects.filter(person=person).select_related("organisation").order_by("-last_seen", "pk")
    employments = list(found)
    if not employments:
        return []
    human = Person.objects.get(pk=person)
    own = [_field(employments[0], f"person.{key}", name, getattr(human, key)) for key, name in PERSON.items()]
    return own + [field for one in employments for field in _of_employment(one)]


def _of_employment(one: Employment) -> Iterator[Field]:
    for key, name in EMPLOYMENT.items():
        yield _field(one, f"employment.{one.pk}.{key}", name, getattr(one, key))
    posts = list(one.posts.order_by("pk"))
    for number, post in enumerate(posts, start=1):
        which = f" of post {number}" if len(posts) > 1 else ""
        for key, name in POST.items():
            yield _field(one, f"post.{post.pk}.{key}", name + which, getattr(post, key))


def _field(employment: Employment, key: str, name: str, value: Any) -> Field:
    organisation = employment.organisation
    return Field(key, name, organisation.name, organisation.pk, value, _origin(organisation.code, employment.last_seen))


@as_operator()  # the name of the file that a record came from, which was its sender's
def _origin(code: str, month: date) -> Origin:
    parts = Slice.objects.filter(table=Table.ASSIGNMENT, org=code, period_to=month, live_from__isnull=False)
    newest = parts.select_related("load").order_by("-live", "-live_from").first()
    return Origin(newest.load.file_name, newest.live_from) if newest else Origin("", None)


def _in_the_lake(pseudonym: int) -> Iterator[Part]:
    """What is counted of them month by month, found by their number; the number itself is left out."""
    known = lake()
    for table, title in PEOPLE.items():
        rows = known.table(table)
        mine = rows.filter(rows.person == ibis.literal(pseudonym % 2**64, "uint64"))
        frame = known.read(mine.drop("person", "slice")).sort("month", "org")
        yield held_part(
            f"lake_{title}",
            f"Pseudonymised {title}, by month",
            ", ".join(frame.columns),
            frame.iter_rows(),
            "files of your employer; kept under a number in place of your name",
            "lake",
        )


def _looks(person: int) -> Part:
    rows = [(one.at, one.who, one.organisation, one.route, one.reason) for one in looks_at(person, most=None)]
    columns = "when, who, employer, where it was shown, what for"
    return held_part(
        "looks_at_you", "Who looked at your record", columns, rows, "written down before it was shown", "looks"
    )


def _looked(account: Account) -> Part:
    found = Look.objects.filter(account=account).select_related("organisation").order_by("-at", "-pk")
    rows = [(one.at, one.organisation.name, one.route, one.reason, len(one.people)) for one in found]
    columns = "when, employer, where, what for, people"
    return held_part(
        "looks_by_you", "Records that you looked at", columns, rows, "written down before it was shown", "looks"
    )


def _sent(account: Account) -> Part:
    found = Load.objects.filter(account=account).order_by("-staged_at", "key")
    rows = [(one.file_name, one.get_state_display(), one.staged_at, one.committed_at) for one in found]
    columns = "file, state, sent, committed"
    return held_part("loads", "Files that you sent", columns, rows, "you", "audit")


def _asked(account: Account) -> Part:
    found = CorrectionRequest.objects.filter(account=account).select_related("organisation").order_by("-pk")
    rows = [
        (
            timezone.localtime(one.asked_at),
            one.organisation.name,
            one.field,
            one.held,
            one.should_be,
            one.get_state_display(),
            one.answer,
            one.answered_at,
        )
        for one in found
    ]
    columns = "asked, employer, field, held, should be, state, answer, answered"
    return held_part("corrections", "Corrections that you asked for", columns, rows, "you", "corrections")
