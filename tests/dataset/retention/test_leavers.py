"""Leavers go from the register with all that the audit holds of them; who is still there, or held, stays."""

from __future__ import annotations

import re

import pytest
from django.apps import apps
from django.db import connection
from tests.chassis.audit.naive_chain import first_break
from tests.dataset.retention.conftest import Send
from tests.dataset.web.small_world import World

from wholetime.chassis.actions.retention import apply_retention, due_now
from wholetime.chassis.models import LegalHold, Node
from wholetime.chassis.queries.audit import verify
from wholetime.dataset.models import Employment, Person, PersonLink, Post

TABLES = ("person", "employment", "post")


@pytest.fixture
def left(send: Send) -> None:
    """1 and 2 left the trust in 2023; 2 works at the practice now; 3 is still there. RAL stopped sending in 2023."""
    send("30/09/2023", "RMC", 1, 2, 3)
    send("30/09/2023", "RAL", 7)
    send("30/09/2026", "RMC", 3)
    send("30/09/2026", "P82001", 2)


def due(**named: object) -> int:
    return next(one.due for one in due_now(**named) if one.keeping.rule == "leavers")  # type: ignore[arg-type]


def applied() -> int:
    return next(one.removed for one in apply_retention() if one.keeping.rule == "leavers")


def names() -> list[str]:
    return sorted(Person.objects.values_list("last_name", flat=True))


def database_text() -> str:
    """All that the register and its audit hold, as text."""
    with connection.cursor() as cursor:
        texts = []
        for table in TABLES:
            for end in ("", "event"):
                cursor.execute(f"select string_agg(t::text, ' ') from dataset_{table}{end} t")
                texts.append(str(cursor.fetchone()[0]))
    return " ".join(texts)


@pytest.mark.usefixtures("left")
def test_a_leaver_goes_and_nothing_of_them_is_left_in_the_audit_either() -> None:
    assert "Example1" in database_text()
    assert due() == 2
    assert applied() == 2
    assert names() == ["Example2", "Example3", "Example7"]
    text = database_text()
    assert not [trace for trace in ("Example1", "QQ123401A") if trace in text]
    assert not re.search(r"\b10001\b", text), "alone: within a pseudonym, which is random, it may well be"
    assert "QQ123402A" in text
    assert verify().faults == ()
    assert [first_break(f"dataset_{table}event") for table in TABLES] == [None] * 3


@pytest.mark.usefixtures("left")
def test_of_who_works_elsewhere_only_the_old_employment_goes() -> None:
    applied()
    two = Person.objects.get(last_name="Example2")
    assert [one.organisation.code for one in two.employments.all()] == ["P82001"]
    employments = apps.get_model("dataset", "EmploymentEvent").objects.filter(person_id=two.pk)
    assert {event.organisation.code for event in employments} == {"P82001"}


@pytest.mark.usefixtures("left")
def test_an_employer_that_stopped_sending_has_said_of_nobody_that_they_left() -> None:
    applied()
    assert Employment.objects.filter(organisation__code="RAL").count() == 1


@pytest.mark.usefixtures("left")
def test_posts_that_ended_before_go_from_the_audit_too(send: Send) -> None:
    event = apps.get_model("dataset", "PostEvent")
    one = Employment.objects.get(employee_number="10001")
    assert not Post.objects.filter(employment=one).exists()
    assert event.objects.filter(employment_id=one.pk).exists()
    applied()
    assert not event.objects.filter(employment_id=one.pk).exists()


@pytest.mark.usefixtures("left")
def test_who_left_lately_stays(send: Send) -> None:
    send("31/10/2026", "RMC", 8)
    assert due() == 2, "3 left a month ago"


@pytest.mark.usefixtures("left")
@pytest.mark.parametrize("whose", ["person", "scope", "another employer", "account by address", "linked account"])
def test_who_is_held_stays(world: World, whose: str) -> None:
    one = Person.objects.get(last_name="Example1")
    mo = world.accounts["mo"]
    hold = LegalHold(node=Node.objects.get(code="QOP"), reason="a claim")
    if whose == "person":
        hold.person = one.pk
    elif whose == "another employer":
        hold.node = Node.objects.get(code="P82001")
        two = Person.objects.get(last_name="Example2")
    elif whose == "account by address":
        hold.account = mo
        Person.objects.filter(pk=one.pk).update(email="MO@example.org")
    elif whose == "linked account":
        hold.account = mo
        PersonLink.objects.create(account=mo, employment=one.employments.get())
    hold.save()
    assert due() == (0 if whose == "scope" else 1)
    applied()
    kept = two if whose == "another employer" else one
    assert Employment.objects.filter(person=kept, organisation__code="RMC").exists()


@pytest.mark.usefixtures("left")
def test_within_a_scope_only_its_own_leavers_are_counted() -> None:
    assert due(codes=frozenset({"RMC"})) == 2
    assert due(codes=frozenset({"RAL", "P82001"})) == 0
