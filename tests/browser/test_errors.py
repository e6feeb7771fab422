"""Error pages and sign-in say in plain English what happened and what to do."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_gallery_exists_only_in_the_demo(client):
    assert client.get("/gallery/").status_code == 404


def test_sign_in_is_accessible_and_explains_its_errors(page_at, axe, fits, screenshot):
    page = page_at(320)
    page.goto("/accounts/login/")
    axe(page)
    fits(page)
    screenshot(page, "sign-in-320")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator(".nhsuk-error-summary")).to_be_focused()
    axe(page)


def test_an_unknown_address_says_what_to_do(client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404
    assert b"search for the area by name" in answer.content
