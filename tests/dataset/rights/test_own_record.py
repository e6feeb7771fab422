"""What is held about me: mine alone, whole, with where it came from; and nobody's where it is not proved."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from tests.dataset.web.small_world import World, proved

from wholetime.chassis import api
from wholetime.chassis.actions.invitations import invite_by_mail
from wholetime.chassis.models import Account, Membership, Node
from wholetime.dataset.actions.links import LinkRefused, link_person, unlink_person
from wholetime.dataset.models import Employment, Look, Person, PersonLink, Slice
from wholetime.dataset.queries.own_record import own_person

HIS, ANOTHERS = "QQ123400A", "QQ123401A"


def told(client: Client) -> dict[str, Any]:
    """The file, part by part; its CSVs say the same as its JSON."""
    answer = client.get("/your-record/about-me.zip")
    assert "no-store" in answer["Cache-Control"]
    archive = zipfile.ZipFile(io.BytesIO(answer.content))
    found = json.loads(archive.read("about-me.json"))
    parts = {part["part"]: part for part in found["parts"]}
    for name, part in parts.items():
        rows = list(csv.reader(io.StringIO(archive.read(f"{name}.csv").decode())))
        assert len(rows) == 1 + len(part["rows"]), name
    assert {row[0] for row in csv.reader(io.StringIO(archive.read("contents.csv").decode()))} == {
        "file",
        *(f"{name}.csv" for name in parts),
    }
    return parts


def fields(parts: dict[str, Any]) -> dict[str, Any]:
    return {row["field"]: row["value"] for row in parts["record"]["rows"]}


def test_the_record_is_whole_and_says_where_it_came_from(held: World) -> None:
    parts = told(held.mo)
    mine = fields(parts)
    assert mine["National Insurance number"] == HIS
    assert (mine["last name"], mine["date of birth"], mine["job role"]) == ("Example0", "1980-11-01", "Midwife")
    assert mine["whole-time equivalent"] == "0.800000"
    origins = {(row["file it came from"], row["loaded"][:10]) for row in parts["record"]["rows"]}
    assert origins == {("staff.csv", Slice.objects.get(live=True).live_from.date().isoformat())}
    assert [row["occupation_code"] for row in parts["lake_posts"]["rows"]] == ["N6A"]
    assert "person" not in parts["lake_posts"]["rows"][0], "the number in place of the name is a key"


def test_page_file_and_program_say_the_same(held: World) -> None:
    page = held.mo.get("/your-record/").content.decode()
    program = held.mo.get("/api/v1/about-me").json()
    assert HIS in page
    assert {part["part"]: part for part in program["parts"]}["record"] == told(held.mo)["record"]


def test_nothing_of_anybody_else_is_in_it(held: World) -> None:
    held.gita.get("/data/worklists/midwives/")
    for who in ("mo", "gita", "ned", "hana"):
        client = getattr(held, who)
        text = client.get("/your-record/").content.decode() + json.dumps(told(client))
        assert ANOTHERS not in text, who
        assert ("Example0" in text) == (who == "mo"), who
        others = {account.email for name, account in held.accounts.items() if name != who}
        assert not [email for email in others if email in text], who


def test_an_account_without_a_record_is_told_all_that_is_held_of_it(world: World) -> None:
    gita = world.accounts["gita"]
    api.make_token(gita, "Rota", "QOP", 30)
    invite_by_mail(None, gita.email, "QOP", "planner")
    world.gita.post("/insight/QOP/shape/save/", {"title": "Mine", "query": ""})
    parts = told(world.gita)
    assert "record" not in parts
    assert parts["account"]["rows"][0] == {"field": "e-mail address", "value": "gita@example.org"}
    assert [row["role"] for row in parts["roles"]["rows"]] == ["Workforce planner"]
    assert [row["name"] for row in parts["tokens"]["rows"]] == ["Rota"]
    assert [row["state"] for row in parts["invitations"]["rows"]] == ["waiting"]
    assert ["savedview" in row["what was changed"] for row in parts["acts"]["rows"]] == [True]
    assert parts["jobs"]["kept"] == "90 days"
    assert "secret" not in json.dumps(parts)


def test_who_looked_is_all_of_it(held: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("wholetime.dataset.queries.looks.MOST", 1)
    held.gita.get("/data/worklists/midwives/")
    held.gita.get("/data/worklists/midwives.csv")
    assert [row["who"] for row in told(held.mo)["looks_at_you"]["rows"]] == ["Gita", "Gita"]
    assert len(told(held.gita)["looks_by_you"]["rows"]) == 2


def test_to_see_ones_own_is_no_look(held: World) -> None:
    held.mo.get("/your-record/")
    told(held.mo)
    assert not Look.objects.exists()


@pytest.mark.parametrize(
    "why", ["not proved", "another address proved", "shared", "suspended", "an administrator said it is another's"]
)
def test_where_it_is_not_proved_nobody_has_a_record(held: World, why: str) -> None:
    mo, his = held.accounts["mo"], Person.objects.get(email="Mo@example.org")
    assert own_person(mo) == his.pk
    if why == "not proved":
        EmailAddress.objects.update(verified=False)
    elif why == "another address proved":
        EmailAddress.objects.update(email="other@example.org")
    elif why == "shared":
        Person.objects.exclude(pk=his.pk).filter(last_name="Example1").update(email="mo@example.org")
    elif why == "suspended":
        mo.is_active = False
    else:
        PersonLink.objects.create(account=held.accounts["ned"], employment=his.employments.get())
    assert own_person(mo) is None


class TestLinks:
    @pytest.fixture
    def ada(self, held: World) -> Account:
        account = Account.objects.create_user("ada@example.org", name="Ada")
        api.grant(account, "QOP", "administrator", start=date(2020, 1, 1))
        return account

    def test_an_administrator_who_made_sure_links_an_account_to_its_record(self, held: World, ada: Account) -> None:
        dina = held.accounts["dina"]
        link = link_person(ada, "DINA@example.org", "RMC", "10004")
        assert fields(told(held.dina))["last name"] == "Example4"
        unlink_person(ada, link.pk)
        assert own_person(dina) is None

    def test_a_link_ends_with_the_employment(self, held: World, ada: Account) -> None:
        link_person(ada, "dina@example.org", "RMC", "10004")
        Employment.objects.filter(employee_number="10004").delete()
        assert own_person(held.accounts["dina"]) is None

    @pytest.mark.parametrize(
        ("by", "email", "code", "number"),
        [
            ("gita", "dina@example.org", "RMC", "10004"),  # no administrator
            ("ada", "dina@example.org", "RAL", "10004"),  # not her area
            ("ada", "dina@example.org", "RMC", "99999"),
            ("ada", "nobody@example.org", "RMC", "10004"),
            ("ada", "ned@example.org", "RMC", "10004"),  # belongs to nothing of hers: she must not learn of it
            ("ada", "erin@example.org", "RMC", "10004"),  # of the nation, above hers
        ],
    )
    def test_who_may_not_is_told_nothing(
        self, held: World, ada: Account, by: str, email: str, code: str, number: str
    ) -> None:
        who = ada if by == "ada" else held.accounts[by]
        with pytest.raises(api.NotInScope):
            link_person(who, email, code, number)

    @pytest.mark.parametrize(
        ("email", "number"),
        [("ada@example.org", "10004"), ("dina@example.org", "10005"), ("gita@example.org", "10004")],
    )
    def test_nobody_links_themself_and_nobody_is_two(self, held: World, ada: Account, email: str, number: str) -> None:
        link_person(ada, "dina@example.org", "RMC", "10004")
        with pytest.raises(LinkRefused):
            link_person(ada, email, "RMC", number)

    def test_the_page_links_and_ends(self, held: World, ada: Account) -> None:
        client = Client()
        client.force_login(ada)
        asked = {"email": "dina@example.org", "place": "Bolton NHS", "employee_number": "10004"}
        assert client.post("/data/links/", asked).status_code == 302
        page = client.get("/data/links/").content.decode()
        assert "dina@example.org" in page
        assert "linked already" in client.post("/data/links/", asked).content.decode()
        assert "no such account" in client.post("/data/links/", asked | {"email": "x@y.z"}).content.decode()
        assert client.post(f"/data/links/{PersonLink.objects.get().pk}/end/").status_code == 302
        assert not PersonLink.objects.exists()


def test_a_token_that_reaches_less_is_told_nothing(held: World) -> None:
    mo = held.accounts["mo"]
    Membership.objects.create(account=mo, node=Node.objects.get(code="00T"), role="planner", start=date(2020, 1, 1))
    wide, narrow = (api.make_token(mo, "Test", code, 30)[1] for code in ("00T", "P82002"))
    answers = [Client(headers={"authorization": f"Bearer {key}"}).get("/api/v1/about-me") for key in (wide, narrow)]
    assert [answer.status_code for answer in answers] == [200, 403]


def test_a_session_is_told_with_its_address_and_browser(held: World) -> None:
    from allauth.usersessions.models import UserSession

    for who, ip in (("mo", "10.1.2.3"), ("dina", "10.9.9.9")):
        UserSession.objects.create(
            user=held.accounts[who], ip=ip, session_key=who, user_agent="Firefox/1 Linux", last_seen_at=timezone.now()
        )
    page = held.mo.get("/your-record/").content.decode()
    assert "10.1.2.3" in page
    assert "Firefox on Linux" in page
    assert "10.9.9.9" not in page
    assert timezone.now() - timedelta(days=1) < UserSession.objects.get(ip="10.1.2.3").created_at


def test_unproved_accounts_that_share_an_address_see_nothing(world: World) -> None:
    proved(world.accounts["ned"])
    assert "No record here is known to be yours" in world.ned.get("/your-record/").content.decode()
