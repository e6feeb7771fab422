"""Signing in, in a browser: a passkey, an authenticator app, a recovery code, an invitation, on a phone and a desk."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import CDPSession, Page, expect
from tests.browser.conftest import PATIENCE
from tests.chassis.sign_in.doors import PASSWORD, totp, with_password
from tests.chassis.sign_in.local_provider import CLIENT, SECRET, running
from tests.dataset.web.small_world import World, world

from wholetime.chassis import api
from wholetime.chassis.models import Account
from wholetime.chassis.web.invitation_link import link_of
from wholetime.config import identity

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_factor]

__all__ = ["world"]

LOOKS = [(320, "light"), (1440, "light"), (1440, "dark")]


@pytest.fixture(autouse=True)
def _fresh_counters(db: None) -> Iterator[None]:
    cache.clear()  # these tests are one address of the network, and a table of counters outlives each
    yield
    cache.clear()


@pytest.fixture
def gita(world: World) -> Account:
    return with_password(world.accounts["gita"])


@pytest.fixture
def with_authenticator() -> Callable[[Page], CDPSession]:
    """Gives a page a device that can hold passkeys and says yes to everything."""

    def given(page: Page) -> CDPSession:
        session = page.context.new_cdp_session(page)
        session.send("WebAuthn.enable")
        device = {
            "protocol": "ctap2",
            "transport": "internal",
            "hasResidentKey": True,
            "hasUserVerification": True,
            "isUserVerified": True,
            "automaticPresenceSimulation": True,
        }
        session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
        return session

    return given


def give_password(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def set_up_app(page: Page) -> str:
    """Set up an authenticator app; its secret."""
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("#totp-key").inner_text().replace(" ", "")
    page.get_by_label("Authenticator code").fill(totp(secret))
    page.get_by_role("button", name="Switch it on").click()
    return secret


def codes_on(page: Page) -> list[str]:
    return [code.replace(" ", "") for code in page.locator(".wt-codes li").all_inner_texts()]


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out", exact=True).click()
    expect(page.get_by_role("button", name="Sign out", exact=True)).to_have_count(0)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_password_then_an_app_then_a_recovery_code(gita, page_at, axe, fits, screenshot, width, scheme):
    page = page_at(width, scheme)

    def look(name: str) -> None:
        axe(page)
        fits(page)
        screenshot(page, f"sign-in-{name}-{width}-{scheme}")

    give_password(page, gita.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second factor")
    look("choice")
    page.goto("/insight/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up your second factor")
    page.get_by_role("link", name="Set up an app").click()
    look("app")
    page.get_by_label("Authenticator code").fill("000000")
    page.get_by_role("button", name="Switch it on").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    look("app-wrong")
    page.goto("/accounts/enrol/")
    secret = set_up_app(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    codes = codes_on(page)
    assert len(codes) == 10
    look("codes")
    page.get_by_role("link", name="I have kept them").click()
    page.get_by_role("link", name=re.compile(gita.name)).click()
    look("account")
    page.get_by_role("link", name="See where").click()
    look("sessions")
    sign_out(page)

    give_password(page, gita.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Your second factor")
    look("code")
    page.get_by_label("Code").fill(totp(secret))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name=re.compile(gita.name))).to_be_visible()
    sign_out(page)

    give_password(page, gita.email)
    page.get_by_label("Code").fill(codes[0])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name=re.compile(gita.name))).to_be_visible()


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_a_passkey_is_made_and_then_signs_in_alone(
    gita, page_at, with_authenticator, axe, fits, screenshot, width, scheme
):
    page = page_at(width, scheme)
    with_authenticator(page)
    give_password(page, gita.email)
    page.get_by_role("link", name="Set up a passkey").click()
    axe(page)
    fits(page)
    screenshot(page, f"sign-in-passkey-{width}-{scheme}")
    page.get_by_label("Name of the passkey").fill("Work phone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    page.goto("/accounts/mfa/")
    expect(page.get_by_role("strong").filter(has_text="Work phone")).to_be_visible()
    axe(page)
    fits(page)
    screenshot(page, f"sign-in-account-passkey-{width}-{scheme}")
    page.get_by_role("link", name="Remove Work phone").click()
    expect(page.get_by_text("only second factor")).to_be_visible()
    sign_out(page)

    page.goto("/accounts/login/")
    axe(page)
    fits(page)
    screenshot(page, f"sign-in-page-{width}-{scheme}")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name=re.compile(gita.name))).to_be_visible()


OWN_PAGES = (
    "mfa/webauthn/",
    "mfa/webauthn/add/",
    "mfa/webauthn/keys/{key}/edit/",
    "mfa/webauthn/keys/{key}/remove/",
    "mfa/totp/deactivate/",
    "mfa/recovery-codes/",
    "mfa/recovery-codes/generate/",
    "mfa/reauthenticate/",
    "mfa/webauthn/reauthenticate/",
    "reauthenticate/",
    "password/change/",
    "logout/",
    "identities/cancelled/",
)
STRANGERS_PAGES = ("password/reset/", "password/reset/done/", "password/reset/key/done/", "password/reset/key/a-b/")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_other_page_of_signing_in_is_accessible_and_fits(
    gita, page_at, with_authenticator, axe, fits, screenshot, scheme
):
    page = page_at(320, scheme)
    with_authenticator(page)
    for address in STRANGERS_PAGES:
        page.goto(f"/accounts/{address}")
        axe(page)
        fits(page)
        screenshot(page, f"own-{address.replace('/', '-')}320-{scheme}")
    expect(page.get_by_label("New Password")).to_have_count(0)  # the last link is no link: there is nothing to fill in
    give_password(page, gita.email)
    set_up_app(page)
    page.goto("/accounts/mfa/webauthn/add/")
    page.get_by_label("Name of the passkey").fill("A passkey with rather a long name on a small telephone")
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("How you sign in")
    key = Authenticator.objects.get(type="webauthn").pk
    for address in [one.format(key=key) for one in OWN_PAGES]:
        page.goto(f"/accounts/{address}")
        axe(page)
        fits(page)
        screenshot(page, f"own-{address.replace('/', '-')}320-{scheme}")


def test_a_passkey_stands_beside_a_password(gita, page_at, with_authenticator):
    page = page_at(1440)
    with_authenticator(page)
    give_password(page, gita.email)
    page.get_by_role("link", name="Set up a passkey").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    sign_out(page)
    give_password(page, gita.email)
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("link", name=re.compile(gita.name))).to_be_visible()


def test_a_passkey_that_the_device_refuses_is_explained(gita, page_at, with_authenticator, axe, screenshot):
    page = page_at(320)
    with_authenticator(page)
    give_password(page, gita.email)
    page.get_by_role("link", name="Set up a passkey").click()
    page.evaluate(
        "() => { navigator.credentials.create = () => Promise.reject(new DOMException('', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was done")).to_be_visible()
    axe(page)
    screenshot(page, "sign-in-passkey-refused-320")


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_an_invitation_is_sent_and_accepted(
    world, page_at, with_authenticator, live_server, axe, fits, screenshot, width, scheme
):
    _, secret = api.invite_by_mail(None, "olu@example.org", "QOP", "administrator")
    page = page_at(width, scheme)
    with_authenticator(page)
    page.goto(link_of(secret))
    expect(page).to_have_url(re.compile("/invitation/$"))
    axe(page)
    fits(page)
    screenshot(page, f"invitation-{width}-{scheme}")
    page.get_by_role("button", name="Accept").click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    page.get_by_label("Your name").fill("Olu Bello")
    page.get_by_role("button", name="Accept").click()
    page.get_by_role("button", name="Make the passkey").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")

    page.goto("/people/")
    page.get_by_label("E-mail address").fill("noor@example.org")
    page.get_by_role("textbox", name="Area or organisation").fill("Bolton NHS")
    page.get_by_label("Role").select_option("manager")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("on its way to noor@example.org")).to_be_visible()
    axe(page)
    fits(page)
    screenshot(page, f"invitations-{width}-{scheme}")
    found = re.search(r"http\S+", mail.outbox[-1].body)
    assert found
    # Not through page_at: the page of a link that is over answers 404, which a browser reports as a fault.
    context = page.context.browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 900})
    context.set_default_timeout(PATIENCE)
    other = context.new_page()
    other.goto(found[0])
    expect(other.get_by_text("Olu Bello invites you")).to_be_visible()
    page.get_by_role("button", name="Withdraw the invitation of noor@example.org").click()
    expect(page.get_by_text("The invitation of noor@example.org is withdrawn")).to_be_visible()
    other.reload()
    expect(other.get_by_role("heading", level=1)).to_have_text("This link cannot be used")
    axe(other)
    screenshot(other, f"invitation-over-{width}-{scheme}")
    context.close()


def test_an_invited_person_chooses_a_password_without_a_script(world, page_at, fits):
    _, secret = api.invite_by_mail(None, "noor@example.org", "RMC", "manager")
    page = page_at(320, script=False)
    page.goto(link_of(secret))
    page.get_by_label("Your name").fill("Noor Khan")
    page.get_by_label("With a password").check()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    fits(page)
    secret = page.locator("#totp-key").inner_text().replace(" ", "")
    page.get_by_label("Authenticator code").fill(totp(secret))
    page.get_by_role("button", name="Switch it on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")


def test_an_identity_of_another_organisation_signs_in_under_the_security_policy(
    gita, page_at, monkeypatch, axe, fits, screenshot
):
    """A browser follows a form's redirects with the policy in hand: the provider must be named in it."""
    with running() as provider:
        provider.claims = {"sub": "nhs-1", "email": gita.email, "amr": ["mfa"]}
        settings_of = {"server_url": provider.issuer, "email_authentication": True, "verified_email": True}
        app = {"provider_id": "nhs", "name": "NHS identity", "client_id": CLIENT, "secret": SECRET}
        described = identity.as_setting([app | {"settings": settings_of | {"two_factor": {"amr": ["mfa"]}}}])
        monkeypatch.setattr(settings, "SOCIALACCOUNT_PROVIDERS", described)
        policy = settings.SECURE_CSP | {"form-action": ["'self'", *identity.origins(described)]}
        monkeypatch.setattr(settings, "SECURE_CSP", policy)
        page = page_at(320)
        page.goto("/accounts/login/")
        axe(page)
        fits(page)
        screenshot(page, "sign-in-identity-320")
        page.get_by_role("button", name="Sign in with NHS identity").click()
        expect(page.get_by_role("link", name=re.compile(gita.name))).to_be_visible()
        page.goto("/accounts/identities/")
        axe(page)
        fits(page)
        screenshot(page, "sign-in-identities-320")


def test_a_session_that_is_over_says_so_and_leads_back(gita, page_at, axe, fits, screenshot, monkeypatch):
    page = page_at(320)
    give_password(page, gita.email)
    set_up_app(page)
    monkeypatch.setattr(settings, "SESSION_IDLE_MINUTES", 0)
    page.goto("/data/loads/")
    expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out")
    axe(page)
    fits(page)
    screenshot(page, "session-ended-320")
    monkeypatch.undo()
    page.get_by_role("link", name="Sign in again").click()
    expect(page.get_by_label("E-mail address")).to_be_visible()
