"""Detached Ed25519 signatures (RFC 8032): whoever has the public key can tell a genuine file from a changed one."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

PURPOSE = b"wholetime downtime pack 1"
"""Keeps this key apart from any other that is made of the same secret."""


class NotAPublicKey(ValueError):
    """The text is no Ed25519 public key in PEM."""


def signing_key(secret: str) -> Ed25519PrivateKey:
    """The key that belongs to a kept secret, by HKDF-SHA256 (RFC 5869)."""
    derived = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(derived)


def public_pem(key: Ed25519PublicKey) -> bytes:
    """As `openssl pkeyutl -verify -pubin` reads it."""
    return key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def public_key(pem: bytes) -> Ed25519PublicKey:
    try:
        found = load_pem_public_key(pem)
    except ValueError as problem:
        raise NotAPublicKey("this is not a public key in PEM") from problem
    if not isinstance(found, Ed25519PublicKey):
        raise NotAPublicKey("this is a public key, but not one of Ed25519")
    return found


def is_genuine(content: bytes, signature: bytes, key: Ed25519PublicKey) -> bool:
    try:
        key.verify(signature, content)
    except InvalidSignature:
        return False
    return True
