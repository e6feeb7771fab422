"""The backup key: an age identity, an age recipient, or words from which an identity is worked out."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from pyrage import IdentityError, RecipientError, x25519

from wholetime.chassis.engine.archive.bech32 import bech32

SHORTEST = 20
"""Characters of a key that is neither: 20 random letters and digits are 119 bits."""

SALT = b"wholetime backup key 1"
"""One for all: a restore has nothing but the file and the key. That is why short keys are refused."""

WORK = 1 << 17
"""scrypt's cost: a third of a second and 128 MB for each guess (RFC 7914)."""


class BadKey(ValueError):
    """The key is missing, too short or mistyped; the message says what to do."""


@dataclass(frozen=True, slots=True)
class BackupKey:
    """``recipient`` writes backups; only ``identity`` reads them, and a server need not have it."""

    recipient: x25519.Recipient
    identity: x25519.Identity | None

    @classmethod
    def of(cls, text: str) -> BackupKey:
        """The key written as ``text``. Raises BadKey."""
        words = text.strip()
        try:
            if words.startswith("age1"):
                return cls(x25519.Recipient.from_str(words), None)
            if words.upper().startswith("AGE-SECRET-KEY-1"):
                return cls._own(words.upper())
        except (IdentityError, RecipientError) as problem:
            raise BadKey(f"the backup key is not a whole age key: {problem}") from problem
        if len(words) < SHORTEST:
            raise BadKey(f"the backup key has {len(words)} characters: write {SHORTEST} or more, or an age key")
        return cls._own(identity_text(words))

    @classmethod
    def new(cls) -> str:
        """A fresh key, to be kept where the backups are not."""
        return str(x25519.Identity.generate())

    @classmethod
    def _own(cls, text: str) -> BackupKey:
        identity = x25519.Identity.from_str(text)
        return cls(identity.to_public(), identity)


def identity_text(words: str) -> str:
    """The age identity of a key that is just words: scrypt makes its 32 bytes, Bech32 writes them."""
    secret = hashlib.scrypt(words.encode(), salt=SALT, n=WORK, r=8, p=1, maxmem=256 << 20, dklen=32)
    return bech32("age-secret-key-", secret).upper()
