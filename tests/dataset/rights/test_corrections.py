"""A correction is asked for and answered; only who must know knows, and nothing of it is in logs, addresses or mail."""

from __future__ import annotations

import logging
import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.utils import timezone
from tests.dataset.web.small_world import World

from wholetime.chassis import api
from wholetime.chassis.api import NotInScope
from wholetime.config.logs import Lines
from wholetime.dataset.actions import corrections as acting
from wholetime.dataset.actions.corrections import CorrectionRefused, answer_correction, ask_correction
from wholetime.dataset.models import CorrectionRequest, Employment, Look, Person, Post
from wholetime.dataset.queries.corrections import answer_days, own_corrections

ASK, LIST = "/your-record/corrections/", "/data/corrections/"
SECRET, REASON = "Zebrastripe", "Quaggamuseum"


@pytest.fixture
def asked(held: World) -> CorrectionRequest:
    held.mo.post(ASK, {"field": "person.last_name", "should_be": SECRET})
    return CorrectionRequest.objects.get()


def test_a_request_holds_what_is_wrong_and_goes_to_the_lead_of_the_employer(
    held: World, asked: CorrectionRequest
) -> None:
    assert (asked.field, asked.held, asked.should_be) == ("last name", "Example0", SECRET)
    assert asked.organisation.code == "RMC"
    assert SECRET not in held.hana.get(LIST).content.decode()
    page = held.hana.get(f"{LIST}{asked.pk}/").content.decode()
    assert SECRET in page
    assert "Example0" in page


def test_to_open_one_is_a_look_at_a_record(held: World, asked: CorrectionRequest) -> None:
    held.hana.get(LIST)
    assert not Look.objects.exists()
    held.hana.get(f"{LIST}{asked.pk}/")
    look = Look.objects.get()
    assert (look.account, look.people) == (held.accounts["hana"], [asked.person_id])
    assert "to answer a request" in held.mo.get("/your-record/looks/").content.decode()


@pytest.mark.parametrize("decision", ["accept", "refuse"])
def test_the_person_sees_the_answer(held: World, asked: CorrectionRequest, decision: str) -> None:
    answer = held.hana.post(f"{LIST}{asked.pk}/", {"decision": decision, "answer": REASON})
    assert answer.status_code == 302
    page = held.mo.get(ASK).content.decode()
    assert REASON in page
    assert ("has to put it right in its record system" in page) == (decision == "accept")
    assert Person.objects.get(pk=asked.person_id).last_name == "Example0", "the record is the employer's"


def test_a_refusal_needs_its_reason(held: World, asked: CorrectionRequest) -> None:
    said = held.hana.post(f"{LIST}{asked.pk}/", {"decision": "refuse", "answer": "  "}).content.decode()
    assert "Give the reason" in said
    assert CorrectionRequest.objects.get().state == "asked"


def test_nothing_of_it_is_in_logs_addresses_or_mail(
    held: World, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines: list[str] = []
    caplog.set_level(logging.DEBUG)
    sent = held.mo.post(ASK, {"field": "person.last_name", "should_be": SECRET})
    number = CorrectionRequest.objects.get().pk
    answered = held.hana.post(f"{LIST}{number}/", {"decision": "refuse", "answer": REASON})
    monkeypatch.setattr("wholetime.dataset.web.corrections.ask_correction", broken)
    client = held.mo
    client.raise_request_exception = False
    assert client.post(ASK, {"field": "person.last_name", "should_be": SECRET}).status_code == 500
    lines += [Lines().format(record) for record in caplog.records]
    assert any("failed" in line for line in lines), "the fault is told"
    mails = [f"{one.subject} {one.body} {one.to}" for one in mail.outbox]
    assert len(mails) == 3, "two leads, one asker"
    number_alone = r"\b10000\b"  # within the key of a request, which is random, it may well be
    for trace in (SECRET, REASON, "Example0", "last name", "last_name", number_alone):
        texts = [*lines, *mails, sent["Location"], answered["Location"]]
        assert not [text for text in texts if re.search(trace, text)], trace
    for name in ("Mo", "Bolton"):
        assert not [text for text in mails if name in text], name


def broken(*_: Any) -> None:
    raise RuntimeError(SECRET)


def test_what_was_asked_and_answered_is_audited(held: World, asked: CorrectionRequest) -> None:
    answer_correction(held.accounts["hana"], asked.pk, accept=True, answer="")
    events = apps.get_model("dataset", "CorrectionRequestEvent").objects.filter(pgh_obj_id=asked.pk).order_by("pgh_id")
    assert [(event.pgh_label, event.state) for event in events] == [("insert", "asked"), ("update", "accepted")]


@pytest.mark.parametrize("who", ["gita", "dina", "mo", "ned"])
def test_nobody_else_sees_or_answers(held: World, asked: CorrectionRequest, who: str) -> None:
    client = getattr(held, who)
    assert client.get(f"{LIST}{asked.pk}/").status_code in (403, 404)
    assert client.post(f"{LIST}{asked.pk}/", {"decision": "accept"}).status_code in (403, 404)
    with pytest.raises(NotInScope):
        answer_correction(held.accounts[who], asked.pk, accept=True, answer="")


def test_the_lead_of_another_area_finds_nothing_there(held: World, asked: CorrectionRequest) -> None:
    hana = held.accounts["hana"]
    api.end_memberships(hana, "QOP")
    api.grant(hana, "QMJ", "information", start=date(2020, 1, 1))
    assert held.hana.get(f"{LIST}{asked.pk}/").status_code == 404
    assert f"{LIST}{asked.pk}/" not in held.hana.get(LIST).content.decode()


def test_nobody_answers_themself_and_nothing_is_answered_twice(held: World, asked: CorrectionRequest) -> None:
    hana = held.accounts["hana"]
    CorrectionRequest.objects.filter(pk=asked.pk).update(account=hana)
    with pytest.raises(CorrectionRefused, match="own"):
        answer_correction(hana, asked.pk, accept=True, answer="")
    assert "another information lead" in held.hana.get(f"{LIST}{asked.pk}/").content.decode()
    answer_correction(held.accounts["erin"], asked.pk, accept=True, answer="")
    with pytest.raises(CorrectionRefused, match="already"):
        answer_correction(held.accounts["erin"], asked.pk, accept=False, answer="No")


@pytest.mark.parametrize("field", ["person.last_name", "person.pseudonym", "person.password", "post.{}.band"])
def test_only_fields_of_ones_own_record_can_be_asked_about(held: World, field: str) -> None:
    others = Post.objects.get(employment__employee_number="10001").pk
    who = held.accounts["gita" if field == "person.last_name" else "mo"]
    with pytest.raises(NotInScope):
        ask_correction(who, field.format(others), SECRET)
    client = held.gita if field == "person.last_name" else held.mo
    client.post(ASK, {"field": field.format(others), "should_be": SECRET})
    assert not CorrectionRequest.objects.exists()


@pytest.mark.parametrize("words", ["", "   ", "x" * 501, "a\0b"])
def test_words_that_will_not_do_are_refused(held: World, words: str) -> None:
    with pytest.raises(CorrectionRefused):
        ask_correction(held.accounts["mo"], "person.last_name", words)


def test_too_many_wait(held: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "MOST_WAITING", 1)
    ask_correction(held.accounts["mo"], "person.last_name", SECRET)
    said = held.mo.post(ASK, {"field": "person.first_name", "should_be": SECRET}).content.decode()
    assert "wait for one of them" in said
    assert SECRET in said, "what was typed is not lost"


def test_a_request_is_kept_where_nobody_answers_yet(held: World) -> None:
    for name in ("hana", "erin"):
        held.accounts[name].memberships.all().delete()
    page = held.mo.post(ASK, {"field": "person.last_name", "should_be": SECRET}, follow=True).content.decode()
    assert "Nobody answers such requests here" in page
    assert CorrectionRequest.objects.exists()
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_undoes_nothing(held: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr("wholetime.dataset.web.corrections.send_known", fail)
    assert held.mo.post(ASK, {"field": "person.last_name", "should_be": SECRET}).status_code == 302
    assert CorrectionRequest.objects.exists()


def test_the_days_for_an_answer_are_dated_and_a_late_one_is_marked(held: World, asked: CorrectionRequest) -> None:
    assert own_corrections(held.accounts["mo"])[0].answer_by == timezone.localdate() + timedelta(days=28)
    assert answer_days(date(2020, 1, 1)) == 28
    CorrectionRequest.objects.update(asked_at=timezone.now() - timedelta(days=30))
    assert "Late" in held.hana.get(LIST).content.decode()


def test_a_request_outlives_the_record(held: World, asked: CorrectionRequest) -> None:
    Employment.objects.filter(employee_number="10000").delete()
    Person.objects.filter(pk=asked.person_id).delete()
    page = held.hana.get(f"{LIST}{asked.pk}/")
    assert SECRET in page.content.decode()
    assert not Look.objects.exists()
