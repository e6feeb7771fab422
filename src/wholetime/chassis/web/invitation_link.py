"""The link of an invitation: a signed random secret, and nothing about anybody."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

SALT = "wholetime.chassis.invitation"


def link_of(secret: str) -> str:
    """The path to open."""
    return reverse("open_invitation", args=[Signer(salt=SALT).sign(secret)])


def secret_in(token: str) -> str | None:
    """The secret in ``token``; None where it was not made here, which needs no look at the database."""
    try:
        return Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None
