"""How second factors are kept and named."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet
from django.conf import settings

from wholetime.chassis.queries.sign_in import is_last_factor


class FactorAdapter(DefaultMFAAdapter):
    """Secrets are kept encrypted (Fernet), and nobody takes their last second factor away."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "That code is not right, or has been used or is too old. Try the one shown now.",
        "cannot_delete_authenticator": "This is your only second factor. Add another before you remove it.",
    }

    def encrypt(self, text: str) -> str:
        return _box(settings.FACTOR_KEY).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box(settings.FACTOR_KEY).decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return not is_last_factor(authenticator)

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002  allauth's word
        number = Authenticator.objects.filter(user_id=user.pk, type=type).count() + 1
        return "My passkey" if number == 1 else f"My passkey {number}"

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return super().get_public_key_credential_rp_entity() | {"name": "wholetime"}


@cache
def _box(key: str) -> Fernet:
    # The kept secret is 48 random bytes in base64; Fernet wants 32. No stretching: it is not a password.
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest()))
