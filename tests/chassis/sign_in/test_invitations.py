"""Inviting: by administrators, inside their scope, to what they may give; the link works once."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from itertools import product

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.chassis.sign_in.doors import PASSWORD, enrol_app, give_password, signed_in, with_password

from wholetime.chassis import api
from wholetime.chassis.models import Account, Invitation, Membership
from wholetime.chassis.models.account import Role
from wholetime.chassis.queries.invitations import may_give

NEW = "noor@example.org"


@pytest.fixture
def olu(asha: Account) -> Account:
    """Administrator of Greater Manchester."""
    account = Account.objects.create_user("olu@example.org", name="Olu")
    api.grant(account, "QOP", "administrator")
    return account


@pytest.fixture
def office(olu: Account) -> Client:
    client = Client()
    client.force_login(olu)
    return client


def invite(office: Client, email: str = NEW, place: str = "Bolton", role: str = "planner") -> str:
    """The path of the link that was mailed."""
    answer = office.post("/people/", {"email": email, "place": place, "role": role})
    assert answer.status_code == 302, answer.content.decode()
    return link()


def link() -> str:
    found = re.search(r"http://testserver(/invitation/\S+)", mail.outbox[-1].body)
    assert found
    return found[1]


def take(client: Client, path: str, **chosen: str) -> object:
    client.get(path, follow=True)
    told = {"name": "Noor Khan", "way": "password", "password": PASSWORD} | chosen
    return client.post("/invitation/", told)


class TestAccepting:
    pytestmark = pytest.mark.one_factor

    def test_makes_an_account_proves_the_address_and_goes_on_to_the_second_factor(
        self, olu: Account, client: Client
    ) -> None:
        _, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        answer = take(client, _path(secret))
        assert answer["Location"] == "/accounts/mfa/totp/activate/"  # type: ignore[index]
        account = Account.objects.get(email=NEW)
        assert (account.name, api.access_roots(account)) == ("Noor Khan", ("00T",))
        assert client.get("/insight/")["Location"] == "/accounts/enrol/"
        enrol_app(client)
        assert client.get("/api/v1/organisations/00T").status_code == 200
        later = Client()
        assert give_password(later, NEW)["Location"] == "/accounts/mfa/authenticate/"

    def test_with_a_passkey_needs_no_password(self, olu: Account, client: Client) -> None:
        _, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        answer = take(client, _path(secret), way="passkey", password="")
        assert answer["Location"] == "/accounts/mfa/webauthn/add/"  # type: ignore[index]
        assert not Account.objects.get(email=NEW).has_usable_password()
        assert client.get(answer["Location"]).status_code == 200  # type: ignore[index]

    def test_a_link_works_once(self, olu: Account, client: Client) -> None:
        _, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        take(client, _path(secret))
        assert Client().get(_path(secret)).status_code == 404

    @pytest.mark.parametrize(
        ("password", "said"), [("", "Choose a password"), ("short", "at least 12"), ("noor@example.org", "too similar")]
    )
    def test_a_poor_password_uses_nothing_up(self, olu: Account, client: Client, password: str, said: str) -> None:
        _, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        page = take(client, _path(secret), password=password)
        assert said in page.content.decode()  # type: ignore[attr-defined]
        assert not Account.objects.filter(email=NEW).exists()

    def test_by_somebody_who_has_an_account_adds_the_role_and_changes_no_key(
        self, olu: Account, ben: Account, client: Client
    ) -> None:
        with_password(ben)
        before = Account.objects.values_list("password", flat=True).get(pk=ben.pk)
        _, secret = api.invite_by_mail(olu, ben.email, "00V", "manager")
        answer = take(client, _path(secret), password="another-password-entirely")
        assert answer["Location"] == "/accounts/login/"  # type: ignore[index]
        assert not signed_in(client)
        assert Account.objects.values_list("password", flat=True).get(pk=ben.pk) == before
        assert api.access_roots(ben) == ("00T", "00V")

    def test_somebody_else_who_is_signed_in_there_is_not_who_accepts(
        self, olu: Account, ben: Account, client: Client
    ) -> None:
        client.force_login(olu)
        session = client.session
        session["wholetime.second_factor"] = {"account": olu.pk, "how": "test", "at": 0}
        session.save()
        _, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        take(client, _path(secret))
        assert client.session["_auth_user_id"] == str(Account.objects.get(email=NEW).pk)
        assert api.access_roots(olu) == ("QOP",)


class TestALinkIsWorthNothing:
    def _refused(self, secret: str) -> None:
        client = Client()
        page = client.get(_path(secret))
        assert page.status_code == 404
        assert "cannot be used" in page.content.decode()
        assert client.post("/invitation/", {"name": "N", "way": "password", "password": PASSWORD}).status_code == 404
        assert not Account.objects.filter(email=NEW).exists()

    def test_after_three_days(self, olu: Account) -> None:
        before = timezone.now()
        invitation, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        assert before + timedelta(hours=72) <= invitation.expires_at <= timezone.now() + timedelta(hours=72)
        made = timezone.now() - timedelta(hours=73)
        Invitation.objects.update(made_at=made, expires_at=made + timedelta(hours=72))
        self._refused(secret)

    def test_when_it_is_withdrawn(self, olu: Account) -> None:
        invitation, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        api.withdraw(olu, invitation.pk)
        self._refused(secret)

    def test_when_a_newer_one_was_sent(self, olu: Account) -> None:
        invitation, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        _, newer = api.invite_again(olu, invitation.pk)
        self._refused(secret)
        assert Client().get(_path(newer)).status_code == 302

    def test_when_its_maker_may_not_give_that_any_more(self, olu: Account) -> None:
        _, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        api.end_memberships(olu, "QOP")
        self._refused(secret)

    def test_when_it_was_made_up(self, olu: Account) -> None:
        with CaptureQueriesContext(connection) as asked:
            assert Client().get("/invitation/made-up:signature/").status_code == 404
        assert not [one for one in asked if "chassis_invitation" in one["sql"]]  # the signature is looked at first

    def test_between_opening_it_and_accepting(self, olu: Account, client: Client) -> None:
        invitation, secret = api.invite_by_mail(olu, NEW, "00T", "planner")
        client.get(_path(secret))
        api.withdraw(olu, invitation.pk)
        assert client.post("/invitation/", {"name": "N", "way": "passkey"}).status_code == 404


class TestWhoMayInvite:
    @pytest.mark.parametrize(("role", "given"), list(product(Role.values, Role.values)))
    def test_administrators_and_nobody_else(self, member: Callable[..., Account], role: str, given: str) -> None:
        account = member("Pat", None)
        api.grant(account, "QOP", role)
        assert may_give(account, "00T", given) is (role == "administrator")

    @pytest.mark.parametrize("place", ["QMJ", "ENG", "SYN", "NOWHERE"])
    def test_nowhere_outside_their_own_scope(self, olu: Account, place: str) -> None:
        with pytest.raises(api.NotInScope):
            api.invite_by_mail(olu, NEW, place, "planner")

    def test_what_they_are_elsewhere_does_not_count(self, olu: Account, office: Client) -> None:
        api.grant(olu, "QMJ", "planner")
        with pytest.raises(api.NotInScope):
            api.invite_by_mail(olu, NEW, "QMJ", "planner")
        page = office.post("/people/", {"email": NEW, "place": "QMJ", "role": "planner"}).content.decode()
        assert "nothing with this code or name in what you administer" in page

    def test_others_find_no_such_page(self, asha: Account, office: Client, olu: Account) -> None:
        invitation, _ = api.invite_by_mail(olu, NEW, "00T", "planner")
        client = Client()
        client.force_login(asha)
        assert client.get("/people/").status_code == 404
        for way in ("again", "withdraw"):
            assert client.post(f"/people/{invitation.pk}/{way}/").status_code == 404

    def test_an_administrator_of_elsewhere_does_not_see_or_touch_it(
        self, olu: Account, member: Callable[..., Account]
    ) -> None:
        invitation, _ = api.invite_by_mail(olu, NEW, "00T", "planner")
        other = member("Una", None)
        api.grant(other, "QMJ", "administrator")
        client = Client()
        client.force_login(other)
        assert NEW not in client.get("/people/").content.decode()
        assert client.post(f"/people/{invitation.pk}/withdraw/").status_code == 404
        assert Client().get("/people/").status_code == 302


class TestThePage:
    def test_lists_what_became_of_each(self, office: Client) -> None:
        path = invite(office)
        invite(office, "second@example.org", "00V", "manager")
        take(Client(), path)
        page = office.get("/people/").content.decode()
        assert "second@example.org" in page
        assert page.count("Accepted") == 1
        assert page.count("Withdraw<") == 1

    def test_says_the_same_of_an_address_with_an_account_and_one_without(self, office: Client, ben: Account) -> None:
        pages = []
        for email in (NEW, ben.email, "chloe@example.org"):
            answer = office.post("/people/", {"email": email, "place": "00V", "role": "planner"}, follow=True)
            said = re.findall(r"wt-message[^>]*>(.*?)</div>", answer.content.decode(), re.DOTALL)
            pages.append([text.replace(email, "*") for text in said])
        assert pages[0] == pages[1] == pages[2]
        assert [message.to[0] for message in mail.outbox] == [NEW, ben.email, "chloe@example.org"]
        assert api.access_roots(ben) == ("00T",)  # nothing until it is accepted

    @pytest.mark.parametrize(
        ("place", "said"), [("Atlantis", "nothing with this code"), ("b", "Several fit"), ("", "required")]
    )
    def test_names_what_fits_where_the_place_is_not_clear(self, office: Client, place: str, said: str) -> None:
        page = office.post("/people/", {"email": NEW, "place": place, "role": "planner"}).content.decode()
        assert said in page
        assert not mail.outbox

    def test_the_link_and_the_log_of_it_hold_nothing_about_anybody(self, office: Client) -> None:
        path = invite(office, place="Breightmet Network")
        assert not [word for word in (NEW, "noor", "example", "Breightmet", "U00001", "planner") if word in path]
        answer = Client().get(path)
        assert answer["Location"] == "/invitation/"

    def test_what_is_kept_does_not_open_it(self, office: Client) -> None:
        secret = invite(office).split("/")[2].split(":")[0]
        with connection.cursor() as cursor:
            for table in ("chassis_invitation", "chassis_invitationevent"):
                cursor.execute(f"select count(*) from {table} t where t::text like %s", [f"%{secret}%"])
                assert cursor.fetchone() == (0,)

    def test_invites_nobody_where_no_mail_is_sent(self, office: Client, settings: object) -> None:
        settings.SENDS_MAIL = False  # type: ignore[attr-defined]
        page = office.post("/people/", {"email": NEW, "place": "00T", "role": "planner"}).content.decode()
        assert "No mail is sent from this installation" in page
        assert "Send the invitation" not in page
        assert not Invitation.objects.exists()

    def test_mail_that_cannot_be_sent_is_said(self, office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*args: object) -> None:
            raise ConnectionRefusedError

        monkeypatch.setattr("wholetime.chassis.web.invitations.send_known", broken)
        answer = office.post("/people/", {"email": NEW, "place": "00T", "role": "planner"}, follow=True)
        assert "could not be sent" in answer.content.decode()
        assert Invitation.objects.count() == 1


def test_the_first_administrator_is_invited_from_the_command_line(small_tree: None, client: Client) -> None:
    invitation, secret = api.invite_by_mail(None, NEW, "ENG", "administrator")
    assert invitation.by_command_line
    take(client, _path(secret))
    assert may_give(Account.objects.get(email=NEW), "00T", "administrator")


@pytest.mark.parametrize(
    ("email", "code", "role", "why"),
    [("noor", "ENG", "planner", "not an e-mail"), (NEW, "NO", "planner", "not in the tree"), (NEW, "ENG", "x", "role")],
)
def test_an_offer_that_makes_no_sense_is_refused(small_tree: None, email: str, code: str, role: str, why: str) -> None:
    with pytest.raises(api.AccountRefused, match=why):
        api.invite_by_mail(None, email, code, role)
    assert not Invitation.objects.exists()


def test_an_account_that_only_waits_for_its_owner_is_theirs_to_take(olu: Account, client: Client) -> None:
    waiting = api.invite(NEW, "Noor", "00T", "planner")
    _, secret = api.invite_by_mail(olu, NEW, "00V", "planner")
    take(client, _path(secret))
    assert client.session["_auth_user_id"] == str(waiting.pk)
    assert Membership.objects.filter(account=waiting).count() == 2
    assert not Authenticator.objects.exists()


def _path(secret: str) -> str:
    from wholetime.chassis.web.invitation_link import link_of

    return link_of(secret)
