"""Mail that says more than we wrote, or goes to more people."""

from __future__ import annotations

import pytest
from django.core import mail
from django.test import Client
from tests.chassis.sign_in.doors import with_password
from tests.dataset.web.small_world import World

from wholetime.chassis import api
from wholetime.chassis.models import Invitation, Node

MANY = [
    "noor@example.org\nBcc: all@example.org",
    "noor@example.org\r\nSubject: pay now",
    "noor@example.org%0aBcc:all@example.org",
    "noor@example.org,all@example.org",
    "noor@example.org;all@example.org",
    '"noor\n"@example.org',
    "Noor <all@example.org>",
]


@pytest.mark.parametrize("told", MANY)
def test_nobody_is_added_to_a_mail(world: World, told: str) -> None:
    api.grant(world.accounts["gita"], "QOP", "administrator")
    with_password(world.accounts["erin"])
    world.gita.post("/people/", {"email": told, "place": "00T", "role": "planner"})
    Client().post("/accounts/password/reset/", {"email": told})
    for sent in mail.outbox:
        assert len(sent.recipients()) == 1
        assert "all@example.org" not in sent.recipients()
        assert not {"Bcc", "Cc"} & set(sent.message().keys())
    assert not Invitation.objects.filter(email__contains="all@").exists()


def test_the_name_of_a_place_does_not_write_the_head_of_a_mail(world: World) -> None:
    api.grant(world.accounts["gita"], "QOP", "administrator")
    Node.objects.filter(code="00T").update(name="Bolton\r\nBcc: all@example.org\r\n\r\nhttps://evil.example/")
    answer = world.gita.post("/people/", {"email": "noor@example.org", "place": "00T", "role": "planner"})
    assert answer.status_code == 302
    (sent,) = mail.outbox
    assert sent.recipients() == ["noor@example.org"]
    assert "Bcc" not in sent.message()
    assert "\n" not in str(sent.message()["Subject"])
