"""Going through the doors as a person does: pages, forms and codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import struct
import time
from typing import Any

from django.test import Client

from wholetime.chassis.models import Account

PASSWORD = "lantern-otter-quarry"


def totp(secret: str, at: float | None = None) -> str:
    """The six digits of ``secret`` (RFC 6238, SHA-1, 30 seconds), worked out here and not by the library."""
    counter = struct.pack(">Q", int(time.time() if at is None else at) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 10**6:06}"


def with_password(account: Account) -> Account:
    account.set_password(PASSWORD)
    account.save()
    return account


def give_password(client: Client, email: str, password: str = PASSWORD, **extra: Any) -> Any:
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def enrol_app(client: Client) -> tuple[str, list[str]]:
    """Set up an authenticator app; its secret and the recovery codes that were shown."""
    page = client.get("/accounts/mfa/totp/activate/")
    assert page.status_code == 200, page
    secret = client.session["mfa.totp.secret"]
    done = client.post("/accounts/mfa/totp/activate/", {"code": totp(secret)})
    assert (done.status_code, done["Location"]) == (302, "/accounts/mfa/recovery-codes/")
    return secret, codes_on(client.get("/accounts/mfa/recovery-codes/"))


def codes_on(page: Any) -> list[str]:
    return [code.replace(" ", "") for code in re.findall(r"\b\d{4} \d{4}\b", page.content.decode())]


def give_code(client: Client, code: str, **extra: Any) -> Any:
    return client.post("/accounts/mfa/authenticate/", {"code": code}, **extra)


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session
